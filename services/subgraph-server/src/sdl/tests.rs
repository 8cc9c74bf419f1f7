//! What async-graphql really prints, since the gateway composes it.

use async_graphql::{EmptyMutation, EmptySubscription, InputObject, Object, Schema, SimpleObject};

use super::print_sdl;
use crate::graphql::{Coverage, DistrictCode, MergeLaw, RouteBy, by, merge, route};

#[derive(InputObject)]
struct Scope {
    /// Only these districts.
    #[graphql(directive = route::apply(RouteBy::Key, None))]
    districts: Option<Vec<DistrictCode>>,
    #[graphql(directive = route::apply(RouteBy::Label, Some("peerGroup".to_owned())))]
    peer_group: Option<String>,
}

#[derive(SimpleObject)]
struct Summary {
    #[graphql(directive = merge::apply(MergeLaw::Sum, None))]
    open: i32,
    #[graphql(directive = merge::apply(MergeLaw::Coverage, None))]
    coverage: Coverage,
    #[graphql(directive = merge::apply(MergeLaw::Grouped, by(&["name"])))]
    groups: Vec<Group>,
}

#[derive(SimpleObject)]
struct Group {
    name: String,
    #[graphql(directive = merge::apply(MergeLaw::Sum, None))]
    size: i32,
}

struct Query;

#[Object]
impl Query {
    /// A summary.
    #[graphql(directive = merge::apply(MergeLaw::Object, None))]
    async fn summary(
        &self,
        scope: Option<Scope>,
        #[graphql(directive = route::apply(RouteBy::Key, None))] districts: Option<
            Vec<DistrictCode>,
        >,
    ) -> Option<Summary> {
        let _ = (scope.map(|scope| (scope.districts, scope.peer_group)), districts);
        None
    }

    #[graphql(entity)]
    async fn find_grid(&self, id: async_graphql::ID) -> Grid {
        Grid { id }
    }
}

#[derive(SimpleObject)]
struct Grid {
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    id: async_graphql::ID,
}

fn sdl() -> String {
    print_sdl(&Schema::new(Query, EmptyMutation, EmptySubscription))
}

#[test]
fn directives_stand_on_fields_arguments_and_input_fields() {
    insta::assert_snapshot!(sdl(), @r#"
    "Which districts an answer is made of. A district that is missing is missing, never zero."
    type Coverage @shareable {
      "The districts that were asked."
      asked: [DistrictCode!]!
      "The districts that answered."
      answered: [DistrictCode!]!
      "The districts that did not answer, and why."
      missing: [MissingPartition!]!
      "Whether all that were asked answered."
      complete: Boolean!
    }

    "The code of a district by GB/T 2260: six digits, such as `231004`."
    scalar DistrictCode

    type Grid @key(fields: "id") {
      id: ID! @route(by: ID)
    }

    type Group {
      name: String!
      size: Int! @merge(law: SUM)
    }

    "How the answers of several partitions to one field become one answer."
    enum MergeLaw {
      "Lists are joined, partitions in the order of their keys."
      CONCAT
      "Sorted lists are merged by the fields of `by` (ascending, `-name` for descending)."
      SORTED
      "Relay connections are merged by their cursors."
      CONNECTION
      "The fields of an object are merged, each by its own law."
      OBJECT
      "Numbers are added. An `Int` that leaves 32 bits is an error."
      SUM
      "The smallest value."
      MIN
      "The largest value."
      MAX
      "True when all are."
      AND
      "True when one is."
      OR
      "All must be equal; a difference is an error. Nulls give way to values."
      SAME
      "A list of scalars as a set: each value once, sorted."
      UNION
      "A list of `[bin, count]` pairs: counts of equal bins are added, sorted by bin."
      HISTOGRAM
      """
      A list of objects: those that agree in the fields of `by` become one, by the laws of the
      others.
      """
      GROUPED
      "The coverage object; the gateway adds the partitions that did not answer."
      COVERAGE
      """
      Events of a subscription are passed on one by one, in the order of each partition. The field
      of `by` is the position of an event, from which its partition goes on after a loss.
      """
      EVENTS
    }

    "A district that is not part of an answer."
    type MissingPartition @shareable {
      "The code of the district."
      code: DistrictCode!
      "Why it is missing."
      reason: MissingReason!
    }

    "Why a district that was asked is not part of the answer."
    enum MissingReason {
      "No connection could be made, or it was lost."
      UNREACHABLE
      "No answer in time."
      TIMEOUT
      "No answer by the time at which the request wanted to be answered."
      LATE
      "The district refused the call: overload, or its breaker is open."
      OVERLOADED
      "The district did not accept the caller."
      UNAUTHORIZED
      "The answer was not a GraphQL response of the expected shape."
      INVALID_ANSWER
      "The answer was larger than a district may send."
      TOO_LARGE
      "Rows were not in the order that was asked for."
      OUT_OF_ORDER
      "Rows belonged to another district."
      FOREIGN_ROWS
      "The district runs a version that cannot answer the operation."
      VERSION_SKEW
      "The district answered with an error of its own."
      FAILED
    }

    type Query {
      "A summary."
      summary(scope: Scope, districts: [DistrictCode!] @route(by: KEY)): Summary @merge(law: OBJECT)
    }

    "What a value says about the partition that it concerns."
    enum RouteBy {
      "The value is a partition key, or a list of them."
      KEY
      "The value is that of a label of the partition in the gateway's configuration."
      LABEL
      "The value is an id whose prefix is a partition key, or a list of such ids."
      ID
    }

    input Scope {
      "Only these districts."
      districts: [DistrictCode!] @route(by: KEY)
      peerGroup: String @route(by: LABEL, label: "peerGroup")
    }

    type Summary {
      open: Int! @merge(law: SUM)
      coverage: Coverage! @merge(law: COVERAGE)
      groups: [Group!]! @merge(law: GROUPED, by: ["name"])
    }

    "Directs the executor to include this field or fragment only when the `if` argument is true."
    directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
    "How the gateway merges the answers of several partitions to this field."
    directive @merge(law: MergeLaw!, by: [String!]) on FIELD_DEFINITION
    "What this value says about the partition that it concerns."
    directive @route(by: RouteBy!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
    "Directs the executor to skip this field or fragment when the `if` argument is true."
    directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
    extend schema @link(
      url: "https://specs.apollo.dev/federation/v2.5",
      import: ["@key", "@tag", "@shareable", "@inaccessible", "@override", "@external", "@provides", "@requires", "@composeDirective", "@interfaceObject", "@requiresScopes"]
    )

    extend schema @link(
      url: "https://specs.yituan.example/partition/v1.0"
      import: ["@merge","@route"]
    )
      @composeDirective(name: "@merge")
      @composeDirective(name: "@route")
    "#);
}

#[test]
fn the_same_schema_prints_the_same_text() {
    assert_eq!(sdl(), sdl());
}
