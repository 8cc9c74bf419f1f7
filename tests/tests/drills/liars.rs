//! Districts whose answers are broken or untrue. Only that district is missing, and the reason says
//! what was wrong.

use http::header;
use serde_json::{Value, json};
use tests::Mischief;

use crate::city::{ANSWER_BYTES, DrillCity, PAGE, is_of, without};

const LIAR: &str = "231004";

/// What the gateway may hold in memory at most, whatever districts send.
const MEMORY_KIB: u64 = 400 << 10;

#[tokio::test]
async fn a_lying_district_is_left_out_and_the_rest_stands() {
    let mut city = DrillCity::with_proxies().await;
    let whole = city.until_whole(PAGE).await;
    let gateway = city.gateway.id();
    let lies: [(&str, Mischief, &str); 9] = [
        ("a reset in the middle of the body", Mischief::ResetInBody, "UNREACHABLE"),
        ("silence in the middle of the body", Mischief::SilenceInBody, "TIMEOUT"),
        ("another content type", Mischief::ContentType("text/plain"), "INVALID_ANSWER"),
        ("an error page", Mischief::Status(500), "FAILED"),
        ("truncated JSON", Mischief::Truncate, "INVALID_ANSWER"),
        ("an endless body", Mischief::Endless, "TOO_LARGE"),
        ("rows in the wrong order", Mischief::Alter(backwards), "OUT_OF_ORDER"),
        ("rows of another district", Mischief::Alter(of_another_district), "FOREIGN_ROWS"),
        ("JSON that is no answer", Mischief::Alter(no_answer), "INVALID_ANSWER"),
    ];
    for (lie, mischief, reason) in lies {
        city.district(LIAR).proxy.spoil(mischief);
        let answer = city.ask(PAGE).await;
        let body = answer.json();
        assert_missing(&body, lie, reason);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{lie}");
        let nodes = body["data"]["deputies"]["nodes"].as_array().expect("the rest stands");
        assert!(
            nodes.len() == 12 && !nodes.iter().any(|node| is_of(node, LIAR)),
            "{lie}: {nodes:?}"
        );
        let of_others = without(&whole, LIAR);
        assert_eq!(nodes[..of_others.len()], of_others, "{lie}: the order of the rest is kept");

        city.district(LIAR).proxy.behave();
        assert_eq!(city.until_whole(PAGE).await["data"], whole["data"], "{lie}: it comes back");
        assert!(city.gateway.is_alive() && city.gateway.id() == gateway, "{lie}");
        let peak = peak_memory_kib(gateway);
        assert!(peak < MEMORY_KIB, "{lie}: the gateway took {peak} KiB");
    }
}

#[tokio::test]
async fn many_endless_answers_at_once_cost_no_more_than_their_bound() {
    let mut city = DrillCity::with_proxies().await;
    city.until_whole(PAGE).await;
    let before = peak_memory_kib(city.gateway.id());
    for code in crate::city::CODES {
        city.district(code).proxy.spoil(Mischief::Endless);
    }
    let requests: u64 = 20;
    let asked = futures::future::join_all((0..requests).map(|_| city.ask(PAGE))).await;
    for answer in asked {
        assert_eq!(answer.code(), "PARTITIONS_MISSING");
        let failed = &answer.json()["errors"][0]["extensions"]["failed"][0];
        let reason = failed["reason"].as_str().unwrap_or_default();
        // A busy machine may not even bring too much in time.
        assert!(["TOO_LARGE", "TIMEOUT"].contains(&reason), "{failed}");
    }
    // Three answers for each request, each read up to the bound; as much again for all else.
    let bound = requests * 3 * (ANSWER_BYTES >> 10) * 2;
    let grown = peak_memory_kib(city.gateway.id()) - before;
    assert!(grown < bound, "the gateway grew by {grown} KiB, the bound is {bound}");
    for code in crate::city::CODES {
        city.district(code).proxy.behave();
    }
    city.until_whole(PAGE).await;
}

fn assert_missing(body: &Value, lie: &str, reason: &str) {
    let missing = json!([{ "code": LIAR, "reason": reason }]);
    let coverage = &body["data"]["deputies"]["coverage"];
    assert_eq!(coverage["missing"], missing, "{lie}: {body:#}");
    assert_eq!(coverage["answered"], json!(["231002", "231081"]), "{lie}");
    assert_eq!(coverage["complete"], false, "{lie}");
    let errors = body["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 1, "{lie}: {errors:#?}");
    assert_eq!(errors[0]["path"], json!(["deputies"]), "{lie}");
    let extensions = &errors[0]["extensions"];
    assert_eq!(
        (&extensions["code"], &extensions["partition"], &extensions["reason"]),
        (&json!("PARTITION_FAILED"), &json!(LIAR), &json!(reason)),
        "{lie}"
    );
    let partitions = &body["extensions"]["partitions"];
    assert_eq!(partitions["asked"], json!(crate::city::CODES), "{lie}");
    assert_eq!(partitions["failed"][0]["reason"], reason, "{lie}");
}

/// Turns every list of the answer around.
fn backwards(value: &mut Value) {
    match value {
        Value::Array(elements) => {
            elements.reverse();
            elements.iter_mut().for_each(backwards);
        }
        Value::Object(fields) => fields.values_mut().for_each(backwards),
        _ => {}
    }
}

/// Gives every row to the neighbour.
fn of_another_district(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with(LIAR) => text.replace_range(..6, "231002"),
        Value::Array(elements) => elements.iter_mut().for_each(of_another_district),
        Value::Object(fields) => fields.values_mut().for_each(of_another_district),
        _ => {}
    }
}

fn no_answer(value: &mut Value) {
    *value = json!(["data", "deputies"]);
}

/// The most memory that a process has held so far.
fn peak_memory_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|line| line.split_whitespace().next()).expect("the system tells");
    peak.parse().expect("a number")
}
