use contract::ErrorCode;
use gateway_supergraph::Supergraph;
use serde_json::{Value, json};

use super::*;
use crate::{PrepareSettings, prepare, variables};

const HEAD: &str = r#"
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@listSize", { name: "@cost", as: "@weight" }])
{ query: Query }
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @weight(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
enum link__Purpose { SECURITY EXECUTION }
scalar link__Import
enum join__Graph { A @join__graph(name: "a", url: "http://a/") }
"#;

const TYPES: &str = r#"
type Query @join__type(graph: A) {
  one: Item
  items: [Item]
  matrix: [[Item]]
  few: [Item] @listSize(assumedSize: 3)
  sliced(first: Int, last: Int): [Item] @listSize(slicingArguments: ["first", "last"], assumedSize: 50)
  lax(first: Int = 4, last: Int): [Item] @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
  page(first: Int!): Page @listSize(slicingArguments: ["first"], sizedFields: ["edges", "items"])
  dear: Item @weight(weight: 100)
  search(filter: Filter, words: [Word] @weight(weight: 2), heavy: Heavy): Int
  thing: Thing
  either: Either
}
type Page @join__type(graph: A) { edges: [Edge] items: [Item] others: [Item] }
type Edge @join__type(graph: A) { node: Item }
interface Thing @join__type(graph: A) { name: String size: Int }
type Item implements Thing @join__type(graph: A) @join__implements(graph: A, interface: "Thing") {
  name: String size: Int @weight(weight: 2) next: Item items: [Item] note: Heavy
}
type Box implements Thing @join__type(graph: A) @join__implements(graph: A, interface: "Thing") @weight(weight: 7) {
  name: String size: Int @weight(weight: 5) in: Item
}
union Either @join__type(graph: A) @join__unionMember(graph: A, member: "Item") @join__unionMember(graph: A, member: "Box") = Item | Box
input Filter @join__type(graph: A) { name: String deep: Filter @weight(weight: 3) all: [Filter] word: Word }
enum Word @join__type(graph: A) @weight(weight: 4) { A B }
scalar Heavy @join__type(graph: A) @weight(weight: 6)
"#;

fn estimate(document: &str, raw: Value) -> CostEstimate {
    let supergraph = Supergraph::parse(&format!("{HEAD}{TYPES}")).expect("a supergraph");
    let settings = PrepareSettings::default();
    let prepared = prepare(&supergraph.api_schema, &settings, document, None).expect(document);
    let raw = raw.as_object().cloned().unwrap_or_default();
    let values = variables::coerce(&supergraph.api_schema, &prepared, &raw).expect("they fit");
    OperationCost::of(&supergraph, &prepared, 10).estimate(&values)
}

fn cost(document: &str) -> u64 {
    cost_with(document, json!({}))
}

fn cost_with(document: &str, raw: Value) -> u64 {
    estimate(document, raw).cost
}

#[test]
fn objects_cost_one_and_leaves_nothing_unless_they_are_weighed() {
    assert_eq!(cost("{ one { name } }"), 1);
    assert_eq!(cost("{ one { name next { name } } }"), 2);
    assert_eq!(cost("{ dear { name } }"), 100);
    assert_eq!(cost("{ one { size } }"), 1 + 2);
    assert_eq!(cost("{ one { note } }"), 1 + 6);
    assert_eq!(cost("{ __typename __schema { types { name } } one { __typename } }"), 1);
}

#[test]
fn a_list_costs_its_elements() {
    assert_eq!(cost("{ items { name } }"), 10, "of unknown size");
    assert_eq!(cost("{ items { items { size } } }"), 10 * (1 + 10 * (1 + 2)));
    assert_eq!(cost("{ matrix { name } }"), 10, "a list in a list is one");
    assert_eq!(cost("{ few { name } }"), 3);
}

#[test]
fn arguments_say_how_long_a_list_is() {
    assert_eq!(cost("{ sliced(first: 7) { name } }"), 7);
    assert_eq!(cost("{ sliced(last: 2) { next { name } } }"), 4);
    assert_eq!(cost("{ sliced(first: -7) { name } }"), 0);
    let document = "query($n: Int, $m: Int) { sliced(first: $n, last: $m) { name } }";
    assert_eq!(cost_with(document, json!({ "n": 20 })), 20);
    assert_eq!(cost_with(document, json!({ "m": 30, "n": null })), 30);
    assert_eq!(cost("query($n: Int = 8) { sliced(first: $n) { name } }"), 8);
    assert_eq!(cost("{ lax { name } }"), 4, "the default of the argument");
    assert_eq!(cost("{ lax(last: 9) { name } }"), 9);
    assert_eq!(cost("{ lax(first: 5, last: 9) { name } }"), 9, "the larger one");
    assert_eq!(cost("query($n: Int) { lax(first: $n) { name } }"), 4);
}

#[test]
fn exactly_one_slicing_argument_is_demanded() {
    let unsliced = |document, raw| estimate(document, raw).unsliced.map(|list| list.to_string());
    let told =
        "`Query.sliced` must be given exactly one of first, last, as they say how long its list is";
    let document = "query($n: Int, $m: Int) { sliced(first: $n, last: $m) { name } }";
    assert_eq!(unsliced(document, json!({})).as_deref(), Some(told));
    assert_eq!(unsliced(document, json!({ "n": 1, "m": 1 })).as_deref(), Some(told));
    assert_eq!(unsliced(document, json!({ "n": 1 })), None);
    assert_eq!(unsliced("{ lax(first: 5, last: 9) { name } }", json!({})), None);
    assert_eq!(cost("{ sliced { name } }"), 50, "the assumed size stands for it");
}

#[test]
fn fields_of_a_page_are_as_long_as_the_page_says() {
    assert_eq!(cost("{ page(first: 5) { edges { node { name } } } }"), 1 + 5 * (1 + 1));
    assert_eq!(cost("{ page(first: 5) { others { name } } }"), 1 + 10);
    let fragments = "query($n: Int!) { page(first: $n) { ...P } } fragment P on Page { edges { node { name } } items { items { name } } }";
    assert_eq!(cost_with(fragments, json!({ "n": 3 })), 1 + 3 * 2 + 3 * (1 + 10));
}

#[test]
fn arguments_cost_what_they_weigh() {
    assert_eq!(cost("{ search(filter: {}) }"), 1);
    assert_eq!(cost("{ search(filter: { name: \"x\", deep: { name: \"y\" } }) }"), 1 + 3);
    assert_eq!(cost("{ search(filter: { all: [{}, { word: A }] }) }"), 1 + 1 + (1 + 4));
    assert_eq!(cost("{ search(words: [A, B, A]) }"), 6);
    assert_eq!(cost("{ search(heavy: { anything: [1, 2] }) }"), 6);
    assert_eq!(cost("{ search(filter: null) }"), 0);
    let document = "query($f: Filter, $w: Word) { search(filter: { deep: $f, word: $w }) }";
    assert_eq!(cost_with(document, json!({ "f": { "all": [{}, {}] }, "w": "A" })), 1 + 5 + 4);
    assert_eq!(cost_with(document, json!({})), 1);
}

#[test]
fn what_is_left_out_costs_nothing() {
    let document =
        "query($a: Boolean!) { one @include(if: $a) { name } items @skip(if: $a) { name } }";
    assert_eq!(cost_with(document, json!({ "a": true })), 1);
    assert_eq!(cost_with(document, json!({ "a": false })), 10);
    assert_eq!(
        cost("{ one @skip(if: true) { name } items @include(if: false) { name } few { name } }"),
        3
    );
    let twice =
        "query($a: Boolean!) { one { next { name } } one @include(if: $a) { items { name } } }";
    assert_eq!(cost_with(twice, json!({ "a": true })), 1 + 1 + 10);
    assert_eq!(cost_with(twice, json!({ "a": false })), 1 + 1);
}

#[test]
fn one_response_key_costs_once() {
    assert_eq!(cost("{ one { next { name } } one { next { size } } }"), 1 + 1 + 2);
    assert_eq!(cost("{ a: one { name } b: one { name } }"), 2);
    let fragments = "{ one { ...A ...A ...B } } fragment A on Item { next { name } } fragment B on Item { next { name } }";
    assert_eq!(cost(fragments), 2);
}

#[test]
fn of_several_types_the_dearest_counts() {
    assert_eq!(cost("{ thing { name } }"), 7, "a thing may be a box");
    assert_eq!(cost("{ thing { size } }"), 7 + 5);
    assert_eq!(
        cost("{ either { ... on Item { items { name } } ... on Box { in { name } } } }"),
        7 + 10
    );
    assert_eq!(
        cost("{ either { ... on Thing { name } ... on Box { in { name } size } } }"),
        7 + 1 + 5
    );
    // Both are about the same object, so that they add up.
    assert_eq!(
        cost("{ thing { ... on Box { in { name } } ...F } } fragment F on Box { size }"),
        7 + 1 + 5
    );
}

#[test]
fn what_is_too_large_is_the_largest_number() {
    let mut document = "{ name }".to_owned();
    for _ in 0..30 {
        document = format!("{{ items {document} }}");
    }
    assert_eq!(cost(&format!("{{ items {document} }}")), u64::MAX);
}

#[test]
fn fragments_that_multiply_are_stopped_before() {
    let fragments: String = (0..40)
        .map(|n| {
            format!(
                "fragment F{n} on Item {{ a: next {{ ...F{0} }} b: next {{ ...F{0} }} }} ",
                n + 1
            )
        })
        .collect();
    let document = format!("{{ one {{ ...F0 }} }} {fragments} fragment F40 on Item {{ name }}");
    let supergraph = Supergraph::parse(&format!("{HEAD}{TYPES}")).expect("a supergraph");
    let refused = prepare(&supergraph.api_schema, &PrepareSettings::default(), &document, None);
    assert_eq!(refused.expect_err("the guard")[0].code, ErrorCode::OperationTooComplex);
}
