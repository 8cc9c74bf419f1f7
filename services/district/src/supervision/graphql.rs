//! How supervision and its opinions are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::NaiveDate;
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::Delegation,
    deputies::model::Deputy,
    district::District,
    request::RequestContext,
    supervision::{
        kinds::SupervisionForm,
        model::{SupervisionActivity, SupervisionOpinion},
    },
};

/// One look of deputies at one item of work of the authorities.
#[Object]
impl SupervisionActivity {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// Whose supervision it is.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// How it was done.
    async fn form(&self) -> SupervisionForm {
        self.form
    }

    /// The item of work.
    async fn subject(&self) -> LocalizedText {
        LocalizedText::new(&self.subject_zh, &self.subject_en)
    }

    /// The agency whose work it is, by its code in the city's list.
    async fn agency_code(&self) -> Option<&str> {
        self.agency_code.as_deref()
    }

    /// When it took place.
    async fn occurred_on(&self) -> NaiveDate {
        self.occurred_on
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// The deputies who took part.
    async fn participants(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Deputy>>> {
        RequestContext::of(ctx)?.supervision.participants_of_supervision.load(&self.id).await
    }

    /// What the deputies said about it.
    async fn opinions(&self, ctx: &Context<'_>) -> Result<Vec<Arc<SupervisionOpinion>>> {
        RequestContext::of(ctx)?.supervision.opinions_of_supervision.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// An opinion that deputies gave after a supervision.
#[Object]
impl SupervisionOpinion {
    /// The place among its neighbours, from 1.
    async fn position(&self) -> i32 {
        self.position
    }

    /// The opinion.
    async fn detail(&self) -> LocalizedText {
        LocalizedText::new(&self.detail_zh, &self.detail_en)
    }

    /// When it was given.
    async fn given_on(&self) -> NaiveDate {
        self.given_on
    }

    /// When the authority answered.
    async fn answered_on(&self) -> Option<NaiveDate> {
        self.answered_on
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
