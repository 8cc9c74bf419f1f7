//! What merged types look like when subgraphs differ and that is allowed.

use super::support::{body, composed, subgraph, text};

#[test]
fn the_common_form_of_different_types() {
    let composed = composed(&[
        subgraph(
            "a",
            r#"
            "The queries of a."
            type Query { a(e: Written, i: I, x: Int = 1, only: Int): T! @shareable hidden(x: Int @inaccessible): Int }
            type T @shareable { same: Int! wider: Int! item: Item list: [Int!]! }
            interface Item { id: ID! }
            type One implements Item @key(fields: "id") @tag(name: "t2") { id: ID! old: Int @deprecated(reason: "gone") }
            input I { x: Int y: Int! @tag(name: "in") }
            enum Written { X Y }
            enum Read { X }
            union U = One
        "#,
        ),
        subgraph(
            "b",
            r#"
            type Query { a(e: Written, i: I, x: Int = 1): T! @shareable read: Read u: U }
            "A value." type T @shareable { same: Int! wider: Int item: One list: [Int!]! }
            type One @key(fields: "id") @tag(name: "t1") { id: ID! }
            type Two { id: ID! }
            input I { x: Int! y: Int }
            enum Written { X "Only b." Z }
            enum Read { Y }
            union U = One | Two
        "#,
        ),
    ]);
    insta::assert_snapshot!(text(&composed.hints), @r#"
    INCONSISTENT_ARGUMENT_PRESENCE [a:4:58] Query.a(only:): `Query.a(only:)` is left out of the supergraph, since b lacks it
      hint: add it everywhere
    "#);
    insta::assert_snapshot!(body(&composed.supergraph_sdl), @r#"
    schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) @link(url: "https://specs.apollo.dev/tag/v0.3") @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) {
      query: Query
    }

    input I @join__type(graph: A) @join__type(graph: B) {
      x: Int! @join__field(graph: A, type: "Int") @join__field(graph: B, type: "Int!")
      y: Int! @join__field(graph: A, type: "Int!") @join__field(graph: B, type: "Int") @tag(name: "in")
    }

    interface Item @join__type(graph: A) {
      id: ID!
    }

    type One implements Item @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") @join__implements(graph: A, interface: "Item") @tag(name: "t1") @tag(name: "t2") {
      id: ID!
      old: Int @join__field(graph: A) @deprecated(reason: "gone")
    }

    """The queries of a."""
    type Query @join__type(graph: A) @join__type(graph: B) {
      a(e: Written, i: I, x: Int = 1): T!
      hidden(
        x: Int @inaccessible,
      ): Int @join__field(graph: A)
      read: Read @join__field(graph: B)
      u: U @join__field(graph: B)
    }

    enum Read @join__type(graph: A) @join__type(graph: B) {
      X @join__enumValue(graph: A)
      Y @join__enumValue(graph: B)
    }

    """A value."""
    type T @join__type(graph: A) @join__type(graph: B) {
      same: Int!
      wider: Int @join__field(graph: A, type: "Int!") @join__field(graph: B, type: "Int")
      item: Item @join__field(graph: A, type: "Item") @join__field(graph: B, type: "One")
      list: [Int!]!
    }

    type Two @join__type(graph: B) {
      id: ID!
    }

    union U @join__type(graph: A) @join__type(graph: B) @join__unionMember(graph: A, member: "One") @join__unionMember(graph: B, member: "One") @join__unionMember(graph: B, member: "Two") = One | Two

    enum Written @join__type(graph: A) @join__type(graph: B) {
      X @join__enumValue(graph: A) @join__enumValue(graph: B)
    }

    enum join__Graph {
      A @join__graph(name: "a", url: "http://a/")
      B @join__graph(name: "b", url: "http://b/")
    }
    "#);
}

#[test]
fn executable_directives_that_all_subgraphs_have_stay() {
    let composed = composed(&[
        subgraph(
            "a",
            "directive @fast(level: Int = 1, why: String) on FIELD | QUERY | OBJECT directive @slow on FIELD type Query @fast { a: Int }",
        ),
        subgraph("b", "directive @fast(level: Int! = 1) on OBJECT | FIELD type Query { b: Int }"),
    ]);
    let fast = "directive @fast(level: Int! = 1) on FIELD\n";
    assert!(composed.supergraph_sdl.contains(fast), "{}", composed.supergraph_sdl);
    assert!(!composed.supergraph_sdl.contains("@slow"));
    insta::assert_snapshot!(text(&composed.hints), @r#"
    INCONSISTENT_ARGUMENT_PRESENCE @fast(why:): `@fast(why:)` is left out of the supergraph, since b lacks it
      hint: add it everywhere
    INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE [a:2:83] @slow: `@slow` is left out: not every subgraph has it at the same places of operations
      hint: define it everywhere in the same way
    "#);
}
