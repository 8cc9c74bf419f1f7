//! How a service is subscribed to: the protocol that it speaks, and where.

use std::fmt;

use http::uri::PathAndQuery;
use thiserror::Error;

use crate::{Endpoint, target::Target};

/// The protocol of a service's subscriptions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SubscriptionProtocol {
    /// The `graphql-transport-ws` protocol over a WebSocket.
    #[default]
    WebSocket,
    /// Server-sent events, a connection for each subscription.
    Sse,
}

/// How a service is subscribed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubscriptionTransport {
    /// The protocol.
    pub protocol: SubscriptionProtocol,
    /// Where, when it is another path than that of queries.
    pub path: Option<SubscriptionPath>,
}

/// A path that stands in the place of an endpoint's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionPath(PathAndQuery);

/// A text that is no path.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a path; write it as `/graphql/ws`")]
pub struct SubscriptionPathError(String);

impl SubscriptionPath {
    /// Reads a path such as `/graphql/ws`.
    ///
    /// # Errors
    /// [`SubscriptionPathError`].
    pub fn parse(text: &str) -> Result<Self, SubscriptionPathError> {
        let refused = || SubscriptionPathError(text.to_owned());
        if !text.starts_with('/') {
            return Err(refused());
        }
        text.parse().map(Self).map_err(|_| refused())
    }
}

impl fmt::Display for SubscriptionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl SubscriptionTransport {
    /// The address at an endpoint.
    pub(super) fn target(&self, endpoint: &Endpoint) -> Target {
        match &self.path {
            Some(SubscriptionPath(path)) => endpoint.target().with_path(path.clone()),
            None => endpoint.target().clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_replaces_that_of_the_endpoint() {
        let endpoint = Endpoint::parse("http://host:4001/graphql").expect("a URL");
        let target = |path: Option<&str>| {
            let path = path.map(|path| SubscriptionPath::parse(path).expect("a path"));
            SubscriptionTransport { path, ..Default::default() }.target(&endpoint)
        };
        assert_eq!(target(None), *endpoint.target());
        let other = target(Some("/ws?v=1"));
        assert_eq!(
            (&other.origin, &other.host),
            (&endpoint.target().origin, &endpoint.target().host)
        );
        assert_eq!(other.path, "/ws?v=1");
    }

    #[test]
    fn other_texts_are_no_paths() {
        for text in ["", "ws", "ws://host/ws", "/a b"] {
            assert!(SubscriptionPath::parse(text).is_err(), "{text:?} was taken for a path");
        }
    }
}
