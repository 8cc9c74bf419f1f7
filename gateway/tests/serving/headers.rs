//! Which headers of a client travel on to a subgraph.

use crate::support::TestGateway;

/// What a client sends.
const SENT: [(&str, &str); 4] = [
    ("accept-language", "zh"),
    ("x-tenant", "a"),
    ("x-caller-context", "forged"),
    ("x-deadline-ms", "99999999"),
];

const QUERY: &str = r#"{"query":"{ hello }"}"#;

#[tokio::test]
async fn none_does_by_itself() {
    let gateway = TestGateway::start("").await;
    gateway.client.post(&SENT, QUERY).await;
    let headers = gateway.greeter.headers().remove(0);
    for name in ["accept-language", "x-tenant", "x-caller-context"] {
        assert!(!headers.contains_key(name), "{name}: {headers:?}");
    }
}

#[tokio::test]
async fn rules_for_all_and_for_one_say_which() {
    let rules = r#"
        [[headers]]
        propagate = "x-*"
        [[headers]]
        insert = "x-gateway"
        value = "yituan"
        [[subgraphs]]
        name = "greeter"
        [[subgraphs.headers]]
        propagate = "accept-language"
        rename = "x-language"
        [[subgraphs.headers]]
        remove = "x-gateway"
    "#;
    let gateway = TestGateway::start(rules).await;
    gateway.client.post(&SENT, QUERY).await;
    let headers = gateway.greeter.headers().remove(0);
    assert_eq!(headers["x-tenant"], "a");
    assert_eq!(headers["x-language"], "zh");
    for name in ["accept-language", "x-gateway", "x-caller-context"] {
        assert!(!headers.contains_key(name), "{name}: {headers:?}");
    }
    assert_ne!(headers["x-deadline-ms"], "99999999");
}
