//! The row types of this domain as lists see them.

use super::filter::{ActivityFilter, PointsEntryFilter, RegisterEntryFilter};
use super::model::{
    Activity, Attendance, CadenceExcuse, CadenceRule, PerformanceFile, PointsEntry, PointsRule,
    Register, RegisterEntry,
};
use super::order::{ActivityOrder, PointsEntryOrder, RegisterEntryOrder};
use crate::listing::{listed, rows};

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

listed! {
    Activity: ActivityFilter, ActivityOrder, duty.activities;
    RegisterEntry: RegisterEntryFilter, RegisterEntryOrder, duty.register_entries;
    PointsEntry: PointsEntryFilter, PointsEntryOrder, duty.points_entries;
}
