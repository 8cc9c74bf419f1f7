//! The orders in which lists of deputies and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::Deputy;
use crate::listing::{ListOrder, OrderBy};

/// How a list of deputies is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeputyOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Deputy> for DeputyOrder {
    fn order_by(self) -> OrderBy<Deputy> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}
