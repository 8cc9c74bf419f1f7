//! What the outcome of an attempt tells: of the endpoint, to its breaker, and of whether the same
//! read may be sent again.

use std::time::Duration;

use http::StatusCode;

use crate::{Answer, CallError, breaker::Health};

/// An endpoint that was given this long and did not answer is ill, however long the service may
/// take.
const FAIR_TIME: Duration = Duration::from_secs(1);

/// What an attempt told of its endpoint. An answer that is of no use still shows that somebody is
/// there; a timeout tells something only when the endpoint had a fair time, as the request may
/// have come with next to none.
pub(crate) fn of_endpoint(
    outcome: &Result<Answer, CallError>,
    given: Duration,
    allowed: Option<Duration>,
) -> Option<Health> {
    match outcome {
        Ok(Answer { refused: None, .. }) => Some(Health::Well),
        Ok(Answer { refused: Some(error), .. }) if is_out_of_service(error) => Some(Health::Ill),
        Ok(Answer { refused: Some(_), .. }) => Some(Health::Well),
        Err(CallError::Connect { .. } | CallError::Lost { .. }) => Some(Health::Ill),
        Err(CallError::Timeout { .. }) => {
            let fair = allowed.map_or(FAIR_TIME, |allowed| FAIR_TIME.min(allowed / 2));
            (given >= fair).then_some(Health::Ill)
        }
        Err(CallError::Status { status, .. }) if status.is_server_error() => Some(Health::Ill),
        Err(
            CallError::Status { .. } | CallError::ContentType { .. } | CallError::TooLarge { .. },
        ) => Some(Health::Well),
        // Subscriptions have their own connections, and nothing to do with these calls.
        Err(CallError::Closed { .. } | CallError::Protocol { .. }) => None,
        Err(CallError::NoCapacity { .. } | CallError::Open { .. } | CallError::GivenUp) => None,
    }
}

/// Whether the same read may go better another time. The connection was not made or was lost, or
/// the status says that the service, or what stands before it, cannot serve now. Anything else it
/// would answer again.
pub(crate) fn may_pass(outcome: &Result<Answer, CallError>) -> bool {
    match outcome {
        Ok(answer) => answer.refused.as_ref().is_some_and(is_out_of_service),
        Err(CallError::Connect { .. } | CallError::Lost { .. }) => true,
        Err(error) => is_out_of_service(error),
    }
}

/// How long the service has asked to be left alone.
pub(crate) fn asked_pause(outcome: &Result<Answer, CallError>) -> Option<Duration> {
    let error = match outcome {
        Ok(answer) => answer.refused.as_ref(),
        Err(error) => Some(error),
    };
    match error {
        Some(CallError::Status { retry_after, .. }) => *retry_after,
        _ => None,
    }
}

fn is_out_of_service(error: &CallError) -> bool {
    let CallError::Status { status, .. } = error else { return false };
    matches!(
        *status,
        StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
    )
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn status(code: u16) -> CallError {
        let status = StatusCode::from_u16(code).expect("a status");
        CallError::Status { status, retry_after: None }
    }

    fn answer(refused: Option<CallError>) -> Result<Answer, CallError> {
        Ok(Answer { refused, ..Answer::of(Bytes::new()) })
    }

    #[test]
    fn an_answer_of_any_kind_shows_that_somebody_is_there() {
        let health = |outcome| of_endpoint(&outcome, Duration::ZERO, None);
        assert_eq!(health(answer(None)), Some(Health::Well));
        assert_eq!(health(answer(Some(status(500)))), Some(Health::Well), "GraphQL came with it");
        assert_eq!(health(answer(Some(status(503)))), Some(Health::Ill));
        assert_eq!(health(Err(status(404))), Some(Health::Well));
        assert_eq!(health(Err(status(500))), Some(Health::Ill));
        assert_eq!(health(Err(CallError::TooLarge { limit: 1 })), Some(Health::Well));
        assert_eq!(health(Err(CallError::NoCapacity { endpoint: String::new() })), None);
    }

    #[test]
    fn a_timeout_tells_something_when_there_was_time() {
        let late = || Err(CallError::Timeout { after: Duration::ZERO });
        let health = |given, allowed: Option<u64>| {
            let (given, allowed) =
                (Duration::from_millis(given), allowed.map(Duration::from_millis));
            of_endpoint(&late(), given, allowed)
        };
        assert_eq!(health(1_000, None), Some(Health::Ill));
        assert_eq!(health(999, None), None);
        assert_eq!(health(200, Some(400)), Some(Health::Ill));
        assert_eq!(health(199, Some(400)), None);
        assert_eq!(health(1_000, Some(60_000)), Some(Health::Ill));
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for code in [502, 503, 504] {
            assert!(
                may_pass(&Err(status(code))) && may_pass(&answer(Some(status(code)))),
                "{code}"
            );
        }
        for code in [400, 401, 404, 429, 500, 501] {
            assert!(
                !may_pass(&Err(status(code))) && !may_pass(&answer(Some(status(code)))),
                "{code}"
            );
        }
        assert!(!may_pass(&answer(None)));
        assert!(!may_pass(&Err(CallError::Timeout { after: Duration::ZERO })));
        assert!(!may_pass(&Err(CallError::Open { endpoint: String::new() })));
    }
}
