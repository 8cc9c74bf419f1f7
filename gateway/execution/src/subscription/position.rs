//! The position of a source: that of the last event that it sent, by which it goes on after a loss.
//! It is read from the bytes of an event without building anything of it.

use std::{borrow::Cow, collections::HashMap};

use bytes::Bytes;
use gateway_plan::{EventPosition, Gather};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::source_of;
use crate::{request::ExecutionRequest, route::Variables};

/// Where a source is.
#[derive(Debug, Clone)]
pub(super) struct Position {
    rule: Option<Rule>,
    /// The JSON of the position of the last event.
    last: Option<Vec<u8>>,
}

#[derive(Debug, Clone)]
struct Rule {
    response_key: String,
    at: EventPosition,
}

type Object<'a> = HashMap<Cow<'a, str>, &'a RawValue>;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

impl Position {
    /// The beginning: nothing was sent yet, and the client's own `after` counts.
    pub(super) fn of(request: &ExecutionRequest) -> Self {
        let field = source_of(request).and_then(|(_, fetch)| fetch.fields.first());
        let rule = field.and_then(|field| match &field.gather {
            Gather::Events { position: Some(at) } => {
                Some(Rule { response_key: field.response_key.clone(), at: at.clone() })
            }
            _ => None,
        });
        Self { rule, last: None }
    }

    /// Notes the position of an event. False for the event that was the last one before: a source
    /// that begins with the position instead of behind it.
    pub(super) fn note(&mut self, event: &Bytes) -> bool {
        let Some(position) = self.rule.as_ref().and_then(|rule| rule.read(event)) else {
            return true;
        };
        let is_new = self.last.as_ref() != Some(&position);
        self.last = Some(position);
        is_new
    }

    /// Whether events have positions, and those from now on are asked for.
    pub(super) fn begins_now(&self, variables: &Variables) -> bool {
        let after =
            |rule: &Rule| variables.get(&rule.at.after).is_some_and(|after| !after.is_null());
        self.last.is_none() && self.rule.as_ref().is_some_and(|rule| !after(rule))
    }

    /// The variable that takes the position, and its JSON; nothing before the first event.
    pub(super) fn variable(&self) -> Option<(&str, Vec<u8>)> {
        let rule = self.rule.as_ref()?;
        Some((rule.at.after.as_str(), self.last.clone()?))
    }
}

impl Rule {
    fn read(&self, event: &[u8]) -> Option<Vec<u8>> {
        let answer: Answer<'_> = serde_json::from_slice(event).ok()?;
        let data: Object<'_> = serde_json::from_str(answer.data?.get()).ok()?;
        let object: Object<'_> =
            serde_json::from_str(data.get(self.response_key.as_str())?.get()).ok()?;
        let position = object.get(self.at.cursor.as_str())?.get();
        (position != "null").then(|| position.as_bytes().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position() -> Position {
        let at = EventPosition { cursor: "_y_cursor".into(), after: "_y_0".into() };
        Position { rule: Some(Rule { response_key: "a".into(), at }), last: None }
    }

    #[test]
    fn the_last_position_counts() {
        let mut position = position();
        assert_eq!(position.variable(), None);
        for event in [
            r#"{"data":{"a":{"_y_cursor":"x","n":[1]}}}"#,
            r#"{"errors":[],"data":{"a":{"_y_\u0063ursor":"y\"1"}}}"#,
        ] {
            assert!(position.note(&Bytes::from_static(event.as_bytes())));
        }
        assert_eq!(position.variable(), Some(("_y_0", br#""y\"1""#.to_vec())));
    }

    #[test]
    fn the_same_event_again_is_no_event() {
        let mut position = position();
        let event = Bytes::from_static(br#"{"data":{"a":{"_y_cursor":7}}}"#);
        assert!(position.note(&event));
        assert!(!position.note(&event));
    }

    #[test]
    fn what_has_no_position_changes_nothing() {
        let mut position = position();
        for event in [
            "",
            "{",
            "[]",
            r#"{"data":null}"#,
            r#"{"data":{"a":null}}"#,
            r#"{"data":{"a":{"_y_cursor":null}}}"#,
        ] {
            assert!(position.note(&Bytes::from_static(event.as_bytes())), "{event}");
        }
        assert_eq!(position.variable(), None);
    }
}
