//! How the rules of cadence are served.

use async_graphql::Object;
use chrono::NaiveDate;
use subgraph_server::graphql::LocalizedText;

use crate::duty::{
    kinds::{CadenceAct, CadenceUnit, ExcuseReason, Period},
    model::{CadenceExcuse, CadenceRule},
};

/// How often a duty falls due, and for whom.
#[Object]
impl CadenceRule {
    /// The duty.
    async fn act(&self) -> CadenceAct {
        self.act
    }

    /// The period in which it falls due.
    async fn every(&self) -> Period {
        self.every
    }

    /// How often in each period.
    async fn times(&self) -> i32 {
        self.times
    }

    /// For whom it falls due; absent when the rule does not say.
    async fn unit(&self) -> Option<CadenceUnit> {
        self.unit
    }

    /// The day on which it falls due.
    async fn day_of_month(&self) -> Option<i32> {
        self.day_of_month
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> Option<NaiveDate> {
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

/// A time in which a deputy is excused from duties.
#[Object]
impl CadenceExcuse {
    /// Why.
    async fn reason(&self) -> ExcuseReason {
        self.reason
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
