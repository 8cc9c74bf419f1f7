//! The orders in which lists of petitions and their neighbours come.

use async_graphql::Enum;
use contract::Direction::{Ascending, Descending};

use super::model::{Escalation, Petition};
use crate::listing::{ListOrder, OrderBy};

/// How a list of petitions is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PetitionOrder {
    /// When it was accepted or, before that, handed in; latest first.
    #[default]
    AcceptedAtDesc,
    /// When it was accepted or, before that, handed in; earliest first.
    AcceptedAtAsc,
    /// When it was handed in, latest first.
    SubmittedAtDesc,
    /// When it was handed in, earliest first.
    SubmittedAtAsc,
    /// What is due first comes first; what is never due comes last.
    DueAsc,
}

impl ListOrder<Petition> for PetitionOrder {
    fn order_by(self) -> OrderBy<Petition> {
        match self {
            Self::AcceptedAtDesc => {
                OrderBy::time("accepted_order", |row| row.accepted_order(), Descending)
            }
            Self::AcceptedAtAsc => {
                OrderBy::time("accepted_order", |row| row.accepted_order(), Ascending)
            }
            Self::SubmittedAtDesc => {
                OrderBy::time("submitted_at", |row| row.submitted_at, Descending)
            }
            Self::SubmittedAtAsc => {
                OrderBy::time("submitted_at", |row| row.submitted_at, Ascending)
            }
            Self::DueAsc => OrderBy::time("due_order", |row| row.due_order(), Ascending),
        }
    }
}

/// How a list of escalations is ordered.
#[derive(Enum, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EscalationOrder {
    /// When it was filed, latest first.
    #[default]
    FiledAtDesc,
    /// When it was filed, earliest first.
    FiledAtAsc,
}

impl ListOrder<Escalation> for EscalationOrder {
    fn order_by(self) -> OrderBy<Escalation> {
        match self {
            Self::FiledAtDesc => OrderBy::time("filed_at", |row| row.filed_at, Descending),
            Self::FiledAtAsc => OrderBy::time("filed_at", |row| row.filed_at, Ascending),
        }
    }
}
