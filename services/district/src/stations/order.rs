//! The orders in which lists of stations and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::{Channel, QrCode, Station};
use crate::listing::{ListOrder, OrderBy};

/// How a list of stations is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum StationOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Station> for StationOrder {
    fn order_by(self) -> OrderBy<Station> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}

/// How a list of channels is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChannelOrder {
    /// By name, in the order of pinyin.
    #[default]
    NameAsc,
    /// By name, backwards.
    NameDesc,
    /// By id.
    IdAsc,
}

impl ListOrder<Channel> for ChannelOrder {
    fn order_by(self) -> OrderBy<Channel> {
        match self {
            Self::NameAsc => OrderBy::text("name_sort", |row| &row.name_sort, Ascending),
            Self::NameDesc => OrderBy::text("name_sort", |row| &row.name_sort, Descending),
            Self::IdAsc => OrderBy::id(Ascending),
        }
    }
}

/// How a list of QR codes is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QrCodeOrder {
    /// When it was put up, latest first.
    #[default]
    ActivatedOnDesc,
    /// When it was put up, earliest first.
    ActivatedOnAsc,
    /// Most scanned first.
    ScansDesc,
    /// Least scanned first.
    ScansAsc,
}

impl ListOrder<QrCode> for QrCodeOrder {
    fn order_by(self) -> OrderBy<QrCode> {
        match self {
            Self::ActivatedOnDesc => {
                OrderBy::date("activated_on", |row| row.activated_on, Descending)
            }
            Self::ActivatedOnAsc => {
                OrderBy::date("activated_on", |row| row.activated_on, Ascending)
            }
            Self::ScansDesc => OrderBy::number("scans", |row| row.scans, Descending),
            Self::ScansAsc => OrderBy::number("scans", |row| row.scans, Ascending),
        }
    }
}
