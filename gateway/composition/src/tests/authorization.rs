//! Nothing of authorization is ever lost: it is merged so that what one subgraph protects stays
//! protected, it is linked, and what cannot be merged is refused by name.

use super::{
    accepted::type_of,
    support::{codes, composed, refused, subgraph, text},
};
use crate::{Code, Schemas, SubgraphInput};

fn raw(name: &str, sdl: &str) -> SubgraphInput {
    SubgraphInput {
        name: name.to_owned(),
        url: String::new(),
        schemas: Schemas::One(sdl.to_owned()),
    }
}

#[test]
fn what_one_subgraph_protects_stays_protected() {
    let sdl = composed(&[
        subgraph(
            "a",
            r#"
            type Query { t: T @shareable own: Int }
            type T @key(fields: "id") @authenticated {
              id: ID!
              x: Int @shareable @requiresScopes(scopes: [["read", "x"], ["all"]]) @policy(policies: ["p"])
              e: E i: I
            }
            interface I { z: Int }
            type Z implements I @authenticated { z: Int @requiresScopes(scopes: "z") }
            enum E @policy(policies: [["q"]]) { ONE }
            scalar S @authenticated
        "#,
        ),
        subgraph(
            "b",
            r#"
            type Query { t: T @shareable @authenticated s: S }
            type T @key(fields: "id") @requiresScopes(scopes: [["t"]]) {
              id: ID!
              x: Int @shareable @requiresScopes(scopes: [["x"], ["y"]]) @policy(policies: [["r"], ["p"]])
            }
            scalar S @authenticated
        "#,
        ),
    ])
    .supergraph_sdl;
    for head in ["type Query", "type T", "interface I", "enum E", "scalar S"] {
        assert!(!type_of(&sdl, head).is_empty());
    }
    insta::assert_snapshot!(type_of(&sdl, "type T"), @r#"
    type T @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @authenticated @requiresScopes(scopes: [["t"]]) {
      id: ID!
      x: Int @requiresScopes(scopes: [["all", "x"], ["all", "y"], ["read", "x"]]) @policy(policies: [["p"]])
      e: E @join__field(graph: A)
      i: I @join__field(graph: A)
    }
    "#);
    insta::assert_snapshot!(type_of(&sdl, "interface I"), @r#"
    interface I @join__type(graph: A) @authenticated {
      z: Int @requiresScopes(scopes: [["z"]])
    }
    "#);
    insta::assert_snapshot!(type_of(&sdl, "enum E"), @r#"
    enum E @join__type(graph: A) @policy(policies: [["q"]]) {
      ONE @join__enumValue(graph: A)
    }
    "#);
    insta::assert_snapshot!(type_of(&sdl, "scalar S"), @"scalar S @join__type(graph: A) @join__type(graph: B) @authenticated");
    for name in ["authenticated", "requiresScopes", "policy"] {
        let link = format!(r#"@link(url: "https://specs.apollo.dev/{name}/v0.1", for: SECURITY)"#);
        assert!(sdl.contains(&link), "{sdl}");
    }
}

#[test]
fn a_field_that_is_taken_over_keeps_its_protection() {
    let sdl = composed(&[
        subgraph(
            "a",
            r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @authenticated }"#,
        ),
        subgraph("b", r#"type T @key(fields: "id") { id: ID! x: Int @override(from: "a") }"#),
    ])
    .supergraph_sdl;
    assert!(
        sdl.contains(r#"x: Int @join__field(graph: B, override: "a") @authenticated"#),
        "{sdl}"
    );
}

#[test]
fn what_protects_a_field_of_an_interface_object_protects_it_in_every_object() {
    let sdl = composed(&[
        subgraph(
            "a",
            r#"
            type Query { media: Media }
            interface Media @key(fields: "id") { id: ID! }
            type Book implements Media @key(fields: "id") { id: ID! }
        "#,
        ),
        subgraph(
            "b",
            r#"type Media @interfaceObject @key(fields: "id") { id: ID! secret: Int @authenticated @policy(policies: [["p"]]) }"#,
        ),
    ])
    .supergraph_sdl;
    insta::assert_snapshot!(type_of(&sdl, "type Book"), @r#"
    type Book implements Media @join__type(graph: A, key: "id") @join__implements(graph: A, interface: "Media") {
      id: ID!
      secret: Int @join__field @authenticated @policy(policies: [["p"]])
    }
    "#);
}

#[test]
fn renamed_and_separately_linked_protection_is_protection() {
    let sdl = composed(&[raw(
        "a",
        r#"
        extend schema
          @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@authenticated", as: "@login" }])
          @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
        type Query { a: Int @login b: Int @requiresScopes(scopes: [["b"]]) c: Int @federation__policy(policies: [["c"]]) }
    "#,
    )])
    .supergraph_sdl;
    insta::assert_snapshot!(type_of(&sdl, "type Query"), @r#"
    type Query @join__type(graph: A) {
      a: Int @authenticated
      b: Int @requiresScopes(scopes: [["b"]])
      c: Int @policy(policies: [["c"]])
    }
    "#);
}

#[test]
fn a_directive_that_only_looks_like_protection_is_refused() {
    let sdl = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION
type Query { a: Int @policy(policies: []) }"#;
    let found = refused(&[raw("a", sdl)]);
    insta::assert_snapshot!(text(&found), @r#"
    AUTHORIZATION_NOT_LINKED [a:2:1] @policy: `@policy` is defined and its specification is not linked: it would protect nothing
      hint: import it from the federation specification, or give it another name
    "#);
}

#[test]
fn scopes_that_name_nothing_are_refused() {
    for scopes in ["[]", "[[]]", "[[1]]", "null", r#"[["a"], []]"#] {
        let sdl = format!("type Query {{ a: Int @requiresScopes(scopes: {scopes}) }}");
        let found = codes(&[subgraph("a", &sdl)]);
        assert!(
            found
                .iter()
                .all(|one| { matches!(one, Code::AuthorizationInvalid | Code::InvalidGraphql) }),
            "{scopes}: {found:?}"
        );
    }
}

#[test]
fn a_requirement_may_not_let_out_what_is_protected() {
    let base = r#"type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @requiresScopes(scopes: [["x"]]) }"#;
    let uses = |more: &str| {
        format!(
            r#"type T @key(fields: "id") {{ id: ID! x: Int @external y: Int @requires(fields: "x") {more} }}"#
        )
    };
    let found = refused(&[subgraph("a", base), subgraph("b", &uses(""))]);
    insta::assert_snapshot!(text(&found), @r#"
    MISSING_TRANSITIVE_AUTH_REQUIREMENTS [b:2:61] T.y: `T.y` @requires `T.x`, which is protected more than itself
      hint: give the field at least the protection of what it requires
    "#);
    let protected = uses(r#"@requiresScopes(scopes: [["x", "z"]])"#);
    composed(&[subgraph("a", base), subgraph("b", &protected)]);
}

#[test]
fn too_many_alternatives_are_refused() {
    let scopes = |prefix: &str| {
        let all: Vec<String> = (0..100).map(|number| format!(r#"["{prefix}{number}"]"#)).collect();
        format!("type Query {{ a: Int @shareable @requiresScopes(scopes: [{}]) }}", all.join(", "))
    };
    assert_eq!(
        codes(&[subgraph("a", &scopes("a")), subgraph("b", &scopes("b"))]),
        [Code::AuthorizationTooComplex]
    );
}

#[test]
fn what_is_not_supported_is_refused_by_name() {
    let uses = [
        ("@context", r#"a: T } type T @context(name: "c") { x: Int"#),
        ("@fromContext", r#"a(x: Int @fromContext(field: "$c { x }")): Int"#),
        ("@cacheTag", r#"a: Int @cacheTag(format: "x")"#),
    ];
    for (name, field) in uses {
        let sdl = format!(
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.12\", import: [\"{name}\"]) type Query {{ {field} }}"
        );
        let found = refused(&[raw("a", &sdl)]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code, Code::UnsupportedFeature);
        assert!(found[0].message.contains(name), "{}", found[0]);
        assert!(found[0].location.is_some(), "{}", found[0]);
    }
}

#[test]
fn a_specification_that_must_not_be_ignored_is_refused() {
    let sdl = r#"extend schema @link(url: "https://example.com/secret/v1.0", for: SECURITY) type Query { a: Int }"#;
    assert_eq!(codes(&[subgraph("a", sdl)]), [Code::UnsupportedFeature]);
}
