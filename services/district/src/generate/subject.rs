//! What a generated petition is about and where it comes from, before anything happens to it.

use chrono::NaiveDateTime;

use crate::petitions::{
    kinds::{ActorRole, CategoryCode, Complexity, PetitionStatus, Urgency},
    model::Petition,
};

/// What a petition is about and where it comes from. Times and state are the story's.
#[derive(Debug)]
pub struct Subject {
    /// The row without its history; see [`Subject::blank`].
    pub row: Petition,
    /// Who hands it in: the petitioner, or somebody for one.
    pub by: ActorRole,
}

impl Subject {
    /// A petition of a delegation that says nothing yet.
    pub fn blank(
        id: String,
        reference: String,
        delegation_id: String,
        submitted_at: NaiveDateTime,
    ) -> Self {
        let row = Petition {
            id,
            reference,
            delegation_id,
            grid_id: None,
            channel_id: None,
            qr_code_id: None,
            station_id: None,
            category: CategoryCode::Other,
            local_category_zh: None,
            local_category_en: None,
            mapping_version: None,
            summary_zh: None,
            summary_en: None,
            urgency: Urgency::Routine,
            complexity: Complexity::Small,
            status: PetitionStatus::Submitted,
            outcome: None,
            round: 1,
            submitted_at,
            accepted_at: None,
            started_at: None,
            concluded_at: None,
            resolved_at: None,
            first_replied_at: None,
            final_replied_at: None,
            rating: None,
            rated_at: None,
            closed_at: None,
            rejected_at: None,
            reject_reason: None,
            withdrawn_at: None,
            merged_at: None,
            merged_into_id: None,
            transferred_at: None,
            transferred_to: None,
            reply_due_at: None,
            due_at: None,
            version: 1,
            synthetic: true,
        };
        Self { row, by: ActorRole::Petitioner }
    }
}
