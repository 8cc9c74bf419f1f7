//! GraphQL over HTTP by its specification, point by point as its audit asks: media types, methods,
//! parameters, status codes.

use serde_json::{Value, json};

use crate::support::{Answer, Client, TestGateway};

const JSON: &str = "application/json; charset=utf-8";
const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";

/// Sends a body, accepting the newer type or the older one.
async fn post(client: Client, newer: bool, body: &Value) -> Answer {
    let accept = if newer { "application/graphql-response+json" } else { "application/json" };
    client.post(&[("accept", accept)], &body.to_string()).await
}

/// The statuses of an answer for clients of the newer and of the older type.
async fn statuses(client: Client, body: Value) -> (u16, u16) {
    (post(client, true, &body).await.status, post(client, false, &body).await.status)
}

#[tokio::test]
async fn the_answer_has_the_type_that_is_accepted() {
    let gateway = TestGateway::start("").await;
    let body = json!({ "query": "{ hello }" }).to_string();
    for (accept, expected) in [
        (None, JSON),
        (Some("*/*"), JSON),
        (Some("application/json"), JSON),
        (Some("application/graphql-response+json"), GRAPHQL),
        (Some("application/graphql-response+json; charset=utf-8, application/json"), GRAPHQL),
        (Some("text/html, application/json;q=0.9"), JSON),
    ] {
        let headers: Vec<_> = accept.iter().map(|accept| ("accept", *accept)).collect();
        let answer = gateway.client.post(&headers, &body).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(expected)));
        assert_eq!(answer.json(), json!({ "data": { "hello": "hi" } }));
    }
    let refused = gateway.client.post(&[("accept", "text/html")], &body).await;
    assert_eq!((refused.status, refused.code()), (406, "NOT_ACCEPTABLE".into()));
}

#[tokio::test]
async fn only_json_in_utf_8_is_read() {
    let gateway = TestGateway::start("").await;
    let body = json!({ "query": "{ hello }" }).to_string();
    let status = async |headers: &[(&str, &str)]| gateway.client.post(headers, &body).await.status;
    assert_eq!(status(&[("content-type", "application/json; charset=utf-8")]).await, 200);
    assert_eq!(status(&[("content-type", "application/json; charset=gbk")]).await, 415);
    assert_eq!(status(&[("content-type", "text/plain")]).await, 415);
    assert_eq!(status(&[("content-type", "application/graphql")]).await, 415);
    assert_eq!(status(&[("content-encoding", "gzip")]).await, 415);
    let without = gateway.client.send("POST", "/graphql", &[], &body).await;
    assert_eq!((without.status, without.code()), (415, "UNSUPPORTED_MEDIA_TYPE".into()));
}

#[tokio::test]
async fn what_is_no_request_is_400() {
    let gateway = TestGateway::start("").await;
    for body in ["", "{ \"not a JSON", "[]", "[{\"query\":\"{hello}\"}]", "\"{hello}\"", "null"] {
        let answer = gateway.client.post(&[], body).await;
        assert_eq!((answer.status, answer.code()), (400, "BAD_REQUEST".into()), "{body}");
    }
    assert_eq!(statuses(gateway.client, json!({ "qeury": "{ hello }" })).await, (400, 400));
    for wrong in [json!({ "a": 1 }), json!(0), json!(false), json!(["a"])] {
        for parameter in ["query", "operationName"] {
            let mut body = json!({ "query": "{ hello }" });
            body[parameter] = wrong.clone();
            assert_eq!(statuses(gateway.client, body.clone()).await, (400, 400), "{body}");
        }
    }
    for wrong in [json!("text"), json!(0), json!(false), json!(["a"])] {
        for parameter in ["variables", "extensions"] {
            let mut body = json!({ "query": "{ hello }" });
            body[parameter] = wrong.clone();
            assert_eq!(statuses(gateway.client, body.clone()).await, (400, 400), "{body}");
        }
    }
}

#[tokio::test]
async fn absent_and_null_parameters_are_the_same() {
    let gateway = TestGateway::start("").await;
    for parameter in ["variables", "operationName", "extensions"] {
        let mut body = json!({ "query": "{ hello }" });
        body[parameter] = Value::Null;
        assert_eq!(statuses(gateway.client, body).await, (200, 200), "{parameter}");
    }
    let body = json!({
        "query": "query A($n: String) { hello(name: $n) } query B { slow }",
        "operationName": "A",
        "variables": { "n": "Li" },
        "extensions": { "unknown": true },
        "unknown": 1,
    });
    assert_eq!(
        post(gateway.client, true, &body).await.json(),
        json!({ "data": { "hello": "hi" } })
    );
}

#[tokio::test]
async fn operations_that_cannot_run_are_well_for_older_clients_only() {
    let gateway = TestGateway::start("").await;
    let bodies = [
        ("GRAPHQL_PARSE_FAILED", json!({ "query": "{" })),
        ("GRAPHQL_VALIDATION_FAILED", json!({ "query": "{ nothing }" })),
        ("OPERATION_NOT_FOUND", json!({ "query": "query A { hello }", "operationName": "B" })),
        ("OPERATION_NOT_FOUND", json!({ "query": "query A { hello } query B { hello }" })),
        (
            "VARIABLES_INVALID",
            json!({ "query": "query A($n: String!) { hello(name: $n) }", "variables": { "n": null } }),
        ),
    ];
    for (code, body) in bodies {
        for (newer, status) in [(true, 400), (false, 200)] {
            let answer = post(gateway.client, newer, &body).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{body}");
            assert!(answer.json().get("data").is_none(), "{body}");
        }
    }
}

#[tokio::test]
async fn errors_beside_data_show_in_the_status_of_the_newer_type() {
    // The subgraph does not answer in time.
    let gateway = TestGateway::start("[limits]\nrequest_ms = 50").await;
    let body = json!({ "query": "{ slow }" });
    let newer = post(gateway.client, true, &body).await;
    assert_eq!(newer.status, 294);
    assert_eq!(newer.json()["data"], json!({ "slow": null }));
    assert_eq!(post(gateway.client, false, &body).await.status, 200);
}

#[tokio::test]
async fn get_asks_and_never_changes() {
    let gateway = TestGateway::start("").await;
    let get = async |query: &str| gateway.client.get(&format!("/graphql?{query}"), &[]).await;

    assert_eq!(get("query=%7Bhello%7D").await.json(), json!({ "data": { "hello": "hi" } }));
    let named = get("query=query+A(%24n:String)%7Bhello(name:%24n)%7D+query+B%7Bslow%7D\
         &operationName=A&variables=%7B%22n%22%3A%22Li%22%7D&extensions=");
    assert_eq!(named.await.json(), json!({ "data": { "hello": "hi" } }));
    assert!(gateway.greeter.bodies()[1].contains("Li"));
    assert_eq!(get("query=%7Bhello%7D&operationName=").await.status, 200);

    assert_eq!(get("").await.status, 400);
    assert_eq!(get("query=%7Bhello%7D&variables=%5B%5D").await.status, 400);
    assert_eq!(get("query=%7Bhello%7D&query=%7Bhello%7D").await.status, 400);

    let mutation = get("query=mutation%7Bgreet%7D").await;
    assert_eq!((mutation.status, mutation.code()), (405, "METHOD_NOT_ALLOWED".into()));
    assert_eq!(mutation.header("allow"), Some("GET, POST, PUT, DELETE"));
    assert_eq!(gateway.greeter.bodies().len(), 3);
    let posted = gateway.client.query("mutation { greet }").await;
    assert_eq!(posted.json(), json!({ "data": { "greet": "done" } }));
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    let gateway = TestGateway::start("").await;
    let allowed = Some("GET, POST, PUT, DELETE");
    for method in ["PATCH", "TRACE"] {
        let answer = gateway.client.send(method, "/graphql", &[], "{}").await;
        assert_eq!((answer.status, answer.header("allow")), (405, allowed), "{method}");
        assert_eq!(answer.code(), "METHOD_NOT_ALLOWED");
    }
    let options = gateway.client.send("OPTIONS", "/graphql", &[], "").await;
    assert_eq!((options.status, options.header("allow")), (204, allowed));
}

#[tokio::test]
async fn every_answer_carries_the_id_of_its_request() {
    let gateway = TestGateway::start("").await;
    let body = json!({ "query": "{ hello }" }).to_string();
    let kept = gateway.client.post(&[("x-request-id", "client-7")], &body).await;
    assert_eq!(kept.header("x-request-id"), Some("client-7"));
    let replaced = gateway.client.post(&[("x-request-id", "<script>")], &body).await;
    assert!(replaced.header("x-request-id").is_some_and(|id| id != "<script>"));
    for path in ["/graphql", "/health", "/nowhere"] {
        assert!(gateway.client.get(path, &[]).await.header("x-request-id").is_some(), "{path}");
    }
}

#[tokio::test]
async fn large_answers_are_compressed_for_those_who_accept_it() {
    let gateway = TestGateway::start("").await;
    let ask = async |field: &str, encoding: &str| {
        let body = json!({ "query": format!("{{ {field} }}") }).to_string();
        gateway.client.post(&[("accept-encoding", encoding)], &body).await
    };
    let large = ask("long", "br, gzip").await;
    assert_eq!(large.header("content-encoding"), Some("gzip"));
    assert!(large.body.len() < 500);
    let plain = crate::support::decoded(&large.body);
    let plain: Value = serde_json::from_slice(&plain).expect("JSON");
    assert_eq!(plain, json!({ "data": { "long": "z".repeat(5_000) } }));

    assert_eq!(ask("hello", "gzip").await.header("content-encoding"), None);
    assert_eq!(ask("long", "identity").await.header("content-encoding"), None);
    assert_eq!(ask("long", "gzip;q=0").await.header("content-encoding"), None);

    let off = TestGateway::start("[http]\ncompression = false").await;
    let body = json!({ "query": "{ long }" }).to_string();
    let plain = off.client.post(&[("accept-encoding", "gzip")], &body).await;
    assert_eq!(plain.header("content-encoding"), None);
}
