//! The schema: the root fields of every domain put together.

use async_graphql::{EmptyMutation, EmptySubscription, MergedObject, Schema};
use subgraph_server::SchemaLimits;

use crate::{
    brands::root::BrandQuery, compare::graphql::CompareQuery, delegations::root::DelegationQuery,
    deputies::root::DeputyQuery, district::graphql::DistrictQuery, duty::root::DutyQuery,
    node::NodeQuery, petitions::root::PetitionQuery, places::root::PlaceQuery,
    stations::root::StationQuery, supervision::root::SupervisionQuery,
};

/// The root fields.
#[derive(MergedObject, Default)]
pub struct Query(
    NodeQuery,
    DistrictQuery,
    PlaceQuery,
    DeputyQuery,
    DelegationQuery,
    StationQuery,
    PetitionQuery,
    DutyQuery,
    SupervisionQuery,
    BrandQuery,
    CompareQuery,
);

/// The schema of a district.
pub type DistrictSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema. Requests bring their [`crate::request::RequestContext`].
#[must_use]
pub fn schema() -> DistrictSchema {
    let builder = Schema::build(Query::default(), EmptyMutation, EmptySubscription);
    SchemaLimits::default().apply(builder).finish()
}

#[cfg(test)]
mod tests;
