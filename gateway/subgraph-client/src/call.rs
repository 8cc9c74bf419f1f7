//! What is sent and what comes back.

use std::{
    any::Any,
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use http::HeaderMap;
use tokio::time::Instant;

use crate::{CallError, OutgoingHeaders};

/// Whether a call changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It only reads: another replica may be asked when the first one is lost, and an equal read
    /// that is under way may answer it.
    Read,
    /// It may write: it is sent once, unless no connection came about at all.
    Write,
}

/// One request to a service.
#[derive(Debug)]
pub struct Call<'a> {
    /// The JSON of the GraphQL request.
    pub body: Bytes,
    /// Headers that all calls of one client request share.
    pub headers: &'a Arc<OutgoingHeaders>,
    /// When the answer is no longer of use.
    pub deadline: Instant,
    /// Whether it may be sent again.
    pub effect: Effect,
}

/// What a service sent: JSON by its content type, within the limit of bytes.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body.
    pub body: Bytes,
    /// Present when the HTTP status was not a success. A GraphQL answer may come with any status;
    /// when the body has no data, this is how the call failed.
    pub refused: Option<CallError>,
    /// What it came with, when [`crate::ClientConfig::keep_headers`] says so. Those who share a
    /// call share it.
    pub headers: Option<Arc<HeaderMap>>,
    /// What was made of the body, for all who got this answer.
    pub notes: Notes,
}

impl Answer {
    /// A body that came with success.
    #[must_use]
    pub fn of(body: Bytes) -> Self {
        Self { body, refused: None, headers: None, notes: Notes::default() }
    }
}

/// Room for what readers make of an answer. Those who share a call share it, so that what is made
/// of the same bytes is made once.
#[derive(Debug, Clone, Default)]
pub struct Notes(Arc<OnceLock<Arc<dyn Any + Send + Sync>>>);

impl Notes {
    /// What is there, or else what `make` makes, which then is there for others. All readers of an
    /// answer make the same type of it; for another type there is no room.
    pub fn get_or_make<T: Any + Send + Sync>(&self, make: impl Fn() -> T) -> Arc<T> {
        let made = self.0.get_or_init(|| Arc::new(make()));
        Arc::clone(made).downcast().unwrap_or_else(|_| Arc::new(make()))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_is_made_of_an_answer_is_made_once_for_all_who_share_it() {
        let made = Cell::new(0);
        let make = || {
            made.set(made.get() + 1);
            7_u32
        };
        let answer = Answer::of(Bytes::new());
        let shared = answer.clone();
        assert_eq!((*answer.notes.get_or_make(make), *shared.notes.get_or_make(make)), (7, 7));
        assert_eq!(made.get(), 1);
        assert_eq!(*shared.notes.get_or_make(|| "another type"), "another type");
    }
}
