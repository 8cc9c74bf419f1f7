//! What one request looks up of supervision and its opinions and what hangs on them, in batches.

use storage::Database;

use crate::{
    deputies::model::Deputy,
    listing::{Children, Lists, Relation},
    supervision::model::{SupervisionActivity, SupervisionOpinion},
};

/// The lookups of one request.
pub struct SupervisionLoaders {
    /// Supervisions.
    pub supervision: Lists<SupervisionActivity>,
    /// Participants of supervision.
    pub participants_of_supervision: Children<Deputy>,
    /// Opinions of supervision.
    pub opinions_of_supervision: Children<SupervisionOpinion>,
}

impl SupervisionLoaders {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            supervision: Lists::new(database),
            participants_of_supervision: Children::new(
                database,
                Relation::link("supervision_participants", "supervision_activity_id", "deputy_id"),
                "deputies.name_sort, deputies.id",
            ),
            opinions_of_supervision: Children::new(
                database,
                Relation::Column("supervision_activity_id"),
                "supervision_opinions.position, supervision_opinions.id",
            ),
        }
    }
}
