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
    insta::assert_snapshot!(sdl(), @"");
}

#[test]
fn the_same_schema_prints_the_same_text() {
    assert_eq!(sdl(), sdl());
}
