use std::path::Path;

use gateway_execution::{PartitionPolicy, PolicyKind};
use gateway_subgraph_client::{HeaderRules, TrafficPolicy};

use super::*;

fn problems(text: &str) -> String {
    let found = Config::parse(text, Path::new("conf"), None).expect_err("the text has mistakes");
    list(&found)
}

#[test]
fn a_whole_file_is_read() {
    let config = Config::parse(
        r#"
listen = "0.0.0.0:4000"
partition_policy = "ABORT"

[partitions]
policy_floor = "REQUIRE 2"
policies = ["REQUIRE"]
answer_within_ms = 2_000

[[subgraphs]]
name = "city"
endpoints = ["http://city:4100/graphql"]
schema = "city.graphql"

[[subgraphs]]
name = "districts"

[[subgraphs.partitions]]
key = "231004"
labels = { peerGroup = "URBAN_DISTRICT" }
endpoints = ["http://a:1/graphql", "http://b:1/graphql"]

[limits]
request_ms = 5_000
depth = 20
max_cost = 1_000
list_size = 25

[identity]
signing_key_file = "key"
"#,
        Path::new("conf"),
        None,
    )
    .expect("a valid file");
    assert_eq!(config.listen.port(), 4000);
    assert_eq!(config.partitions.policy_floor, PartitionPolicy::RequireCount(2));
    assert_eq!(config.partitions.policies, [PolicyKind::Require]);
    assert_eq!(config.partitions.answer_within.map(|time| time.as_secs()), Some(2));
    assert_eq!(config.limits.depth, 20);
    assert_eq!((config.limits.max_cost, config.limits.list_size), (Some(1_000), 25));
    assert_eq!(config.limits.request_time.as_secs(), 5);
    assert_eq!(config.identity.signing_key_file, Some("conf/key".into()));
    let Source::Single { schema, .. } = &config.subgraphs[0].source else {
        panic!("the city has no partitions")
    };
    assert_eq!(schema.as_deref(), Some(Path::new("conf/city.graphql")));
    let Source::Partitioned(partitions) = &config.subgraphs[1].source else {
        panic!("districts have partitions")
    };
    assert_eq!(partitions[0].labels["peerGroup"], "URBAN_DISTRICT");
    assert_eq!(partitions[0].endpoints.len(), 2);
}

#[test]
fn every_mistake_is_reported_with_its_line() {
    insta::assert_snapshot!(problems(r#"listen = "here"
partition_policy = "SOMETIMES"
colour = "red"

[[subgraphs]]
name = "districts"
[[subgraphs.partitions]]
key = "23 1004"
endpoints = ["ftp://x"]
[[subgraphs.partitions]]
key = "231002"
port = 1
[[subgraphs.partitions]]
key = "231002"
endpoints = "http://x"

[[subgraphs]]
endpoints = []

[limits]
depth = 0
fields = "many"
"#), @"
  line 1: `listen`: expected an address and a port, as in 127.0.0.1:4000
  line 2: `partition_policy`: `SOMETIMES` is not a partition policy: write `PARTIAL`, `ABORT`, `REQUIRE 3` or `REQUIRE 231004,231002`
  line 3: `colour` is unknown; known are listen, supergraph, limits, traffic, introspection, one_of_inputs, as_subgraph, partition_policy, partitions, headers, response_headers, tls, subscriptions, http, persisted_documents, errors, override_labels, identity, graphiql, subgraphs
  line 8: `23 1004` is not a partition key: 1 to 32 letters, digits, `_` or `-`
  line 9: `ftp://x` has the scheme `ftp`; subgraphs are called over `http` or `https`
  line 10: a partition needs `endpoints`
  line 12: `subgraphs.partitions.port` is unknown; known are key, labels, owns, endpoints, schema
  line 13: a partition needs `endpoints`
  line 14: the partition `231002` is named twice
  line 15: `subgraphs.partitions.endpoints` must be a list of strings, found a string
  line 17: `subgraphs.name` is missing
  line 17: a subgraph needs `endpoints`, or `[[subgraphs.partitions]]`
  line 21: `limits.depth` must be from 1 to 200
  line 22: `limits.fields` must be a whole number, found a string
");
}

#[test]
fn an_empty_file_says_what_is_needed() {
    insta::assert_snapshot!(problems(""), @"  line 1: no subgraph is named: at least one `[[subgraphs]]` is needed, or `supergraph`");
}

#[test]
fn broken_toml_is_a_mistake_like_others() {
    assert!(problems("listen = \n[[subgraphs").contains("line 1"));
}

#[test]
fn a_supergraph_stands_for_the_schemas_of_subgraphs() {
    let text = "supergraph = \"city.graphql\"";
    let config = Config::parse(text, Path::new("conf"), None).expect("a valid file");
    assert_eq!(config.files(), [Path::new("conf/city.graphql")]);
    let other = Config::parse(text, Path::new("conf"), Some(Path::new("other"))).expect("valid");
    assert_eq!(other.supergraph.as_deref(), Some(Path::new("other")));
    assert!(Config::parse("", Path::new("conf"), Some(Path::new("other"))).is_ok());
    insta::assert_snapshot!(problems(r#"supergraph = "s"
[[subgraphs]]
name = "a"
endpoints = ["http://a/graphql"]
schema = "a.graphql"
"#), @"  line 2: `schema` has no use here: the schema is that of `supergraph`");
}

#[test]
fn origins_and_documents_are_checked() {
    insta::assert_snapshot!(problems(r#"supergraph = "s"
[http.cors]
origins = ["*"]
credentials = true
[persisted_documents]
require = true
automatic = true
"#), @"
      line 2: `http.cors`: `*` cannot be combined with credentials: name the origins
      line 5: `persisted_documents.require` needs `folder`
      line 5: `persisted_documents`: `require` and `automatic` exclude each other: with `require` no document of a client is kept
    ");
    insta::assert_snapshot!(problems("supergraph = \"s\"\nhttp = { cors = {} }"), @"  line 2: `http.cors` needs `origins`");
}

#[test]
fn a_subgraph_says_what_is_different_about_its_traffic() {
    let config = Config::parse(
        r#"
[limits]
calls_per_endpoint = 7
[traffic]
share_reads = false
timeout_ms = 2_000
retries = { attempts = 1, per_second = 3 }
breaker = { enabled = false }

[[subgraphs]]
name = "a"
endpoints = ["http://a/graphql"]

[[subgraphs]]
name = "b"
endpoints = ["http://b/graphql"]
[subgraphs.traffic]
share_reads = true
calls_per_endpoint = 3
timeout_ms = 500
retries = { attempts = 0 }
breaker = { min_calls = 5 }
"#,
        Path::new("conf"),
        None,
    )
    .expect("a valid file");
    let (a, b) = (&config.subgraphs[0].traffic, &config.subgraphs[1].traffic);
    assert_eq!(*a, config.traffic);
    assert_eq!((a.share_reads, b.share_reads), (false, true));
    assert_eq!((a.concurrency, b.concurrency), (7, 3));
    let milliseconds = |policy: &TrafficPolicy| policy.timeout.map(|time| time.as_millis());
    assert_eq!((milliseconds(a), milliseconds(b)), (Some(2_000), Some(500)));
    assert_eq!((a.retries.attempts, b.retries.attempts), (1, 0));
    assert_eq!((a.retries.per_second, b.retries.per_second), (3, 3));
    assert_eq!(a.breaker, None);
    assert_eq!(b.breaker.as_ref().map(|breaker| breaker.min_calls), Some(5));
}

#[test]
fn mistakes_about_traffic_are_reported() {
    insta::assert_snapshot!(problems(r#"supergraph = "s"
[traffic]
calls_per_endpoint = 3
share_reads = 1
timeout_ms = 0
[[subgraphs]]
name = "a"
endpoints = ["http://a/graphql"]
[subgraphs.traffic]
share = true
retries = { attempts = 100 }
breaker = { failure_percent = 0, open = 3 }
"#), @"
      line 3: `traffic.calls_per_endpoint` is unknown; known are timeout_ms, share_reads, retries, breaker
      line 4: `traffic.share_reads` must be true or false, found an integer
      line 5: `traffic.timeout_ms` must be from 1 to 600000
      line 10: `subgraphs.traffic.share` is unknown; known are calls_per_endpoint, timeout_ms, share_reads, retries, breaker
      line 11: `subgraphs.traffic.retries.attempts` must be from 0 to 10
      line 12: `subgraphs.traffic.breaker.failure_percent` must be from 1 to 100
      line 12: `subgraphs.traffic.breaker.open` is unknown; known are enabled, failure_percent, min_calls, window_ms, open_ms
    ");
}

#[test]
fn rules_about_headers_are_read_in_their_order() {
    let config = Config::parse(
        r#"
supergraph = "s"
[tls]
trusted_roots_file = "ca.pem"
[[headers]]
propagate = "accept-language"
default = "zh"
[[headers]]
propagate = "x-*"
[[subgraphs]]
name = "a"
[[subgraphs.headers]]
remove = "x-*"
[[subgraphs.headers]]
insert = "x-from"
value = "gateway"
"#,
        Path::new("conf"),
        None,
    )
    .expect("a valid file");
    let client = [("accept-language", "en"), ("x-b", "1"), ("cookie", "c")];
    let client = client.map(|(name, value)| {
        (::http::HeaderName::from_static(name), ::http::HeaderValue::from_static(value))
    });
    let sent = |rules: HeaderRules| {
        let out = rules.apply(&::http::HeaderMap::from_iter(client.clone()));
        let text = |(name, value): (&::http::HeaderName, &::http::HeaderValue)| {
            format!("{name}={}", value.to_str().expect("text"))
        };
        out.iter().map(text).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(sent(config.headers.clone()), "accept-language=en x-b=1");
    let own = config.headers.followed_by(&config.subgraphs[0].headers);
    assert_eq!(sent(own), "accept-language=en x-from=gateway");
    assert!(config.files().contains(&Path::new("conf/ca.pem")));
}

#[test]
fn mistakes_about_headers_are_reported() {
    insta::assert_snapshot!(problems(r#"supergraph = "s"
[[headers]]
propagate = "Host"
[[headers]]
propagate = "x-*"
rename = "x-b"
[[headers]]
insert = "x-a"
[[headers]]
insert = "x-a"
remove = "x-b"
[[headers]]
remove = "a b"
[[headers]]
[[headers]]
insert = "x-a"
value = "a\nb"
[[headers]]
propagates = "x-a"
"#), @"
      line 3: `headers.propagate`: `Host` belongs to the connection or to the gateway; no rule touches it
      line 4: `rename` and `default` are for one header, not for many
      line 7: `insert` needs `value`
      line 9: a rule about headers has one of `propagate` (with `rename` and `default`), `insert` (with `value`) and `remove`
      line 13: `headers.remove`: `a b` is not the name of a header
      line 14: a rule about headers has one of `propagate` (with `rename` and `default`), `insert` (with `value`) and `remove`
      line 17: `headers.value`: a header cannot have this value
      line 19: `headers.propagates` is unknown; known are propagate, rename, default, insert, value, remove
    ");
}

#[test]
fn mistakes_about_headers_of_answers_are_reported() {
    insta::assert_snapshot!(problems(r#"supergraph = "s"
[[response_headers]]
propagate = "Content-Type"
[[response_headers]]
propagate = "cache-control"
[[response_headers]]
propagate = "x-*"
default = "b"
[[response_headers]]
propagate = "x-a"
algorithm = "longest"
[[response_headers]]
remove = "x-a"
algorithm = "append"
[[response_headers]]
algorithm = "append"
[[subgraphs]]
name = "a"
[[subgraphs.response_headers]]
insert = "access-control-allow-origin"
value = "*"
[[subgraphs.response_headers]]
propagates = "x-a"
"#), @r"
    line 3: `response_headers.propagate`: `Content-Type` belongs to the connection or to the gateway; no rule touches it
    line 5: `response_headers.propagate`: `cache-control` belongs to the connection or to the gateway; no rule touches it
    line 6: `rename` and `default` are for one header, not for many
    line 11: `response_headers.algorithm`: expected `append`, `first_write` or `last_write`
    line 12: `remove` needs no `algorithm`
    line 15: a rule about headers has one of `propagate` (with `rename` and `default`), `insert` (with `value`) and `remove`
    line 20: `subgraphs.response_headers.insert`: `access-control-allow-origin` belongs to the connection or to the gateway; no rule touches it
    line 23: `subgraphs.response_headers.propagates` is unknown; known are propagate, rename, default, insert, value, remove, algorithm
    ");
}

#[test]
fn subscriptions_are_bounded_and_each_subgraph_has_its_protocol() {
    let config = Config::parse(
        r#"supergraph = "s"
[subscriptions]
queued_events = 7
slow_client_ms = 500
[[subgraphs]]
name = "reviews"
subscriptions = { protocol = "sse", path = "/stream" }
"#,
        Path::new("conf"),
        None,
    )
    .expect("a valid file");
    assert_eq!(config.subscriptions.queued_events, 7);
    assert_eq!(config.subscriptions.slow_client.as_millis(), 500);
    let transport = &config.subgraphs[0].subscriptions;
    assert_eq!(transport.protocol, gateway_subgraph_client::SubscriptionProtocol::Sse);
    assert_eq!(transport.path.as_ref().map(ToString::to_string).as_deref(), Some("/stream"));
    insta::assert_snapshot!(problems(r#"supergraph = "s"
[subscriptions]
open = 0
queue = 1
[[subgraphs]]
name = "reviews"
[subgraphs.subscriptions]
protocol = "carrier pigeon"
path = "stream"
"#), @"
      line 3: `subscriptions.open` must be from 1 to 1000000
      line 4: `subscriptions.queue` is unknown; known are slow_client_ms, init_ms, keep_alive_ms, connections, open, operations_per_connection, event_bytes, queued_events, queued_bytes
      line 8: `subgraphs.subscriptions.protocol`: expected `websocket` or `sse`
      line 9: `subgraphs.subscriptions.path`: `stream` is not a path; write it as `/graphql/ws`
    ");
}

#[test]
fn labels_hold_for_all_for_none_or_for_a_share() {
    let text = "supergraph = \"s\"\n[override_labels]\na = true\nb = false\nc = 12.5\nd = 5\n";
    let config = Config::parse(text, Path::new("conf"), None).expect("a valid file");
    let units: Vec<u64> = config.override_labels.values().map(|share| share.units()).collect();
    assert_eq!(units, [10_000_000_000, 0, 1_250_000_000, 500_000_000]);
    insta::assert_snapshot!(problems("supergraph = \"s\"\noverride_labels = { a = 101, b = \"on\" }"), @"
      line 2: `override_labels.a` must be true, false or a percentage from 0 to 100
      line 2: `override_labels.b` must be true, false or a percentage from 0 to 100
    ");
}

#[test]
fn what_passes_of_subgraph_errors_is_configured() {
    let text = "supergraph = \"s\"\n[errors]\nsubgraph_messages = \"PASSED\"\npublic_codes = [\"SOLD_OUT\"]";
    let config = Config::parse(text, Path::new("conf"), None).expect("a valid file");
    assert_eq!(config.errors.messages, gateway_execution::SubgraphMessages::Passed);
    assert!(config.errors.public_codes.contains("SOLD_OUT"));
    insta::assert_snapshot!(problems("supergraph = \"s\"\nerrors = { subgraph_messages = \"SOME\" }"), @"  line 2: `errors.subgraph_messages`: expected `MASKED` or `PASSED`");
}

#[test]
fn inputs_that_take_one_field_are_named() {
    let text = "supergraph = \"s\"\none_of_inputs = [\"By\"]";
    let config = Config::parse(text, Path::new("."), None).expect("a valid file");
    assert_eq!(config.one_of_inputs, ["By"]);
    insta::assert_snapshot!(problems("supergraph = \"s\"\none_of_inputs = \"By\""), @"  line 2: `one_of_inputs` must be a list of strings, found a string");
}

#[test]
fn a_certificate_comes_with_its_key() {
    let text = "supergraph = \"s\"\n[tls]\ncertificate_file = \"c.pem\"\nkey_file = \"k.pem\"";
    let config = Config::parse(text, Path::new("conf"), None).expect("a valid file");
    let own = config.tls.own.as_ref().expect("a certificate");
    assert_eq!(own.certificate_file, Path::new("conf/c.pem"));
    assert!(config.files().contains(&Path::new("conf/k.pem")), "a new key is taken over");
    let one = |key: &str| problems(&format!("supergraph = \"s\"\n[tls]\n{key} = \"x.pem\""));
    insta::assert_snapshot!(one("key_file"), @"  line 3: `tls.key_file` needs `tls.certificate_file`");
    insta::assert_snapshot!(one("certificate_file"), @"  line 3: `tls.certificate_file` needs `tls.key_file`");
    insta::assert_snapshot!(one("key"), @"  line 3: `tls.key` is unknown; known are trusted_roots_file, certificate_file, key_file");
}
