//! The life-cycle by example, refusals included, and what holds for every course of events.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::petitions::kinds::{
    ActorRole, CategoryCode, HoldReason, RatingScore, RejectReason, TransferTarget,
};

/// An event that carries what its kind sets, an hour after its predecessor.
fn event(sequence: i32, kind: Kind) -> PetitionEvent {
    let start = NaiveDate::from_ymd_opt(2023, 1, 3).and_then(|day| day.and_hms_opt(1, 0, 0));
    let set = |of: Kind| kind == of;
    PetitionEvent {
        id: format!("231004:petition-event:1-{sequence}"),
        petition_id: "231004:petition:1".to_owned(),
        sequence,
        kind,
        occurred_at: start.expect("a moment") + TimeDelta::hours(i64::from(sequence)),
        actor_role: ActorRole::Keeper,
        actor_deputy_id: None,
        category: set(Kind::Accept).then_some(CategoryCode::Heating),
        outcome: set(Kind::Conclude).then_some(Outcome::Resolved),
        final_reply: set(Kind::Reply).then_some(true),
        rating: set(Kind::Rate).then_some(RatingScore::Satisfied),
        reject_reason: set(Kind::Reject).then_some(RejectReason::OutOfScope),
        hold_reason: set(Kind::Hold).then_some(HoldReason::Season),
        merged_into_id: set(Kind::Merge).then(|| "231004:petition:0".to_owned()),
        transferred_to: set(Kind::Transfer).then_some(TransferTarget::Court),
        cause_zh: None,
        cause_en: None,
        synthetic: true,
    }
}

fn events(kinds: &[Kind]) -> Vec<PetitionEvent> {
    (1..).zip(kinds).map(|(sequence, kind)| event(sequence, *kind)).collect()
}

fn lead_to(kinds: &[Kind]) -> Result<LifeCycle, LifeCycleError> {
    LifeCycle::of(&events(kinds)).expect("there are events")
}

/// Where the events lead.
fn status(kinds: &[Kind]) -> Status {
    lead_to(kinds).expect("the events are allowed").projection().status
}

/// Why the last event is refused.
fn refusal(kinds: &[Kind]) -> String {
    lead_to(&kinds[..kinds.len() - 1]).expect("the events before are allowed");
    lead_to(kinds).expect_err("the last event is not allowed").to_string()
}

const WORKED: [Kind; 5] = [Kind::Submit, Kind::Accept, Kind::Dispatch, Kind::Start, Kind::Conclude];

fn after(start: &[Kind], more: &[Kind]) -> Vec<Kind> {
    [start, more].concat()
}

#[test]
fn the_usual_course_ends_with_a_judgement() {
    assert_eq!(status(&[Kind::Submit]), Status::Submitted);
    assert_eq!(status(&WORKED[..2]), Status::Accepted);
    assert_eq!(status(&WORKED[..3]), Status::Assigned);
    assert_eq!(status(&[Kind::Submit, Kind::Accept, Kind::Claim]), Status::Claimed);
    assert_eq!(status(&WORKED[..4]), Status::InProgress);
    assert_eq!(status(&WORKED), Status::Concluded);
    assert_eq!(status(&after(&WORKED, &[Kind::Reply])), Status::Replied);
    assert_eq!(status(&after(&WORKED, &[Kind::Reply, Kind::Rate])), Status::Rated);
    assert_eq!(status(&after(&WORKED, &[Kind::Reply, Kind::Rate, Kind::Close])), Status::Closed);
    assert_eq!(status(&after(&WORKED, &[Kind::Reply, Kind::Close])), Status::Closed);
}

#[test]
fn other_courses_end_elsewhere() {
    assert_eq!(status(&[Kind::Submit, Kind::Reject]), Status::Rejected);
    assert_eq!(status(&[Kind::Submit, Kind::Reject, Kind::Reply]), Status::Rejected);
    assert_eq!(status(&[Kind::Submit, Kind::Accept, Kind::Merge]), Status::Merged);
    assert_eq!(status(&[Kind::Submit, Kind::Accept, Kind::Transfer]), Status::Transferred);
    assert_eq!(status(&after(&WORKED[..4], &[Kind::Hold, Kind::Withdraw])), Status::Withdrawn);
    assert_eq!(status(&after(&WORKED[..4], &[Kind::Hold, Kind::Resume])), Status::InProgress);
    assert_eq!(status(&after(&WORKED[..4], &[Kind::Escalate])), Status::InProgress);
    assert_eq!(status(&after(&WORKED[..4], &[Kind::Reassign])), Status::Assigned);
}

#[test]
fn what_the_state_does_not_allow_is_refused_and_the_state_is_named() {
    assert_eq!(
        refusal(&[Kind::Submit, Kind::Start]),
        "START is not possible while a petition is SUBMITTED"
    );
    assert_eq!(
        refusal(&[Kind::Submit, Kind::Submit]),
        "SUBMIT is not possible while a petition is SUBMITTED"
    );
    assert_eq!(
        refusal(&[Kind::Submit, Kind::Accept, Kind::Claim, Kind::Claim]),
        "CLAIM is not possible while a petition is CLAIMED"
    );
    assert_eq!(
        refusal(&after(&WORKED, &[Kind::Withdraw])),
        "WITHDRAW is not possible while a petition is CONCLUDED"
    );
    assert_eq!(
        refusal(&after(&WORKED, &[Kind::Reply, Kind::Rate, Kind::Rate])),
        "RATE is not possible while a petition is RATED"
    );
    assert_eq!(
        refusal(&[Kind::Submit, Kind::Reject, Kind::Reply, Kind::Reply]),
        "REPLY is not possible while a petition is REJECTED"
    );
    assert_eq!(
        lead_to(&[Kind::Accept]).expect_err("nothing was handed in"),
        LifeCycleError::NotSubmitted(Kind::Accept)
    );
    assert!(LifeCycle::of(&[]).is_none());
}

#[test]
fn the_petitioner_is_asked_at_most_twice() {
    let asked = [Kind::Submit, Kind::NeedInfo, Kind::GiveInfo, Kind::NeedInfo, Kind::GiveInfo];
    assert_eq!(status(&asked), Status::Submitted);
    assert_eq!(refusal(&after(&asked, &[Kind::NeedInfo])), "the petitioner can be asked 2 times");
}

#[test]
fn reopening_forgets_the_outcome_but_not_the_first_reply() {
    let reopened = lead_to(&after(&WORKED, &[Kind::Reply, Kind::Rate, Kind::Reopen]))
        .expect("a judged petition can be reopened");
    let state = reopened.projection();
    assert_eq!((state.round, state.status), (2, Status::InProgress));
    assert_eq!((state.outcome, state.resolved_at, state.final_replied_at), (None, None, None));
    assert_eq!((state.rating, state.rated_at, state.concluded_at), (None, None, None));
    assert!(state.first_replied_at.is_some() && state.accepted_at.is_some());
    let again = after(
        &WORKED,
        &[Kind::Reply, Kind::Rate, Kind::Reopen, Kind::Conclude, Kind::Reply, Kind::Rate],
    );
    assert_eq!(status(&again), Status::Rated, "every round is judged for itself");
}

#[test]
fn an_interim_reply_is_a_first_reply_and_no_final_one() {
    let mut events = events(&after(&WORKED[..4], &[Kind::Reply]));
    events[4].final_reply = Some(false);
    let life = LifeCycle::of(&events).expect("there are events").expect("interim replies are fine");
    let state = life.projection();
    assert_eq!(state.status, Status::InProgress);
    assert!(state.first_replied_at.is_some() && state.final_replied_at.is_none());
}

#[test]
fn only_a_resolved_petition_has_a_time_of_resolution() {
    let mut events = events(&WORKED);
    events[4].outcome = Some(Outcome::Planned);
    let life = LifeCycle::of(&events).expect("there are events").expect("plans are outcomes");
    assert!(life.projection().concluded_at.is_some() && life.projection().resolved_at.is_none());
}

#[test]
fn a_second_assignee_does_not_change_when_work_began() {
    let life = lead_to(&after(&WORKED[..4], &[Kind::Reassign, Kind::Start])).expect("allowed");
    assert_eq!(life.projection().started_at, Some(event(4, Kind::Start).occurred_at));
}

#[test]
fn events_carry_what_they_set_and_nothing_else() {
    let mut bare = event(1, Kind::Submit);
    bare.rating = Some(RatingScore::Satisfied);
    let stray = LifeCycle::begin(&bare).expect_err("handing in judges nothing");
    assert_eq!(stray.to_string(), "SUBMIT has no `rating`");
    let mut accepted = events(&WORKED[..2]);
    accepted[1].category = None;
    let missing = LifeCycle::of(&accepted).expect("events").expect_err("the class is missing");
    assert_eq!(missing.to_string(), "ACCEPT needs `category`");
    let mut replied = events(&after(&WORKED, &[Kind::Reply]));
    replied[5].outcome = Some(Outcome::Planned);
    let other = LifeCycle::of(&replied).expect("events").expect_err("it was resolved");
    assert_eq!(other, LifeCycleError::OtherOutcome { replied: Outcome::Planned });
}

#[test]
fn numbers_have_no_gap_and_time_does_not_run_back() {
    let mut gap = events(&WORKED[..2]);
    gap[1].sequence = 3;
    let refused = LifeCycle::of(&gap).expect("events").expect_err("2 is missing");
    assert_eq!(refused, LifeCycleError::Sequence { expected: 2, found: 3 });
    let mut back = events(&WORKED[..2]);
    back[1].occurred_at = back[0].occurred_at - TimeDelta::seconds(1);
    let refused = LifeCycle::of(&back).expect("events").expect_err("it is too early");
    assert!(matches!(refused, LifeCycleError::TimeRunsBack { .. }), "{refused}");
}

proptest! {
    /// Whatever happens, a refusal changes nothing, and what is projected hangs together.
    #[test]
    fn every_course_of_events_hangs_together(
        kinds in proptest::collection::vec(proptest::sample::select(Kind::ALL.to_vec()), 0..60),
    ) {
        let mut life = LifeCycle::begin(&event(1, Kind::Submit)).expect("it is handed in");
        for kind in kinds {
            let before = life.projection().clone();
            let next = event(i32::try_from(before.version).expect("few events") + 1, kind);
            if life.apply(&next).is_err() {
                prop_assert_eq!(life.projection(), &before);
            }
        }
        let state = life.projection();
        prop_assert_eq!(state.resolved_at.is_some(), state.outcome == Some(Outcome::Resolved));
        prop_assert_eq!(state.outcome.is_some(), state.concluded_at.is_some());
        prop_assert_eq!(state.rating.is_some(), state.rated_at.is_some());
        prop_assert_eq!(state.accepted_at.is_some(), state.category.is_some());
        prop_assert!(state.first_replied_at.is_some() || state.final_replied_at.is_none());
        prop_assert!(state.accepted_at.is_none_or(|at| state.submitted_at <= at));
        prop_assert!(state.started_at.is_none() || state.accepted_at.is_some());
    }
}
