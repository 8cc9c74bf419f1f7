//! How activities are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use subgraph_server::{
    Result,
    graphql::{LocalizedText, RouteBy, route},
};

use crate::{
    delegations::model::{Delegation, WorkingGroup},
    deputies::model::Deputy,
    district::District,
    duty::{
        kinds::{ActivityKind, AttendanceStatus},
        model::{Activity, Attendance},
    },
    request::RequestContext,
    stations::model::Station,
    text::localized,
};

/// Something that deputies did on a day: a talk, a reception, a visit.
#[Object]
impl Activity {
    /// The id; it starts with the code of the district.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// Whose activity it is.
    async fn delegation(&self, ctx: &Context<'_>) -> Result<Arc<Delegation>> {
        RequestContext::of(ctx)?
            .delegations
            .delegations
            .by_id
            .load_referred(&self.delegation_id)
            .await
    }

    /// What was done.
    async fn kind(&self) -> ActivityKind {
        self.kind
    }

    /// What it was called.
    async fn title(&self) -> LocalizedText {
        LocalizedText::new(&self.title_zh, &self.title_en)
    }

    /// When it began.
    async fn occurred_at(&self) -> DateTime<Utc> {
        self.occurred_at.and_utc()
    }

    /// Where it was.
    async fn place(&self) -> Option<LocalizedText> {
        localized(self.place_zh.as_ref(), self.place_en.as_ref())
    }

    /// The station it was held at.
    async fn station(&self, ctx: &Context<'_>) -> Result<Option<Arc<Station>>> {
        let request = RequestContext::of(ctx)?;
        request.stations.stations.by_id.load_optional(self.station_id.as_deref()).await
    }

    /// The group that held it.
    async fn working_group(&self, ctx: &Context<'_>) -> Result<Option<Arc<WorkingGroup>>> {
        let request = RequestContext::of(ctx)?;
        request
            .delegations
            .working_groups
            .by_id
            .load_optional(self.working_group_id.as_deref())
            .await
    }

    /// How many of the public came.
    async fn visitors(&self) -> Option<i32> {
        self.visitors
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Who took part and who did not.
    async fn attendances(&self, ctx: &Context<'_>) -> Result<Vec<Arc<Attendance>>> {
        RequestContext::of(ctx)?.duty.attendances_of_activity.load(&self.id).await
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Whether a deputy took part in an activity.
#[Object]
impl Attendance {
    /// The deputy.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Arc<Deputy>> {
        RequestContext::of(ctx)?.deputies.deputies.by_id.load_referred(&self.deputy_id).await
    }

    /// Present, excused or absent.
    async fn status(&self) -> AttendanceStatus {
        self.status
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
