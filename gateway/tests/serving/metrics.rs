//! What operators read at `/metrics`.

use crate::support::{Client, TestGateway};

/// The value of a line of the metrics.
fn value(text: &str, line: &str) -> u64 {
    let found = text.lines().find_map(|each| each.strip_prefix(line)?.strip_prefix(' '));
    found.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no {line} in\n{text}"))
}

#[tokio::test]
async fn caches_tell_how_they_do() {
    let gateway = TestGateway::start("").await;
    for name in ["a", "b", "b"] {
        gateway.client.query(&format!("{{ hello(name: \"{name}\") }}")).await;
    }
    gateway.client.query("{").await;
    let text = gateway.client.get("/metrics", &[]).await.text();
    let cached =
        |metric: &str, cache: &str| value(&text, &format!("{metric}{{cache=\"{cache}\"}}"));
    assert_eq!(cached("cache_hits_total", "documents"), 1);
    assert_eq!(cached("cache_misses_total", "documents"), 3);
    assert_eq!(cached("cache_entries", "documents"), 2);
    // The literal makes another document of the same plan.
    assert_eq!(cached("cache_hits_total", "plans"), 1);
    assert_eq!(cached("cache_entries", "plans"), 1);
    assert!(cached("cache_bytes", "plans") > 0);
    assert_eq!(cached("cache_entries", "automatic_documents"), 0);
    assert_eq!(value(&text, "graphql_requests_total{outcome=\"ok\"}"), 3);
    assert_eq!(value(&text, "graphql_requests_total{outcome=\"refused\"}"), 1);
    assert_eq!(value(&text, "graphql_requests_in_flight"), 0);
}

#[tokio::test]
async fn a_client_that_goes_away_is_counted() {
    let gateway = TestGateway::start("").await;
    let client = gateway.client;
    let request = tokio::spawn(async move { client.query("{ slow }").await });
    gateway.greeter.asked(1).await;
    let text = client.get("/metrics", &[]).await.text();
    assert_eq!(value(&text, "graphql_requests_in_flight"), 1);
    request.abort();
    loop {
        let text = client.get("/metrics", &[]).await.text();
        if value(&text, "graphql_requests_in_flight") == 0 {
            assert_eq!(value(&text, "graphql_requests_total{outcome=\"cut off\"}"), 1);
            return;
        }
    }
}

#[tokio::test]
async fn calls_to_subgraphs_are_counted() {
    let gateway = TestGateway::start("").await;
    gateway.client.query("{ hello }").await;
    let slow = |client: Client| tokio::spawn(async move { client.query("{ slow }").await });
    let waiting = [slow(gateway.client), slow(gateway.client)];
    let metrics = || async { gateway.client.get("/metrics", &[]).await.text() };
    let labels = "{subgraph=\"greeter\",partition=\"\"}";
    while value(&metrics().await, &format!("subgraph_shared_reads_total{labels}")) == 0 {}
    let url = gateway.greeter.url();
    let endpoint = format!("{{subgraph=\"greeter\",partition=\"\",endpoint=\"{url}\"}}");
    let text = metrics().await;
    assert_eq!(value(&text, &format!("endpoint_calls_in_flight{endpoint}")), 1);
    assert_eq!(value(&text, &format!("breaker_state{endpoint}")), 0);
    gateway.greeter.release();
    for answer in waiting {
        assert_eq!(answer.await.expect("no panic").status, 200);
    }
    let text = metrics().await;
    assert_eq!(value(&text, &format!("subgraph_calls_total{labels}")), 2);
    assert_eq!(value(&text, &format!("subgraph_shared_reads_total{labels}")), 1);
    assert_eq!(value(&text, &format!("subgraph_retries_total{labels}")), 0);
    assert_eq!(gateway.greeter.bodies().len(), 2);
}
