//! The orders in which lists of grids and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::{Community, Division, Grid};
use crate::listing::{ListOrder, OrderBy};

/// How a list of divisions is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DivisionOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Division> for DivisionOrder {
    fn order_by(self) -> OrderBy<Division> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}

/// How a list of communities and villages is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CommunityOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Community> for CommunityOrder {
    fn order_by(self) -> OrderBy<Community> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}

/// How a list of grids is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GridOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Grid> for GridOrder {
    fn order_by(self) -> OrderBy<Grid> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}
