//! What one request looks up of activities and what hangs on them, in batches.

use storage::Database;

use crate::{
    duty::model::{
        Activity, Attendance, CadenceExcuse, CadenceRule, PointsEntry, PointsRule, Register,
        RegisterEntry,
    },
    listing::{ById, Children, Lists, Relation},
};

/// The lookups of one request.
pub struct DutyLoaders {
    /// Activities.
    pub activities: Lists<Activity>,
    /// Register entries.
    pub register_entries: Lists<RegisterEntry>,
    /// Points entries.
    pub points_entries: Lists<PointsEntry>,
    /// Registers by id.
    pub registers: ById<Register>,
    /// Points rules by id.
    pub points_rules: ById<PointsRule>,
    /// Attendances of activity.
    pub attendances_of_activity: Children<Attendance>,
    /// Registers of delegation.
    pub registers_of_delegation: Children<Register>,
    /// Points rules of delegation.
    pub points_rules_of_delegation: Children<PointsRule>,
    /// Cadence rules of delegation.
    pub cadence_rules_of_delegation: Children<CadenceRule>,
    /// Excuses of deputy.
    pub excuses_of_deputy: Children<CadenceExcuse>,
}

impl DutyLoaders {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            activities: Lists::new(database),
            register_entries: Lists::new(database),
            points_entries: Lists::new(database),
            registers: ById::new(database),
            points_rules: ById::new(database),
            attendances_of_activity: Children::new(
                database,
                Relation::Column("activity_id"),
                "attendances.id",
            ),
            registers_of_delegation: Children::new(
                database,
                Relation::Column("delegation_id"),
                "registers.position, registers.id",
            ),
            points_rules_of_delegation: Children::new(
                database,
                Relation::Column("delegation_id"),
                "points_rules.act, points_rules.rule_version, points_rules.id",
            ),
            cadence_rules_of_delegation: Children::new(
                database,
                Relation::Column("delegation_id"),
                "cadence_rules.position, cadence_rules.id",
            ),
            excuses_of_deputy: Children::new(
                database,
                Relation::Column("deputy_id"),
                "cadence_excuses.valid_from, cadence_excuses.id",
            ),
        }
    }
}
