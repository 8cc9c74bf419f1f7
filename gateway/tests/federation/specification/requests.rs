//! Requests: which operation runs, and errors with their places before anything runs.

use serde_json::json;

use super::world;

#[tokio::test]
async fn errors_of_a_request_have_places_and_no_data() {
    let world = world().await;
    for (query, expected) in [
        ("{\n  nope\n}", "no data\nGRAPHQL_VALIDATION_FAILED 2:3: "),
        ("{ node { id }", "no data\nGRAPHQL_PARSE_FAILED 1:14: "),
        ("{ echo(int: \"1\") }", "no data\nGRAPHQL_VALIDATION_FAILED 1:13: "),
        ("query($x: Int) { node { id } }", "no data\nGRAPHQL_VALIDATION_FAILED 1:7: "),
        ("{ ...F } fragment F on Query { ...F }", "no data\n"),
        ("{ node }", "no data\nGRAPHQL_VALIDATION_FAILED 1:3: "),
        ("{ echo { a } }", "no data\nGRAPHQL_VALIDATION_FAILED 1:3: "),
        ("{ node { id: name id } }", "no data\nGRAPHQL_VALIDATION_FAILED 1:"),
        ("{ echo(one: { a: 1, b: \"x\" }) }", "no data\nGRAPHQL_VALIDATION_FAILED 1:13: "),
        ("{ echo(one: { a: null }) }", "no data\nGRAPHQL_VALIDATION_FAILED 1:"),
        ("{ echo @include(if: 1) }", "no data\nGRAPHQL_VALIDATION_FAILED 1:21: "),
        ("subscription { node { id } }", "no data\nGRAPHQL_VALIDATION_FAILED 1:1: "),
        ("mutation { nope }", "no data\nGRAPHQL_VALIDATION_FAILED 1:12: "),
        (
            "{ _entities(representations: []) { __typename } }",
            "no data\nGRAPHQL_VALIDATION_FAILED 1:3: ",
        ),
        ("{ _service { sdl } }", "no data\nGRAPHQL_VALIDATION_FAILED 1:3: "),
    ] {
        let answer = world.ask(query).await;
        assert!(answer.all().starts_with(expected), "{query}: {}", answer.all());
    }
    assert_eq!(world.counts(), [("echo", 0)]);
}

#[tokio::test]
async fn one_operation_of_a_document_runs() {
    let world = world().await;
    let two = "query A { a: __typename } query B { b: __typename } mutation C { touch }";
    for (request, expected) in [
        (json!({ "query": two, "operationName": "A" }), r#"{"a":"Query"}"#),
        (json!({ "query": two, "operationName": "B" }), r#"{"b":"Query"}"#),
        (json!({ "query": "query A { a: __typename }" }), r#"{"a":"Query"}"#),
        (
            json!({ "query": "query A { a: __typename }", "operationName": null }),
            r#"{"a":"Query"}"#,
        ),
        (
            json!({ "query": "{ a: __typename }", "variables": null, "extensions": null }),
            r#"{"a":"Query"}"#,
        ),
    ] {
        assert_eq!(world.send("", &request).await.data(), expected, "{request}");
    }
    for request in [
        json!({ "query": two }),
        json!({ "query": two, "operationName": "D" }),
        json!({ "query": two, "operationName": "" }),
        json!({ "query": "{ a: __typename }", "operationName": "A" }),
    ] {
        let answer = world.send("", &request).await;
        assert!(
            answer.all().starts_with("no data\nOPERATION_NOT_FOUND"),
            "{request}: {}",
            answer.all()
        );
    }
}

/// `code` is misspelt, and that is all that is wrong.
#[tokio::test]
async fn a_mistake_is_told_once() {
    let world = world().await;
    for (query, line) in [
        (
            "{ leaf { imt } }",
            "GRAPHQL_VALIDATION_FAILED 1:10: type `Leaf` does not have a field `imt`",
        ),
        (
            "query($n: Int) { leaf { imt(a: $n) } }",
            "GRAPHQL_VALIDATION_FAILED 1:25: type `Leaf` does not have a field `imt`",
        ),
        ("{ leaf { int }", "GRAPHQL_PARSE_FAILED 1:15: syntax error: expected R_CURLY, got EOF"),
    ] {
        assert_eq!(world.ask(query).await.all(), format!("no data\n{line}"));
    }
}
