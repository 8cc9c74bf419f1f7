//! The row types of this domain as lists see them.

use super::model::{DelegationMembership, Deputy, Mandate};
use super::order::DeputyOrder;
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    Deputy, deputies by id;
    Mandate, mandates by id;
    DelegationMembership, delegation_memberships by id;
}

impl Listed for Deputy {
    const CONNECTION: &'static str = "DeputyConnection";
    const EDGE: &'static str = "DeputyEdge";
    type Order = DeputyOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.deputies.deputies
    }
}
