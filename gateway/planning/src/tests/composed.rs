//! From the schemas of services to plans: two subgraphs composed by our own composition, as they
//! are in production.

use std::sync::Arc;

use contract::partition::sdl_head;
use gateway_composition::{PartitionSchema, Schemas, SubgraphInput, compose};
use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;

use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

const DISTRICT: &str = r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@inaccessible", "@composeDirective"])

scalar DistrictCode
input Scope {
  districts: [DistrictCode!] @route(by: KEY)
  peerGroup: String @route(by: LABEL, label: "peerGroup")
}

type Query {
  grids(districts: [DistrictCode!] @route(by: KEY), first: Int): GridConnection! @merge(law: CONNECTION)
  grid(id: ID! @route(by: ID)): Grid
  compare(scope: Scope): Comparison! @merge(law: OBJECT)
}

type Grid @key(fields: "id") {
  id: ID! @route(by: ID)
  name: String!
  district: District!
}
type GridConnection {
  edges: [GridEdge!]!
  pageInfo: PageInfo!
  totalCount: Int! @merge(law: SUM)
  coverage: Coverage! @merge(law: COVERAGE)
}
type GridEdge { cursor: String! node: Grid! }
type PageInfo @shareable {
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
  endCursor: String
}
type District @key(fields: "code", resolvable: false) { code: DistrictCode! }

type Comparison @key(fields: "id") {
  id: ID! @merge(law: SAME)
  coverage: Coverage! @merge(law: COVERAGE)
  parts: [Part!]! @inaccessible @merge(law: GROUPED, by: ["key"])
}
type Part @inaccessible @shareable { key: String! count: Int! @merge(law: SUM) }
type Coverage @shareable {
  asked: [DistrictCode!]!
  answered: [DistrictCode!]!
  missing: [Missing!]!
  complete: Boolean!
}
type Missing @shareable { code: DistrictCode! reason: MissingReason! }
enum MissingReason { UNREACHABLE TIMEOUT OVERLOADED UNAUTHORIZED INVALID_ANSWER TOO_LARGE OUT_OF_ORDER FOREIGN_ROWS VERSION_SKEW FAILED }
"#;

const CITY: &str = r#"
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires", "@inaccessible"])

scalar DistrictCode
type Query { districts: [District!]! }
type District @key(fields: "code") { code: DistrictCode! name: String! }
type Comparison @key(fields: "id") {
  id: ID!
  parts: [Part!]! @external
  coverage: Coverage! @external
  rows: [Row!]! @requires(fields: "parts { key count } coverage { complete missing { code } }")
}
type Row { key: String! value: Float }
type Part @inaccessible @shareable { key: String! count: Int! }
type Coverage @shareable {
  asked: [DistrictCode!]!
  answered: [DistrictCode!]!
  missing: [Missing!]!
  complete: Boolean!
}
type Missing @shareable { code: DistrictCode! reason: MissingReason! }
enum MissingReason { UNREACHABLE TIMEOUT OVERLOADED UNAUTHORIZED INVALID_ANSWER TOO_LARGE OUT_OF_ORDER FOREIGN_ROWS VERSION_SKEW FAILED }
"#;

fn plan(document: &str) -> String {
    let sdl = format!("{DISTRICT}{}", sdl_head());
    let partition = |key: &str| PartitionSchema { key: key.to_owned(), sdl: sdl.clone() };
    let inputs = [
        SubgraphInput {
            name: "city".to_owned(),
            url: "http://city/graphql".to_owned(),
            schemas: Schemas::One(CITY.to_owned()),
        },
        SubgraphInput {
            name: "districts".to_owned(),
            url: String::new(),
            schemas: Schemas::Partitions(vec![partition("231002"), partition("231004")]),
        },
    ];
    let composed = compose(&inputs).expect("the services compose");
    let supergraph = Supergraph::parse(&composed.supergraph_sdl).expect("the supergraph is sound");
    Pipeline::new(Arc::new(supergraph), &PlannerSettings::default())
        .expect("the supergraph can be planned")
        .run(Key::of(document))
        .map_or_else(|error| error.to_string(), |planned| Explanation(&planned.plan).to_string())
}

#[test]
fn a_page_over_districts_with_names_of_the_city() {
    insta::assert_snapshot!(plan(
        "query($d: [DistrictCode!]) { grids(districts: $d, first: 20) { totalCount edges { node { id name district { code name } } } pageInfo { hasNextPage endCursor } } }"
    ), @r"
    0: districts
      query($_y_0:[DistrictCode!],$_y_1:Int){grids(districts: $_y_0, first: $_y_1){totalCount pageInfo{hasNextPage endCursor _y_hasPreviousPage: hasPreviousPage} edges{node{id name district{__typename code}} _y_cursor: cursor}}}
      grids: by districts ($_y_0), merged by edges._y_cursor, cut to the first $_y_1, rows in edges, page in pageInfo, owner in node.id, { totalCount: sum (Int) }
    1: city, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on District{name}}}
      _entities into grids.edges[].node.district
        $representations of { on District { __typename, code } }
    ");
}

#[test]
fn parts_of_the_districts_become_rows_of_the_city() {
    insta::assert_snapshot!(plan(
        "{ compare(scope: { peerGroup: \"URBAN\" }) { coverage { asked missing { reason } } rows { key value } } }"
    ), @r"
    0: districts
      query($_y_0:Scope){compare(scope: $_y_0){__typename coverage{asked missing{reason code} complete} parts{key count} id}}
      compare: by scope.districts ($_y_0.districts) and by scope.peerGroup ($_y_0.peerGroup), which is the label peerGroup, { __typename: typename, coverage: coverage { asked, missing { reason, code }, complete }, parts: grouped by key { count: sum (Int) }, id: same }
    1: city, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Comparison{rows{key value}}}}
      _entities into compare
        $representations of { on Comparison { __typename, id, parts { key, count }, coverage { complete, missing { code } } } }
    ");
}
