//! The orders in which lists of delegations and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::{Delegation, WorkingGroup};
use crate::listing::{ListOrder, OrderBy};

/// How a list of delegations is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DelegationOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Delegation> for DelegationOrder {
    fn order_by(self) -> OrderBy<Delegation> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}

/// How a list of working groups is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WorkingGroupOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<WorkingGroup> for WorkingGroupOrder {
    fn order_by(self) -> OrderBy<WorkingGroup> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}
