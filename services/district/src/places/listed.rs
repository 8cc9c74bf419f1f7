//! The row types of this domain as lists see them.

use super::model::{Community, Division, Grid, GridChiefAssignment};
use super::order::{CommunityOrder, DivisionOrder, GridOrder};
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    Division, divisions by id;
    Community, communities by id;
    Grid, grids by id;
    GridChiefAssignment, grid_chief_assignments by id;
}

impl Listed for Division {
    const CONNECTION: &'static str = "DivisionConnection";
    const EDGE: &'static str = "DivisionEdge";
    type Order = DivisionOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.places.divisions
    }
}

impl Listed for Community {
    const CONNECTION: &'static str = "CommunityConnection";
    const EDGE: &'static str = "CommunityEdge";
    type Order = CommunityOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.places.communities
    }
}

impl Listed for Grid {
    const CONNECTION: &'static str = "GridConnection";
    const EDGE: &'static str = "GridEdge";
    type Order = GridOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.places.grids
    }
}
