//! The row types of this domain as lists see them.

use super::filter::{ChannelFilter, QrCodeFilter, StationFilter};
use super::model::{Channel, QrCode, Station};
use super::order::{ChannelOrder, QrCodeOrder, StationOrder};
use crate::listing::{listed, rows};

rows! {
    Station, stations by id;
    Channel, channels by id;
    QrCode, qr_codes by id;
}

listed! {
    Station: StationFilter, StationOrder, stations.stations;
    Channel: ChannelFilter, ChannelOrder, stations.channels;
    QrCode: QrCodeFilter, QrCodeOrder, stations.qr_codes;
}
