//! How points and performance files are served.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDate, Utc};
use subgraph_server::{Result, graphql::LocalizedText};

use crate::{
    deputies::model::Deputy,
    district::District,
    duty::{
        kinds::{Appraisal, Period, PointsAct},
        model::{Activity, PerformanceFile, PointsEntry, PointsRule},
    },
    petitions::model::Petition,
    request::RequestContext,
    text::localized,
};

/// How many points an act earns in a delegation. A change is a new version.
#[Object]
impl PointsRule {
    /// The version of the rule.
    async fn rule_version(&self) -> i32 {
        self.rule_version
    }

    /// The act that earns points.
    async fn act(&self) -> PointsAct {
        self.act
    }

    /// Points for each act.
    async fn points(&self) -> i32 {
        self.points
    }

    /// The most points in a period.
    async fn cap(&self) -> Option<i32> {
        self.cap
    }

    /// The period of the cap.
    async fn cap_period(&self) -> Option<Period> {
        self.cap_period
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }

    /// The last day on which this holds; absent while it does.
    async fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// Points that a deputy earned. Rows are only added; the balance is their sum.
#[Object]
impl PointsEntry {
    /// The id; it starts with the code of the district.
    pub async fn id(&self) -> ID {
        ID::from(self.id.as_str())
    }

    /// Who earned them.
    async fn deputy(&self, ctx: &Context<'_>) -> Result<Arc<Deputy>> {
        RequestContext::of(ctx)?.deputies.deputies.by_id.load_referred(&self.deputy_id).await
    }

    /// By which version of which rule.
    async fn points_rule(&self, ctx: &Context<'_>) -> Result<Arc<PointsRule>> {
        RequestContext::of(ctx)?.duty.points_rules.load_referred(&self.points_rule_id).await
    }

    /// How many; a reversal is negative.
    async fn points(&self) -> i32 {
        self.points
    }

    /// When.
    async fn earned_at(&self) -> DateTime<Utc> {
        self.earned_at.and_utc()
    }

    /// The act, when it was an activity.
    async fn activity(&self, ctx: &Context<'_>) -> Result<Option<Arc<Activity>>> {
        let request = RequestContext::of(ctx)?;
        request.duty.activities.by_id.load_optional(self.activity_id.as_deref()).await
    }

    /// The act, when it was about a petition.
    async fn petition(&self, ctx: &Context<'_>) -> Result<Option<Arc<Petition>>> {
        let request = RequestContext::of(ctx)?;
        request.petitions.petitions.by_id.load_optional(self.petition_id.as_deref()).await
    }

    /// The entry that this takes back.
    async fn reversal_of(&self, ctx: &Context<'_>) -> Result<Option<Arc<PointsEntry>>> {
        let request = RequestContext::of(ctx)?;
        request.duty.points_entries.by_id.load_optional(self.reversal_of_id.as_deref()).await
    }

    /// The district that it belongs to.
    async fn district(&self) -> Result<District> {
        District::of(&self.id)
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A deputy's record of one period, with the appraisal.
#[Object]
impl PerformanceFile {
    /// The first day of the period.
    async fn period_from(&self) -> NaiveDate {
        self.period_from
    }

    /// The last day of the period.
    async fn period_to(&self) -> NaiveDate {
        self.period_to
    }

    /// How the period was judged.
    async fn appraisal(&self) -> Option<Appraisal> {
        self.appraisal
    }

    /// What the file says.
    async fn summary(&self) -> Option<LocalizedText> {
        localized(self.summary_zh.as_ref(), self.summary_en.as_ref())
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
