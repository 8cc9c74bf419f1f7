//! The orders in which lists of supervision and its opinions and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::SupervisionActivity;
use crate::listing::{ListOrder, OrderBy};

/// How a list of supervisions is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SupervisionActivityOrder {
    /// When it took place, latest first.
    #[default]
    OccurredOnDesc,
    /// When it took place, earliest first.
    OccurredOnAsc,
}

impl ListOrder<SupervisionActivity> for SupervisionActivityOrder {
    fn order_by(self) -> OrderBy<SupervisionActivity> {
        match self {
            Self::OccurredOnDesc => OrderBy::date("occurred_on", |row| row.occurred_on, Descending),
            Self::OccurredOnAsc => OrderBy::date("occurred_on", |row| row.occurred_on, Ascending),
        }
    }
}
