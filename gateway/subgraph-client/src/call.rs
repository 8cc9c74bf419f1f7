//! What is sent and what comes back.

use std::sync::Arc;

use bytes::Bytes;
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
}
