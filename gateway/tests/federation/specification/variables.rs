//! `CoerceVariableValues` and `CoerceArgumentValues`.

use serde_json::{Value, json};

use super::world;

/// Echoes one variable of a type.
async fn echoed(ty: &str, argument: &str, value: Option<Value>) -> String {
    let world = world().await;
    let query = format!("query($v: {ty}) {{ echo({argument}: $v) }}");
    let variables = value.map_or_else(|| json!({}), |value| json!({ "v": value }));
    let answer = world.ask_with(&query, variables).await;
    match answer.body["data"]["echo"].get(argument) {
        _ if answer.body.get("errors").is_some() => {
            answer.all().lines().nth(1).expect("an error").to_owned()
        }
        Some(value) => value.to_string(),
        None => "absent".to_owned(),
    }
}

#[tokio::test]
async fn scalars_are_coerced_or_refused() {
    for (ty, argument, value, expected) in [
        ("Int", "int", json!(2_147_483_647), "2147483647"),
        ("Int", "int", json!(3.0), "3"),
        ("Float", "float", json!(3), "3"),
        ("Float", "float", json!(2.5), "2.5"),
        ("String", "text", json!("x"), r#""x""#),
        ("Boolean", "flag", json!(true), "true"),
        ("ID", "id", json!(7), r#""7""#),
        ("ID", "id", json!("7"), r#""7""#),
        ("Kind", "kind", json!("B"), r#""B""#),
        ("[Int!]", "ints", json!([1, 2]), "[1,2]"),
        ("[Int!]", "ints", json!(1), "[1]"),
        ("[Int!]", "ints", json!(null), "null"),
        ("[[Int]]", "grid", json!([[1, null], null]), "[[1,null],null]"),
        ("[[Int]]", "grid", json!(1), "[[1]]"),
        ("In", "in", json!({ "a": 1 }), r#"{"a":1,"b":"b"}"#),
        ("In", "in", json!({ "a": 1, "b": null, "list": "A" }), r#"{"a":1,"b":null,"list":["A"]}"#),
        ("One", "one", json!({ "a": 1 }), r#"{"a":1}"#),
        ("Int", "int", json!(null), "null"),
    ] {
        assert_eq!(echoed(ty, argument, Some(value.clone())).await, expected, "{ty} {value}");
    }
    for (ty, argument, value) in [
        ("Int", "int", json!(2_147_483_648_i64)),
        ("Int", "int", json!(1.5)),
        ("Int", "int", json!("1")),
        ("Int", "int", json!(true)),
        ("Float", "float", json!("1")),
        ("String", "text", json!(1)),
        ("Boolean", "flag", json!(1)),
        ("ID", "id", json!(1.5)),
        ("Kind", "kind", json!("C")),
        ("Kind", "kind", json!(1)),
        ("[Int!]", "ints", json!([1, null])),
        ("[[Int]]", "grid", json!([["x"]])),
        ("In", "in", json!({})),
        ("In", "in", json!({ "a": 1, "nope": 2 })),
        ("In", "in", json!({ "a": 1, "inner": { "a": null } })),
        ("In", "in", json!([])),
        ("One", "one", json!({})),
        ("One", "one", json!({ "a": null })),
        ("One", "one", json!({ "a": 1, "b": "x" })),
        ("Int!", "int", json!(null)),
    ] {
        let refused = echoed(ty, argument, Some(value.clone())).await;
        assert!(
            refused.starts_with("VARIABLES_INVALID 1:7: the variable $v"),
            "{ty} {value}: {refused}"
        );
    }
}

#[tokio::test]
async fn what_is_absent_stays_absent_or_has_its_default() {
    assert_eq!(echoed("Int", "int", None).await, "absent");
    assert_eq!(echoed("Int = 5", "int", None).await, "5");
    assert_eq!(echoed("Int = 5", "int", Some(json!(null))).await, "null");
    assert_eq!(echoed("In = { a: 2 }", "in", None).await, r#"{"a":2,"b":"b"}"#);
    assert_eq!(echoed("[Int!] = 4", "ints", None).await, "[4]");
    assert_eq!(echoed("Int = 5", "must", None).await, "5");
    assert_eq!(echoed("Int", "must", None).await, "7");
    let required = echoed("Int!", "int", None).await;
    assert_eq!(required, "VARIABLES_INVALID 1:7: the variable $v is required: its type is Int!");
}

#[tokio::test]
async fn every_variable_that_does_not_fit_is_told() {
    let world = world().await;
    let query =
        "query($a: Int!, $b: Kind, $c: Int) { echo(int: $a, kind: $b, must: 1) x: echo(int: $c) }";
    let answer = world.ask_with(query, json!({ "b": "Z", "c": 1, "unknown": {} })).await;
    assert_eq!(
        answer.all(),
        "no data\nVARIABLES_INVALID 1:7: the variable $a is required: its type is Int!\nVARIABLES_INVALID 1:17: the variable $b must be one of A, B, OLD, not \"Z\""
    );
}

#[tokio::test]
async fn literals_are_coerced_as_variables_are() {
    let world = world().await;
    let query = "query($n: Int!, $in: In) { echo(ints: 3, in: { a: $n, list: A, inner: $in }, id: 4, float: 1, kind: OLD, text: \"\"\"\n  two\n  lines\n\"\"\") }";
    let answer = world.ask_with(query, json!({ "n": 1 })).await;
    assert_eq!(
        answer.body["data"]["echo"],
        json!({ "ints": [3], "in": { "a": 1, "b": "b", "list": ["A"] }, "id": "4", "float": 1, "kind": "OLD", "text": "two\nlines", "must": 7 }),
        "{}",
        answer.text()
    );
}

/// A variable that may be null passes validation where null cannot stand if there is a default. When
/// it is null the field fails, at its place, and the rest is answered.
#[tokio::test]
async fn a_null_where_it_cannot_stand_fails_its_field_alone() {
    let world = world().await;
    for query in [
        "query($n: Int = 1) { echo(must: $n) leaf { int } }",
        "query($n: Int = 1) { echo(in: { a: $n }) leaf { int } }",
        "query($n: Int = 1) { echo(ints: [1, $n]) leaf { int } }",
        "query($n: Int = 1) { ...F leaf { int } } fragment F on Query { echo(in: { inner: { a: $n }, a: 1 }) }",
    ] {
        let argument =
            ["must", "ints", "in"].into_iter().find(|name| query.contains(&format!("({name}:")));
        let argument = argument.expect("an argument");
        let column = query.find("echo").expect("a field") + 1;
        let answer = world.ask_with(query, json!({ "n": null })).await;
        assert_eq!(
            answer.all(),
            format!(
                "{{\"echo\":null,\"leaf\":{{\"int\":4}}}}\nVARIABLES_INVALID 1:{column} at [\"echo\"]: \
                 the argument `{argument}` cannot be null where the variable $n is"
            )
        );
        let calls = world.calls("echo");
        assert!(calls.len() == 1 && !calls[0].query.contains("echo"), "{calls:?}");
        assert_eq!(world.ask_with(query, json!({ "n": 2 })).await.body.get("errors"), None);
        assert_eq!(world.ask_with(query, json!({})).await.body.get("errors"), None);
        world.calls("echo");
    }
}

/// The error of each object stands at its own place, and null goes up from there.
#[tokio::test]
async fn a_field_that_fails_for_a_null_is_null_in_every_object() {
    let world = world().await;
    let query = "query($n: Int = 1) { nodes { id ... on Robot { tuned(by: $n) } ... on User { age aged(by: $n) } } }";
    let answer = world.ask_with(query, json!({ "n": null })).await;
    assert_eq!(
        answer.all(),
        r#"null
VARIABLES_INVALID 1:48 at ["nodes",0,"tuned"]: the argument `by` cannot be null where the variable $n is"#
    );
    let query = "query($n: Int = 1) { node { id ... on User { aged(by: $n) } friend: id } }";
    let answer = world.ask_with(query, json!({ "n": null })).await;
    assert_eq!(
        answer.all(),
        r#"{"node":{"id":"u","aged":null,"friend":"u"}}
VARIABLES_INVALID 1:46 at ["node","aged"]: the argument `by` cannot be null where the variable $n is"#
    );
    assert_eq!(
        world.ask_with(query, json!({ "n": 2 })).await.data(),
        r#"{"node":{"id":"u","aged":9,"friend":"u"}}"#
    );
}

/// Nothing is left that a subgraph could be asked for.
#[tokio::test]
async fn a_mutation_that_fails_for_a_null_is_not_run() {
    let world = world().await;
    let query = "mutation($n: Int = 1) { touch(by: $n) }";
    let answer = world.ask_with(query, json!({ "n": null })).await;
    assert_eq!(
        answer.all(),
        r#"{"touch":null}
VARIABLES_INVALID 1:25 at ["touch"]: the argument `by` cannot be null where the variable $n is"#
    );
    assert!(world.calls("echo").is_empty());
}

/// The object fails of whose selections null decides, when they are collected: what graphql-js 16
/// answers. Nothing fails where nothing is collected.
#[tokio::test]
async fn a_null_that_decides_a_condition_fails_the_object_around_it() {
    let world = world().await;
    let written = |selections: &str| {
        let more = if selections.contains("$y") { ", $y: Boolean = true" } else { "" };
        format!("query($x: Boolean = true{more}) {selections}")
    };
    for (selections, data, path) in [
        ("{ old @skip(if: $x) leaf { int } }", "null", "[]"),
        ("{ ...F @include(if: $x) old } fragment F on Query { leaf { int } }", "null", "[]"),
        ("{ leaf { int @skip(if: $x) n: int } old }", r#"{"leaf":null,"old":1}"#, r#"["leaf"]"#),
        ("{ leaf { ... @include(if: $x) { int } n: int } }", r#"{"leaf":null}"#, r#"["leaf"]"#),
        (
            "{ leaf { ...F } } fragment F on Leaf { int @skip(if: $x) }",
            r#"{"leaf":null}"#,
            r#"["leaf"]"#,
        ),
        (
            "{ leaf { int @skip(if: $x) } leaf { n: int } old }",
            r#"{"leaf":null,"old":1}"#,
            r#"["leaf"]"#,
        ),
        (
            "{ leaf { int @include(if: false) @skip(if: $x) n: int } }",
            r#"{"leaf":null}"#,
            r#"["leaf"]"#,
        ),
        (
            "{ leaf { ... @include(if: $y) { int @skip(if: $x) } n: int } }",
            r#"{"leaf":null}"#,
            r#"["leaf"]"#,
        ),
        (
            "{ node { id ... on User { friend { id @include(if: $x) } age } } }",
            r#"{"node":{"id":"u","friend":null,"age":7}}"#,
            r#"["node","friend"]"#,
        ),
        ("{ nodes { id @include(if: $x) } old }", "null", r#"["nodes",0]"#),
        ("{ nodes { id ... on User { name @include(if: $x) } } }", "null", r#"["nodes",1]"#),
        ("{ __schema { queryType { name @skip(if: $x) } } old }", "null", r#"["__schema"]"#),
    ] {
        let answer = world.ask_with(&written(selections), json!({ "x": null })).await;
        let lines: Vec<String> = answer.all().lines().map(str::to_owned).collect();
        assert_eq!(lines[0], data, "{selections}: {lines:?}");
        assert!(lines[1].starts_with("VARIABLES_INVALID"), "{selections}: {lines:?}");
        let at = if path == "[]" { String::new() } else { format!(" at {path}") };
        let error = format!("{at}: the variable $x decides a condition, which null cannot");
        assert!(lines[1].ends_with(&error), "{selections}: {lines:?}");
        assert_eq!(lines.len(), 2, "{selections}: {lines:?}");
        assert!(path != "[]" || world.calls("echo").is_empty(), "{selections}");
        let decided = world.ask_with(&written(selections), json!({ "x": true })).await;
        assert_eq!(decided.body.get("errors"), None, "{selections}: {}", decided.text());
        world.calls("echo");
    }
    for (selections, data) in [
        ("{ leaf { text @skip(if: true) @include(if: $x) int } }", r#"{"leaf":{"int":4}}"#),
        ("{ leaf { ... @skip(if: $y) { text @skip(if: $x) } int } }", r#"{"leaf":{"int":4}}"#),
        ("{ leaf @include(if: false) { text @include(if: $x) } old }", r#"{"old":1}"#),
        ("{ node { id ... on Robot { name @include(if: $x) } } }", r#"{"node":{"id":"u"}}"#),
    ] {
        let answer = world.ask_with(&written(selections), json!({ "x": null })).await;
        assert_eq!(answer.all(), data, "{selections}");
    }
}

#[tokio::test]
async fn a_type_of_no_name_fails_its_field_alone() {
    let world = world().await;
    let query = "query($x: String = \"Leaf\") { __type(name: $x) { name } old }";
    assert_eq!(
        world.ask_with(query, json!({ "x": null })).await.all(),
        r#"{"__type":null,"old":1}
VARIABLES_INVALID 1:30 at ["__type"]: the argument `name` cannot be null where the variable $x is"#
    );
    assert_eq!(world.ask(query).await.all(), r#"{"__type":{"name":"Leaf"},"old":1}"#);
}

#[tokio::test]
async fn a_mutation_is_not_run_when_null_decides_about_its_fields() {
    let world = world().await;
    let query = "mutation($x: Boolean = true) { one: touch two: touch @skip(if: $x) }";
    let answer = world.ask_with(query, json!({ "x": null })).await;
    assert_eq!(
        answer.all(),
        "null\nVARIABLES_INVALID: the variable $x decides a condition, which null cannot"
    );
    assert!(world.calls("echo").is_empty());
}

#[tokio::test]
async fn a_literal_null_where_it_cannot_stand_is_not_valid() {
    let world = world().await;
    for query in [
        "{ echo(must: null) }",
        "{ echo(in: { a: null }) }",
        "{ echo(ints: [1, null]) }",
        "query($n: Int! = null) { echo(must: $n) }",
        "query($n: Int = null) { echo(ints: [$n]) }",
        "query($n: Int) { echo(in: { a: $n }) }",
    ] {
        let answer = world.ask(query).await;
        let lines: Vec<String> = answer.all().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2, "{query}: {lines:?}");
        assert!(lines[1].starts_with("GRAPHQL_VALIDATION_FAILED 1:"), "{query}: {lines:?}");
    }
}

/// A condition that is null decides nothing, and what depends on it is everything.
#[tokio::test]
async fn a_condition_cannot_be_null() {
    let world = world().await;
    let query = "query($yes: Boolean = true) { a: __typename @include(if: $yes) }";
    let answer = world.ask_with(query, json!({ "yes": null })).await;
    assert!(answer.body.get("errors").is_some(), "{}", answer.text());
}
