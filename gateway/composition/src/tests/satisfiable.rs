//! Queries that no plan could answer are refused with the query that fails; what can be answered
//! in a roundabout way is not.

use crate::{
    Code,
    diagnostic::Report,
    satisfiability::{Limits, check_within},
};

use super::{
    planner::plan_everything,
    support::{composed, refused, subgraph, text},
};

fn complaint(subgraphs: &[(&str, &str)]) -> String {
    let inputs: Vec<_> = subgraphs.iter().map(|(name, sdl)| subgraph(name, sdl)).collect();
    text(&refused(&inputs))
}

fn plans(subgraphs: &[(&str, &str)]) {
    let inputs: Vec<_> = subgraphs.iter().map(|(name, sdl)| subgraph(name, sdl)).collect();
    assert!(plan_everything(&composed(&inputs).supergraph_sdl) > 0);
}

#[test]
fn a_value_type_cannot_be_left() {
    insta::assert_snapshot!(complaint(&[
        ("a", "type Query { list: [T!]! } type T @shareable { x: Int }"),
        ("b", "type Query { one: T } type T @shareable { x: Int y: Int }"),
    ]), @r#"
    SATISFIABILITY_ERROR [b:2:50] T.y: `T.y` cannot be reached by `query { list { y } }`. The value comes from a. b resolves the field, and has no resolvable @key of `T`
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
}

#[test]
fn a_key_that_the_other_side_does_not_know() {
    insta::assert_snapshot!(complaint(&[
        ("a", r#"type Query { t: T } type T @key(fields: "id") { id: ID! }"#),
        ("b", r#"type T @key(fields: "code") { code: ID! name: String }"#),
    ]), @r#"
    SATISFIABILITY_ERROR [b:2:31] T.code: `T.code` cannot be reached by `query { t { code } }`. The value comes from a. b resolves the field, and its key `code` cannot be had
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    SATISFIABILITY_ERROR [b:2:41] T.name: `T.name` cannot be reached by `query { t { name } }`. The value comes from a. b resolves the field, and its key `code` cannot be had
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
}

#[test]
fn a_key_that_is_not_resolvable() {
    insta::assert_snapshot!(complaint(&[
        ("a", r#"type Query { t: T } type T @key(fields: "id") { id: ID! }"#),
        ("b", r#"type Query { u: T } type T @key(fields: "id", resolvable: false) { id: ID! name: String }"#),
    ]), @r#"
    SATISFIABILITY_ERROR [b:2:76] T.name: `T.name` cannot be reached by `query { t { name } }`. The value comes from a. b resolves the field, and has no resolvable @key of `T`
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
}

#[test]
fn a_requirement_that_cannot_be_had() {
    insta::assert_snapshot!(complaint(&[
        ("a", r#"type Query { t: T } type T @key(fields: "id", resolvable: false) { id: ID! x: Int }"#),
        ("b", r#"type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }"#),
    ]), @r#"
    SATISFIABILITY_ERROR [b:2:54] T.y: `T.y` cannot be reached by `query { t { y } }`. The value comes from a, b. b resolves the field, and what it @requires, `x`, cannot be had
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
}

#[test]
fn requirements_of_each_other() {
    insta::assert_snapshot!(complaint(&[
        ("a", r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @requires(fields: "y") y: Int @external }"#),
        ("b", r#"type T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }"#),
    ]), @r#"
    SATISFIABILITY_ERROR [a:2:57] T.x: `T.x` cannot be reached by `query { t { x } }`. The value comes from a, b. a resolves the field, and what it @requires, `y`, cannot be had
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    SATISFIABILITY_ERROR [b:2:54] T.y: `T.y` cannot be reached by `query { t { y } }`. The value comes from a, b. b resolves the field, and what it @requires, `x`, cannot be had
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
}

#[test]
fn a_search_that_takes_too_long_is_refused() {
    let inputs = [
        subgraph("a", r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }"#),
        subgraph("b", r#"type T @key(fields: "id") { id: ID! y: Int }"#),
    ];
    let codes = |steps: usize| -> Vec<Code> {
        let mut report = Report::default();
        let (subgraphs, _) = crate::read(&inputs, &mut report).expect("they can be read");
        let merged = crate::merge::merge(&subgraphs, &mut report);
        let limits = Limits { steps, ways: 4, choices: 4 };
        check_within(limits, &subgraphs, &merged, &mut report);
        report.into_diagnostics().into_iter().map(|one| one.code).collect()
    };
    assert_eq!(codes(100), []);
    assert!(codes(3).contains(&Code::SatisfiabilityLimit), "{:?}", codes(3));
}

#[test]
fn a_way_over_a_third_subgraph() {
    plans(&[
        ("a", r#"type Query { t: T } type T @key(fields: "a") { a: ID! }"#),
        ("b", r#"type T @key(fields: "a") @key(fields: "b") { a: ID! b: ID! }"#),
        ("c", r#"type T @key(fields: "b") @key(fields: "c") { b: ID! c: ID! }"#),
        ("d", r#"type T @key(fields: "c") { c: ID! far: Int }"#),
    ]);
}

#[test]
fn a_nested_key_that_needs_another_subgraph() {
    plans(&[
        (
            "a",
            r#"type Query { t: T } type T @key(fields: "id") { id: ID! owner: Owner @shareable } type Owner @key(fields: "id") { id: ID! }"#,
        ),
        ("b", r#"type Owner @key(fields: "id") { id: ID! code: ID! @shareable }"#),
        (
            "c",
            r#"type T @key(fields: "owner { code }") { owner: Owner @shareable deep: Int } type Owner { code: ID! @shareable }"#,
        ),
    ]);
}

#[test]
fn an_interface_object_whose_object_nobody_can_tell() {
    let media = |key: &str| {
        format!(
            r#"type Query {{ all: [Media] }} interface Media {key} {{ id: ID! }} type Book implements Media @key(fields: "id") {{ id: ID! title: String }}"#
        )
    };
    let reviews = r#"type Query { best: Media } type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }"#;
    insta::assert_snapshot!(complaint(&[
        ("a", &media(r#"@key(fields: "id", resolvable: false)"#)),
        ("b", reviews),
    ]), @r#"
    SATISFIABILITY_ERROR [a:2:39] Media: which object `query { best { ... } }` returns cannot be found out. The value comes from b, where `Media` is an interface object, and no subgraph that defines the interface can be asked by a @key of it
      hint: give the interface a resolvable @key that the interface object has, where its implementations are
    "#);
    plans(&[("a", &media(r#"@key(fields: "id")"#)), ("b", reviews)]);
}

#[test]
fn members_that_only_one_subgraph_returns() {
    insta::assert_snapshot!(complaint(&[
        ("a", "type Query { u: U } union U = One | Two type One @shareable { x: Int } type Two { z: Int }"),
        ("b", "type Query { one: One } type One @shareable { x: Int y: Int }"),
    ]), @r#"
    SATISFIABILITY_ERROR [b:2:54] One.y: `One.y` cannot be reached by `query { u { ... on One { y } } }`. The value comes from a. b resolves the field, and has no resolvable @key of `One`
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
}
