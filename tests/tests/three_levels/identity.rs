//! Ids, keys and what is nested: each leads to its district through both gateways.

use serde_json::{Value, json};
use tests::{Client, shared_city};

use crate::province::{CITIES, Province};

/// Queries that name rows or districts.
const QUERIES: [&str; 7] = [
    r#"{ node(id: "231004:deputy:003-001") { __typename id ... on Deputy { name { zh en } district { code name { en } } } } }"#,
    r#"{ nodes(ids: ["231004:deputy:003-001", "231002:deputy:100-001", "231004:deputy:nobody", "231086:grid:100-001", "231004:deputy:003-001"]) { __typename id } }"#,
    r#"{ deputy(id: "231004:deputy:003-001") { id district { code name { zh en } peerGroup } } none: deputy(id: "231085:deputy:nobody") { id } }"#,
    r#"{ a: petitions(districts: ["231002", "231085"], first: 40) { totalCount nodes { id status grid { id } } coverage { asked answered } }
         b: grids(districts: ["231003"], first: 5) { totalCount nodes { id deputies { id } petitions(first: 2) { totalCount nodes { id } } } coverage { asked } } }"#,
    r#"{ delegations(districts: ["231004", "231005", "231025"], first: 30) { totalCount nodes { id deputies(first: 3) { totalCount nodes { id } pageInfo { hasNextPage } } workingGroups { id } } } }"#,
    r#"{ deputies(filter: { delegation: ["231004:delegation:003", "231002:delegation:100", "231003:delegation:100"] }, first: 40) { totalCount nodes { id } } }"#,
    r#"{ brands(first: 100) { totalCount nodes { id lead name { en } reportedFigures { metricLabel value } district { name { en } } } } }"#,
];

#[tokio::test]
async fn ids_and_choices_find_their_districts_through_two_gateways() {
    let flat = &shared_city().gateway;
    let province = Province::start().await;
    for query in QUERIES {
        let expected = flat.data(query, json!({})).await;
        assert_eq!(province.client.data(query, json!({})).await, expected, "{query}");
    }
    let variables = json!({ "codes": ["231081", "231004", "231003"] });
    let query = "query($codes: [DistrictCode!]) { deputies(districts: $codes, first: 50) {
        totalCount nodes { id } coverage { asked complete } } }";
    let expected = flat.data(query, variables.clone()).await;
    assert_eq!(province.client.data(query, variables).await, expected);
}

#[tokio::test]
async fn nobody_is_asked_for_what_another_owns() {
    let province = Province::start().await;
    let calls =
        || province.districts.iter().map(|district| district.proxy.calls()).collect::<Vec<_>>();
    let before = calls();
    let query = r#"{ node(id: "231004:deputy:003-001") { id }
        deputies(districts: ["231004", "231083"], first: 1) { totalCount } }"#;
    province.client.data(query, json!({})).await;
    let asked: Vec<&str> = province
        .districts
        .iter()
        .zip(before.iter().zip(calls()))
        .filter(|(_, (before, after))| after > *before)
        .map(|(district, _)| district.code)
        .collect();
    assert_eq!(asked, ["231004", "231083"]);
}

#[tokio::test]
async fn unknown_keys_and_broken_ids_are_the_callers_mistake_at_both_levels() {
    let province = Province::start().await;
    for (query, code) in [
        (r#"{ deputies(districts: ["239999"]) { totalCount } }"#, "PARTITION_UNKNOWN"),
        (r#"{ node(id: "231004") { id } }"#, "ID_INVALID"),
        (r#"{ deputies(after: "no cursor") { totalCount } }"#, "CURSOR_INVALID"),
        (r#"{ deputies(first: 100000) { totalCount } }"#, "PAGE_SIZE_INVALID"),
    ] {
        for address in [province.client.address(), province.cities[0].address] {
            let answer = Client::new(address).run(json!({ "query": query })).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{query}: {answer:#}");
        }
    }
    // A district of another city is unknown to a city, and known to the province.
    let of = |code: &str| format!(r#"{{ deputies(districts: ["{code}"]) {{ totalCount }} }}"#);
    let second = province.districts.iter().find(|it| it.city == CITIES[1]).expect("one").code;
    let city = Client::new(province.cities[0].address);
    let answer = city.run(json!({ "query": of(second) })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "PARTITION_UNKNOWN");
    assert_ne!(province.client.data(&of(second), json!({})).await, Value::Null);
}
