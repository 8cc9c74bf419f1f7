//! What lists of stations, channels and codes are narrowed by.

use async_graphql::{ID, InputObject};
use subgraph_server::graphql::{RouteBy, route};

use super::kinds::{ChannelKind, ChannelStatus, StationHostKind, StationLevel, StationType};
use crate::{
    listing::{Conditions, ListFilter},
    numbers::IntFilter,
};

/// What a list of stations is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct StationFilter {
    /// Those of one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those of one of these types.
    #[graphql(name = "type")]
    pub station_type: Option<Vec<StationType>>,
    /// Those at one of these levels.
    pub level: Option<Vec<StationLevel>>,
    /// Those with one of these kinds of host.
    pub host_kind: Option<Vec<StationHostKind>>,
}

impl ListFilter for StationFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("stations.delegation_id", self.delegation);
        conditions.one_of("stations.station_type", self.station_type);
        conditions.one_of("stations.level", self.level);
        conditions.one_of("stations.host_kind", self.host_kind);
        conditions
    }
}

/// What a list of channels is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct ChannelFilter {
    /// Those of one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those of one of these kinds.
    pub kind: Option<Vec<ChannelKind>>,
    /// Those in one of these states.
    pub status: Option<Vec<ChannelStatus>>,
}

impl ListFilter for ChannelFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("channels.delegation_id", self.delegation);
        conditions.one_of("channels.kind", self.kind);
        conditions.one_of("channels.status", self.status);
        conditions
    }
}

/// What a list of QR codes is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct QrCodeFilter {
    /// Those that work, or those that do not.
    pub active: Option<bool>,
    /// Those that led to so many petitions.
    pub petitions: Option<IntFilter>,
}

impl ListFilter for QrCodeFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.equal("qr_codes.active", self.active);
        if let Some(petitions) = self.petitions {
            petitions.apply(
                &mut conditions,
                "(SELECT COUNT(*) FROM petitions WHERE petitions.qr_code_id = qr_codes.id)",
            );
        }
        conditions
    }
}
