//! What protects fields and is not supported is refused by name: left out, it would publish them.

use super::support::{codes, composed, refused, subgraph};
use crate::{Code, Schemas, SubgraphInput};

#[test]
fn no_directive_of_authorization_or_cost_is_left_out() {
    let uses = [
        ("@authenticated", "a: Int @authenticated"),
        ("@requiresScopes", r#"a: Int @requiresScopes(scopes: [["x"]])"#),
        ("@policy", r#"a: Int @policy(policies: [["x"]])"#),
        ("@cost", "a: Int @cost(weight: 5)"),
        ("@listSize", "a: [Int] @listSize(assumedSize: 5)"),
        ("@fromContext", r#"a(x: Int @fromContext(field: "$c { x }")): Int"#),
        ("@cacheTag", r#"a: Int @cacheTag(format: "x")"#),
    ];
    for (name, field) in uses {
        let sdl = format!(
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"{name}\"]) type Query {{ {field} }}"
        );
        let input =
            SubgraphInput { name: "a".to_owned(), url: String::new(), schemas: Schemas::One(sdl) };
        let found = refused(&[input]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].code, Code::UnsupportedFeature);
        assert!(found[0].message.contains(name), "{}", found[0]);
        assert!(found[0].location.is_some(), "{}", found[0]);
    }
}

#[test]
fn a_type_with_scopes_is_refused_as_well() {
    let sdl = r#"type Query { t: T } type T @requiresScopes(scopes: [["x"]]) { a: Int }"#;
    assert_eq!(codes(&[subgraph("a", sdl)]), [Code::UnsupportedFeature]);
}

#[test]
fn importing_without_using_is_fine() {
    // The head of every test subgraph imports `@requiresScopes`, as some servers always do.
    composed(&[subgraph("a", "type Query { a: Int }")]);
}

#[test]
fn a_specification_that_must_not_be_ignored_is_refused() {
    let sdl = r#"extend schema @link(url: "https://example.com/secret/v1.0", for: SECURITY) type Query { a: Int }"#;
    assert_eq!(codes(&[subgraph("a", sdl)]), [Code::UnsupportedFeature]);
}
