//! What lists of brands are narrowed by.

use async_graphql::{ID, InputObject};
use subgraph_server::graphql::{RouteBy, route};

use super::kinds::{BrandKind, BrandStatus, MechanismKind};
use crate::{
    listing::{Conditions, ListFilter, Sql},
    stations::kinds::ChannelKind,
};

/// What a list of brands is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct BrandFilter {
    /// Those of one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those of one of these kinds.
    pub kind: Option<Vec<BrandKind>>,
    /// Those in one of these states.
    pub status: Option<Vec<BrandStatus>>,
    /// Lead brands, or the others.
    pub lead: Option<bool>,
    /// Those that bring a mechanism of one of these kinds.
    pub mechanism: Option<Vec<MechanismKind>>,
    /// Those with a channel of one of these kinds.
    pub channel_kind: Option<Vec<ChannelKind>>,
}

impl ListFilter for BrandFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("brand_initiatives.delegation_id", self.delegation);
        conditions.one_of("brand_initiatives.kind", self.kind);
        conditions.one_of("brand_initiatives.status", self.status);
        conditions.equal("brand_initiatives.lead", self.lead);
        if let Some(kinds) = self.mechanism {
            let of_brand = Sql::new(
                "SELECT 1 FROM mechanisms \
                 WHERE mechanisms.brand_id = brand_initiatives.id AND mechanisms.kind",
            );
            conditions.exists(of_brand.is_one_of(kinds), true);
        }
        if let Some(kinds) = self.channel_kind {
            let of_brand = Sql::new(
                "SELECT 1 FROM brand_channels JOIN channels ON channels.id = brand_channels.channel_id \
                 WHERE brand_channels.brand_id = brand_initiatives.id AND channels.kind",
            );
            conditions.exists(of_brand.is_one_of(kinds), true);
        }
        conditions
    }
}
