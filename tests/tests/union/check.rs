//! Runs a case against the gateway and compares what comes with what the theorem says.

use std::time::Duration;

use contract::ErrorCode;
use http::{Method, header};
use http_body_util::Full;
use serde_json::{Value, json};
use tests::Answer;

use super::{
    case::{Case, Demand, Mismatch},
    city::{CUT_OFF, REQUEST_TIME, UnionCity},
    expectation::{Expectation, expect, located},
    fault::{Failure, Fault, Faults},
    graph::Graph,
    operation::{Field, Input, print},
};

/// How often an operation is asked for again that was not planned in time.
const PLANNING_TRIES: usize = 5;

/// Runs all moments of a case.
///
/// # Errors
/// [`Mismatch`] of the first moment that is not as it must be.
pub async fn check(graph: &Graph, city: &UnionCity, case: &Case) -> Result<(), Mismatch> {
    let mut roots = case.roots.clone();
    for (number, faults) in case.moments.iter().enumerate() {
        let data = moment(graph, city, &roots, faults, case.demand)
            .await
            .map_err(|Mismatch(text)| Mismatch(format!("moment {number}: {text}")))?;
        let Some(walk) = case.walk else { break };
        let (cursor, more, at) = if walk.backward {
            ("before", "hasPreviousPage", "startCursor")
        } else {
            ("after", "hasNextPage", "endCursor")
        };
        let root = &mut roots[0];
        let page = &data[root.key()];
        // A page that nobody answered is asked for again at the next moment.
        if page.is_null() {
            continue;
        }
        let info = &page["pageInfo"];
        match info[at].as_str() {
            Some(position) if info[more] == true => {
                root.set(cursor, "String", Input::Text(position.to_owned()));
            }
            _ => break,
        }
    }
    Ok(())
}

async fn moment(
    graph: &Graph,
    city: &UnionCity,
    roots: &[Field],
    faults: &Faults,
    demand: Demand,
) -> Result<Value, Mismatch> {
    city.spoil(faults);
    let mut answer = ask(city, roots, demand).await;
    // A busy machine may take longer for a plan than a gateway allows; nobody was asked then.
    for _ in 0..PLANNING_TRIES {
        if answer.code() != ErrorCode::PlanningFailed.as_str() {
            break;
        }
        answer = ask(city, roots, demand).await;
    }
    city.spoil(&Faults::new());
    let body = answer.json();
    let faults = &with_late(city, faults, &body);
    let expected = expect(graph, city, roots, faults, demand).await;
    compare(&answer, &body, &expected)?;
    Ok(body["data"].clone())
}

/// The faults, and the partitions that a busy machine made late: the gateway says that it waited
/// for them as long as it may, and the theorem holds of those that it names. A partition for whose
/// answer a comparison waits gets three quarters of the time.
fn with_late(city: &UnionCity, faults: &Faults, body: &Value) -> Faults {
    let mut all = faults.clone();
    for failed in body["extensions"]["partitions"]["failed"].as_array().into_iter().flatten() {
        let waited = failed["elapsedMs"].as_u64().map(Duration::from_millis);
        let longest = match failed["reason"].as_str() {
            Some("TIMEOUT") => Some(REQUEST_TIME * 3 / 4),
            Some("LATE") => Some(CUT_OFF),
            _ => None,
        };
        let is_late = waited.zip(longest).is_some_and(|(waited, most)| waited > most * 9 / 10);
        let place = city.codes().iter().position(|code| failed["code"] == *code);
        if let Some(place) = place.filter(|_| is_late) {
            all.entry(place).or_insert(Failure::always(Fault::Silent));
        }
    }
    all
}

async fn ask(city: &UnionCity, roots: &[Field], demand: Demand) -> Answer {
    let printed = print(roots);
    let body = json!({ "query": printed.text, "variables": printed.variables }).to_string();
    let mut request = city
        .gateway
        .request(Method::POST, "/graphql")
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(policy) = demand.policy.header() {
        request = request.header("x-partition-policy", policy);
    }
    if demand.cut_off {
        request = request.header("x-answer-within-ms", CUT_OFF.as_millis().to_string());
    }
    city.gateway.send(request.body(Full::new(body.into())).expect("a valid request")).await
}

fn compare(answer: &Answer, body: &Value, expected: &Expectation) -> Result<(), Mismatch> {
    // Compared as text, so that the order of fields counts too.
    let told = |Mismatch(text)| Mismatch(format!("{text}\n  errors:  {}", body["errors"]));
    same("data", &body["data"].to_string(), &expected.data.to_string()).map_err(told)?;
    same("errors", &errors_of(body).join("\n"), &expected.errors.join("\n"))?;
    let partitions = &body["extensions"]["partitions"];
    let told = partitions.is_object().then(|| {
        let mut told = json!({
            "asked": partitions["asked"],
            "answered": partitions["answered"],
            "empty": partitions["empty"],
            "failed": failures(&partitions["failed"]),
        });
        if let Some(lacking) = partitions.get("lacking") {
            told["lacking"] = lacking.clone();
        }
        told
    });
    same("extensions.partitions", &text(told.as_ref()), &text(expected.partitions.as_ref()))?;
    let cache = answer.headers.get(header::CACHE_CONTROL);
    let may_store = cache.is_none_or(|value| value != "no-store");
    if may_store != expected.is_complete {
        return Err(Mismatch(format!("Cache-Control is {cache:?}")));
    }
    Ok(())
}

fn same(what: &str, found: &str, expected: &str) -> Result<(), Mismatch> {
    if found == expected {
        return Ok(());
    }
    let message = format!("{what} differ\n  gateway: {found}\n  union:   {expected}");
    Err(Mismatch(message))
}

fn text(value: Option<&Value>) -> String {
    value.map_or_else(|| "absent".to_owned(), Value::to_string)
}

fn failures(failed: &Value) -> Vec<Value> {
    let failed = failed.as_array().into_iter().flatten();
    failed.map(|it| json!({ "code": it["code"], "reason": it["reason"] })).collect()
}

fn errors_of(body: &Value) -> Vec<String> {
    let errors = body["errors"].as_array().into_iter().flatten();
    let mut lines: Vec<String> = errors.map(error_line).collect();
    lines.sort();
    lines
}

fn error_line(error: &Value) -> String {
    let extensions = &error["extensions"];
    let path = error["path"].as_array().into_iter().flatten();
    let path: Vec<String> =
        path.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect();
    let word = |name: &str| extensions[name].as_str().unwrap_or_default();
    match word("code") {
        code @ "PARTITION_FAILED" => {
            located(code, &path.join("."), &format!("{} {}", word("partition"), word("reason")))
        }
        code @ "PARTITIONS_MISSING" => {
            let failed = failures(&extensions["failed"]);
            let failed: Vec<String> = failed
                .iter()
                .map(|it| {
                    [&it["code"], &it["reason"]].map(|it| it.as_str().unwrap_or("?")).join(" ")
                })
                .collect();
            located(code, &path.join("."), &failed.join(", "))
        }
        code => located(code, path.first().map_or("", String::as_str), ""),
    }
}
