//! The row types of this domain as lists see them.

use super::filter::{EscalationFilter, PetitionFilter};
use super::model::{
    Assignment, Escalation, EscalationFiler, EscalationPetition, Petition, PetitionEvent, Rating,
    Reply,
};
use super::order::{EscalationOrder, PetitionOrder};
use crate::listing::{listed, rows};

rows! {
    Petition, petitions by id;
    PetitionEvent, petition_events by id;
    Assignment, assignments by id;
    Reply, replies by id;
    Rating, ratings by id;
    Escalation, escalations by id;
    EscalationPetition, escalation_petitions;
    EscalationFiler, escalation_filers;
}

listed! {
    Petition: PetitionFilter, PetitionOrder, petitions.petitions;
    Escalation: EscalationFilter, EscalationOrder, petitions.escalations;
}
