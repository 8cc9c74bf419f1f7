//! The row types of this domain as lists see them.

use super::model::{
    Activity, Attendance, CadenceExcuse, CadenceRule, PerformanceFile, PointsEntry, PointsRule,
    Register, RegisterEntry,
};
use super::order::{ActivityOrder, PointsEntryOrder, RegisterEntryOrder};
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    Activity, activities by id;
    Attendance, attendances by id;
    Register, registers by id;
    RegisterEntry, register_entries by id;
    PerformanceFile, performance_files by id;
    PointsRule, points_rules by id;
    PointsEntry, points_entries by id;
    CadenceRule, cadence_rules by id;
    CadenceExcuse, cadence_excuses by id;
}

impl Listed for Activity {
    const CONNECTION: &'static str = "ActivityConnection";
    const EDGE: &'static str = "ActivityEdge";
    type Order = ActivityOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.duty.activities
    }
}

impl Listed for RegisterEntry {
    const CONNECTION: &'static str = "RegisterEntryConnection";
    const EDGE: &'static str = "RegisterEntryEdge";
    type Order = RegisterEntryOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.duty.register_entries
    }
}

impl Listed for PointsEntry {
    const CONNECTION: &'static str = "PointsEntryConnection";
    const EDGE: &'static str = "PointsEntryEdge";
    type Order = PointsEntryOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.duty.points_entries
    }
}
