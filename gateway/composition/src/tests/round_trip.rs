//! What is printed and read again composes to the same, whatever the order of the subgraphs.

use apollo_compiler::{Schema, ast::Document};
use gateway_supergraph::Supergraph;

use super::{
    districts::city_of_districts,
    extract,
    support::{composed, subgraph},
};
use crate::{Schemas, SubgraphInput, compose};

/// A pair of subgraphs that uses every directive that is carried.
fn rich() -> Vec<SubgraphInput> {
    let a = r#"
        extend schema @link(url: "https://example.com/cache/v1.0", import: ["@cache"]) @composeDirective(name: "@cache")
        directive @cache(seconds: Int!) on FIELD_DEFINITION
        "Queries." type Query { media: [Media!]! @cache(seconds: 5) @cost(weight: 2) @listSize(assumedSize: 7) find(by: By! = { id: "1" }): Found }
        input By { id: ID = "0" kinds: [Kind!] @tag(name: "t") }
        enum Kind { BOOK @deprecated(reason: "old") FILM }
        union Found = Book | Film
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String @authenticated pages: Int @policy(policies: [["p"]]) }
        type Film implements Media @key(fields: "id") @requiresScopes(scopes: [["film"]]) { id: ID! title: String @authenticated hidden: Int @inaccessible }
    "#;
    let b = r#"
        type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }
    "#;
    let c = r#"
        type Book @key(fields: "id") { id: ID! pages: Int @override(from: "a", label: "pages") words: Int }
    "#;
    vec![subgraph("a", a), subgraph("b", b), subgraph("c", c)]
}

fn each_input() -> [Vec<SubgraphInput>; 2] {
    [rich(), city_of_districts()]
}

/// The subgraphs as a parser prints them.
fn reprinted(inputs: &[SubgraphInput]) -> Vec<SubgraphInput> {
    let print =
        |sdl: &str| Document::parse(sdl, "").expect("it can be read").serialize().to_string();
    let mut inputs = inputs.to_vec();
    for input in &mut inputs {
        match &mut input.schemas {
            Schemas::One(sdl) => *sdl = print(sdl),
            Schemas::Partitions(all) => {
                all.iter_mut().for_each(|partition| partition.sdl = print(&partition.sdl));
            }
        }
    }
    inputs
}

#[test]
fn subgraphs_that_are_read_and_printed_compose_to_the_same() {
    for inputs in each_input() {
        let first = composed(&inputs).supergraph_sdl;
        assert_eq!(composed(&reprinted(&inputs)).supergraph_sdl, first);
    }
}

/// Subgraphs of which nothing is left out, since no argument or input field is in some only.
fn plain() -> Vec<SubgraphInput> {
    let a = r#"
        "Queries." type Query { media: [Media!]! @tag(name: "q") find(by: By! = { id: "1" }): Found kind(kind: Kind): Kind }
        input By { id: ID = "0" kinds: [Kind!] @tag(name: "t") }
        enum Kind { BOOK @deprecated(reason: "old") FILM }
        union Found = Book | Film
        interface Media @key(fields: "id") { id: ID! title: String price: Money }
        type Book implements Media @key(fields: "id") { id: ID! title: String @shareable price: Money pages: Int @deprecated }
        type Film implements Media @key(fields: "id") { id: ID! "Its title." title: String price: Money hidden: Int @inaccessible }
        type Money @shareable { amount: Int! }
    "#;
    let b = r#"
        type Media @interfaceObject @key(fields: "id") { id: ID! stars(of: Int = 5): Int }
        type Money @shareable { amount: Int! }
    "#;
    let c = r#"
        type Query { best: Book @provides(fields: "title") }
        type Book @key(fields: "id") { id: ID! pages: Int @override(from: "a") words: Int title: String @external price: Money @external tax: Int @requires(fields: "price { amount }") }
        type Money @shareable { amount: Int! }
        union Found = Book
    "#;
    vec![subgraph("a", a), subgraph("b", b), subgraph("c", c)]
}

#[test]
fn what_is_taken_apart_composes_to_the_same() {
    let first = composed(&plain()).supergraph_sdl;
    let again = composed(&extract::subgraphs(&first)).supergraph_sdl;
    assert!(first == again, "taken apart:\n{first}\nand composed again:\n{again}");
}

#[test]
fn the_order_of_subgraphs_changes_nothing() {
    for mut inputs in each_input() {
        let first = composed(&inputs).supergraph_sdl;
        inputs.reverse();
        assert_eq!(composed(&inputs).supergraph_sdl, first);
    }
}

#[test]
fn a_supergraph_that_is_read_prints_the_same() {
    for inputs in each_input() {
        let sdl = composed(&inputs).supergraph_sdl;
        let read = Schema::parse_and_validate(&sdl, "").expect("it is a schema");
        assert_eq!(read.serialize().to_string(), sdl);
    }
}

#[test]
fn what_the_gateway_can_serve_it_reads_and_the_rest_it_refuses() {
    let served = composed(&city_of_districts()).supergraph_sdl;
    Supergraph::parse(&served).expect("it can be served");
    let protected = composed(&rich()).supergraph_sdl;
    let refusal = Supergraph::parse(&protected).expect_err("nobody enforces the protection");
    assert!(refusal.to_string().contains("is protected by"), "{refusal}");
}

#[test]
fn a_supergraph_is_no_subgraph() {
    let input = SubgraphInput {
        name: "again".to_owned(),
        url: String::new(),
        schemas: Schemas::One(composed(&city_of_districts()).supergraph_sdl),
    };
    assert!(compose(&[input]).is_err());
}
