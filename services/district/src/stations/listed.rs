//! The row types of this domain as lists see them.

use super::model::{Channel, QrCode, Station};
use super::order::{ChannelOrder, QrCodeOrder, StationOrder};
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    Station, stations by id;
    Channel, channels by id;
    QrCode, qr_codes by id;
}

impl Listed for Station {
    const CONNECTION: &'static str = "StationConnection";
    const EDGE: &'static str = "StationEdge";
    type Order = StationOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.stations.stations
    }
}

impl Listed for Channel {
    const CONNECTION: &'static str = "ChannelConnection";
    const EDGE: &'static str = "ChannelEdge";
    type Order = ChannelOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.stations.channels
    }
}

impl Listed for QrCode {
    const CONNECTION: &'static str = "QrCodeConnection";
    const EDGE: &'static str = "QrCodeEdge";
    type Order = QrCodeOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.stations.qr_codes
    }
}
