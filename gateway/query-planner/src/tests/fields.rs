//! Where a field comes from: what it requires, what is provided on the way, and who it was given to.

use std::time::Instant;

use gateway_supergraph::Overrides;
use insta::assert_snapshot;

use super::{plan, plan_under, planned, supergraph};
use crate::PlanError;

#[test]
fn what_a_field_requires_is_fetched_before_it() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! w: Int }"),
        (
            "b",
            "type T @key(fields: \"id\") \
             { id: ID! w: Int @external cost: Int @requires(fields: \"w\") }",
        ),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { cost } }"), @r"
    0: a
      {t{__typename w id}}
    1: b after 0
      t by {T{__typename id w}}: {...on T{cost}}
    ");
}

#[test]
fn a_requirement_may_itself_require_something() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! w: Int }"),
        (
            "b",
            "type T @key(fields: \"id\") \
             { id: ID! w: Int @external cost: Int @requires(fields: \"w\") }",
        ),
        (
            "c",
            "type T @key(fields: \"id\") \
             { id: ID! cost: Int @external price: Int @requires(fields: \"cost\") }",
        ),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { price } }"), @r"
    0: a
      {t{__typename w id}}
    1: b after 0
      t by {T{__typename id w}}: {...on T{cost}}
    2: c after 1
      t by {T{__typename id cost}}: {...on T{price}}
    ");
}

/// What is required lies in an object of `b`, whose own field is another subgraph's.
#[test]
fn a_requirement_may_reach_into_other_objects() {
    let subgraphs = [
        (
            "a",
            "type Query { t: T } type T @key(fields: \"id\") { id: ID! owner: U } \
             type U @key(fields: \"id\") { id: ID! }",
        ),
        ("b", "type U @key(fields: \"id\") { id: ID! level: Int }"),
        (
            "c",
            "type T @key(fields: \"id\") { id: ID! owner: U @external \
             rank: Int @requires(fields: \"owner { level }\") } \
             type U @key(fields: \"id\") { id: ID! level: Int @external }",
        ),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { rank } }"), @r"
    0: a
      {t{__typename owner{__typename id} id}}
    1: b after 0
      t.owner by {U{__typename id}}: {...on U{level}}
    2: c after 1
      t by {T{__typename id owner{level}}}: {...on T{rank}}
    ");
}

/// The client asks for the field under the same name with another argument.
#[test]
fn what_is_required_does_not_take_names_of_the_client() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! w(in: String): Int }"),
        (
            "b",
            "type T @key(fields: \"id\") { id: ID! w(in: String): Int @external \
             cost: Int @requires(fields: \"w(in: \\\"kg\\\")\") }",
        ),
    ];
    assert_snapshot!(plan(&subgraphs, "query($u: String) { t { w(in: $u) cost } }"), @r#"
    0: a
      {t{__typename w(in: $u) _y__0: w(in: "kg") id}}
    1: b after 0
      t by {T{__typename id _y__0 as w}}: {...on T{cost}}
    "#);
}

#[test]
fn what_is_provided_on_the_way_needs_no_other_fetch() {
    let subgraphs = [
        (
            "a",
            "type Query { best: T @provides(fields: \"name\") all: [T] } \
             type T @key(fields: \"id\") { id: ID! name: String @external }",
        ),
        ("b", "type T @key(fields: \"id\") { id: ID! name: String @shareable }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ best { name } all { name } }"), @r"
    0: a
      {best{name} all{__typename id}}
    1: b after 0
      all[] by {T{__typename id}}: {...on T{name}}
    ");
}

const MOVED: [(&str, &str); 2] = [
    ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int }"),
    ("b", "type T @key(fields: \"id\") { id: ID! x: Int @override(from: \"a\", label: \"new\") }"),
];

#[test]
fn a_field_is_where_its_label_says() {
    assert_snapshot!(plan_under(&["new"], &MOVED, "{ t { x } }"), @r"
    0: a
      {t{__typename id}}
    1: b after 0
      t by {T{__typename id}}: {...on T{x}}
    ");
    assert_snapshot!(plan_under(&[], &MOVED, "{ t { x } }"), @r"
    0: a
      {t{x}}
    ");
}

#[test]
fn what_no_subgraph_can_be_asked_for_is_said() {
    // Nobody has a way to `b` while the label holds: its key is not resolvable.
    let sdl = supergraph(&MOVED).sdl.replace(
        "@join__type(graph: B, key: \"id\")",
        "@join__type(graph: B, key: \"id\", resolvable: false)",
    );
    let supergraph = gateway_supergraph::Supergraph::parse(&sdl).expect("it is sound");
    let shares = [("new".to_owned(), gateway_supergraph::Share::EVERYBODY)].into();
    let draw = gateway_supergraph::Draw::of("request");
    let overrides = supergraph.override_labels.decide(&shares, draw);
    let until = super::soon();
    let error = planned(&supergraph, overrides, "{ t { x } }", until).expect_err("there is no way");
    assert_snapshot!(error, @"no subgraph can be asked for { t { x } }");
}

#[test]
fn planning_ends_when_its_time_has_passed() {
    let now = Instant::now();
    let found = planned(&supergraph(&MOVED), Overrides::default(), "{ t { x } }", now);
    assert_eq!(found.err(), Some(PlanError::Timeout));
}
