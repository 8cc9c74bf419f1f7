//! Gateways that go away in the middle of a walk, districts that come and go, and all but one down.

use serde_json::{Value, json};
use tests::{Mischief, shared_city};

use crate::province::{CITIES, Province};

const FLAPPING: &str = "231002";

const PAGE: &str = "{ deputies(first: 12, orderBy: NAME_ASC) { totalCount nodes { id }
    pageInfo { hasNextPage endCursor } coverage { answered complete missing { code reason } } } }";

#[tokio::test]
async fn a_walk_goes_on_after_any_gateway_was_started_again() {
    const WALK: &str =
        "query($after: String) { petitions(first: 40, after: $after, orderBy: SUBMITTED_AT_ASC) {
        totalCount nodes { id } pageInfo { hasNextPage endCursor } } }";
    let mut province = Province::start().await;
    let (mut after, mut pages) = (Value::Null, 0);
    loop {
        let variables = json!({ "after": after });
        let expected = shared_city().gateway.data(WALK, variables.clone()).await;
        let page = province.client.data(WALK, variables).await;
        assert_eq!(page, expected, "page {pages}");
        pages += 1;
        match pages {
            1 => province.restart().await,
            2 => province.cities[0].restart().await,
            3 => province.cities[1].restart().await,
            _ => {}
        }
        let info = &page["petitions"]["pageInfo"];
        if info["hasNextPage"] != true || pages == 6 {
            break;
        }
        after = info["endCursor"].clone();
    }
    assert!(pages > 4, "the walk is too short to be disturbed: {pages} pages");
}

#[tokio::test]
async fn a_flapping_district_is_in_whole_answers_or_missing_from_them() {
    let province = Province::start().await;
    let whole = province.client.data(PAGE, json!({})).await;
    let proxy = &province.district(FLAPPING).proxy;
    for turn in 0..20 {
        if turn % 2 == 0 {
            // Sometimes it fails on a later call than the next.
            proxy.spoil_after(turn % 3, Mischief::Refuse);
        } else {
            proxy.behave();
        }
        let body = province.client.run(json!({ "query": PAGE })).await;
        let coverage = &body["data"]["deputies"]["coverage"];
        if body.get("errors").is_none() {
            assert_eq!(body["data"], whole, "turn {turn}");
        } else {
            let missing = json!([{ "code": FLAPPING, "reason": "UNREACHABLE" }]);
            assert_eq!(coverage["missing"], missing, "turn {turn}: {body:#}");
            assert_eq!(coverage["answered"], json!(province.without(&[FLAPPING])));
        }
    }
    proxy.behave();
    assert_eq!(province.client.data(PAGE, json!({})).await, whole);
}

#[tokio::test]
async fn with_all_but_one_down_the_one_answers_and_with_all_down_nobody_does() {
    let mut province = Province::start().await;
    let whole = province.client.data(PAGE, json!({})).await;
    let (last, others) = province.districts.split_last().expect("districts");
    others.iter().for_each(|district| district.proxy.spoil(Mischief::Refuse));
    let body = province.client.run(json!({ "query": PAGE })).await;
    let deputies = &body["data"]["deputies"];
    assert_eq!(deputies["coverage"]["answered"], json!([last.code]), "{body:#}");
    assert_eq!(deputies["coverage"]["complete"], false);
    let alone = format!(
        r#"{{ deputies(districts: ["{}"], first: 12, orderBy: NAME_ASC) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}"#,
        last.code
    );
    let alone = shared_city().gateway.data(&alone, json!({})).await;
    for part in ["totalCount", "nodes", "pageInfo"] {
        assert_eq!(deputies[part], alone["deputies"][part], "{part}");
    }

    last.proxy.spoil(Mischief::Refuse);
    let body = province.client.run(json!({ "query": PAGE })).await;
    assert_eq!(body["data"], Value::Null, "nobody's answer is no empty list");
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "PARTITIONS_MISSING", "{body:#}");
    assert_eq!(extensions["failed"].as_array().map(Vec::len), Some(CITIES.len()));

    province.districts.iter().for_each(|district| district.proxy.behave());
    assert_eq!(province.client.data(PAGE, json!({})).await, whole);

    province.cities[0].stop().await;
    let body = province.client.run(json!({ "query": PAGE })).await;
    let coverage = &body["data"]["deputies"]["coverage"];
    assert_eq!(coverage["missing"], json!([{ "code": CITIES[0], "reason": "UNREACHABLE" }]));
    province.cities[0].restart().await;
    assert_eq!(province.client.data(PAGE, json!({})).await, whole);
}
