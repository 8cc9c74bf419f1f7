//! What becomes of one petition of a peer: from the way it is received to the judgement of whoever
//! handed it in, by the habits of the district and the nature of the matter.

use chrono::{NaiveDateTime, TimeDelta};

use super::{area::Area, profile::Profile, season};
use crate::{
    generate::{
        calendar::{add_working_days, local, local_day},
        draw::Draw,
        story::{Assignee, Story},
        subject::Subject,
    },
    petitions::kinds::{
        CategoryCode, Complexity, HoldReason, Outcome, RatingScore, RatingSource, RejectReason,
        ReplyMode, TransferTarget,
    },
};

/// Decides what becomes of one petition.
pub struct Teller<'a> {
    profile: &'a Profile,
    area: &'a Area,
    draw: &'a mut Draw,
    /// A petition of the same area that another one can be joined to.
    earlier: Option<String>,
    /// When a deputy took it to the congress, and which.
    escalated: Vec<(NaiveDateTime, String)>,
}

impl<'a> Teller<'a> {
    /// Starts with what is known before the petition comes.
    pub fn new(
        profile: &'a Profile,
        area: &'a Area,
        draw: &'a mut Draw,
        earlier: Option<String>,
    ) -> Self {
        Self { profile, area, draw, earlier, escalated: Vec::new() }
    }

    /// When deputies took the petition to the congress, and who.
    pub fn into_escalated(self) -> Vec<(NaiveDateTime, String)> {
        self.escalated
    }

    /// Tells the whole story.
    pub fn story(&mut self, mut subject: Subject) -> Story {
        let submitted = subject.row.submitted_at;
        let category = subject.row.category;
        let large = subject.row.complexity == Complexity::Large;
        let day = local_day(submitted);
        subject.row.reply_due_at =
            Some(local(add_working_days(day, if large { 10 } else { 5 }), 17 * 60));
        subject.row.due_at =
            Some(local(add_working_days(day, if large { 30 } else { 15 }), 17 * 60));
        let mut story = Story::submit(subject);
        let received = self.later(submitted, 0, 2);
        if self.turned_away(&mut story, received) {
            return story;
        }
        story.accept(received);
        self.work(&mut story, received, category, large);
        story
    }

    /// Some petitions are turned down, handed on, or taken back.
    fn turned_away(&mut self, story: &mut Story, at: NaiveDateTime) -> bool {
        match self.draw.between(1, 100) {
            1..=3 => {
                let reasons = [
                    (RejectReason::OutOfScope, 5),
                    (RejectReason::Duplicate, 3),
                    (RejectReason::NotInArea, 2),
                    (RejectReason::NoContent, 1),
                ];
                let reason = self.draw.weighted(&reasons).unwrap_or(RejectReason::OutOfScope);
                story.reject(at, reason);
                let told = self.later(at, 0, 1);
                story.reply_finally(told, ReplyMode::Phone, None, None);
            }
            4 => story.transfer(at, TransferTarget::Hotline12345),
            5 => story.withdraw(at),
            6 => match &self.earlier {
                Some(earlier) => story.merge(at, earlier),
                None => return false,
            },
            _ => return false,
        }
        true
    }

    fn work(
        &mut self,
        story: &mut Story,
        from: NaiveDateTime,
        category: CategoryCode,
        large: bool,
    ) {
        let group = self.area.group_for(category);
        let mut at = self.later(from, 0, 3);
        if self.draw.percent(self.profile.claimed) {
            let deputy = self.deputy();
            let by_deputy = self.draw.percent(30);
            story.claim(
                at,
                if by_deputy { Assignee::Deputy(&deputy) } else { Assignee::Group(&group) },
            );
        } else {
            story.dispatch(at, Assignee::Group(&group));
        }
        at = self.later(at, 0, 3);
        story.start(at);
        if large && self.draw.percent(60) {
            at = self.later(at, 1, 4);
            story.reply_meanwhile(at, ReplyMode::Phone, None);
        }
        at = self.hold(story, at, category);
        let told = self.conclude(story, at, category, large);
        if let Some(told) = told.filter(|_| self.draw.percent(3)) {
            at = self.later(told, 2, 10);
            story.reopen(at);
            self.conclude(story, at, category, large);
        }
    }

    /// Frozen ground stops digging until April; now and then something else stops the work.
    fn hold(
        &mut self,
        story: &mut Story,
        at: NaiveDateTime,
        category: CategoryCode,
    ) -> NaiveDateTime {
        let day = local_day(at);
        let frozen = season::is_ground_frozen(day) && season::needs_digging(category);
        let (reason, days) = if frozen && self.draw.percent(45) {
            (HoldReason::Season, self.draw.between(25, 80))
        } else if self.draw.percent(4) {
            (HoldReason::OtherAuthority, self.draw.between(5, 20))
        } else {
            return at;
        };
        let from = self.later(at, 0, 2);
        let to = self.draw.later(from, days);
        story.hold(from, reason, to);
        to
    }

    /// Work ends, the petitioner is told and may judge. The moment is that of the last event; there
    /// is none when the petitioner hears nothing.
    fn conclude(
        &mut self,
        story: &mut Story,
        from: NaiveDateTime,
        category: CategoryCode,
        large: bool,
    ) -> Option<NaiveDateTime> {
        let usual = self.profile.pace * season::duration(category) / 100;
        let mut at = self.later(from, 1 + usual / 3, 2 + usual * if large { 3 } else { 2 });
        let outcome = self.outcome(category, large);
        if outcome == Outcome::Escalated {
            let deputy = self.deputy();
            story.escalate(at, &deputy);
            self.escalated.push((at, deputy));
            at = self.later(at, 0, 1);
        }
        story.conclude(at, outcome);
        if !self.draw.percent(self.profile.replied) {
            return None;
        }
        at = self.later(at, 0, 3);
        let modes = [
            (ReplyMode::Phone, 4),
            (ReplyMode::Wechat, 4),
            (ReplyMode::FaceToFace, 3),
            (ReplyMode::Written, 1),
        ];
        let mode = self.draw.weighted(&modes).unwrap_or(ReplyMode::Phone);
        let deputy = self.deputy();
        story.reply_finally(at, mode, Some(&deputy), Some(outcome));
        Some(self.judge(story, at, outcome))
    }

    /// A judgement, or silence until the petition is closed.
    fn judge(&mut self, story: &mut Story, told: NaiveDateTime, outcome: Outcome) -> NaiveDateTime {
        if self.draw.percent(self.profile.rated) {
            let at = self.later(told, 0, 8);
            let source =
                if self.draw.percent(55) { RatingSource::Unasked } else { RatingSource::Callback };
            story.rate(at, self.score(outcome), source);
            return at;
        }
        let at = told + TimeDelta::days(15);
        story.close(at);
        at
    }

    fn outcome(&mut self, category: CategoryCode, large: bool) -> Outcome {
        let harder = season::difficulty(category) + if large { 12 } else { 0 };
        if self.draw.percent(self.profile.resolved.saturating_sub(harder)) {
            return Outcome::Resolved;
        }
        let others = [
            (Outcome::PartlyResolved, 30),
            (Outcome::Planned, 24),
            (Outcome::ExplainedNotFeasible, 22),
            (Outcome::Escalated, 12),
            (Outcome::Referred, 8),
            (Outcome::NoActionNeeded, 4),
        ];
        self.draw.weighted(&others).unwrap_or(Outcome::PartlyResolved)
    }

    /// Whoever was not helped is less satisfied, whatever was explained.
    fn score(&mut self, outcome: Outcome) -> RatingScore {
        let good = match outcome {
            Outcome::Resolved => self.profile.satisfied,
            Outcome::PartlyResolved | Outcome::Planned => self.profile.satisfied * 7 / 10,
            _ => self.profile.satisfied / 2,
        };
        match (self.draw.percent(good), self.draw.percent(45)) {
            (true, true) => RatingScore::VerySatisfied,
            (true, false) => RatingScore::Satisfied,
            (false, true) => RatingScore::BasicallySatisfied,
            (false, false) => RatingScore::Dissatisfied,
        }
    }

    fn deputy(&mut self) -> String {
        self.area.roll().id(self.draw.between(1, self.area.deputies))
    }

    fn later(&mut self, than: NaiveDateTime, least: u32, most: u32) -> NaiveDateTime {
        let days = self.draw.between(least, most);
        self.draw.later(than, days)
    }
}
