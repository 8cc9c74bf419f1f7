//! What one request looks up of deputies and what hangs on them, in batches.

use chrono::NaiveDate;
use storage::Database;

use super::queries;
use crate::{
    delegations::model::{Delegation, WorkingGroup},
    deputies::model::{DelegationMembership, Deputy, Mandate},
    duty::model::PerformanceFile,
    listing::{Children, Lists, Relation},
    stations::model::QrCode,
};

/// The lookups of one request.
pub struct DeputyLoaders {
    /// Deputies.
    pub deputies: Lists<Deputy>,
    /// Mandates of deputy.
    pub mandates_of_deputy: Children<Mandate>,
    /// Memberships of deputy.
    pub memberships_of_deputy: Children<DelegationMembership>,
    /// Delegations of deputy.
    pub delegations_of_deputy: Children<Delegation>,
    /// Groups of deputy.
    pub groups_of_deputy: Children<WorkingGroup>,
    /// Codes of deputy.
    pub codes_of_deputy: Children<QrCode>,
    /// Files of deputy.
    pub files_of_deputy: Children<PerformanceFile>,
}

impl DeputyLoaders {
    /// Lookups in a database; memberships and charges are those of `today`.
    #[must_use]
    pub fn new(database: &Database, today: NaiveDate) -> Self {
        Self {
            deputies: Lists::new(database),
            mandates_of_deputy: Children::new(
                database,
                Relation::Column("deputy_id"),
                "mandates.valid_from, mandates.id",
            ),
            memberships_of_deputy: Children::new(
                database,
                Relation::Column("deputy_id"),
                "delegation_memberships.valid_from, delegation_memberships.id",
            ),
            delegations_of_deputy: Children::new(
                database,
                queries::delegations_of_deputies(today),
                "delegations.name_sort, delegations.id",
            ),
            groups_of_deputy: Children::new(
                database,
                queries::groups_of_deputies(today),
                "working_groups.name_sort, working_groups.id",
            ),
            codes_of_deputy: Children::new(database, Relation::Column("deputy_id"), "qr_codes.id"),
            files_of_deputy: Children::new(
                database,
                Relation::Column("deputy_id"),
                "performance_files.period_from, performance_files.id",
            ),
        }
    }
}
