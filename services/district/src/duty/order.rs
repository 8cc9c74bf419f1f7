//! The orders in which lists of activities and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::{Activity, PointsEntry, RegisterEntry};
use crate::listing::{ListOrder, OrderBy};

/// How a list of activities is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ActivityOrder {
    /// When it began, latest first.
    #[default]
    OccurredAtDesc,
    /// When it began, earliest first.
    OccurredAtAsc,
}

impl ListOrder<Activity> for ActivityOrder {
    fn order_by(self) -> OrderBy<Activity> {
        match self {
            Self::OccurredAtDesc => OrderBy::time("occurred_at", |row| row.occurred_at, Descending),
            Self::OccurredAtAsc => OrderBy::time("occurred_at", |row| row.occurred_at, Ascending),
        }
    }
}

/// How a list of register entries is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RegisterEntryOrder {
    /// When it was written, latest first.
    #[default]
    RecordedAtDesc,
    /// When it was written, earliest first.
    RecordedAtAsc,
}

impl ListOrder<RegisterEntry> for RegisterEntryOrder {
    fn order_by(self) -> OrderBy<RegisterEntry> {
        match self {
            Self::RecordedAtDesc => OrderBy::time("recorded_at", |row| row.recorded_at, Descending),
            Self::RecordedAtAsc => OrderBy::time("recorded_at", |row| row.recorded_at, Ascending),
        }
    }
}

/// How a list of points entries is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PointsEntryOrder {
    /// When they were earned, latest first.
    #[default]
    EarnedAtDesc,
    /// When they were earned, earliest first.
    EarnedAtAsc,
}

impl ListOrder<PointsEntry> for PointsEntryOrder {
    fn order_by(self) -> OrderBy<PointsEntry> {
        match self {
            Self::EarnedAtDesc => OrderBy::time("earned_at", |row| row.earned_at, Descending),
            Self::EarnedAtAsc => OrderBy::time("earned_at", |row| row.earned_at, Ascending),
        }
    }
}
