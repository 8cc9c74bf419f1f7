//! Districts that go away and come back: killed, paused, slow, all but one, all, again and again.

use serde_json::{Value, json};
use tests::Mischief;

use crate::city::{CODES, DrillCity, PAGE, is_of};

const LOST: &str = "231002";

#[tokio::test]
async fn a_killed_district_is_missing_until_it_is_started_again() {
    let mut city = DrillCity::direct().await;
    let whole = city.until_whole(PAGE).await;
    city.district(LOST).process.kill().await;
    let body = city.until_missing(PAGE, LOST, "UNREACHABLE").await.json();
    assert_only_lost(&body, "UNREACHABLE");

    city.district(LOST).process.start_again().await;
    assert_eq!(city.until_whole(PAGE).await["data"], whole["data"]);
}

#[tokio::test]
async fn a_paused_district_is_late_until_it_goes_on() {
    let mut city = DrillCity::direct().await;
    let whole = city.until_whole(PAGE).await;
    city.district(LOST).process.signal("STOP").await;
    let body = city.until_missing(PAGE, LOST, "TIMEOUT").await.json();
    assert_only_lost(&body, "TIMEOUT");

    city.district(LOST).process.signal("CONT").await;
    assert_eq!(city.until_whole(PAGE).await["data"], whole["data"]);
}

#[tokio::test]
async fn a_silent_district_is_given_up_and_its_calls_are_ended() {
    let mut city = DrillCity::with_proxies().await;
    city.until_whole(PAGE).await;
    let proxy = &city.district(LOST).proxy;
    proxy.spoil(Mischief::Silence);
    let body = city.ask(PAGE).await.json();
    assert_only_lost(&body, "TIMEOUT");

    // The gateway hangs up, so that nothing of the call is left.
    let district = city.district(LOST);
    let hung_up = || async {
        while district.proxy.hung_up() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), hung_up())
        .await
        .expect("the gateway hangs up");
    district.proxy.behave();
    city.until_whole(PAGE).await;
}

#[tokio::test]
async fn a_slow_district_that_is_in_time_is_part_of_the_answer() {
    let mut city = DrillCity::with_proxies().await;
    let whole = city.until_whole(PAGE).await;
    city.district(LOST).proxy.spoil(Mischief::Trickle);
    assert_eq!(city.until_whole(PAGE).await["data"], whole["data"]);
}

#[tokio::test]
async fn with_all_but_one_down_the_one_answers_and_with_all_down_nobody_does() {
    let mut city = DrillCity::direct().await;
    let whole = city.until_whole(PAGE).await;
    let (last, others) = CODES.split_last().expect("three");
    for code in others {
        city.district(code).process.kill().await;
    }
    city.until_missing(PAGE, others[0], "UNREACHABLE").await;
    let body = city.until_missing(PAGE, others[1], "UNREACHABLE").await.json();
    let deputies = &body["data"]["deputies"];
    assert_eq!(deputies["coverage"]["answered"], json!([last]));
    let nodes = deputies["nodes"].as_array().expect("rows");
    assert!(nodes.len() == 12 && nodes.iter().all(|node| is_of(node, last)), "{nodes:?}");
    let of_one = format!(
        r#"{{ deputies(districts: ["{last}"], first: 12) {{ totalCount nodes {{ id name {{ en }} }} }} }}"#
    );
    let alone = city.until_whole(&of_one).await;
    assert_eq!(alone["data"]["deputies"]["nodes"], deputies["nodes"]);
    assert_eq!(alone["data"]["deputies"]["totalCount"], deputies["totalCount"]);

    city.district(last).process.kill().await;
    let body = city.until_missing(PAGE, last, "UNREACHABLE").await.json();
    assert_eq!(body["data"], Value::Null, "nobody's answer is no empty list");
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "PARTITIONS_MISSING");
    assert_eq!(extensions["failed"].as_array().map(Vec::len), Some(CODES.len()));
    assert!(city.gateway.is_alive());

    for code in CODES {
        city.district(code).process.start_again().await;
    }
    assert_eq!(city.until_whole(PAGE).await["data"], whole["data"]);
}

#[tokio::test]
async fn a_flapping_district_is_in_whole_answers_or_missing_from_them() {
    let mut city = DrillCity::with_breakers().await;
    let whole = city.until_whole(PAGE).await;
    for turn in 0..30 {
        let proxy = &city.district(LOST).proxy;
        if turn % 2 == 0 {
            // Sometimes it fails on a later call than the next.
            proxy.spoil_after(turn % 3, Mischief::Refuse);
        } else {
            proxy.behave();
        }
        let body = city.ask(PAGE).await.json();
        if body.get("errors").is_none() {
            assert_eq!(body["data"], whole["data"], "turn {turn}");
        } else {
            let failed = &body["extensions"]["partitions"]["failed"][0];
            let reason = failed["reason"].as_str().unwrap_or_default();
            assert!(["UNREACHABLE", "OVERLOADED"].contains(&reason), "turn {turn}: {body:#}");
            assert_only_lost(&body, reason);
        }
    }
    city.district(LOST).proxy.behave();
    assert_eq!(city.until_whole(PAGE).await["data"], whole["data"]);
    assert!(city.gateway.is_alive());
}

fn assert_only_lost(body: &Value, reason: &str) {
    let deputies = &body["data"]["deputies"];
    let missing = json!([{ "code": LOST, "reason": reason }]);
    assert_eq!(deputies["coverage"]["missing"], missing, "{body:#}");
    let nodes = deputies["nodes"].as_array().expect("the rest stands");
    assert!(nodes.len() == 12 && !nodes.iter().any(|node| is_of(node, LOST)), "{nodes:?}");
    let errors = body["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0]["extensions"]["code"], "PARTITION_FAILED");
}
