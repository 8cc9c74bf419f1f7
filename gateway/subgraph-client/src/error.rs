//! The closed list of ways in which a call fails, and what each means for coverage. Texts are
//! for logs: they may name hosts, so they do not go to clients as they are.

use std::{error::Error, sync::Arc, time::Duration};

use contract::coverage::MissingReason;
use http::StatusCode;

/// How a call failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CallError {
    /// No connection could be made to any replica. The service has seen nothing of the call.
    #[error("no connection to {endpoint}: {source}")]
    Connect {
        /// The last endpoint that was tried.
        endpoint: String,
        /// What the operating system says.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The connection broke before the answer was complete.
    #[error("the connection to {endpoint} was lost: {source}")]
    Lost {
        /// The endpoint that was called.
        endpoint: String,
        /// What was seen of it.
        source: Arc<dyn Error + Send + Sync>,
    },
    /// The answer was not complete in time.
    #[error("no answer within {} ms", after.as_millis())]
    Timeout {
        /// How long the call waited.
        after: Duration,
    },
    /// The call that answers this one too came to no end.
    #[error("the call that was shared was given up")]
    GivenUp,
    /// Too many calls to this endpoint are under way, and none ended in time.
    #[error("all places for calls to {endpoint} were taken until the deadline")]
    NoCapacity {
        /// The endpoint.
        endpoint: String,
    },
    /// So many calls to this endpoint failed that it is left alone for a while.
    #[error("too many calls to {endpoint} failed; its breaker is open")]
    Open {
        /// The endpoint.
        endpoint: String,
    },
    /// The HTTP status says that the call was not served.
    #[error("the service answered with HTTP status {status}")]
    Status {
        /// The status.
        status: StatusCode,
        /// How long the service asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// The answer is of another content type than GraphQL uses.
    #[error("the answer is of type `{found}`, not JSON")]
    ContentType {
        /// The type that was sent, shortened.
        found: String,
    },
    /// The service closed a subscription's WebSocket.
    #[error("{endpoint} closed the WebSocket: {code} {reason}")]
    Closed {
        /// The endpoint.
        endpoint: String,
        /// The close code.
        code: u16,
        /// What it says about it.
        reason: String,
    },
    /// The service does not hold to the protocol of subscriptions.
    #[error("{endpoint} broke the protocol of subscriptions: {detail}")]
    Protocol {
        /// The endpoint.
        endpoint: String,
        /// How.
        detail: &'static str,
    },
    /// The answer is larger than is read.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// What is read at most.
        limit: usize,
    },
}

impl CallError {
    /// The class of the failure, as coverage tells it.
    #[must_use]
    pub fn reason(&self) -> MissingReason {
        match self {
            Self::Connect { .. } | Self::Lost { .. } | Self::GivenUp => MissingReason::Unreachable,
            Self::Timeout { .. } => MissingReason::Timeout,
            Self::NoCapacity { .. } | Self::Open { .. } => MissingReason::Overloaded,
            Self::Status { status, .. } => status_reason(*status),
            Self::ContentType { .. } | Self::Protocol { .. } => MissingReason::InvalidAnswer,
            Self::Closed { code, .. } => close_reason(*code),
            Self::TooLarge { .. } => MissingReason::TooLarge,
        }
    }

    /// Whether the service cannot have acted on the call, so that even a write may be sent again.
    pub(crate) fn nothing_was_sent(&self) -> bool {
        matches!(self, Self::Connect { .. } | Self::Open { .. })
    }
}

fn status_reason(status: StatusCode) -> MissingReason {
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => MissingReason::Unauthorized,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            MissingReason::Overloaded
        }
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => MissingReason::Timeout,
        StatusCode::BAD_GATEWAY => MissingReason::Unreachable,
        _ => MissingReason::Failed,
    }
}

/// What a service means by closing a WebSocket, by the codes of `graphql-transport-ws`.
fn close_reason(code: u16) -> MissingReason {
    match code {
        4_401 | 4_403 => MissingReason::Unauthorized,
        1_013 | 4_429 => MissingReason::Overloaded,
        4_408 | 4_504 => MissingReason::Timeout,
        1_002 | 1_003 | 1_007 | 4_400 | 4_406 | 4_409 => MissingReason::InvalidAnswer,
        1_009 => MissingReason::TooLarge,
        1_011 | 4_500 => MissingReason::Failed,
        _ => MissingReason::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unauthorised_is_never_down() {
        let reason = |status| CallError::Status { status, retry_after: None }.reason();
        assert_eq!(reason(StatusCode::UNAUTHORIZED), MissingReason::Unauthorized);
        assert_eq!(reason(StatusCode::FORBIDDEN), MissingReason::Unauthorized);
        assert_eq!(reason(StatusCode::SERVICE_UNAVAILABLE), MissingReason::Overloaded);
        assert_eq!(reason(StatusCode::BAD_GATEWAY), MissingReason::Unreachable);
        assert_eq!(reason(StatusCode::INTERNAL_SERVER_ERROR), MissingReason::Failed);
    }

    #[test]
    fn close_codes_say_why() {
        let reason = |code| {
            CallError::Closed { endpoint: String::new(), code, reason: String::new() }.reason()
        };
        assert_eq!(reason(4_403), MissingReason::Unauthorized);
        assert_eq!(reason(1_001), MissingReason::Unreachable);
        assert_eq!(reason(4_500), MissingReason::Failed);
    }
}
