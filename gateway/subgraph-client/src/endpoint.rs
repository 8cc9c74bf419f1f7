//! One address at which a service listens, checked when the configuration is read so that a call
//! cannot fail for its spelling. HTTP is spoken here, plain or over TLS.

use std::fmt;

use http::Uri;
use thiserror::Error;

use crate::target::Target;

/// The URL of a GraphQL endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Endpoint {
    uri: Uri,
    target: Target,
}

/// Why a text is not an endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// Not a URL at all.
    #[error("`{0}` is not a URL")]
    Malformed(String),
    /// No host to connect to.
    #[error("`{0}` has no host; write it as `http://host:port/graphql`")]
    NoHost(String),
    /// A scheme that is not spoken.
    #[error("`{url}` has the scheme `{scheme}`; subgraphs are called over `http` or `https`")]
    Scheme {
        /// The whole URL.
        url: String,
        /// What stands before `://`.
        scheme: String,
    },
}

impl Endpoint {
    /// Reads a URL such as `http://127.0.0.1:4001/graphql`.
    ///
    /// # Errors
    /// [`EndpointError`] when the text is no absolute `http` or `https` URL.
    pub fn parse(url: &str) -> Result<Self, EndpointError> {
        let uri: Uri = url.parse().map_err(|_| EndpointError::Malformed(url.to_owned()))?;
        if uri.host().is_none_or(str::is_empty) {
            return Err(EndpointError::NoHost(url.to_owned()));
        }
        match uri.scheme_str() {
            Some("http" | "https") => {
                let target = Target::of(&uri);
                let target = target.ok_or_else(|| EndpointError::Malformed(url.to_owned()))?;
                Ok(Self { uri, target })
            }
            Some(scheme) => {
                Err(EndpointError::Scheme { url: url.to_owned(), scheme: scheme.to_owned() })
            }
            None => Err(EndpointError::NoHost(url.to_owned())),
        }
    }

    /// Whether it is called over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_url() {
        let endpoint = Endpoint::parse("http://127.0.0.1:4001/graphql").expect("a URL");
        assert_eq!(endpoint.to_string(), "http://127.0.0.1:4001/graphql");
    }

    #[test]
    fn says_what_is_wrong_with_others() {
        let message = |url| Endpoint::parse(url).expect_err("refused").to_string();
        insta::assert_snapshot!(message("http://a b"), @"`http://a b` is not a URL");
        insta::assert_snapshot!(
            message("/graphql"),
            @"`/graphql` has no host; write it as `http://host:port/graphql`"
        );
        insta::assert_snapshot!(
            message("localhost:4001"),
            @"`localhost:4001` has no host; write it as `http://host:port/graphql`"
        );
        insta::assert_snapshot!(
            message("ftp://a/graphql"),
            @"`ftp://a/graphql` has the scheme `ftp`; subgraphs are called over `http` or `https`"
        );
    }
}
