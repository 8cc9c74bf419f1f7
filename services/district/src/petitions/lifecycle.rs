//! The life-cycle of a petition as a state machine: events go in one by one, the state and times
//! that its row repeats come out, and what the life-cycle does not allow is refused. Who may cause
//! an event and by when it must happen is not decided here.

use chrono::NaiveDateTime;
use thiserror::Error;

use super::{
    kinds::{Outcome, PetitionEventKind as Kind, PetitionStatus as Status},
    model::PetitionEvent,
    projection::Projection,
};

/// How often the petitioner may be asked for more before the petition is accepted or turned down.
pub const MAX_QUESTIONS: u32 = 2;

/// A petition on its way through the life-cycle.
#[derive(Debug, Clone)]
pub struct LifeCycle {
    projection: Projection,
    last_at: NaiveDateTime,
    questions: u32,
}

/// Why an event cannot follow those before it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LifeCycleError {
    /// The first event is something else than handing in.
    #[error("the first event of a petition is SUBMIT, not {0}")]
    NotSubmitted(Kind),
    /// A number is missing or used twice.
    #[error("event {expected} was expected, not {found}")]
    Sequence {
        /// The number that comes next.
        expected: i64,
        /// The number of the event.
        found: i32,
    },
    /// The event happened before its predecessor.
    #[error("{kind} at {at} comes before the event at {last_at}")]
    TimeRunsBack {
        /// The event.
        kind: Kind,
        /// When it happened.
        at: NaiveDateTime,
        /// When its predecessor happened.
        last_at: NaiveDateTime,
    },
    /// The state does not allow the event.
    #[error("{kind} is not possible while a petition is {status}")]
    Illegal {
        /// The event.
        kind: Kind,
        /// The current state.
        status: Status,
    },
    /// The petitioner was asked too often.
    #[error("the petitioner can be asked {MAX_QUESTIONS} times")]
    TooManyQuestions,
    /// The event lacks what it sets.
    #[error("{kind} needs `{field}`")]
    Missing {
        /// The event.
        kind: Kind,
        /// The field, by its name in a dataset.
        field: &'static str,
    },
    /// The event carries what it cannot set.
    #[error("{kind} has no `{field}`")]
    Stray {
        /// The event.
        kind: Kind,
        /// The field, by its name in a dataset.
        field: &'static str,
    },
    /// A reply explains another outcome than the one that was concluded.
    #[error("the reply explains {replied}, the petition was concluded otherwise")]
    OtherOutcome {
        /// What the reply says.
        replied: Outcome,
    },
}

impl LifeCycle {
    /// Starts with the first event, which hands the petition in.
    ///
    /// # Errors
    /// [`LifeCycleError`] when it is another event, or carries what it cannot set.
    pub fn begin(event: &PetitionEvent) -> Result<Self, LifeCycleError> {
        if event.kind != Kind::Submit {
            return Err(LifeCycleError::NotSubmitted(event.kind));
        }
        check_sequence(1, event)?;
        check_fields(event)?;
        let at = event.occurred_at;
        Ok(Self { projection: Projection::submitted(at), last_at: at, questions: 0 })
    }

    /// Where all events lead.
    ///
    /// # Errors
    /// [`LifeCycleError`] for the first event that is not allowed; `None` when there is no event.
    pub fn of<'a>(
        events: impl IntoIterator<Item = &'a PetitionEvent>,
    ) -> Option<Result<Self, LifeCycleError>> {
        let mut events = events.into_iter();
        let begun = Self::begin(events.next()?);
        Some(begun.and_then(|mut life| {
            events.try_for_each(|event| life.apply(event))?;
            Ok(life)
        }))
    }

    /// The state so far.
    #[must_use]
    pub fn projection(&self) -> &Projection {
        &self.projection
    }

    /// Takes the next event. The state is unchanged when it is refused.
    ///
    /// # Errors
    /// [`LifeCycleError`] saying why the event cannot follow.
    pub fn apply(&mut self, event: &PetitionEvent) -> Result<(), LifeCycleError> {
        check_sequence(self.projection.version + 1, event)?;
        check_fields(event)?;
        if event.occurred_at < self.last_at {
            return Err(LifeCycleError::TimeRunsBack {
                kind: event.kind,
                at: event.occurred_at,
                last_at: self.last_at,
            });
        }
        self.transition(event)?;
        self.projection.version += 1;
        self.last_at = event.occurred_at;
        Ok(())
    }

    fn transition(&mut self, event: &PetitionEvent) -> Result<(), LifeCycleError> {
        let status = self.projection.status;
        let at = Some(event.occurred_at);
        let state = &mut self.projection;
        match (event.kind, status) {
            (Kind::NeedInfo, Status::Submitted) => return self.ask(),
            (Kind::GiveInfo, Status::NeedsInfo) => state.status = Status::Submitted,
            (Kind::Accept, Status::Submitted) => {
                state.status = Status::Accepted;
                state.accepted_at = at;
                state.category = event.category;
            }
            (Kind::Reject, Status::Submitted | Status::NeedsInfo | Status::Accepted) => {
                state.status = Status::Rejected;
                state.rejected_at = at;
                state.reject_reason = event.reject_reason;
            }
            (Kind::Merge, Status::Submitted | Status::NeedsInfo | Status::Accepted) => {
                state.status = Status::Merged;
                state.merged_at = at;
                state.merged_into_id.clone_from(&event.merged_into_id);
            }
            (Kind::Transfer, Status::Submitted | Status::NeedsInfo | Status::Accepted) => {
                state.status = Status::Transferred;
                state.transferred_at = at;
                state.transferred_to = event.transferred_to;
            }
            (Kind::Dispatch, Status::Accepted) => state.status = Status::Assigned,
            (Kind::Claim, Status::Accepted) => state.status = Status::Claimed,
            (
                Kind::Reassign,
                Status::Assigned | Status::Claimed | Status::InProgress | Status::OnHold,
            ) => state.status = Status::Assigned,
            (Kind::Start, Status::Assigned | Status::Claimed) => {
                state.status = Status::InProgress;
                // A second assignee does not make the wait for the first one shorter.
                state.started_at = state.started_at.or(at);
            }
            (Kind::Hold, Status::InProgress) => state.status = Status::OnHold,
            (Kind::Resume, Status::OnHold) => state.status = Status::InProgress,
            (Kind::Conclude, Status::InProgress) => {
                state.status = Status::Concluded;
                state.concluded_at = at;
                state.outcome = event.outcome;
                state.resolved_at = at.filter(|_| event.outcome == Some(Outcome::Resolved));
            }
            (Kind::Reply, _) => return self.reply(event),
            (Kind::Rate, Status::Replied) => {
                state.status = Status::Rated;
                state.rating = event.rating;
                state.rated_at = at;
            }
            (Kind::Reopen, Status::Replied | Status::Rated | Status::Closed) => {
                state.next_round(event.occurred_at);
            }
            // The petition keeps its own state while a congress has the matter.
            (Kind::Escalate, Status::InProgress | Status::Concluded) => {}
            (Kind::Withdraw, status) if is_before_conclusion(status) => {
                state.status = Status::Withdrawn;
                state.withdrawn_at = at;
            }
            (Kind::Close, Status::Replied | Status::Rated) => {
                state.status = Status::Closed;
                state.closed_at = at;
            }
            (kind, status) => return Err(LifeCycleError::Illegal { kind, status }),
        }
        Ok(())
    }

    fn ask(&mut self) -> Result<(), LifeCycleError> {
        if self.questions == MAX_QUESTIONS {
            return Err(LifeCycleError::TooManyQuestions);
        }
        self.questions += 1;
        self.projection.status = Status::NeedsInfo;
        Ok(())
    }

    /// An interim reply changes no state. A final one explains a conclusion, or a refusal.
    fn reply(&mut self, event: &PetitionEvent) -> Result<(), LifeCycleError> {
        let state = &mut self.projection;
        let is_final = event.final_reply == Some(true);
        let possible = match (is_final, state.status) {
            (true, Status::Rejected) => state.final_replied_at.is_none(),
            (true, status) => status == Status::Concluded,
            (false, status) => status == Status::Concluded || is_before_conclusion(status),
        };
        if !possible {
            return Err(LifeCycleError::Illegal { kind: Kind::Reply, status: state.status });
        }
        if let Some(replied) = event.outcome.filter(|outcome| Some(*outcome) != state.outcome) {
            return Err(LifeCycleError::OtherOutcome { replied });
        }
        state.first_replied_at = state.first_replied_at.or(Some(event.occurred_at));
        if is_final {
            state.final_replied_at = Some(event.occurred_at);
        }
        if is_final && state.status == Status::Concluded {
            state.status = Status::Replied;
        }
        Ok(())
    }
}

fn is_before_conclusion(status: Status) -> bool {
    matches!(
        status,
        Status::Submitted
            | Status::NeedsInfo
            | Status::Accepted
            | Status::Assigned
            | Status::Claimed
            | Status::InProgress
            | Status::OnHold
    )
}

fn check_sequence(expected: i64, event: &PetitionEvent) -> Result<(), LifeCycleError> {
    if i64::from(event.sequence) == expected {
        Ok(())
    } else {
        Err(LifeCycleError::Sequence { expected, found: event.sequence })
    }
}

/// Whether the event carries what its kind sets, and nothing else.
fn check_fields(event: &PetitionEvent) -> Result<(), LifeCycleError> {
    use Need::{May, Must, Never};
    let kind = event.kind;
    let must = |of: Kind| if kind == of { Must } else { Never };
    let fields = [
        ("category", must(Kind::Accept), event.category.is_some()),
        (
            "outcome",
            match kind {
                Kind::Conclude => Must,
                Kind::Reply => May,
                _ => Never,
            },
            event.outcome.is_some(),
        ),
        ("finalReply", must(Kind::Reply), event.final_reply.is_some()),
        ("rating", must(Kind::Rate), event.rating.is_some()),
        ("rejectReason", must(Kind::Reject), event.reject_reason.is_some()),
        ("holdReason", must(Kind::Hold), event.hold_reason.is_some()),
        ("mergedIntoId", must(Kind::Merge), event.merged_into_id.is_some()),
        ("transferredTo", must(Kind::Transfer), event.transferred_to.is_some()),
    ];
    for (field, need, present) in fields {
        match (need, present) {
            (Must, false) => return Err(LifeCycleError::Missing { kind, field }),
            (Never, true) => return Err(LifeCycleError::Stray { kind, field }),
            _ => {}
        }
    }
    Ok(())
}

/// Whether an event of some kind carries a field.
enum Need {
    Must,
    May,
    Never,
}

#[cfg(test)]
mod tests;
