//! The outline of the product: partitioned districts, and a city that computes on what they send.

use contract::partition::{MergeLaw, RouteBy};
use gateway_supergraph::Supergraph;

use super::{
    planner::plan,
    support::{body, composed, partitioned, subgraph, text},
};
use crate::SubgraphInput;

pub(super) const DISTRICT: &str = r#"
scalar DistrictCode
type LocalizedText @shareable { zh: String! en: String }
interface Node { id: ID! }
type Query {
  deputies(districts: [DistrictCode!] @route(by: KEY), first: Int = 20, after: String): DeputyConnection! @merge(law: CONNECTION)
  nodes(ids: [ID!]! @route(by: ID)): [Node]!
  deputy(id: ID! @route(by: ID)): Deputy
  compare(metrics: [MetricKey!]!, scope: ScopeInput!): Comparison! @merge(law: OBJECT)
}
type DeputyConnection {
  edges: [DeputyEdge!]!
  nodes: [Deputy!]!
  pageInfo: PageInfo!
  totalCount: Int! @merge(law: SUM)
  coverage: Coverage! @merge(law: COVERAGE)
}
type DeputyEdge { cursor: String! node: Deputy! }
type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type Deputy implements Node @key(fields: "id") {
  id: ID! @route(by: ID)
  name: LocalizedText!
  district: District!
}
type District @key(fields: "code") { code: DistrictCode! @route(by: KEY) chair: String }
input ScopeInput {
  districts: [DistrictCode!] @route(by: KEY)
  peerGroup: String @route(by: LABEL, label: "peerGroup")
}
enum MetricKey { RESOLUTION_RATE REPLY_RATE }
type Comparison @key(fields: "id") {
  id: ID! @merge(law: SAME)
  coverage: Coverage! @merge(law: COVERAGE)
  parts: [Part!]! @inaccessible @merge(law: GROUPED, by: ["metric", "key"])
}
type Part @inaccessible {
  metric: MetricKey!
  key: String!
  numerator: Int! @merge(law: SUM)
  histogram: [[Int!]!] @merge(law: HISTOGRAM)
}
type Coverage { asked: [DistrictCode!]! answered: [DistrictCode!]! missing: [MissingPartition!]! complete: Boolean! }
type MissingPartition { code: DistrictCode! reason: MissingReason! }
enum MissingReason { DOWN TIMEOUT }
"#;

pub(super) const CITY: &str = r#"
scalar DistrictCode
type LocalizedText @shareable { zh: String! en: String }
type Query { districts: [District!]! }
type District @key(fields: "code") { code: DistrictCode! name: LocalizedText! }
type Comparison @key(fields: "id") {
  id: ID!
  parts: [Part!]! @external
  coverage: Coverage! @external
  rows: [Row!]! @requires(fields: "parts { metric key numerator histogram } coverage { asked missing { code reason } }")
}
type Part @inaccessible {
  metric: MetricKey! @external
  key: String! @external
  numerator: Int! @external
  histogram: [[Int!]!] @external
}
type Coverage { asked: [DistrictCode!]! @external missing: [MissingPartition!]! @external }
type MissingPartition { code: DistrictCode! @external reason: MissingReason! @external }
type Row { metric: MetricKey! value: Float district: District }
enum MetricKey { RESOLUTION_RATE REPLY_RATE }
enum MissingReason { DOWN TIMEOUT }
"#;

pub(super) fn city_of_districts() -> Vec<SubgraphInput> {
    vec![
        subgraph("city", CITY),
        partitioned("districts", &[("231002", DISTRICT), ("231004", DISTRICT)]),
    ]
}

#[test]
fn the_outline_composes() {
    let composed = composed(&city_of_districts());
    insta::assert_snapshot!(text(&composed.hints), @"");
    insta::assert_snapshot!(body(&composed.supergraph_sdl), @r#"
    schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) @link(url: "https://specs.yituan.example/partition/v1.0") @partition__graph(graph: DISTRICTS) {
      query: Query
    }

    type Comparison @join__type(graph: CITY, key: "id") @join__type(graph: DISTRICTS, key: "id") {
      id: ID! @partition__merge(graph: DISTRICTS, law: "SAME")
      parts: [Part!]! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS) @inaccessible @partition__merge(graph: DISTRICTS, law: "GROUPED", by: ["metric", "key"])
      coverage: Coverage! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS) @partition__merge(graph: DISTRICTS, law: "COVERAGE")
      rows: [Row!]! @join__field(graph: CITY, requires: "parts { metric key numerator histogram } coverage { asked missing { code reason } }")
    }

    type Coverage @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
      asked: [DistrictCode!]! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS)
      missing: [MissingPartition!]! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS)
      answered: [DistrictCode!]! @join__field(graph: DISTRICTS)
      complete: Boolean! @join__field(graph: DISTRICTS)
    }

    type Deputy implements Node @join__type(graph: DISTRICTS, key: "id") @join__implements(graph: DISTRICTS, interface: "Node") {
      id: ID! @partition__route(graph: DISTRICTS, by: "ID")
      name: LocalizedText!
      district: District!
    }

    type DeputyConnection @join__type(graph: DISTRICTS) {
      edges: [DeputyEdge!]!
      nodes: [Deputy!]!
      pageInfo: PageInfo!
      totalCount: Int! @partition__merge(graph: DISTRICTS, law: "SUM")
      coverage: Coverage! @partition__merge(graph: DISTRICTS, law: "COVERAGE")
    }

    type DeputyEdge @join__type(graph: DISTRICTS) {
      cursor: String!
      node: Deputy!
    }

    type District @join__type(graph: CITY, key: "code") @join__type(graph: DISTRICTS, key: "code") {
      code: DistrictCode! @partition__route(graph: DISTRICTS, by: "KEY")
      name: LocalizedText! @join__field(graph: CITY)
      chair: String @join__field(graph: DISTRICTS)
    }

    scalar DistrictCode @join__type(graph: CITY) @join__type(graph: DISTRICTS)

    type LocalizedText @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
      zh: String!
      en: String
    }

    enum MetricKey @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
      RESOLUTION_RATE @join__enumValue(graph: CITY) @join__enumValue(graph: DISTRICTS)
      REPLY_RATE @join__enumValue(graph: CITY) @join__enumValue(graph: DISTRICTS)
    }

    type MissingPartition @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
      code: DistrictCode! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS)
      reason: MissingReason! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS)
    }

    enum MissingReason @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
      DOWN @join__enumValue(graph: CITY) @join__enumValue(graph: DISTRICTS)
      TIMEOUT @join__enumValue(graph: CITY) @join__enumValue(graph: DISTRICTS)
    }

    interface Node @join__type(graph: DISTRICTS) {
      id: ID!
    }

    type PageInfo @join__type(graph: DISTRICTS) {
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
      endCursor: String
    }

    type Part @join__type(graph: CITY) @join__type(graph: DISTRICTS) @inaccessible {
      metric: MetricKey! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS)
      key: String! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS)
      numerator: Int! @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS) @partition__merge(graph: DISTRICTS, law: "SUM")
      histogram: [[Int!]!] @join__field(graph: CITY, external: true) @join__field(graph: DISTRICTS) @partition__merge(graph: DISTRICTS, law: "HISTOGRAM")
    }

    type Query @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
      districts: [District!]! @join__field(graph: CITY)
      deputies(
        districts: [DistrictCode!] @partition__route(graph: DISTRICTS, by: "KEY"),
        first: Int = 20,
        after: String,
      ): DeputyConnection! @join__field(graph: DISTRICTS) @partition__merge(graph: DISTRICTS, law: "CONNECTION")
      nodes(
        ids: [ID!]! @partition__route(graph: DISTRICTS, by: "ID"),
      ): [Node]! @join__field(graph: DISTRICTS)
      deputy(
        id: ID! @partition__route(graph: DISTRICTS, by: "ID"),
      ): Deputy @join__field(graph: DISTRICTS)
      compare(metrics: [MetricKey!]!, scope: ScopeInput!): Comparison! @join__field(graph: DISTRICTS) @partition__merge(graph: DISTRICTS, law: "OBJECT")
    }

    type Row @join__type(graph: CITY) {
      metric: MetricKey!
      value: Float
      district: District
    }

    input ScopeInput @join__type(graph: DISTRICTS) {
      districts: [DistrictCode!] @partition__route(graph: DISTRICTS, by: "KEY")
      peerGroup: String @partition__route(graph: DISTRICTS, by: "LABEL", label: "peerGroup")
    }

    enum join__Graph {
      CITY @join__graph(name: "city", url: "http://city/")
      DISTRICTS @join__graph(name: "districts", url: "")
    }
    "#);
}

#[test]
fn what_the_districts_count_goes_to_the_city() {
    let sdl = composed(&city_of_districts()).supergraph_sdl;
    let plan = plan(
        &sdl,
        "{ compare(metrics: [REPLY_RATE], scope: { peerGroup: \"URBAN\" }) { rows { value district { chair } } } }",
    );
    insta::assert_snapshot!(plan, @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "districts") {
          {
            compare(metrics: [REPLY_RATE], scope: {peerGroup: "URBAN"}) {
              __typename
              id
              parts {
                histogram
                numerator
                key
                metric
              }
              coverage {
                asked
                missing {
                  reason
                  code
                }
              }
            }
          }
        },
        Flatten(path: "compare") {
          Fetch(service: "city") {
            {
              ... on Comparison {
                __typename
                parts {
                  metric
                  key
                  numerator
                  histogram
                }
                coverage {
                  asked
                  missing {
                    code
                    reason
                  }
                }
                id
              }
            } =>
            {
              ... on Comparison {
                rows {
                  value
                  district {
                    __typename
                    code
                  }
                }
              }
            }
          },
        },
        Flatten(path: "compare.rows.@.district") {
          Fetch(service: "districts") {
            {
              ... on District {
                __typename
                code
              }
            } =>
            {
              ... on District {
                chair
              }
            }
          },
        },
      },
    },
    "#);
}

#[test]
fn a_district_is_joined_over_both() {
    let sdl = composed(&city_of_districts()).supergraph_sdl;
    let plan = plan(
        &sdl,
        "{ deputies(first: 1) { nodes { name { zh } district { name { zh } chair } } } districts { chair } }",
    );
    insta::assert_snapshot!(plan, @r#"
    QueryPlan {
      Sequence {
        Parallel {
          Fetch(service: "city") {
            {
              districts {
                __typename
                code
              }
            }
          },
          Fetch(service: "districts") {
            {
              deputies(first: 1) {
                nodes {
                  name {
                    zh
                  }
                  district {
                    __typename
                    code
                    chair
                  }
                }
              }
            }
          },
        },
        Parallel {
          Flatten(path: "districts.@") {
            Fetch(service: "districts") {
              {
                ... on District {
                  __typename
                  code
                }
              } =>
              {
                ... on District {
                  chair
                }
              }
            },
          },
          Flatten(path: "deputies.nodes.@.district") {
            Fetch(service: "city") {
              {
                ... on District {
                  __typename
                  code
                }
              } =>
              {
                ... on District {
                  name {
                    zh
                  }
                }
              }
            },
          },
        },
      },
    },
    "#);
}

#[test]
fn the_rules_come_back_from_the_supergraph() {
    let sdl = composed(&city_of_districts()).supergraph_sdl;
    let supergraph = Supergraph::parse(&sdl).expect("what composition prints is a supergraph");
    assert_eq!(supergraph.partitions.keys().collect::<Vec<_>>(), ["districts"]);
    let rules = &supergraph.partitions["districts"];
    let law =
        |ty: &str, field: &str| rules.merge(ty, field).map(|rule| (rule.law, rule.by.join(" ")));
    assert_eq!(law("Query", "deputies"), Some((MergeLaw::Connection, String::new())));
    assert_eq!(law("Comparison", "parts"), Some((MergeLaw::Grouped, "metric key".to_owned())));
    assert_eq!(law("Part", "histogram"), Some((MergeLaw::Histogram, String::new())));
    assert_eq!(law("Query", "deputy"), None);
    let scope: Vec<_> = rules
        .routes("Query", "compare")
        .iter()
        .map(|route| {
            (route.argument.as_str(), route.path.join("."), route.by, route.label.as_deref())
        })
        .collect();
    assert_eq!(
        scope,
        [
            ("scope", "districts".to_owned(), RouteBy::Key, None),
            ("scope", "peerGroup".to_owned(), RouteBy::Label, Some("peerGroup")),
        ]
    );
    assert_eq!(rules.key_routes("District").len(), 1);
    assert_eq!(rules.key_routes("Deputy")[0].by, RouteBy::Id);
    let api = supergraph.api_sdl();
    for internal in ["Part ", "parts", "MergeLaw", "RouteBy", "join__", "partition__"] {
        assert!(!api.contains(internal), "`{internal}` is not public:\n{api}");
    }
}

#[test]
fn the_order_of_subgraphs_changes_nothing() {
    let mut inputs = city_of_districts();
    let sdl = composed(&inputs).supergraph_sdl;
    inputs.reverse();
    assert_eq!(composed(&inputs).supergraph_sdl, sdl);
}
