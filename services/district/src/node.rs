//! Objects by id, whatever their type.

use std::sync::Arc;

use async_graphql::{Context, ID, Interface, Object};
use contract::GlobalId;
use subgraph_server::{
    Result,
    graphql::{RouteBy, route},
};

use crate::{
    brands::model::BrandInitiative,
    delegations::model::{Delegation, WorkingGroup},
    deputies::model::Deputy,
    duty::model::{Activity, RegisterEntry},
    listing::{ById, Identified},
    petitions::model::{Escalation, Petition},
    places::model::{Community, Division, Grid},
    request::RequestContext,
    stations::model::{Channel, QrCode, Station},
    supervision::model::SupervisionActivity,
};

macro_rules! nodes {
    ($($variant:ident($row:ty) = $kind:literal in $domain:ident.$list:ident,)*) => {
        /// An object that is known by an id.
        #[derive(Interface)]
        #[graphql(field(
            name = "id",
            ty = "ID",
            desc = "The id; it starts with the code of the district."
        ))]
        pub enum Node {
            $(
                #[expect(missing_docs, reason = "the type says it")]
                $variant(Arc<$row>),
            )*
        }

        impl Node {
            async fn load(request: &RequestContext, id: &str) -> Result<Option<Self>> {
                Ok(match GlobalId::parse(id)?.kind {
                    $($kind => {
                        request.$domain.$list.by_id.load(id).await?.map(Self::$variant)
                    })*
                    _ => None,
                })
            }
        }
    };
}

nodes! {
    Deputy(Deputy) = "deputy" in deputies.deputies,
    Delegation(Delegation) = "delegation" in delegations.delegations,
    WorkingGroup(WorkingGroup) = "working-group" in delegations.working_groups,
    Station(Station) = "station" in stations.stations,
    Channel(Channel) = "channel" in stations.channels,
    QrCode(QrCode) = "qr-code" in stations.qr_codes,
    Division(Division) = "division" in places.divisions,
    Community(Community) = "community" in places.communities,
    Grid(Grid) = "grid" in places.grids,
    Petition(Petition) = "petition" in petitions.petitions,
    Escalation(Escalation) = "escalation" in petitions.escalations,
    Activity(Activity) = "activity" in duty.activities,
    RegisterEntry(RegisterEntry) = "register-entry" in duty.register_entries,
    SupervisionActivity(SupervisionActivity) = "supervision" in supervision.supervision,
    Brand(BrandInitiative) = "brand" in brands.brands,
}

/// The row of an id, or none. The id is checked, so that a wrong one is told from an unknown one.
///
/// # Errors
/// `ID_INVALID`, or the failure of the database.
pub async fn find<R: Identified>(rows: &ById<R>, id: &str) -> Result<Option<Arc<R>>> {
    GlobalId::parse(id)?;
    rows.load(id).await
}

/// The root fields that find objects by id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object of an id, or null.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.", directive = route::apply(RouteBy::Id, None))] id: ID,
    ) -> Result<Option<Node>> {
        Node::load(RequestContext::of(ctx)?, &id).await
    }

    /// The objects of several ids, in their order, with null for each that is unknown.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their ids, at most 100.", directive = route::apply(RouteBy::Id, None))]
        ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        let request = RequestContext::of(ctx)?;
        check_number(ids.len())?;
        futures::future::try_join_all(ids.iter().map(|id| Node::load(request, id))).await
    }
}

/// The most ids that one field takes.
const MAX_IDS: usize = 100;

fn check_number(ids: usize) -> Result<()> {
    if ids <= MAX_IDS {
        return Ok(());
    }
    let text = format!("`ids` has {ids} ids; at most {MAX_IDS} are taken");
    Err(subgraph_server::Failure::new(contract::ErrorCode::ArgumentInvalid, text))
}

#[cfg(test)]
mod tests;
