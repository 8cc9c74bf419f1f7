//! Refuses what a page of another site can make a browser send without asking first. Such a page
//! cannot read the answer, but the request would run with what the user's browser and network may
//! reach.
//!
//! A browser asks first (a CORS preflight) when a request has a content type other than the three
//! of forms, or any header of its own. So a body must be JSON, and a request without a body needs
//! one of the headers below, unless it comes from a page of this origin or from no browser at all:
//! every browser calls itself `Mozilla/…`, and no page can make it send another name without being
//! asked first.

use axum::http::{HeaderMap, header};
use contract::ErrorCode;
use gateway_operation::RequestError;

use crate::cors::Cors;

/// Any of them, with any value, shows that the browser asked first.
const CUSTOM_HEADERS: [&str; 5] = [
    "graphql-require-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
    "x-graphql-event-stream-token",
    "x-requested-with",
];

/// The content types that a browser sends without asking first.
const SIMPLE_TYPES: [&str; 3] =
    ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Refuses a request that nobody may have meant to send.
///
/// # Errors
/// [`ErrorCode::PreflightRequired`].
pub(crate) fn check(headers: &HeaderMap) -> Result<(), RequestError> {
    if asked_first(headers) || is_of_this_origin(headers) || !is_of_a_browser(headers) {
        return Ok(());
    }
    let message = "a page of another site could have caused this request; send the header \
                   `graphql-require-preflight: 1`, or use POST with `Content-Type: application/json`";
    Err(RequestError::new(ErrorCode::PreflightRequired, message))
}

/// Refuses a WebSocket that a page of another origin opens. No browser asks first for those, and
/// CORS does not hold for them; but every browser says where the page is from.
///
/// # Errors
/// [`ErrorCode::Forbidden`].
pub(crate) fn check_origin(headers: &HeaderMap, cors: Option<&Cors>) -> Result<(), RequestError> {
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let host = headers.get(header::HOST).map(|host| host.as_bytes());
    let is_own = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"))
        .is_some_and(|(_, authority)| Some(authority.as_bytes()) == host);
    if is_own || cors.is_some_and(|cors| cors.allows(origin)) {
        return Ok(());
    }
    let message = "pages of this origin may not open a WebSocket here; name it in `http.cors`";
    Err(RequestError::new(ErrorCode::Forbidden, message))
}

fn asked_first(headers: &HeaderMap) -> bool {
    CUSTOM_HEADERS.iter().any(|name| headers.contains_key(*name))
        || headers.get(header::CONTENT_TYPE).is_some_and(|value| !is_simple(value.as_bytes()))
}

/// Unreadable types are simple: browsers send what they do not understand.
fn is_simple(content_type: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(content_type) else { return true };
    let media = text.split([';', ',']).next().unwrap_or_default().trim();
    !media.contains('/') || SIMPLE_TYPES.iter().any(|simple| media.eq_ignore_ascii_case(simple))
}

/// Browsers say so on secure connections; a page cannot make them lie.
fn is_of_this_origin(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site.as_bytes() == b"same-origin" || site.as_bytes() == b"none")
}

fn is_of_a_browser(headers: &HeaderMap) -> bool {
    let names_itself = headers
        .get(header::USER_AGENT)
        .is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla/"));
    names_itself
        || [header::ORIGIN.as_str(), header::COOKIE.as_str(), "sec-fetch-site"]
            .iter()
            .any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    const BROWSER: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64)");

    fn passes(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        check(&headers.collect()).is_ok()
    }

    #[test]
    fn a_browser_must_have_asked_first() {
        assert!(!passes(&[BROWSER]));
        assert!(!passes(&[BROWSER, ("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[BROWSER, ("sec-fetch-site", "same-site")]));
        assert!(!passes(&[("origin", "https://elsewhere.example")]));
        assert!(!passes(&[("cookie", "session=1")]));
        for name in CUSTOM_HEADERS {
            assert!(passes(&[BROWSER, (name, "1")]), "{name}");
        }
    }

    #[test]
    fn content_types_of_forms_are_no_sign_of_a_preflight() {
        let sent = |content_type| passes(&[BROWSER, ("content-type", content_type)]);
        assert!(sent("application/json"));
        assert!(!sent("text/plain;charset=UTF-8"));
        assert!(!sent("Multipart/Form-Data; boundary=x"));
        assert!(!sent("application/x-www-form-urlencoded, application/json"));
        assert!(!sent("json"));
        assert!(!sent(""));
    }

    #[test]
    fn pages_of_other_origins_open_no_websocket() {
        let opens = |origin: Option<&'static str>, cors: Option<&Cors>| {
            let host = (header::HOST, HeaderValue::from_static("gateway.example:4000"));
            let origin = origin.map(|value| (header::ORIGIN, HeaderValue::from_static(value)));
            check_origin(&[host].into_iter().chain(origin).collect(), cors).is_ok()
        };
        assert!(opens(None, None), "a program");
        assert!(opens(Some("https://gateway.example:4000"), None));
        assert!(!opens(Some("https://elsewhere.example"), None));
        assert!(!opens(Some("null"), None));
        let cors = Cors::new(["https://elsewhere.example"], false).expect("an origin");
        assert!(opens(Some("https://elsewhere.example"), Some(&cors)));
        assert!(!opens(Some("https://third.example"), Some(&cors)));
    }

    #[test]
    fn pages_of_this_origin_and_programs_need_no_header() {
        assert!(passes(&[BROWSER, ("sec-fetch-site", "same-origin")]));
        assert!(passes(&[BROWSER, ("sec-fetch-site", "none")]));
        assert!(passes(&[]));
        assert!(passes(&[("user-agent", "curl/8.5.0"), ("accept", "*/*")]));
    }
}
