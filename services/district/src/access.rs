//! Who may read what is not for everybody. What is public has no check; the rest denies by default.

use async_graphql::Context;
use contract::{
    ErrorCode,
    identity::{CallerContext, Role},
};
use subgraph_server::{Failure, Result};

/// Lets those pass who may read how single deputies performed: points, files, excuses. To others
/// only aggregates are shown.
///
/// # Errors
/// `FORBIDDEN` for everybody else, with the same text whether there is something or not.
pub fn performance(ctx: &Context<'_>) -> Result<()> {
    let role = ctx.data_opt::<CallerContext>().map_or(Role::Public, |caller| caller.role);
    match role {
        Role::DelegationStaff | Role::DistrictStaff => Ok(()),
        Role::Public
        | Role::PartnerAgency
        | Role::Deputy
        | Role::CityAnalyst
        | Role::Auditor
        | Role::Service => Err(Failure::new(
            ErrorCode::Forbidden,
            "points, performance files and excuses of single deputies are for the staff of their \
             district",
        )),
    }
}
