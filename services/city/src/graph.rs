//! The city's GraphQL schema, put together from its domains.

use async_graphql::{EmptyMutation, EmptySubscription, MergedObject, Schema, SchemaBuilder};
use subgraph_server::SchemaLimits;

use crate::{
    agencies::AgencyQuery, categories::CategoryQuery, cities::CityQuery, compare::ComparisonQuery,
    districts::DistrictQuery, metrics::MetricQuery,
};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    CityQuery,
    DistrictQuery,
    CategoryQuery,
    MetricQuery,
    AgencyQuery,
    ComparisonQuery,
);

/// The city's schema.
pub type CitySchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// The schema without the data that its resolvers need: enough to print it.
#[must_use]
pub fn schema() -> SchemaBuilder<Query, EmptyMutation, EmptySubscription> {
    let builder = Schema::build(Query::default(), EmptyMutation, EmptySubscription);
    SchemaLimits::default().apply(builder)
}
