//! What is left of a request's time travels down and shrinks; at each level somebody answers with
//! what is there before the one above gives up.

use serde_json::{Value, json};
use tests::{Mischief, shared_city};

use crate::province::Province;

const SLOW: &str = "231004";

const PAGE: &str = "{ petitions(first: 30) { totalCount edges { cursor node { id } }
    coverage { answered missing { code reason } } } }";

/// What a district was told, in milliseconds.
fn told(province: &Province, code: &str, header: &str) -> Option<u64> {
    let value = province.district(code).proxy.last_header(header)?;
    Some(value.parse().expect("milliseconds"))
}

/// The page without coverage is that of the others, and the slow one is missing for a reason.
async fn assert_only_slow_is_missing(province: &Province, body: &Value, reason: &str) {
    let mut page = body["data"]["petitions"].clone();
    let coverage = page.as_object_mut().and_then(|page| page.remove("coverage"));
    let others = province.without(&[SLOW]);
    let missing = json!([{ "code": SLOW, "reason": reason }]);
    assert_eq!(coverage, Some(json!({ "answered": others, "missing": missing })), "{body:#}");
    let query = "query($codes: [DistrictCode!]) { petitions(districts: $codes, first: 30) {
        totalCount edges { cursor node { id } } } }";
    let expected = shared_city().gateway.data(query, json!({ "codes": others })).await;
    assert_eq!(page, expected["petitions"]);

    let told = &body["extensions"]["partitions"];
    assert_eq!(told["failed"], json!([]), "no city is late itself: {told:#}");
    let failed = &told["within"][province.district(SLOW).city]["failed"];
    assert_eq!(failed.as_array().map(Vec::len), Some(1), "{told:#}");
    assert_eq!(failed[0]["code"], SLOW);
    assert_eq!(failed[0]["reason"], reason);
    let errors = body["errors"].as_array().expect("one error");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0]["path"], json!(["petitions"]));
    assert_eq!(errors[0]["extensions"]["partition"], SLOW);
    assert_eq!(errors[0]["extensions"]["reason"], reason);
}

#[tokio::test]
async fn a_district_is_told_less_time_than_the_province_has() {
    const GIVEN: u64 = 25_000;
    // Each gateway keeps a part for the way back: of this much, 100 milliseconds.
    const KEPT: u64 = 100;
    let province = Province::start().await;
    let headers = [("x-deadline-ms", GIVEN.to_string())];
    let headers = headers.each_ref().map(|(name, value)| (*name, value.as_str()));
    let body = province.ask(PAGE, &headers).await.json();
    assert_eq!(body.get("errors"), None, "{body:#}");
    for district in &province.districts {
        let told = told(&province, district.code, "x-deadline-ms").expect("a deadline");
        assert!(told > 0 && told <= GIVEN - 2 * KEPT, "{} was told {told}", district.code);
        assert_eq!(district.proxy.last_header("x-answer-within-ms"), None);
    }
}

#[tokio::test]
async fn at_the_deadline_the_province_answers_with_all_but_the_silent_district() {
    let province = Province::start().await;
    // The first request may wait for connections and plans.
    province.client.data(PAGE, json!({})).await;
    province.district(SLOW).proxy.spoil(Mischief::Silence);
    let body = province.ask(PAGE, &[("x-deadline-ms", "8000")]).await.json();
    assert_only_slow_is_missing(&province, &body, "TIMEOUT").await;
}

#[tokio::test]
async fn a_straggler_is_late_for_the_province_too() {
    const WITHIN: u64 = 6_000;
    let province = Province::start().await;
    province.client.data(PAGE, json!({})).await;
    province.district(SLOW).proxy.spoil(Mischief::Silence);
    let directive = format!("query @partitions(answerWithin: {WITHIN})");
    for (query, headers) in [
        (format!("{directive} {PAGE}"), vec![]),
        (PAGE.to_owned(), vec![("x-answer-within-ms", "6000")]),
    ] {
        let body = province.ask(&query, &headers).await.json();
        assert_only_slow_is_missing(&province, &body, "LATE").await;
        // An eighth is kept at each level.
        let told = told(&province, SLOW, "x-answer-within-ms").expect("it is told");
        assert!(told > 0 && told <= WITHIN * 7 / 8 * 7 / 8, "{SLOW} was told {told}");
    }
}
