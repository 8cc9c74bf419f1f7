//! Names that subgraphs give to what they link.

use super::support::{composed, refused};
use crate::{Code, Diagnostic, Schemas, SubgraphInput};

fn raw(sdl: &str) -> [SubgraphInput; 1] {
    [SubgraphInput {
        name: "a".to_owned(),
        url: String::new(),
        schemas: Schemas::One(sdl.to_owned()),
    }]
}

fn has_key(sdl: &str) {
    let sdl = composed(&raw(sdl)).supergraph_sdl;
    assert!(sdl.contains(r#"type T @join__type(graph: A, key: "id")"#), "{sdl}");
    assert!(!sdl.contains("federation__"), "{sdl}");
}

#[test]
fn imports_can_be_renamed() {
    has_key(
        r#"
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [{ name: "@key", as: "@identity" }, "FieldSet"])
        directive @identity(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT
        scalar FieldSet
        type Query { t: T } type T @identity(fields: "id") { id: ID! }
    "#,
    );
}

#[test]
fn what_is_not_imported_has_a_prefix() {
    has_key(
        r#"
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3")
        type Query { t: T } type T @federation__key(fields: "id") { id: ID! }
    "#,
    );
}

#[test]
fn the_prefix_can_be_renamed_and_link_too() {
    has_key(
        r#"
        schema
          @using(url: "https://specs.apollo.dev/link/v1.0", as: "using")
          @using(url: "https://specs.apollo.dev/federation/v2.3", as: "fed")
        { query: Query }
        directive @using(url: String!, as: String, import: [using__Import]) repeatable on SCHEMA
        scalar using__Import
        type Query { t: T } type T @fed__key(fields: "id") { id: ID! }
    "#,
    );
}

#[test]
fn an_own_directive_of_a_federation_name_is_just_that() {
    let sdl = composed(&raw(r#"
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@shareable"])
        directive @key(door: String) on OBJECT
        type Query { t: T } type T @key(door: "front") { id: ID! }
    "#))
    .supergraph_sdl;
    assert!(sdl.contains("type T @join__type(graph: A) {"), "{sdl}");
}

#[test]
fn enums_of_the_partition_specification_stay_behind() {
    let sdl = composed(&[super::support::partitioned(
        "d",
        &[("1", "type Query { a: Int! @merge(law: SUM) }")],
    )]);
    assert!(!sdl.supergraph_sdl.contains("MergeLaw") && !sdl.supergraph_sdl.contains("RouteBy"));
    assert!(sdl.supergraph_sdl.contains(r#"@partition__merge(graph: D, law: "SUM")"#));
}

fn only(diagnostics: Vec<Diagnostic>) -> Diagnostic {
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    diagnostics.into_iter().next().expect("there is one")
}

#[test]
fn an_unknown_import_is_refused_where_it_stands() {
    let found = only(refused(&raw(r#"
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@kye"])
        type Query { a: Int }
    "#)));
    assert_eq!((found.code, found.location.map(|place| place.line)), (Code::InvalidLink, Some(2)));
}

#[test]
fn an_unknown_version_is_refused_where_it_stands() {
    let found = only(refused(&raw(
        r#"extend schema @link(url: "https://specs.apollo.dev/federation/v3.0", import: ["@key"]) type Query { a: Int }"#,
    )));
    assert_eq!(
        (found.code, found.location.map(|place| place.line)),
        (Code::UnknownFederationVersion, Some(1))
    );
}

#[test]
fn a_type_that_takes_the_name_of_a_root_is_refused() {
    let found =
        only(refused(&raw("schema { query: Q } type Q { a: Query } type Query { b: Int }")));
    assert_eq!(found.code, Code::RootQueryUsed);
}
