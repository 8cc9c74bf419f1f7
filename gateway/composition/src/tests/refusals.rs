//! One case for each rule: what is refused, with which code, where, and in which words.

use super::support::{codes, composed, refused, subgraph, text};
use crate::{Code, Schemas, Severity, SubgraphInput};

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
      hint: correct the SDL at the place that is named; the message is that of the GraphQL specification
    INVALID_GRAPHQL [b:2:6]: syntax error: expected a name
      hint: correct the SDL at the place that is named; the message is that of the GraphQL specification
    INVALID_GRAPHQL [b:2:7]: syntax error: expected Field Definition
      hint: correct the SDL at the place that is named; the message is that of the GraphQL specification
    INVALID_GRAPHQL [b:2:7]: syntax error: expected R_CURLY, got EOF
      hint: correct the SDL at the place that is named; the message is that of the GraphQL specification
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
        Code::KeyInvalidFieldsType,
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
        r#"type Query { t: T } type T @key(fields: "i { id }") { i: I } interface I { id: ID! } type X implements I { id: ID! }"#,
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
        Code::InputFieldDefaultMismatch,
        "type Query { a(i: I): Int } input I { x: Int = 1 }",
        "type Query { b(i: I): Int } input I { x: Int = 2 }",
    );
    refused_for(
        Code::FieldTypeMismatch,
        "type Query { a(i: I): Int } input I { x: Int }",
        "type Query { b(i: I): Int } input I { x: ID }",
    );
}

#[test]
fn field_sets_of_provides_and_types_of_external_arguments() {
    let provides =
        r#"type Query { t: T @provides(fields: "nope") } type T @key(fields: "id") { id: ID! }"#;
    refused_for(Code::ProvidesInvalidFields, provides, B);
    let a = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int): Int }"#;
    let uses = r#"type T @key(fields: "id") { id: ID! x(y: ID): Int @external z: Int @requires(fields: "x") }"#;
    refused_for(Code::ExternalArgumentTypeMismatch, a, uses);
}

#[test]
fn an_extension_of_nothing() {
    let one = |name: &str, sdl: &str| SubgraphInput {
        name: name.to_owned(),
        url: String::new(),
        schemas: Schemas::One(sdl.to_owned()),
    };
    let a = one("a", "type Query { a: Int }");
    let found = codes(&[a, one("b", r#"extend type T @key(fields: "id") { id: ID! }"#)]);
    assert_eq!(found, [Code::ExtensionWithNoBase]);
}

/// The codes of what is suspicious and not wrong.
fn hinted(a: &str, b: &str) -> Vec<Code> {
    composed(&[subgraph("a", a), subgraph("b", b)]).hints.into_iter().map(|one| one.code).collect()
}

#[test]
fn what_is_suspicious_is_said() {
    let gone = r#"type Query { a: Int @override(from: "gone") }"#;
    assert_eq!(hinted(gone, B), [Code::OverrideFromUnknown]);
    let a = "type Query { a(x: Int = 1): Int @shareable }";
    let b = "type Query { a(x: Int): Int @shareable }";
    assert_eq!(hinted(a, b), [Code::InconsistentDefault]);
    let described = |text: &str| format!("type Query {{ \"{text}\" a: Int @shareable }}");
    let found = hinted(&described("One."), &described("Two."));
    assert_eq!(found, [Code::InconsistentDescription]);
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
        Code::InvalidShareable,
        "type Query { i: I } interface I { x: Int @shareable } type T implements I { x: Int }",
        B,
    );
}

#[test]
fn keys_of_interfaces() {
    let implements = |key: &str| {
        format!(
            r#"type Query {{ i: I }} interface I @key(fields: "id") {{ id: ID! n: Int }} type T implements I {key} {{ id: ID! n: Int }}"#
        )
    };
    for key in ["", r#"@key(fields: "n")"#, r#"@key(fields: "id", resolvable: false)"#] {
        refused_for(Code::InterfaceKeyNotOnImplementation, &implements(key), B);
    }
    // The order of fields does not matter.
    let two = r#"type Query { i: I } interface I @key(fields: "id n") { id: ID! n: Int } type T implements I @key(fields: "n id") { id: ID! n: Int }"#;
    composed(&[subgraph("a", two)]);
    let unknown = r#"type Query { j: I } interface I { id: ID! n: Int } type U implements I @key(fields: "id") { id: ID! n: Int }"#;
    refused_for(
        Code::InterfaceKeyMissingImplementation,
        &implements(r#"@key(fields: "id")"#),
        unknown,
    );
}

#[test]
fn an_interface_object_beside_what_it_stands_for() {
    let a = r#"type Query { i: I } interface I @key(fields: "id") { id: ID! } type T implements I @key(fields: "id") { id: ID! }"#;
    let b = r#"type I @interfaceObject @key(fields: "id") { id: ID! x: Int } type T @key(fields: "id") { id: ID! y: Int }"#;
    refused_for(Code::InterfaceObjectUsage, a, b);
}

#[test]
fn what_is_provided_has_no_arguments() {
    let b = r#"type Query { b: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x(y: Int): Int @external }"#;
    let a = r#"type T @key(fields: "id") { id: ID! x(y: Int): Int @shareable }"#;
    refused_for(Code::ProvidesFieldsHasArgs, a, b);
}

#[test]
fn external_fields_are_declared_as_they_are_and_carry_nothing() {
    let a = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x(y: Int = 1): Int }"#;
    let uses = |field: &str| {
        format!(r#"type T @key(fields: "id") {{ id: ID! {field} z: Int @requires(fields: "x") }}"#)
    };
    refused_for(Code::ExternalArgumentDefaultMismatch, a, &uses("x(y: Int = 2): Int @external"));
    let tagged = uses(r#"x(y: Int = 1): Int @external @tag(name: "a")"#);
    refused_for(Code::MergedDirectiveOnExternal, a, &tagged);
    let argument = uses("x(y: Int = 1 @inaccessible): Int @external");
    refused_for(Code::MergedDirectiveOnExternal, a, &argument);
    composed(&[subgraph("a", a), subgraph("b", &uses("x(y: Int = 1): Int @external"))]);
}

#[test]
fn a_subscription_is_of_one_subgraph() {
    let a = "type Query { a: Int } type Subscription { s: Int @shareable }";
    refused_for(Code::InvalidFieldSharing, a, a.replace("a:", "b:").as_str());
}

#[test]
fn costs_of_lists() {
    let query = |field: &str| format!("type Query {{ {field} }} type T {{ x: Int xs: [Int] }}");
    for (code, field) in [
        (Code::ListSizeOnNonList, "a: T @listSize(assumedSize: 5)"),
        (Code::ListSizeAssumed, "a: [T] @listSize(assumedSize: -1)"),
        (Code::ListSizeSlicing, r#"a: [T] @listSize(slicingArguments: ["first"])"#),
        (Code::ListSizeSlicing, r#"a(first: ID): [T] @listSize(slicingArguments: "first")"#),
        (Code::ListSizeOnNonList, r#"a: T @listSize(assumedSize: 5, sizedFields: ["x"])"#),
        (Code::ListSizeSized, r#"a: T @listSize(assumedSize: 5, sizedFields: ["nope"])"#),
    ] {
        refused_for(code, &query(field), B);
    }
    let interface = "type Query { i: I } interface I { x: Int @cost(weight: 1) } type T implements I { x: Int }";
    refused_for(Code::CostOnInterface, interface, B);
    composed(&[subgraph(
        "a",
        &query(r#"a(first: Int): T @listSize(slicingArguments: ["first"], sizedFields: ["xs"])"#),
    )]);
}

#[test]
fn one_of_everywhere_or_nowhere() {
    refused_for(
        Code::OneOfMismatch,
        "type Query { a(i: I): Int } input I @oneOf { x: Int }",
        "type Query { b(i: I): Int } input I { x: Int }",
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
    let base = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int }"#;
    let inputs = |label: &str| {
        let takes = format!(
            r#"type T @key(fields: "id") {{ id: ID! x: Int @override(from: "a"{label}) @shareable }}"#
        );
        [subgraph("a", base), subgraph("b", &takes), subgraph("c", &takes)]
    };
    assert_eq!(codes(&inputs(r#", label: "m""#)), [Code::OverrideSourceHasOverride]);
    // For good, all who share the field take it over together.
    composed(&inputs(""));
}

#[test]
fn inaccessible_elements() {
    refused_for(
        Code::QueryRootInaccessible,
        "type Query @inaccessible { a: Int }",
        "type T { a: Int }",
    );
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
