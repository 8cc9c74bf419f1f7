//! How long a request may take: what the caller has left, bounded by what the server allows.

use std::time::Duration;

use contract::{ErrorCode, header::DEADLINE_MS};
use http::HeaderMap;

use crate::rejection::Rejection;

/// Reads the time that is left for a request.
pub(crate) fn time_left(headers: &HeaderMap, max: Duration) -> Result<Duration, Rejection> {
    let Some(value) = headers.get(DEADLINE_MS) else { return Ok(max) };
    let milliseconds = value.to_str().ok().and_then(|text| text.parse().ok()).ok_or_else(|| {
        let message = format!("{DEADLINE_MS} must be a number of milliseconds");
        Rejection::new(ErrorCode::BadRequest, message)
    })?;
    Ok(max.min(Duration::from_millis(milliseconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAX: Duration = Duration::from_secs(30);

    fn read(value: &'static str) -> Result<Duration, Rejection> {
        let name = http::HeaderName::from_static(DEADLINE_MS);
        let value = http::HeaderValue::from_static(value);
        time_left(&HeaderMap::from_iter([(name, value)]), MAX)
    }

    #[test]
    fn the_shorter_of_both_counts() {
        assert_eq!(time_left(&HeaderMap::new(), MAX), Ok(MAX));
        assert_eq!(read("250"), Ok(Duration::from_millis(250)));
        assert_eq!(read("60000"), Ok(MAX));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for value in ["", "-1", "soon", "1.5"] {
            assert_eq!(read(value).map_err(|r| r.code()), Err(ErrorCode::BadRequest), "{value:?}");
        }
    }
}
