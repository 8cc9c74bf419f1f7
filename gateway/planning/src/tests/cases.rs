//! Conditions: one plan for each case.

use std::sync::Arc;

use gateway_composition::{SubgraphInput, compose};
use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;

use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

const SUBGRAPHS: &str = r#"
# subgraph s0
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires"])
interface Node { id: ID! }
union Either = T
type Query { either: Either }
type T implements Node @key(fields: "id") { id: ID! needed: Int }
# subgraph s1
extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires"])
interface Node { id: ID! }
type T implements Node @key(fields: "id") { id: ID! next: Node }
"#;

#[test]
fn what_the_client_leaves_out_is_not_fetched() {
    let composed = compose(&SubgraphInput::from_text(SUBGRAPHS)).expect("it composes");
    let supergraph = Supergraph::parse(&composed.supergraph_sdl).expect("it is sound");
    let pipeline = Pipeline::new(Arc::new(supergraph), &PlannerSettings::default())
        .expect("it can be planned");
    let document = "query($y: Boolean!) { either { ... on T { id ... on T @include(if: $y) { needed next { id } } } } }";
    let planned = pipeline.run(Key::of(document)).expect("a plan");
    insta::assert_snapshot!(Explanation(&planned.plan), @r"
    0: s0, if not $y
      query{either{__typename ...on T{id}}}
    1: s0, if $y
      query{either{__typename ...on T{__typename id needed}}}
    2: s1, after 1, if $y
      query($representations:[_Any!]!){_entities(representations: $representations){...on T{next{__typename id}}}}
      _entities into either<T>
        $representations of { on T { __typename, id } }
    ");
}
