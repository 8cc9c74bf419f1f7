//! Golden cases: what older versions are sent of a plan, and what it takes.

use std::sync::Arc;

use contract::partition::sdl_head;
use gateway_composition::{PartitionSchema, Schemas, SubgraphInput, compose};
use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;

use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

const HEAD: &str = r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
"#;

const OLD: &str = r#"
type Query {
  items(first: Int, filter: Filter): [Item!]! @merge(law: CONCAT)
  things: [Thing!]! @merge(law: CONCAT)
  item(id: ID! @route(by: ID)): Item
}
type Item @key(fields: "id") { id: ID! @route(by: ID) name(form: Form): String! state: State! }
type Other { label: String! }
enum State { OPEN CLOSED }
enum Form { SHORT LONG }
input Filter { state: State }
union Thing = Item
"#;

const NEW: &str = r#"
type Query {
  items(first: Int, filter: Filter, state: State): [Item!]! @merge(law: CONCAT)
  things: [Thing!]! @merge(law: CONCAT)
  item(id: ID! @route(by: ID)): Item
  count: Int @merge(law: SUM)
}
interface Named { name(form: Form, upper: Boolean): String! }
type Item implements Named @key(fields: "id") { id: ID! @route(by: ID) name(form: Form, upper: Boolean): String! state: State! note: Note }
type Other { label: String! }
type Note implements Named { name(form: Form, upper: Boolean): String! text: String }
type Mutation { rename(id: ID! @route(by: ID)): Item }
enum State { OPEN CLOSED ESCALATED }
enum Form { SHORT LONG FULL }
input Filter { state: State text: String and: [Filter!] }
union Thing = Item | Note | Other
"#;

/// The plan over an old partition and a new one.
fn plan(document: &str) -> String {
    let partition = |key: &str, sdl: &str| PartitionSchema {
        key: key.to_owned(),
        sdl: format!("{HEAD}{}{sdl}", sdl_head()),
    };
    let inputs = [SubgraphInput {
        name: "d".to_owned(),
        url: String::new(),
        schemas: Schemas::Partitions(vec![partition("1", OLD), partition("2", NEW)]),
    }];
    let composed = compose(&inputs).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let supergraph = Supergraph::parse(&composed.supergraph_sdl).expect("it is sound");
    let planned = Pipeline::new(Arc::new(supergraph), &PlannerSettings::default())
        .expect("it can be planned")
        .run(Key::of(document))
        .unwrap_or_else(|failure| panic!("{failure}"));
    Explanation(&planned.plan).to_string()
}

/// What the plan says of older versions.
fn skewed(document: &str) -> String {
    let plan = plan(document);
    plan.split_once("  to partitions of older ").map_or("", |(_, skewed)| skewed).to_owned()
}

#[test]
fn what_every_version_knows_is_one_document_for_all() {
    insta::assert_snapshot!(plan("{ items { id name state } }"), @"
    0: d
      query{items{id name state}}
      items: all partitions, joined, owner in id
    ");
    assert_eq!(skewed("{ item(id: \"1:item:1\") { id name } }"), "");
}

#[test]
fn a_value_that_may_be_unknown_is_looked_at_and_the_document_is_the_same() {
    insta::assert_snapshot!(plan("{ items(filter: { state: OPEN }) { name(form: SHORT) } }"), @"
    0: d
      query($_y_0:Filter,$_y_1:Form){items(filter: $_y_0){name(form: $_y_1) _y_id: id}}
      items: all partitions, joined, owner in _y_id
      to partitions of older version 0: query($_y_0:Filter,$_y_1:Form){items(filter: $_y_0){name(form: $_y_1) _y_id: id}}
        lacks something of Filter, to which $_y_0 must keep
        lacks something of Form, to which $_y_1 must keep
    ");
}

#[test]
fn a_nullable_field_is_left_out() {
    insta::assert_snapshot!(skewed("{ items { id note { text } } }"), @r#"
    version 0: query{items { id }}
        lacks Item.note, which is null
    "#);
    insta::assert_snapshot!(skewed("{ items { note { text } } }"), @"
    version 0: query{items { _y_id: id }}
        lacks Item.note, which is null
    ");
}

#[test]
fn a_root_field_is_not_asked_and_others_are() {
    insta::assert_snapshot!(skewed("{ count items { id } }"), @r#"
    version 0: query{items { id }}
        lacks Query.count, so that the field is not asked
    "#);
}

#[test]
fn a_root_type_may_be_lacked_as_a_whole() {
    insta::assert_snapshot!(skewed("mutation { rename(id: \"1:item:1\") { id } }"), @"
    version 0: nothing
        lacks Mutation.rename, so that the field is not asked
    ");
}

#[test]
fn an_argument_may_have_no_value() {
    insta::assert_snapshot!(skewed("query($s: State) { items(state: $s) { id name(upper: true) } }"), @r#"
    version 0: query{items { id name }}
        lacks Query.items(state:), so that it is asked without $_y_0 only
        lacks Item.name(upper:), so that it is asked without $_y_1 only
    "#);
    insta::assert_snapshot!(skewed("query($up: Boolean) { items { name(upper: $up) } }"), @"
    version 0: query{items { name _y_id: id }}
        lacks Item.name(upper:), so that it is asked without $up only
    ");
}

#[test]
fn values_of_inputs_are_looked_at_when_a_request_comes() {
    insta::assert_snapshot!(skewed("query($f: Filter, $form: Form = FULL) { items(filter: $f) { name(form: $form) } }"), @"
    version 0: query($form:Form,$_y_0:Filter){items(filter: $_y_0) { name(form: $form) _y_id: id }}
        lacks something of Filter, to which $_y_0 must keep
        lacks something of Form, to which $form must keep
    ");
}

#[test]
fn objects_of_a_type_that_is_not_there_are_not_asked_for() {
    insta::assert_snapshot!(skewed("{ things { __typename ... on Item { id } ... on Note { text } ... on Other { label } } }"), @r#"version 0: query{things { __typename ... on Item { id } ... on Item { _y___0: id } }}"#);
}

#[test]
fn an_interface_that_is_not_there_becomes_its_objects() {
    insta::assert_snapshot!(skewed("{ things { ... on Named { name } } items { ... on Named { name } } }"), @"version 0: query{things { __typename ... on Item { name } ... on Item { _y___0: id } } items { name _y_id: id }}");
}

#[test]
fn fragments_are_pruned_and_lose_their_variables() {
    insta::assert_snapshot!(skewed(
        "query($a: Boolean!, $up: Boolean) { items { ...F } more: items(first: 1) { ...F } } fragment F on Item { id n: note @include(if: $a) { name(upper: $up) text } s: state }"
    ), @r"
    version 0: query($_y_0:Int){items { id s: state } more: items(first: $_y_0) { id s: state }}
        lacks Item.note, which is null
        lacks Item.note, which is null
    ");
}

/// More conditions than make cases, so that they stay in the document.
#[test]
fn what_stands_under_conditions_is_lacked_under_them() {
    insta::assert_snapshot!(skewed(
        "query($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!, $e: Boolean!, $up: Boolean) { items { ...F @include(if: $a) state @skip(if: $c) id @skip(if: $d) } count @include(if: $e) } fragment F on Item { note @skip(if: $b) { text } name(upper: $up) @skip(if: $b) }"
    ), @"
    version 0: query($a:Boolean!,$b:Boolean!,$c:Boolean!,$d:Boolean!){items { name @include(if: $a) @skip(if: $b) state @skip(if: $c) id @skip(if: $d) _y_id: id } }
        lacks Item.note, which is null, if not $b and $a
        lacks Item.name(upper:), so that it is asked without $up only, if not $b and $a
        lacks Query.count, so that the field is not asked, if $e
    ");
}
