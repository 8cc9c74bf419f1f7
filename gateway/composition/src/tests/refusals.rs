//! One case for each rule: what is refused, with which code, where, and in which words.

use super::support::{codes, refused, subgraph, text};
use crate::{Code, Severity};

/// Two subgraphs that must be refused for one reason.
fn refused_for(code: Code, a: &str, b: &str) {
    let found: Vec<_> = refused(&[subgraph("a", a), subgraph("b", b)])
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| one.code)
        .collect();
    assert!(
        !found.is_empty() && found.iter().all(|one| *one == code),
        "{found:?} instead of {code} for\n{a}\n{b}"
    );
}

const B: &str = "type Query { b: Int }";

#[test]
fn sdl_that_is_not_valid() {
    let found =
        refused(&[subgraph("a", "type Query {\n  a: Nothing\n}\n"), subgraph("b", "type {")]);
    insta::assert_snapshot!(text(&found), @r#"
    INVALID_GRAPHQL [a:3:6]: cannot find type `Nothing` in this document
    INVALID_GRAPHQL [b:2:6]: syntax error: expected a name
    INVALID_GRAPHQL [b:2:7]: syntax error: expected Field Definition
    INVALID_GRAPHQL [b:2:7]: syntax error: expected R_CURLY, got EOF
    "#);
}

#[test]
fn field_sets() {
    refused_for(
        Code::KeyInvalidFields,
        r#"type Query { t: T } type T @key(fields: "nope") { id: ID! }"#,
        B,
    );
    refused_for(
        Code::KeyInvalidFields,
        r#"type Query { t: T } type T @key(fields: "id {") { id: ID! }"#,
        B,
    );
    refused_for(
        Code::KeyInvalidFields,
        r#"type Query { t: T } type T @key(fields: 7) { id: ID! }"#,
        B,
    );
    refused_for(
        Code::KeyInvalidFields,
        r#"type Query { t: T } type T @key(fields: "u") { u: U } type U { id: ID! }"#,
        B,
    );
    refused_for(
        Code::KeyFieldsHasArgs,
        r#"type Query { t: T } type T @key(fields: "id") { id(x: Int): ID! }"#,
        B,
    );
    refused_for(
        Code::KeyFieldsSelectInvalidType,
        r#"type Query { t: T } type T @key(fields: "ids") { ids: [ID!]! }"#,
        B,
    );
    let requires = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int r: Int @requires(fields: "x") }"#;
    refused_for(Code::RequiresFieldsMissingExternal, requires, B);
    let unknown = r#"type Query { t: T } type T @key(fields: "id") { id: ID! r: Int @requires(fields: "x") }"#;
    refused_for(Code::RequiresInvalidFields, unknown, B);
    let provides = r#"type Query { t: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int }"#;
    refused_for(Code::ProvidesFieldsMissingExternal, provides, B);
    refused_for(
        Code::ProvidesOnNonObjectField,
        r#"type Query { t: Int @provides(fields: "x") }"#,
        B,
    );
}

#[test]
fn externals() {
    let a = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }"#;
    refused_for(
        Code::ExternalUnused,
        a,
        r#"type T @key(fields: "id") { id: ID! x: Int @external }"#,
    );
    let uses = r#"type T @key(fields: "id") { id: ID! x: String @external y: Int @requires(fields: "x") }"#;
    refused_for(Code::ExternalTypeMismatch, a, uses);
    let base = r#"type Query { t: T } type T @key(fields: "id") { id: ID! }"#;
    refused_for(Code::ExternalMissingOnBase, base, uses);
    let argument = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x(a: Int): String }"#;
    refused_for(Code::ExternalArgumentMissing, argument, uses);
    let interface =
        "type Query { i: I } interface I { x: Int @external } type T implements I { x: Int }";
    refused_for(Code::ExternalOnInterface, interface, B);
}

#[test]
fn kinds_and_types() {
    refused_for(
        Code::TypeKindMismatch,
        "type Query { t: T } type T { a: Int }",
        "type Query { b: T } enum T { A }",
    );
    refused_for(
        Code::FieldTypeMismatch,
        "type Query { t: T } type T @shareable { a: Int }",
        "type Query { b: T } type T @shareable { a: String }",
    );
    refused_for(
        Code::FieldArgumentTypeMismatch,
        "type Query { a(x: Int): Int @shareable }",
        "type Query { a(x: String): Int @shareable }",
    );
    refused_for(
        Code::FieldArgumentDefaultMismatch,
        "type Query { a(x: Int = 1): Int @shareable }",
        "type Query { a(x: Int = 2): Int @shareable }",
    );
    refused_for(
        Code::RequiredArgumentMissing,
        "type Query { a(x: Int!): Int @shareable }",
        "type Query { a: Int @shareable }",
    );
    refused_for(
        Code::RequiredInputFieldMissing,
        "type Query { a(i: I): Int } input I { x: Int! y: Int }",
        "type Query { b(i: I): Int } input I { y: Int }",
    );
    refused_for(
        Code::EmptyMergedInputType,
        "type Query { a(i: I): Int } input I { x: Int }",
        "type Query { b(i: I): Int } input I { y: Int }",
    );
    refused_for(
        Code::InputFieldTypeMismatch,
        "type Query { a(i: I): Int } input I { x: Int }",
        "type Query { b(i: I): Int } input I { x: ID }",
    );
}

#[test]
fn enums() {
    refused_for(
        Code::EnumValueMismatch,
        "type Query { a(e: E): E } enum E { X Y }",
        "type Query { b: E } enum E { X }",
    );
    refused_for(
        Code::EmptyMergedEnumType,
        "type Query { a(e: E): Int } enum E { X }",
        "type Query { b(e: E): Int } enum E { Y }",
    );
}

#[test]
fn sharing_says_what_to_do() {
    let found = refused(&[
        subgraph("a", "type Query { a: Int }"),
        subgraph("b", "type Query {\n  a: Int @shareable\n}"),
    ]);
    insta::assert_snapshot!(text(&found), @r#"
    INVALID_FIELD_SHARING [a:2:14] Query.a: `Query.a` is resolved by a, b, and is not @shareable here
      hint: mark it @shareable everywhere when all give the same answer, @external where it is only referred to, or remove it
    "#);
}

#[test]
fn interfaces() {
    refused_for(
        Code::InterfaceFieldNoImplem,
        "type Query { i: I } interface I { x: Int } type T implements I @key(fields: \"x\") { x: Int }",
        "type Query { j: I } interface I { y: Int } type U implements I { x: Int y: Int }",
    );
    refused_for(
        Code::InterfaceObjectUsage,
        "type Query { t: T } type T @interfaceObject { id: ID! }",
        B,
    );
    refused_for(
        Code::InterfaceObjectUsage,
        r#"type Query { t: T } type T @interfaceObject @key(fields: "id") { id: ID! }"#,
        B,
    );
    refused_for(
        Code::InvalidFieldDirective,
        "type Query { i: I } interface I { x: Int @shareable } type T implements I { x: Int }",
        B,
    );
}

#[test]
fn overrides() {
    let t = |field: &str| format!(r#"type T @key(fields: "id") {{ id: ID! {field} }}"#);
    let a = |field: &str| format!("type Query {{ t: T }} {}", t(field));
    refused_for(Code::OverrideFromSelf, &a(r#"x: Int @override(from: "a")"#), B);
    refused_for(
        Code::OverrideSourceHasOverride,
        &a(r#"x: Int @override(from: "b")"#),
        &t(r#"x: Int @override(from: "a")"#),
    );
    for label in ["percent(101)", "percent(1.123456789)", "percent(5", "5", ""] {
        let takes = t(&format!(r#"x: Int @override(from: "a", label: "{label}")"#));
        refused_for(Code::OverrideLabelInvalid, &a("x: Int"), &takes);
    }
    let external = r#"x: Int @external @override(from: "a") y: Int @requires(fields: "x")"#;
    let found = codes(&[subgraph("a", &a("x: Int")), subgraph("b", &t(external))]);
    assert!(found.contains(&Code::OverrideCollision), "{found:?}");
    let depends = a(r#"x: Int @requires(fields: "y") y: Int @external"#);
    let takes = t(r#"x: Int @override(from: "a") y: Int"#);
    refused_for(Code::OverrideCollision, &depends, &takes);
}

#[test]
fn two_that_take_one_field() {
    let takes = r#"type T @key(fields: "id") { id: ID! x: Int @override(from: "a") @shareable }"#;
    let base = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }"#;
    let inputs = [subgraph("a", base), subgraph("b", takes), subgraph("c", takes)];
    assert_eq!(codes(&inputs), [Code::OverrideSourceHasOverride]);
}

#[test]
fn inaccessible_elements() {
    refused_for(
        Code::ReferencedInaccessible,
        "type Query { t: T } type T @inaccessible { a: Int }",
        B,
    );
    refused_for(
        Code::OnlyInaccessibleChildren,
        "type Query { x: Int t: T } type T { a: Int @inaccessible }",
        B,
    );
    refused_for(Code::RequiredInaccessible, "type Query { a(x: Int! @inaccessible): Int }", B);
    refused_for(
        Code::ImplementedByInaccessible,
        "type Query { i: I } interface I { x: Int } type T implements I { x: Int @inaccessible y: Int }",
        B,
    );
    refused_for(
        Code::DefaultValueUsesInaccessible,
        "type Query { a(e: E = Y): Int } enum E { X Y @inaccessible }",
        B,
    );
}

#[test]
fn no_queries() {
    refused_for(Code::NoQueries, "type T { a: Int }", "type U { a: Int }");
}

#[test]
fn names_of_subgraphs_are_unique() {
    assert_eq!(codes(&[subgraph("a", B), subgraph("a", B)]), [Code::InvalidSubgraphName]);
    assert_eq!(codes(&[]), [Code::InvalidSubgraphName]);
}
