//! What lists of petitions and escalations are narrowed by.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use subgraph_server::graphql::{RouteBy, route};

use super::kinds::{
    CategoryCode, Complexity, EscalationInstrument, Outcome, PetitionStatus, RatingScore,
    SuggestionReplyClass, Urgency,
};
use crate::{
    district::kinds::CongressLevel,
    listing::{Conditions, ListFilter, Sql},
    stations::kinds::ChannelKind,
    time::{end_of, start_of},
};

/// What a list of petitions is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct PetitionFilter {
    /// Those from one of these delegations' areas, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those filed in one of these grids, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub grid: Option<Vec<ID>>,
    /// Those of one of these classes.
    pub category: Option<Vec<CategoryCode>>,
    /// Those in one of these states.
    pub status: Option<Vec<PetitionStatus>>,
    /// Those with one of these outcomes.
    pub outcome: Option<Vec<Outcome>>,
    /// Those of one of these urgencies.
    pub urgency: Option<Vec<Urgency>>,
    /// Those of one of these complexities.
    pub complexity: Option<Vec<Complexity>>,
    /// Those judged so.
    pub rating: Option<Vec<RatingScore>>,
    /// Those that came by one of these kinds of channel.
    pub channel_kind: Option<Vec<ChannelKind>>,
    /// Those that were accepted, or those that were not.
    pub accepted: Option<bool>,
    /// Those accepted on this local day or later.
    pub accepted_from: Option<NaiveDate>,
    /// Those accepted on this local day or earlier.
    pub accepted_to: Option<NaiveDate>,
    /// Those with a final reply, or those without.
    pub replied: Option<bool>,
    /// Those that were taken to a congress, or those that were not.
    pub escalated: Option<bool>,
}

impl ListFilter for PetitionFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("petitions.delegation_id", self.delegation);
        conditions.one_of_ids("petitions.grid_id", self.grid);
        conditions.one_of("petitions.category", self.category);
        conditions.one_of("petitions.status", self.status);
        conditions.one_of("petitions.outcome", self.outcome);
        conditions.one_of("petitions.urgency", self.urgency);
        conditions.one_of("petitions.complexity", self.complexity);
        conditions.one_of("petitions.rating", self.rating);
        if let Some(kinds) = self.channel_kind {
            let of_petition = Sql::new(
                "SELECT 1 FROM channels WHERE channels.id = petitions.channel_id AND channels.kind",
            );
            conditions.exists(of_petition.is_one_of(kinds), true);
        }
        conditions.present("petitions.accepted_at", self.accepted);
        conditions.at_least("petitions.accepted_at", self.accepted_from.map(start_of));
        conditions.below("petitions.accepted_at", self.accepted_to.map(end_of));
        conditions.present("petitions.final_replied_at", self.replied);
        if let Some(escalated) = self.escalated {
            let of_petition = Sql::new(
                "SELECT 1 FROM escalation_petitions \
                 WHERE escalation_petitions.petition_id = petitions.id",
            );
            conditions.exists(of_petition, escalated);
        }
        conditions
    }
}

/// What a list of escalations is narrowed to. All that is given must hold; a list is met by any of its values.
#[derive(InputObject, Debug, Clone, Default)]
pub struct EscalationFilter {
    /// Those from one of these delegations, by their ids.
    #[graphql(directive = route::apply(RouteBy::Id, None))]
    pub delegation: Option<Vec<ID>>,
    /// Those by one of these instruments.
    pub instrument: Option<Vec<EscalationInstrument>>,
    /// Those answered so.
    pub reply_class: Option<Vec<SuggestionReplyClass>>,
    /// Those filed to a congress of one of these levels.
    pub level: Option<Vec<CongressLevel>>,
    /// Those that were answered, or those that were not.
    pub answered: Option<bool>,
}

impl ListFilter for EscalationFilter {
    fn conditions(self) -> Conditions {
        let mut conditions = Conditions::new();
        conditions.one_of_ids("escalations.delegation_id", self.delegation);
        conditions.one_of("escalations.instrument", self.instrument);
        conditions.one_of("escalations.reply_class", self.reply_class);
        if let Some(levels) = self.level {
            let of_escalation = Sql::new(
                "SELECT 1 FROM congresses \
                 WHERE congresses.id = escalations.congress_id AND congresses.level",
            );
            conditions.exists(of_escalation.is_one_of(levels), true);
        }
        conditions.present("escalations.answered_at", self.answered);
        conditions
    }
}
