//! What one request looks up of petitions and what hangs on them, in batches.

use storage::Database;

use crate::{
    deputies::model::Deputy,
    listing::{Children, Lists, Relation},
    petitions::model::{Assignment, Escalation, Petition, PetitionEvent, Rating, Reply},
};

/// The lookups of one request.
pub struct PetitionLoaders {
    /// Petitions.
    pub petitions: Lists<Petition>,
    /// Escalations.
    pub escalations: Lists<Escalation>,
    /// Events of petition.
    pub events_of_petition: Children<PetitionEvent>,
    /// Assignments of petition.
    pub assignments_of_petition: Children<Assignment>,
    /// Replies of petition.
    pub replies_of_petition: Children<Reply>,
    /// Ratings of petition.
    pub ratings_of_petition: Children<Rating>,
    /// Escalations of petition.
    pub escalations_of_petition: Children<Escalation>,
    /// Petitions of escalation.
    pub petitions_of_escalation: Children<Petition>,
    /// Filers of escalation.
    pub filers_of_escalation: Children<Deputy>,
}

impl PetitionLoaders {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            petitions: Lists::new(database),
            escalations: Lists::new(database),
            events_of_petition: Children::new(
                database,
                Relation::Column("petition_id"),
                "petition_events.sequence",
            ),
            assignments_of_petition: Children::new(
                database,
                Relation::Column("petition_id"),
                "assignments.assigned_at, assignments.id",
            ),
            replies_of_petition: Children::new(
                database,
                Relation::Column("petition_id"),
                "replies.replied_at, replies.id",
            ),
            ratings_of_petition: Children::new(
                database,
                Relation::Column("petition_id"),
                "ratings.round",
            ),
            escalations_of_petition: Children::new(
                database,
                Relation::link("escalation_petitions", "petition_id", "escalation_id"),
                "escalations.filed_at, escalations.id",
            ),
            petitions_of_escalation: Children::new(
                database,
                Relation::link("escalation_petitions", "escalation_id", "petition_id"),
                "petitions.submitted_at, petitions.id",
            ),
            filers_of_escalation: Children::new(
                database,
                Relation::link("escalation_filers", "escalation_id", "deputy_id"),
                "deputies.name_sort, deputies.id",
            ),
        }
    }
}
