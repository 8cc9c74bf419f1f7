//! Tells what happens to one petition and writes it down: the events, what belongs to them, and
//! the row that the life-cycle makes of them. Which things happen is decided by those who tell.

use chrono::NaiveDateTime;

use super::{GenerateError, subject::Subject};
use crate::{
    dataset::Record,
    petitions::{
        kinds::{
            ActorRole, AssignmentKind, HoldReason, Outcome, PetitionEventKind, RatingScore,
            RatingSource, RejectReason, ReplyMode, TransferTarget,
        },
        lifecycle::LifeCycle,
        model::{Assignment, Petition, PetitionEvent, Rating, Reply},
    },
};

/// A petition from its beginning to wherever it gets.
#[derive(Debug)]
pub struct Story {
    petition: Petition,
    events: Vec<PetitionEvent>,
    assignments: Vec<Assignment>,
    replies: Vec<Reply>,
    ratings: Vec<Rating>,
    round: i32,
}

/// Who works on a petition.
#[derive(Debug, Clone, Copy)]
pub enum Assignee<'a> {
    /// A working group.
    Group(&'a str),
    /// A deputy.
    Deputy(&'a str),
}

impl Story {
    /// Hands the petition in.
    pub fn submit(subject: Subject) -> Self {
        let mut story = Self {
            events: Vec::new(),
            assignments: Vec::new(),
            replies: Vec::new(),
            ratings: Vec::new(),
            round: 1,
            petition: subject.row,
        };
        story.happens(PetitionEventKind::Submit, story.petition.submitted_at, subject.by);
        story
    }

    /// 受理.
    pub fn accept(&mut self, at: NaiveDateTime) {
        let category = self.petition.category;
        self.happens(PetitionEventKind::Accept, at, ActorRole::Keeper).category = Some(category);
    }

    /// Turned down, and the petitioner is told.
    pub fn reject(&mut self, at: NaiveDateTime, reason: RejectReason) {
        self.happens(PetitionEventKind::Reject, at, ActorRole::Keeper).reject_reason = Some(reason);
    }

    /// Joined to another petition.
    pub fn merge(&mut self, at: NaiveDateTime, into: &str) {
        self.happens(PetitionEventKind::Merge, at, ActorRole::Keeper).merged_into_id =
            Some(into.to_owned());
    }

    /// Handed to another body.
    pub fn transfer(&mut self, at: NaiveDateTime, to: TransferTarget) {
        self.happens(PetitionEventKind::Transfer, at, ActorRole::Keeper).transferred_to = Some(to);
    }

    /// Withdrawn by the petitioner.
    pub fn withdraw(&mut self, at: NaiveDateTime) {
        self.happens(PetitionEventKind::Withdraw, at, ActorRole::Petitioner);
    }

    /// 交办.
    pub fn dispatch(&mut self, at: NaiveDateTime, to: Assignee<'_>) {
        self.happens(PetitionEventKind::Dispatch, at, ActorRole::DelegationOffice);
        self.assign(at, AssignmentKind::Dispatched, to);
    }

    /// 认领.
    pub fn claim(&mut self, at: NaiveDateTime, by: Assignee<'_>) {
        let role = match by {
            Assignee::Group(_) => ActorRole::WorkingGroup,
            Assignee::Deputy(_) => ActorRole::Deputy,
        };
        self.happens(PetitionEventKind::Claim, at, role);
        self.assign(at, AssignmentKind::Claimed, by);
    }

    /// Work begins.
    pub fn start(&mut self, at: NaiveDateTime) {
        self.happens(PetitionEventKind::Start, at, ActorRole::WorkingGroup);
    }

    /// Work pauses and goes on.
    pub fn hold(&mut self, from: NaiveDateTime, reason: HoldReason, to: NaiveDateTime) {
        self.happens(PetitionEventKind::Hold, from, ActorRole::WorkingGroup).hold_reason =
            Some(reason);
        self.happens(PetitionEventKind::Resume, to, ActorRole::WorkingGroup);
    }

    /// A deputy takes the matter to a congress.
    pub fn escalate(&mut self, at: NaiveDateTime, deputy: &str) {
        self.happens(PetitionEventKind::Escalate, at, ActorRole::Deputy).actor_deputy_id =
            Some(deputy.to_owned());
    }

    /// 办结.
    pub fn conclude(&mut self, at: NaiveDateTime, outcome: Outcome) {
        self.happens(PetitionEventKind::Conclude, at, ActorRole::WorkingGroup).outcome =
            Some(outcome);
        if let Some(assignment) = self.assignments.last_mut() {
            assignment.ended_at = Some(at);
        }
    }

    /// The petitioner hears that work goes on.
    pub fn reply_meanwhile(&mut self, at: NaiveDateTime, mode: ReplyMode, deputy: Option<&str>) {
        self.reply(at, mode, deputy, None, false);
    }

    /// 答复: the outcome is explained.
    pub fn reply_finally(
        &mut self,
        at: NaiveDateTime,
        mode: ReplyMode,
        deputy: Option<&str>,
        outcome: Option<Outcome>,
    ) {
        self.reply(at, mode, deputy, outcome, true);
    }

    /// The petitioner judges.
    pub fn rate(&mut self, at: NaiveDateTime, score: RatingScore, source: RatingSource) {
        self.happens(PetitionEventKind::Rate, at, ActorRole::Petitioner).rating = Some(score);
        self.ratings.push(Rating {
            id: self.part("rating", self.ratings.len()),
            petition_id: self.petition.id.clone(),
            round: self.round,
            score,
            source,
            rated_at: at,
            synthetic: true,
        });
    }

    /// Opened again.
    pub fn reopen(&mut self, at: NaiveDateTime) {
        self.happens(PetitionEventKind::Reopen, at, ActorRole::Petitioner);
        self.round += 1;
    }

    /// Closed.
    pub fn close(&mut self, at: NaiveDateTime) {
        self.happens(PetitionEventKind::Close, at, ActorRole::System);
    }

    /// The id of the petition.
    pub fn id(&self) -> &str {
        &self.petition.id
    }

    /// Whether it was turned down, joined, handed on or taken back.
    pub fn is_turned_away(&self) -> bool {
        use PetitionEventKind::{Merge, Reject, Transfer, Withdraw};
        self.events.iter().any(|e| matches!(e.kind, Merge | Reject | Transfer | Withdraw))
    }

    /// Forgets what happens after a moment, which nobody has seen yet.
    pub fn until(&mut self, end: NaiveDateTime) {
        self.events.retain(|event| event.occurred_at <= end);
        self.assignments.retain(|assignment| assignment.assigned_at <= end);
        self.replies.retain(|reply| reply.replied_at <= end);
        self.ratings.retain(|rating| rating.rated_at <= end);
        for assignment in &mut self.assignments {
            assignment.ended_at = assignment.ended_at.filter(|at| *at <= end);
        }
    }

    /// Writes everything down, in the order of a dataset.
    ///
    /// # Errors
    /// [`GenerateError::LifeCycle`] when the story is one that cannot happen.
    pub fn finish(mut self) -> Result<Vec<Record>, GenerateError> {
        if let Some(life) = LifeCycle::of(&self.events) {
            life?.projection().write_to(&mut self.petition);
        }
        let mut records = vec![Record::from(self.petition)];
        records.extend(self.events.into_iter().map(Record::from));
        records.extend(self.assignments.into_iter().map(Record::from));
        records.extend(self.replies.into_iter().map(Record::from));
        records.extend(self.ratings.into_iter().map(Record::from));
        Ok(records)
    }

    fn happens(
        &mut self,
        kind: PetitionEventKind,
        at: NaiveDateTime,
        actor: ActorRole,
    ) -> &mut PetitionEvent {
        let id = self.part("petition-event", self.events.len());
        let sequence = i32::try_from(self.events.len() + 1).unwrap_or(i32::MAX);
        self.events.push(PetitionEvent {
            id,
            petition_id: self.petition.id.clone(),
            sequence,
            kind,
            occurred_at: at,
            actor_role: actor,
            actor_deputy_id: None,
            category: None,
            outcome: None,
            final_reply: None,
            rating: None,
            reject_reason: None,
            hold_reason: None,
            merged_into_id: None,
            transferred_to: None,
            cause_zh: None,
            cause_en: None,
            synthetic: true,
        });
        let last = self.events.len() - 1;
        &mut self.events[last]
    }

    fn assign(&mut self, at: NaiveDateTime, kind: AssignmentKind, to: Assignee<'_>) {
        let (group, deputy) = match to {
            Assignee::Group(id) => (Some(id.to_owned()), None),
            Assignee::Deputy(id) => (None, Some(id.to_owned())),
        };
        self.assignments.push(Assignment {
            id: self.part("assignment", self.assignments.len()),
            petition_id: self.petition.id.clone(),
            kind,
            working_group_id: group,
            deputy_id: deputy,
            agency_code: None,
            assigned_at: at,
            due_at: self.petition.due_at.filter(|due| *due >= at),
            ended_at: None,
            end_reason_zh: None,
            end_reason_en: None,
            synthetic: true,
        });
    }

    fn reply(
        &mut self,
        at: NaiveDateTime,
        mode: ReplyMode,
        deputy: Option<&str>,
        outcome: Option<Outcome>,
        final_reply: bool,
    ) {
        let event = self.happens(PetitionEventKind::Reply, at, ActorRole::WorkingGroup);
        event.outcome = outcome;
        event.final_reply = Some(final_reply);
        event.actor_deputy_id = deputy.map(str::to_owned);
        self.replies.push(Reply {
            id: self.part("reply", self.replies.len()),
            petition_id: self.petition.id.clone(),
            round: self.round,
            replied_at: at,
            mode,
            deputy_id: deputy.map(str::to_owned),
            outcome,
            final_reply,
            summary_zh: None,
            summary_en: None,
            synthetic: true,
        });
    }

    /// The id of something that belongs to the petition: its tail with a number.
    fn part(&self, kind: &str, count: usize) -> String {
        let mut parts = self.petition.id.splitn(3, ':');
        let (district, tail) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
        format!("{district}:{kind}:{tail}-{}", count + 1)
    }
}
