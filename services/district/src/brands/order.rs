//! The orders in which lists of brands, their mechanisms, highlights and reported figures and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::BrandInitiative;
use crate::listing::{ListOrder, OrderBy};

/// How a list of brands is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BrandOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<BrandInitiative> for BrandOrder {
    fn order_by(self) -> OrderBy<BrandInitiative> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}
