//! What goes to the supergraph as it is: costs, labels of overrides, directives of others.

use std::collections::HashSet;

use super::{
    accepted::type_of,
    planner::plan_labelled,
    support::{codes, composed, subgraph},
};
use crate::{Code, SubgraphInput};

#[test]
fn the_highest_cost_counts() {
    let sdl = composed(&[
        subgraph(
            "a",
            r#"type Query { a(first: Int, n: Int @cost(weight: 2)): [T] @shareable @cost(weight: 3) @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
            type T @shareable @cost(weight: 1) { x: Int }"#,
        ),
        subgraph(
            "b",
            r#"type Query { a(first: Int, n: Int): [T] @shareable @cost(weight: 5) @listSize(assumedSize: 10) }
            type T @shareable { x: Int }"#,
        ),
    ])
    .supergraph_sdl;
    insta::assert_snapshot!(type_of(&sdl, "type Query"), @r#"
    type Query @join__type(graph: A) @join__type(graph: B) {
      a(
        first: Int,
        n: Int @cost(weight: 2),
      ): [T] @cost(weight: 5) @listSize(assumedSize: 10, slicingArguments: ["first"], requireOneSlicingArgument: false)
    }
    "#);
    insta::assert_snapshot!(type_of(&sdl, "type T"), @r#"
    type T @join__type(graph: A) @join__type(graph: B) @cost(weight: 1) {
      x: Int
    }
    "#);
    assert!(
        sdl.contains(r#"@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize"])"#),
        "{sdl}"
    );
}

#[test]
fn a_labelled_override_leaves_the_field_in_both() {
    let sdl = composed(&[
        subgraph("old", r#"type Query { a: T } type T @key(fields: "id") { id: ID! moved: Int }"#),
        subgraph("new", r#"type T @key(fields: "id") { id: ID! moved: Int @override(from: "old", label: "move") }"#),
    ])
    .supergraph_sdl;
    insta::assert_snapshot!(type_of(&sdl, "type T"), @r#"
    type T @join__type(graph: NEW, key: "id") @join__type(graph: OLD, key: "id") {
      id: ID!
      moved: Int @join__field(graph: NEW, override: "old", overrideLabel: "move") @join__field(graph: OLD, overrideLabel: "move")
    }
    "#);
    assert!(sdl.contains("https://specs.apollo.dev/join/v0.4"), "{sdl}");
    let off = plan_labelled(&sdl, "{ a { moved } }", HashSet::new());
    let on = plan_labelled(&sdl, "{ a { moved } }", HashSet::from(["move".to_owned()]));
    assert!(!off.contains(r#""new""#) && on.contains(r#""new""#), "{off}\n{on}");
}

#[test]
fn a_label_must_leave_a_way_whether_it_is_on_or_off() {
    let old = r#"type Query { a: T } type T @key(fields: "id") { id: ID! moved: Int }"#;
    let inputs = [
        subgraph("old", old),
        subgraph(
            "new",
            r#"type T @key(fields: "id", resolvable: false) { id: ID! moved: Int @override(from: "old", label: "move") }"#,
        ),
    ];
    assert_eq!(codes(&inputs), [Code::Unsatisfiable]);
}

const CACHE: &str = r#"extend schema @link(url: "https://example.com/cache/v1.VERSION", import: ["@cache", { name: "@note", as: "@remark" }]) @composeDirective(name: "@cache") @composeDirective(name: "@remark")
directive @cache(seconds: Int! ARGUMENT, scope: CacheScope) on FIELD_DEFINITION | OBJECT
directive @remark(text: String!) repeatable on FIELD_DEFINITION | SCHEMA
enum CacheScope { PUBLIC PRIVATE }
"#;

fn caching(name: &str, version: &str, argument: &str, sdl: &str) -> SubgraphInput {
    let head = CACHE.replace("VERSION", version).replace("ARGUMENT", argument);
    subgraph(name, &format!("{head}{sdl}"))
}

#[test]
fn directives_of_others_come_with_their_link_and_newest_definition() {
    let a = caching(
        "a",
        "0",
        "",
        r#"extend schema @remark(text: "s") type Query { x: Int @shareable @cache(seconds: 5, scope: PUBLIC) @remark(text: "a") }"#,
    );
    let b = caching(
        "b",
        "1",
        "= 7",
        r#"type Query { x: Int @shareable @cache(seconds: 5, scope: PUBLIC) @remark(text: "b") }"#,
    );
    let c = subgraph(
        "c",
        "directive @cache(own: Int) on FIELD_DEFINITION type Query { x: Int @shareable @cache(own: 1) }",
    );
    let sdl = composed(&[a, b, c]).supergraph_sdl;
    insta::assert_snapshot!(type_of(&sdl, "type Query"), @r#"
    type Query @join__type(graph: A) @join__type(graph: B) @join__type(graph: C) {
      x: Int @cache(seconds: 5, scope: PUBLIC) @remark(text: "a") @remark(text: "b")
    }
    "#);
    let head = type_of(&sdl, "schema");
    assert!(
        head.contains(r#"@link(url: "https://example.com/cache/v1.1", import: ["@cache", {name: "@note", as: "@remark"}]) @remark(text: "s")"#),
        "{head}"
    );
    assert!(
        sdl.contains(
            "directive @cache(seconds: Int! = 7, scope: CacheScope) on FIELD_DEFINITION | OBJECT"
        ),
        "{sdl}"
    );
    gateway_supergraph::Supergraph::parse(&sdl).expect("it can be read");
}

#[test]
fn directives_of_others_must_agree() {
    let other = |url: &str, name: &str| {
        subgraph(
            "b",
            &format!(
                r#"extend schema @link(url: "{url}", import: [{{ name: "@cache", as: "@{name}" }}]) @composeDirective(name: "@{name}")
                directive @{name}(seconds: Int!) on FIELD_DEFINITION
                type Query {{ x: Int @shareable @{name}(seconds: 6) }}"#
            ),
        )
    };
    let a = caching("a", "0", "", "type Query { x: Int @shareable @cache(seconds: 5) }");
    for (url, name) in [
        ("https://example.com/cache/v2.0", "cache"),
        ("https://example.com/other/v1.0", "cache"),
        ("https://example.com/cache/v1.0", "keep"),
        ("https://example.com/cache/v1.0", "cache"),
    ] {
        let found = codes(&[a.clone(), other(url, name)]);
        assert!(found.contains(&Code::DirectiveComposition), "{url} {name}: {found:?}");
    }
}

#[test]
fn what_is_composed_is_linked_and_defined() {
    for head in [
        r#"extend schema @composeDirective(name: "@cache") directive @cache on FIELD_DEFINITION"#,
        r#"extend schema @link(url: "https://example.com/cache/v1.0", import: ["@cache"]) @composeDirective(name: "@cache")"#,
        r#"extend schema @link(url: "https://example.com/cache/v1.0") @composeDirective(name: "cache")"#,
        r#"extend schema @link(url: "https://example.com/cache", import: ["@cache"]) @composeDirective(name: "@cache") directive @cache on FIELD_DEFINITION"#,
        r#"extend schema @composeDirective(name: "@composeDirective")"#,
    ] {
        let sdl = format!("{head} type Query {{ a: Int }}");
        assert_eq!(codes(&[subgraph("a", &sdl)]), [Code::DirectiveComposition], "{head}");
    }
}
