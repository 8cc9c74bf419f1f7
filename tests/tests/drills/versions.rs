//! A district of an older version: what it lacks is null for its rows and told; nothing that is
//! sent to it fails its validation.

use serde_json::{Value, json};

use crate::city::{CODES, DrillCity, is_of};

const OLDER: &str = "231081";

const VISITORS: &str =
    "{ activities(first: 100, orderBy: OCCURRED_AT_ASC) { nodes { id kind visitors }
    coverage { asked answered complete missing { code reason } } } }";

#[tokio::test]
async fn a_district_of_an_older_version_answers_what_it_knows() {
    let whole = DrillCity::with_proxies().await;
    let newer = whole.until_whole(VISITORS).await;
    assert!(
        visitors_of(&newer, OLDER).any(|visitors| !visitors.is_null()),
        "there is a difference"
    );
    drop(whole);

    let mut city = DrillCity::with_older(OLDER, &[("Activity", "visitors")]).await;
    city.district(OLDER).proxy.do_not_know(&["visitors"]);
    let older = city.until_whole(VISITORS).await;
    assert!(visitors_of(&older, OLDER).all(Value::is_null));
    for code in CODES.into_iter().filter(|code| *code != OLDER) {
        assert!(visitors_of(&older, code).eq(visitors_of(&newer, code)), "{code} is as before");
    }
    assert_eq!(ids(&older), ids(&newer));
    let coverage = &older["data"]["activities"]["coverage"];
    assert_eq!(coverage["answered"], json!(CODES));
    assert_eq!(coverage["missing"], json!([{ "code": OLDER, "reason": "VERSION_SKEW" }]));
    let lacking = json!([{ "code": OLDER, "fields": ["Activity.visitors"] }]);
    assert_eq!(older["extensions"]["partitions"]["lacking"], lacking);

    let without = city.until_whole("{ activities(first: 1) { nodes { kind } } }").await;
    assert_eq!(without["extensions"]["partitions"].get("lacking"), None);
}

fn nodes(answer: &Value) -> impl Iterator<Item = &Value> {
    answer["data"]["activities"]["nodes"].as_array().into_iter().flatten()
}

fn visitors_of<'a>(answer: &'a Value, code: &'a str) -> impl Iterator<Item = &'a Value> {
    nodes(answer).filter(move |node| is_of(node, code)).map(|node| &node["visitors"])
}

fn ids(answer: &Value) -> Vec<&Value> {
    nodes(answer).map(|node| &node["id"]).collect()
}
