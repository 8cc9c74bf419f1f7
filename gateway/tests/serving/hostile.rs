//! Bodies that are made to hurt. Each gets a clear refusal, and the gateway goes on.

use serde_json::json;

use crate::support::{Answer, TestGateway, exchange};

async fn post(gateway: &TestGateway, body: &[u8]) -> Answer {
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    exchange(gateway.client.address, &[head.as_bytes(), body].concat()).await
}

/// Refused with status 400 and `BAD_REQUEST`; then an ordinary request is answered.
async fn assert_refused(gateway: &TestGateway, body: &[u8]) {
    let answer = post(gateway, body).await;
    let beginning = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
    assert_eq!((answer.status, answer.code().as_str()), (400, "BAD_REQUEST"), "{beginning}");
    assert!(answer.body.len() < 1_000, "a refusal repeats what was sent: {beginning}");
    assert_eq!(gateway.client.query("{ hello }").await.json()["data"]["hello"], "hi");
}

#[tokio::test]
async fn batches_are_refused() {
    let gateway = TestGateway::start("").await;
    assert_refused(&gateway, br#"[{"query":"{ hello }"},{"query":"{ hello }"}]"#).await;
    assert_refused(&gateway, "[".repeat(100_000).as_bytes()).await;
}

#[tokio::test]
async fn deep_json_is_refused_wherever_it_stands() {
    let gateway = TestGateway::start("").await;
    let (open, close) = ("[".repeat(100_000), "]".repeat(100_000));
    for key in ["variables", "extensions", "query"] {
        let deep = format!(r#"{{"query":"{{ hello }}","{key}":{{"x":{open}{close}}}}}"#);
        assert_refused(&gateway, deep.as_bytes()).await;
    }
    // What nobody reads is passed over without a stack.
    let ignored = format!(r#"{{"query":"{{ hello }}","other":{open}{close}}}"#);
    let answer = post(&gateway, ignored.as_bytes()).await;
    assert!([200, 400].contains(&answer.status), "{}", answer.status);
    assert_eq!(gateway.client.query("{ hello }").await.status, 200);
}

#[tokio::test]
async fn text_that_is_no_text_is_refused() {
    let gateway = TestGateway::start("").await;
    for half in [r"\ud83e", r"\udd80", r"\ud83e\u0041", r"\ud8", r"\x"] {
        assert_refused(
            &gateway,
            format!(r#"{{"query":"{{ hello(name: \"{half}\") }}"}}"#).as_bytes(),
        )
        .await;
    }
    assert_refused(&gateway, b"{\"query\":\"{ hello(name: \\\"\xff\xfe\\\") }\"}").await;
    assert_refused(&gateway, b"{\"query\":\"{ hello }\",\"variables\":{\"a\":\"\xc0\x80\"}}").await;
}

#[tokio::test]
async fn text_with_escapes_arrives_as_it_was_meant() {
    let gateway = TestGateway::start("").await;
    let body = br#"{"query":"query($n: String) { hello(name: $n) }","variables":{"n":"\ud83e\udd80 \u0000 \ufeff"}}"#;
    assert_eq!(post(&gateway, body).await.status, 200);
    let sent: serde_json::Value =
        serde_json::from_str(&gateway.greeter.bodies()[0]).expect("a call is JSON");
    assert_eq!(sent["variables"]["n"], "🦀 \u{0} \u{feff}");
}

#[tokio::test]
async fn numbers_beyond_all_bounds_are_refused() {
    let gateway = TestGateway::start("").await;
    assert_refused(&gateway, br#"{"query":"{ hello }","variables":{"a":1e999999999}}"#).await;
    let long = format!(r#"{{"query":"{{ hello }}","variables":{{"a":{}}}}}"#, "9".repeat(100_000));
    assert_refused(&gateway, long.as_bytes()).await;
}

#[tokio::test]
async fn many_variables_are_read_and_not_sent_on() {
    let gateway = TestGateway::start("").await;
    let many: serde_json::Map<_, _> = (0..20_000).map(|n| (format!("v{n}"), json!([n]))).collect();
    let body = json!({ "query": "{ hello }", "variables": many }).to_string();
    assert_eq!(gateway.client.post(&[], &body).await.json()["data"]["hello"], "hi");
    assert!(gateway.greeter.bodies()[0].len() < 100);
}

#[tokio::test]
async fn errors_about_variables_are_bounded_in_number() {
    let gateway = TestGateway::start("").await;
    let (mut variables, mut uses) = (String::new(), String::new());
    for n in 0..60 {
        variables += &format!("$v{n}: String! ");
        uses += &format!("a{n}: hello(name: $v{n}) ");
    }
    let answer = gateway.client.query(&format!("query({variables}) {{ {uses} }}")).await;
    assert_eq!(answer.code(), "VARIABLES_INVALID");
    assert_eq!(answer.json()["errors"].as_array().map(Vec::len), Some(20));
}

#[tokio::test]
async fn names_of_any_length_are_names() {
    let gateway = TestGateway::start("").await;
    let long = "n".repeat(50_000);
    let answer = gateway.client.query(&format!("query {long} {{ hello {long}: hello }}")).await;
    assert_eq!(answer.json()["data"]["hello"], "hi");
    assert!(gateway.greeter.bodies()[0].contains(&format!("{long}: hello")));

    let unknown = json!({ "query": "{ hello }", "operationName": long }).to_string();
    let answer = gateway.client.post(&[], &unknown).await;
    assert_eq!(answer.code(), "OPERATION_NOT_FOUND");
    assert!(answer.body.len() < 1_000, "a refusal repeats what was sent");

    let answer = gateway.client.query(&format!("{{ {long}{long}{long} }}")).await;
    assert_eq!(answer.code(), "OPERATION_TOO_COMPLEX");
}

#[tokio::test]
async fn what_is_no_http_is_answered_as_such() {
    let gateway = TestGateway::start("").await;
    for garbage in
        ["\0\0\0\0\r\n\r\n", "POST /graphql HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\n:\r\n\r\n"]
    {
        assert_eq!(exchange(gateway.client.address, garbage.as_bytes()).await.status, 400);
    }
    assert_eq!(gateway.client.query("{ hello }").await.status, 200);
}
