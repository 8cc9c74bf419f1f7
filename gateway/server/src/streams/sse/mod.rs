//! Server-sent events by the graphql-sse protocol. In *distinct connections* mode a request that
//! accepts `text/event-stream` is answered with its results; in *single connection* mode a client
//! reserves one stream, and requests with its token have their results there.
//!
//! A reservation is known to this process alone, so that a balancer before several must send the
//! requests of one token to the same.

mod body;
mod distinct;
mod reserved;
mod single;

use axum::http::{HeaderMap, HeaderName};

pub(crate) use self::{
    distinct::distinct,
    reserved::Reservations,
    single::{begin, complete_operation, reserve, single},
};

/// The header that names a reserved stream.
const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-graphql-event-stream-token");

/// The parameter of a URL that names one.
const TOKEN_PARAMETER: &str = "token";

/// The token of a request, by its header or its URL.
pub(crate) fn token(headers: &HeaderMap, query: Option<&str>) -> Option<String> {
    let header = headers.get(TOKEN_HEADER).and_then(|value| value.to_str().ok());
    header.map(str::to_owned).or_else(|| parameter(query, TOKEN_PARAMETER))
}

fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    form_urlencoded::parse(query?.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
