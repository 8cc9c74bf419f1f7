//! The row types of this domain as lists see them.

use super::model::{SupervisionActivity, SupervisionOpinion, SupervisionParticipant};
use super::order::SupervisionActivityOrder;
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    SupervisionActivity, supervision_activities by id;
    SupervisionParticipant, supervision_participants;
    SupervisionOpinion, supervision_opinions by id;
}

impl Listed for SupervisionActivity {
    const CONNECTION: &'static str = "SupervisionActivityConnection";
    const EDGE: &'static str = "SupervisionActivityEdge";
    type Order = SupervisionActivityOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.supervision.supervision
    }
}
