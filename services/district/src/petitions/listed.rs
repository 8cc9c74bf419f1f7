//! The row types of this domain as lists see them.

use super::model::{
    Assignment, Escalation, EscalationFiler, EscalationPetition, Petition, PetitionEvent, Rating,
    Reply,
};
use super::order::{EscalationOrder, PetitionOrder};
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

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

impl Listed for Petition {
    const CONNECTION: &'static str = "PetitionConnection";
    const EDGE: &'static str = "PetitionEdge";
    type Order = PetitionOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.petitions.petitions
    }
}

impl Listed for Escalation {
    const CONNECTION: &'static str = "EscalationConnection";
    const EDGE: &'static str = "EscalationEdge";
    type Order = EscalationOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.petitions.escalations
    }
}
