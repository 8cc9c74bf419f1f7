//! Which partitions the whole answer is made of: `extensions.partitions`. Each field reports what
//! became of the partitions that it asked; a partition that failed one field has failed, whatever
//! it answered to others, and one that answered everything with nothing is empty, not failed.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use contract::coverage::MissingReason;
use serde::Deserialize as _;
use serde_json::{Value, json};

/// What became of the partitions that a request asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    partitions: BTreeMap<String, Standing>,
    /// What partitions of older versions answered without.
    lacking: BTreeMap<String, BTreeSet<String>>,
    /// Sources of a subscription that were lost and joined again: whether events were not missed.
    returned: BTreeMap<String, bool>,
    /// What partitions that are gateways tell of those behind them.
    below: BTreeMap<String, Coverage>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Awaited,
    Empty,
    Answered,
    Failed { reason: MissingReason, elapsed: Duration },
}

/// A partition that is not part of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailedPartition<'a> {
    /// Its key.
    pub code: &'a str,
    /// Why.
    pub reason: MissingReason,
    /// How long it was waited for.
    pub elapsed: Duration,
}

impl Coverage {
    /// Whether any partition was asked at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }

    /// Whether all that were asked answered everything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.failed().next().is_none()
            && self.lacking.is_empty()
            && self.below.values().all(Self::is_complete)
    }

    /// Those that answered and run an older version, and the fields of the answer that they lack,
    /// which are null for them.
    pub fn lacking(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.lacking.iter().map(|(key, lacks)| (key.as_str(), lacks))
    }

    /// The keys of all that were asked, sorted.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.partitions.keys().map(String::as_str)
    }

    /// The keys of those that answered, the empty ones included.
    pub fn answered(&self) -> impl Iterator<Item = &str> {
        self.keys(|standing| matches!(standing, Standing::Empty | Standing::Answered))
    }

    /// The keys of those that answered and had nothing to say.
    pub fn empty(&self) -> impl Iterator<Item = &str> {
        self.keys(|standing| standing == Standing::Empty)
    }

    /// Those that failed.
    pub fn failed(&self) -> impl Iterator<Item = FailedPartition<'_>> {
        self.partitions.iter().filter_map(|(code, standing)| match *standing {
            Standing::Failed { reason, elapsed } => Some(FailedPartition { code, reason, elapsed }),
            Standing::Awaited | Standing::Empty | Standing::Answered => None,
        })
    }

    /// The partition answered a field, with rows or without.
    pub(crate) fn record_answer(&mut self, key: &str, is_empty: bool) {
        match self.partitions.get_mut(key) {
            None => {
                let standing = if is_empty { Standing::Empty } else { Standing::Answered };
                self.partitions.insert(key.to_owned(), standing);
            }
            Some(standing @ Standing::Awaited) if is_empty => *standing = Standing::Empty,
            Some(standing @ (Standing::Awaited | Standing::Empty)) if !is_empty => {
                *standing = Standing::Answered;
            }
            Some(_) => {}
        }
    }

    /// The partition is a source of events and has not been joined yet.
    pub(crate) fn record_awaited(&mut self, key: &str) {
        self.partitions.entry(key.to_owned()).or_insert(Standing::Awaited);
    }

    /// The partition is a source of events that was joined again after a loss.
    pub(crate) fn record_return(&mut self, key: &str, resumed: bool) {
        self.returned.insert(key.to_owned(), resumed);
    }

    /// The partition failed a field. The first reason stays.
    pub(crate) fn record_failure(&mut self, key: &str, reason: MissingReason, elapsed: Duration) {
        let failed = Standing::Failed { reason, elapsed };
        match self.partitions.get_mut(key) {
            None => {
                self.partitions.insert(key.to_owned(), failed);
            }
            Some(Standing::Failed { .. }) => {}
            Some(standing) => *standing = failed,
        }
    }

    /// The partition answered without these fields, which its version lacks.
    pub(crate) fn record_lack(&mut self, key: &str, lacks: &BTreeSet<String>) {
        self.lacking.entry(key.to_owned()).or_default().extend(lacks.iter().cloned());
    }

    /// The partition is a gateway and tells this of the partitions behind it. What several calls
    /// to it tell is added up, as what several fields tell of a partition is.
    pub(crate) fn record_below(&mut self, key: &str, told: &Value) {
        self.below.entry(key.to_owned()).or_default().add(told);
    }

    /// Adds what a gateway tells in its `extensions.partitions`. What is not understood of it, as
    /// another version of a gateway may tell more, is left out; a reason is then a failure.
    fn add(&mut self, told: &Value) {
        for failed in elements(told, "failed") {
            let Some(code) = failed["code"].as_str() else { continue };
            let reason = MissingReason::deserialize(&failed["reason"]);
            let elapsed = failed["elapsedMs"].as_u64().map(Duration::from_millis);
            let reason = reason.unwrap_or(MissingReason::Failed);
            self.record_failure(code, reason, elapsed.unwrap_or_default());
        }
        let empty: BTreeSet<&str> = texts(told, "empty").collect();
        for code in texts(told, "answered") {
            self.record_answer(code, empty.contains(code));
        }
        for code in texts(told, "asked") {
            self.record_awaited(code);
        }
        for lacking in elements(told, "lacking") {
            if let Some(code) = lacking["code"].as_str() {
                let fields = texts(lacking, "fields").map(str::to_owned).collect();
                self.record_lack(code, &fields);
            }
        }
        for (key, below) in told["within"].as_object().into_iter().flatten() {
            self.record_below(key, below);
        }
    }

    /// The value of `extensions.partitions`.
    pub(crate) fn to_json(&self) -> Value {
        let failed: Vec<Value> = self
            .failed()
            .map(|failed| {
                json!({
                    "code": failed.code,
                    "reason": failed.reason.as_str(),
                    "elapsedMs": u64::try_from(failed.elapsed.as_millis()).unwrap_or(u64::MAX),
                })
            })
            .collect();
        let mut partitions = json!({
            "asked": self.asked().collect::<Vec<_>>(),
            "answered": self.answered().collect::<Vec<_>>(),
            "empty": self.empty().collect::<Vec<_>>(),
            "failed": failed,
        });
        if !self.lacking.is_empty() {
            let lacking = self.lacking.iter();
            let lacking: Vec<Value> =
                lacking.map(|(key, lacks)| json!({ "code": key, "fields": lacks })).collect();
            partitions["lacking"] = Value::from(lacking);
        }
        if !self.returned.is_empty() {
            let returned = self.returned.iter();
            partitions["returned"] = returned
                .map(|(code, resumed)| json!({ "code": code, "resumed": resumed }))
                .collect();
        }
        if !self.below.is_empty() {
            let below = self.below.iter();
            partitions["within"] =
                below.map(|(key, below)| (key.clone(), below.to_json())).collect();
        }
        partitions
    }

    fn keys(&self, wanted: impl Fn(Standing) -> bool) -> impl Iterator<Item = &str> {
        self.partitions
            .iter()
            .filter(move |(_, standing)| wanted(**standing))
            .map(|(key, _)| key.as_str())
    }
}

fn elements<'v>(told: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    told[field].as_array().into_iter().flatten()
}

fn texts<'v>(told: &'v Value, field: &str) -> impl Iterator<Item = &'v str> {
    elements(told, field).filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: MissingReason = MissingReason::Timeout;

    #[test]
    fn empty_is_not_failed_and_failed_is_not_answered() {
        let mut coverage = Coverage::default();
        coverage.record_answer("231002", true);
        coverage.record_answer("231003", false);
        coverage.record_failure("231004", TIMEOUT, Duration::from_millis(812));
        insta::assert_snapshot!(
            coverage.to_json(),
            @r#"{"asked":["231002","231003","231004"],"answered":["231002","231003"],"empty":["231002"],"failed":[{"code":"231004","reason":"TIMEOUT","elapsedMs":812}]}"#
        );
        assert!(!coverage.is_complete());
    }

    #[test]
    fn the_worst_standing_of_all_fields_counts() {
        let mut coverage = Coverage::default();
        coverage.record_answer("a", false);
        coverage.record_answer("a", true);
        assert_eq!(coverage.empty().count(), 0);
        coverage.record_failure("a", TIMEOUT, Duration::ZERO);
        coverage.record_failure("a", MissingReason::Failed, Duration::ZERO);
        coverage.record_answer("a", false);
        let reasons: Vec<_> = coverage.failed().map(|failed| failed.reason).collect();
        assert_eq!((reasons.as_slice(), coverage.answered().count()), (&[TIMEOUT][..], 0));
    }

    #[test]
    fn nobody_asked_is_nothing_to_tell() {
        assert!(Coverage::default().is_empty());
        assert!(Coverage::default().is_complete());
    }

    #[test]
    fn what_a_gateway_tells_in_several_calls_is_added_up() {
        let mut coverage = Coverage::default();
        coverage.record_answer("A", false);
        let calls = [
            json!({ "asked": ["a1", "a2"], "answered": ["a1"], "empty": ["a1"],
                    "failed": [{ "code": "a2", "reason": "LATE", "elapsedMs": 9 }],
                    "lacking": [{ "code": "a1", "fields": ["X.y"] }] }),
            json!({ "asked": ["a1", "a2", "a3"], "answered": ["a1", "a2", "a3"], "empty": ["a3"],
                    "failed": [] }),
        ];
        for told in &calls {
            coverage.record_below("A", told);
        }
        let within = &coverage.to_json()["within"]["A"];
        insta::assert_snapshot!(within, @r#"{"asked":["a1","a2","a3"],"answered":["a1","a3"],"empty":["a3"],"failed":[{"code":"a2","reason":"LATE","elapsedMs":9}],"lacking":[{"code":"a1","fields":["X.y"]}]}"#);
        assert!(!coverage.is_complete());
    }

    #[test]
    fn what_a_gateway_tells_is_seen_through_level_by_level() {
        let mut coverage = Coverage::default();
        coverage.record_answer("P", false);
        let city = json!({ "asked": ["a"], "answered": [],
                           "failed": [{ "code": "a", "reason": "OF_ANOTHER_VERSION" }] });
        coverage.record_below(
            "P",
            &json!({ "asked": ["A"], "answered": ["A"], "empty": 7,
                                            "within": { "A": city, "B": null } }),
        );
        let within = &coverage.to_json()["within"]["P"]["within"]["A"];
        insta::assert_snapshot!(within, @r#"{"asked":["a"],"answered":[],"empty":[],"failed":[{"code":"a","reason":"FAILED","elapsedMs":0}]}"#);
        assert!(!coverage.is_complete());
    }
}
