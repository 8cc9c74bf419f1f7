//! How long to wait before a read is sent again: exponential backoff with full jitter, so that
//! those who failed together do not come back together, and never less than the service asked for.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header::RETRY_AFTER};

use crate::RetryPolicy;

/// The pause before a retry, counted from 0. `share` is drawn from 0 to 1.
pub(crate) fn pause(
    policy: &RetryPolicy,
    retry: u32,
    share: f64,
    asked: Option<Duration>,
) -> Duration {
    let doubled = policy.first_pause.saturating_mul(2_u32.saturating_pow(retry));
    let drawn = doubled.min(policy.longest_pause).mul_f64(share.clamp(0.0, 1.0));
    drawn.max(asked.unwrap_or_default())
}

/// Reads `Retry-After`: seconds, or a date. What is neither says nothing.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_are_drawn_from_nothing_on() {
        let policy = RetryPolicy {
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_millis(350),
            ..RetryPolicy::default()
        };
        let pauses =
            |share| [0, 1, 2, 40].map(|retry| pause(&policy, retry, share, None).as_millis());
        assert_eq!(pauses(1.0), [100, 200, 350, 350]);
        assert_eq!(pauses(0.5), [50, 100, 175, 175]);
        assert_eq!(pauses(0.0), [0; 4]);
        let asked = Some(Duration::from_secs(2));
        assert_eq!(pause(&policy, 0, 1.0, asked), Duration::from_secs(2));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT").expect("a date");
        let read = |text| {
            let value = HeaderValue::from_static(text);
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), now)
        };
        assert_eq!(read("120"), Some(Duration::from_secs(120)));
        assert_eq!(read("Wed, 21 Oct 2015 07:28:05 GMT"), Some(Duration::from_secs(5)));
        assert_eq!(read("Wed, 21 Oct 2015 07:27:00 GMT"), Some(Duration::ZERO));
        assert_eq!(read("soon"), None);
        assert_eq!(read("-1"), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
