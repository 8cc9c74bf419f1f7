//! Rules of stations, channels and codes.

use super::{Check, Fields};
use crate::{
    dataset::record::RecordKind,
    stations::model::{Channel, QrCode, Station},
};

impl Check for Station {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.may_refer("communityId", self.community_id.as_ref(), RecordKind::Community);
        fields.may_refer("parentId", self.parent_id.as_ref(), RecordKind::Station);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.may_name("host", self.host_zh.as_ref(), self.host_en.as_ref());
        fields.may_name("opening", self.opening_zh.as_ref(), self.opening_en.as_ref());
        fields.may_name("detail", self.detail_zh.as_ref(), self.detail_en.as_ref());
    }
}

impl Check for Channel {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.refers("delegationId", &self.delegation_id, RecordKind::Delegation);
        fields.names("name", &self.name_zh, &self.name_en);
        fields.name_sort(&self.name_sort);
        fields.may_name("detail", self.detail_zh.as_ref(), self.detail_en.as_ref());
        fields.may_name("keeper", self.keeper_zh.as_ref(), self.keeper_en.as_ref());
        fields.may_refer("stationId", self.station_id.as_ref(), RecordKind::Station);
        fields.may_refer("deputyId", self.deputy_id.as_ref(), RecordKind::Deputy);
        fields.may_refer("gridId", self.grid_id.as_ref(), RecordKind::Grid);
        fields.in_order(("openedOn", self.opened_on), ("closedOn", self.closed_on));
    }
}

impl Check for QrCode {
    fn check(&self, fields: &mut Fields<'_>) {
        fields.id(&self.id);
        fields.unique("token", &self.token);
        fields.may_refer("channelId", self.channel_id.as_ref(), RecordKind::Channel);
        fields.may_refer("deputyId", self.deputy_id.as_ref(), RecordKind::Deputy);
        fields.may_refer("stationId", self.station_id.as_ref(), RecordKind::Station);
        fields.may_refer("gridId", self.grid_id.as_ref(), RecordKind::Grid);
        fields.exactly_one(&[
            ("deputyId", self.deputy_id.is_some()),
            ("stationId", self.station_id.is_some()),
            ("gridId", self.grid_id.is_some()),
        ]);
        fields.in_order(("activatedOn", Some(self.activated_on)), ("rotatedOn", self.rotated_on));
        fields.at_least("scans", self.scans, 0);
    }
}
