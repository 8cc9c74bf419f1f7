//! Which headers of subgraphs' answers travel on to the client, and how long its answer may be kept.

use std::path::Path;

use gateway::config::Config;
use serde_json::{Value, json};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::support::{Answer, Client, FakeSubgraph, Graph, TestGateway, sdl, served_by};

/// A gateway over two subgraphs, `first` and `second`, which are fetched in this order.
struct Two {
    client: Client,
    first: FakeSubgraph,
    second: FakeSubgraph,
    _guard: DropGuard,
}

const BOTH: &str = "{ a slowA b slowB }";

impl Two {
    async fn start(settings: &str) -> Self {
        let first = FakeSubgraph::start(json!({ "a": "1", "slowA": "2" })).await;
        let second = FakeSubgraph::start(json!({ "b": "3", "slowB": "4" })).await;
        let (one, other) = (first.url(), second.url());
        let graphs = [
            Graph { name: "first", url: &one, fields: &["a: String", "slowA: String"] },
            Graph { name: "second", url: &other, fields: &["b: String!", "slowB: String"] },
        ];
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("s.graphql"), sdl(&graphs)).expect("written");
        let text = format!("listen = \"127.0.0.1:0\"\nsupergraph = \"s.graphql\"\n{settings}");
        let config = Config::parse(&text, folder.path(), None).expect("a valid configuration");
        let end = CancellationToken::new();
        let client = served_by(config, end.clone()).await.expect("the gateway starts");
        Self { client, first, second, _guard: end.drop_guard() }
    }

    /// Asks both subgraphs; the first answers last when `is_late`, the second otherwise.
    async fn ask(&self, first_is_late: bool) -> Answer {
        let query = if first_is_late { "{ a slowA b }" } else { "{ a b slowB }" };
        let (late, early) = match first_is_late {
            true => (&self.first, &self.second),
            false => (&self.second, &self.first),
        };
        let release = async {
            early.asked(1).await;
            late.asked(1).await;
            late.release();
        };
        let (answer, ()) = tokio::join!(self.client.query(query), release);
        assert_eq!(answer.json().get("errors"), None, "{}", answer.text());
        answer
    }
}

/// All values of a header.
fn all<'a>(answer: &'a Answer, name: &str) -> Vec<&'a str> {
    let named = answer.headers.iter().filter(|(key, _)| key == name);
    named.map(|(_, value)| value.as_str()).collect()
}

#[tokio::test]
async fn none_does_by_itself() {
    let gateway = TestGateway::start("").await;
    gateway.greeter.send_headers(&[("x-a", "1"), ("cache-control", "max-age=60")]);
    let answer = gateway.client.query("{ hello }").await;
    assert_eq!(answer.header("x-a"), None);
    assert_eq!(answer.header("cache-control"), None);
}

#[tokio::test]
async fn rules_for_all_and_for_one_say_which() {
    let rules = r#"
        [[response_headers]]
        propagate = "x-*"
        [[response_headers]]
        propagate = "x-none"
        rename = "x-other"
        default = "d"
        [[response_headers]]
        insert = "x-gateway"
        value = "yituan"
        [[subgraphs]]
        name = "greeter"
        [[subgraphs.response_headers]]
        propagate = "set-cookie"
        [[subgraphs.response_headers]]
        remove = "x-internal"
    "#;
    let gateway = TestGateway::start(rules).await;
    gateway.greeter.send_headers(&[
        ("x-a", "1"),
        ("x-a", "2"),
        ("x-internal", "3"),
        ("x-request-id", "theirs"),
        ("set-cookie", "a=b"),
        ("set-cookie", "c=d"),
        ("server", "greeter"),
    ]);
    let answer = gateway.client.query("{ hello }").await;
    assert_eq!(all(&answer, "x-a"), ["1", "2"]);
    assert_eq!(all(&answer, "set-cookie"), ["a=b", "c=d"]);
    assert_eq!(all(&answer, "x-other"), ["d"]);
    assert_eq!(all(&answer, "x-gateway"), ["yituan"]);
    for name in ["x-internal", "x-none", "server"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    assert_eq!(all(&answer, "x-request-id").len(), 1);
    assert_ne!(answer.header("x-request-id"), Some("theirs"));
    assert_eq!(all(&answer, "content-length").len(), 1);

    let nobody_asked = gateway.client.query("{ __typename }").await;
    assert_eq!(nobody_asked.header("x-other"), None);
}

#[tokio::test]
async fn what_several_answers_bring_is_joined_in_the_order_of_the_plan() {
    let rules = r#"
        [[response_headers]]
        propagate = "x-first"
        algorithm = "first_write"
        [[response_headers]]
        propagate = "x-last"
        algorithm = "last_write"
        [[response_headers]]
        propagate = "x-all"
        algorithm = "append"
        [[response_headers]]
        propagate = "x-some"
        default = "nobody"
    "#;
    for first_is_late in [true, false] {
        let gateway = Two::start(rules).await;
        gateway.first.send_headers(&[
            ("x-first", "1"),
            ("x-last", "1"),
            ("x-all", "0"),
            ("x-all", "1"),
            ("x-some", "1"),
        ]);
        gateway.second.send_headers(&[
            ("x-first", "2"),
            ("x-last", "2"),
            ("x-all", "0"),
            ("x-all", "2"),
        ]);
        let answer = gateway.ask(first_is_late).await;
        assert_eq!(all(&answer, "x-first"), ["1"]);
        assert_eq!(all(&answer, "x-last"), ["2"]);
        assert_eq!(all(&answer, "x-all"), ["0", "1", "2"]);
        assert_eq!(all(&answer, "x-some"), ["1"], "a default goes over nothing that was said");
    }
}

#[tokio::test]
async fn those_who_share_a_call_share_its_headers() {
    let gateway = TestGateway::start(
        "[http]\ncache_control = true\n[[response_headers]]\npropagate = \"x-a\"",
    )
    .await;
    gateway.greeter.send_headers(&[("x-a", "1"), ("cache-control", "max-age=60")]);
    let one = gateway.client.query("{ slow }");
    let other = async {
        gateway.greeter.asked(1).await;
        gateway.client.query("{ slow }").await
    };
    let release = async {
        let shared = "subgraph_shared_reads_total{subgraph=\"greeter\",partition=\"\"} 1";
        while !gateway.client.get("/metrics", &[]).await.text().contains(shared) {}
        gateway.greeter.release();
    };
    let (one, other, ()) = tokio::join!(one, other, release);
    assert_eq!(gateway.greeter.bodies().len(), 1);
    for answer in [one, other] {
        assert_eq!(answer.header("x-a"), Some("1"));
        assert_eq!(answer.header("cache-control"), Some("max-age=60"));
    }
}

const CACHE: &str = "[http]\ncache_control = true";

#[tokio::test]
async fn an_answer_lasts_no_longer_than_any_that_it_is_made_of() {
    let gateway = Two::start(CACHE).await;
    gateway.first.release();
    gateway.second.release();
    let told = async |first: &'static str, second: &'static str, query: &str| {
        gateway.first.send_headers(&[("cache-control", first)]);
        gateway.second.send_headers(&[("cache-control", second)]);
        let answer = gateway.client.query(query).await;
        assert_eq!(all(&answer, "cache-control").len(), 1);
        answer.header("cache-control").unwrap_or_default().to_owned()
    };
    let public = "public, max-age=60";
    assert_eq!(told(public, "public, max-age=30", BOTH).await, "public, max-age=30");
    assert_eq!(told(public, "private, max-age=90", BOTH).await, "private, max-age=60");
    assert_eq!(told(public, "no-store", BOTH).await, "no-store");
    assert_eq!(told(public, "no-store", "{ a }").await, public, "only those asked count");
    assert_eq!(told(public, public, "{ __typename }").await, "no-store", "nobody was asked");
    assert_eq!(told(public, public, "mutation { greet }").await, "no-store");
    gateway.second.send_headers(&[]);
    let answer = gateway.client.query(BOTH).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"), "one says nothing");
}

#[tokio::test]
async fn an_answer_with_errors_is_not_kept() {
    let gateway = Two::start(CACHE).await;
    gateway.second.send_headers(&[("cache-control", "max-age=60")]);
    let whole = gateway.client.query("{ b }").await;
    assert_eq!(whole.header("cache-control"), Some("max-age=60"));
    // The subgraph leaves it out, and it cannot be null.
    let errors = gateway.client.query("{ b renamed: b }").await;
    assert_ne!(errors.json().get("errors"), None, "{}", errors.text());
    assert_eq!(errors.header("cache-control"), Some("no-store"));
    let refused = gateway.client.query("{ unknown }").await;
    assert_eq!(refused.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_subgraph_that_fails_leaves_an_answer_that_is_not_kept() {
    let first = FakeSubgraph::start(json!({ "a": "1" })).await;
    first.send_headers(&[("cache-control", "max-age=60"), ("x-a", "1")]);
    let url = first.url();
    let graphs = [
        Graph { name: "first", url: &url, fields: &["a: String"] },
        Graph { name: "second", url: "http://127.0.0.1:1/graphql", fields: &["b: String"] },
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("s.graphql"), sdl(&graphs)).expect("written");
    let text = format!(
        "listen = \"127.0.0.1:0\"\nsupergraph = \"s.graphql\"\n[[response_headers]]\n\
         propagate = \"x-*\"\n{CACHE}"
    );
    let config = Config::parse(&text, folder.path(), None).expect("a valid configuration");
    let end = CancellationToken::new();
    let client = served_by(config, end.clone()).await.expect("the gateway starts");
    let _guard = end.drop_guard();
    let answer = client.query("{ a b }").await;
    assert_eq!(answer.json()["data"], json!({ "a": "1", "b": Value::Null }));
    assert_eq!(all(&answer, "cache-control"), ["no-store"]);
    assert_eq!(answer.header("x-a"), Some("1"), "what came has its headers");
}

#[tokio::test]
async fn pages_read_headers_that_are_exposed() {
    let rules = r#"
        [http.cors]
        origins = ["https://a.example"]
        exposed_headers = ["x-a"]
        [[response_headers]]
        propagate = "x-a"
        [[response_headers]]
        propagate = "vary"
    "#;
    let gateway = TestGateway::start(rules).await;
    gateway.greeter.send_headers(&[("x-a", "1"), ("vary", "accept-language")]);
    let body = r#"{"query":"{ hello }"}"#;
    let answer = gateway.client.post(&[("origin", "https://a.example")], body).await;
    assert_eq!(answer.header("x-a"), Some("1"));
    let exposed = answer.header("access-control-expose-headers").expect("they are named");
    assert!(exposed.split(',').any(|name| name == "x-a"), "{exposed}");
    let vary = all(&answer, "vary").join(",");
    assert!(vary.contains("accept-language") && vary.contains("origin"), "{vary}");
    let text = "supergraph = \"s\"\n[http.cors]\norigins = [\"*\"]\nexposed_headers = [\"a b\"]";
    assert!(Config::parse(text, Path::new("."), None).is_err());
}
