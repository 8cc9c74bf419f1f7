//! How working groups are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::{Delegation, WorkingGroup},
    deputies::model::Deputy,
    district::District,
    petitions::kinds::CategoryCode,
    places::model::Community,
    request::RequestContext,
    stations::model::Station,
    text::localized,
};

/// Some deputies of a delegation who share a field, a place or both.
#[Object]
impl WorkingGroup {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// The delegation it is part of.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// The community it serves, when it is formed by place.
    async fn community(&self, ctx: &Context<'_>) -> Result<Option<Arc<Community>>> {
        let request = RequestContext::of(ctx)?;
        request.places.communities.by_id.load_optional(self.community_id.as_deref()).await
    }

    /// The station it is posted to.
    async fn station(&self, ctx: &Context<'_>) -> Result<Option<Arc<Station>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.stations.by_id.load_optional(self.station_id.as_deref()).await
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// What it takes on.
    async fn detail(&self) -> Option<LocalizedText> {
        localized(self.detail_zh.as_ref(), self.detail_en.as_ref())
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The classes of petition that the group takes on.
    async fn topics(&self, ctx: &Context<'_>) -> Result<Vec<CategoryCode>> {
        let topics = RequestContext::of(ctx)?.delegations.topics_of_group.load(&self.id).await?;
        Ok(topics.iter().map(|topic| topic.category).collect())
    }

    /// The deputies who are in the group today.
    async fn members(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Deputy>>> {
        RequestContext::of(ctx)?.delegations.members_of_group.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
