//! A lost district is seen through both gateways, in the data and in the extension.

use serde_json::{Value, json};
use tests::{Mischief, shared_city};

use crate::province::{CITIES, Province, without_times};

const LOST: &str = "231003";

const PAGE: &str = "{ deputies(first: 40, orderBy: NAME_ASC) { totalCount
    edges { cursor node { id } } pageInfo { hasNextPage endCursor }
    coverage { asked answered complete missing { code reason } } } }";

/// The page of one gateway over these districts alone.
async fn flat_page_of(codes: &[&str]) -> Value {
    let query = "query($codes: [DistrictCode!]) { deputies(districts: $codes, first: 40, orderBy: NAME_ASC) {
        totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }";
    shared_city().gateway.data(query, json!({ "codes": codes })).await["deputies"].clone()
}

#[tokio::test]
async fn a_district_that_is_down_is_missing_by_its_own_code_and_the_rest_stands() {
    let province = Province::start().await;
    let lost = province.district(LOST);
    lost.proxy.spoil(Mischief::Refuse);
    let answer = province.ask(PAGE, &[]).await;
    let body = answer.json();

    let mut page = body["data"]["deputies"].clone();
    let coverage = page.as_object_mut().and_then(|page| page.remove("coverage"));
    let others = province.without(&[LOST]);
    assert_eq!(page, flat_page_of(&others).await, "the page of the others");
    let all: Vec<&str> = province.districts.iter().map(|district| district.code).collect();
    let expected = json!({
        "asked": all,
        "answered": others,
        "complete": false,
        "missing": [{ "code": LOST, "reason": "UNREACHABLE" }],
    });
    assert_eq!(coverage, Some(expected));

    let own = |city: &str, is_answered: bool| -> Vec<&str> {
        let of_city = province.districts.iter().filter(|it| it.city == city).map(|it| it.code);
        of_city.filter(|code| !is_answered || *code != LOST).collect()
    };
    let within = CITIES.map(|city| {
        let failed = if city == lost.city {
            json!([{ "code": LOST, "reason": "UNREACHABLE" }])
        } else {
            json!([])
        };
        let told = json!({ "asked": own(city, false), "answered": own(city, true), "empty": [],
                           "failed": failed });
        (city.to_owned(), told)
    });
    let within: Value = within.into_iter().collect();
    let told = without_times(body["extensions"]["partitions"].clone());
    assert_eq!(
        told,
        json!({ "asked": CITIES, "answered": CITIES, "empty": [], "failed": [], "within": within })
    );
    let errors = body["errors"].as_array().expect("one error");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    let extensions = json!({ "code": "PARTITION_FAILED", "partition": LOST,
                             "reason": "UNREACHABLE", "subgraph": "cities" });
    assert_eq!((&errors[0]["path"], &errors[0]["extensions"]), (&json!(["deputies"]), &extensions));
    assert_eq!(answer.headers["cache-control"], "no-store");

    lost.proxy.behave();
    let whole = province.client.run(json!({ "query": PAGE })).await;
    assert_eq!(whole.get("errors"), None);
}

#[tokio::test]
async fn policies_hold_for_districts_behind_gateways() {
    let province = Province::start().await;
    province.district(LOST).proxy.spoil(Mischief::Refuse);
    let other = province.without(&[LOST])[0];
    for (policy, stands) in [
        ("PARTIAL".to_owned(), true),
        ("ABORT".to_owned(), false),
        (format!("REQUIRE {LOST}"), false),
        (format!("REQUIRE {other}"), true),
        // It counts the gateways that are asked.
        ("REQUIRE 2".to_owned(), true),
    ] {
        let body = province.ask(PAGE, &[("x-partition-policy", &policy)]).await.json();
        assert_eq!(body["data"].is_object(), stands, "{policy}: {body:#}");
        if !stands && policy == "ABORT" {
            // The city that could not do what was demanded is missing, and tells whom it lacked.
            let within = &body["extensions"]["partitions"]["within"];
            let lost = &within[province.district(LOST).city]["failed"][0]["code"];
            assert_eq!(lost, LOST, "{body:#}");
        }
    }
}

#[tokio::test]
async fn a_city_all_of_whose_districts_are_down_is_missing_and_tells_of_them() {
    let province = Province::start().await;
    let lost: Vec<&str> = province
        .districts
        .iter()
        .filter(|it| it.city == CITIES[1])
        .map(|it| {
            it.proxy.spoil(Mischief::Refuse);
            it.code
        })
        .collect();
    let body = province.ask(PAGE, &[]).await.json();
    let mut page = body["data"]["deputies"].clone();
    let coverage = page.as_object_mut().and_then(|page| page.remove("coverage"));
    let coverage = coverage.expect("coverage");
    assert_eq!(page, flat_page_of(&province.without(&lost)).await);
    assert_eq!(coverage["complete"], false);
    assert_eq!(coverage["missing"][0]["code"], CITIES[1], "{coverage:#}");
    let told = &body["extensions"]["partitions"];
    assert_eq!(told["failed"][0]["code"], CITIES[1]);
    let failed = told["within"][CITIES[1]]["failed"].as_array().expect("those behind it");
    let failed: Vec<&str> = failed.iter().filter_map(|it| it["code"].as_str()).collect();
    assert_eq!(failed, lost);
}
