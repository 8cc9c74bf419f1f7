//! The row types of this domain as lists see them.

use super::filter::SupervisionActivityFilter;
use super::model::{SupervisionActivity, SupervisionOpinion, SupervisionParticipant};
use super::order::SupervisionActivityOrder;
use crate::listing::{listed, rows};

rows! {
    SupervisionActivity, supervision_activities by id;
    SupervisionParticipant, supervision_participants;
    SupervisionOpinion, supervision_opinions by id;
}

listed! {
    SupervisionActivity: SupervisionActivityFilter, SupervisionActivityOrder, supervision.supervision;
}
