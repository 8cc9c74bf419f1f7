//! Which pages of other origins may read answers. Nobody may until origins are configured; what a
//! page can send without being able to read the answer is the business of `csrf`.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, Method, header};
use contract::header::REQUEST_ID;
use thiserror::Error;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

/// Browsers keep the answer to a preflight request no longer than this.
const MAX_AGE: Duration = Duration::from_secs(7_200);

/// Origins that may read answers.
#[derive(Debug, Clone)]
pub struct Cors {
    origins: Origins,
    credentials: bool,
    /// Headers of answers that pages may read, besides ours.
    exposed: Vec<HeaderName>,
}

#[derive(Debug, Clone)]
enum Origins {
    Any,
    These(Vec<HeaderValue>),
}

/// Why origins cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CorsError {
    /// Not an origin as browsers send it.
    #[error("`{0}` is not an origin: write it as https://host or https://host:port, or `*` alone")]
    Malformed(String),
    /// Everyone, with the cookies of everyone's users.
    #[error("`*` cannot be combined with credentials: name the origins")]
    AnyWithCredentials,
}

impl Cors {
    /// Allows these origins; `*` alone stands for all. With `credentials`, pages may have
    /// browsers send cookies along.
    ///
    /// # Errors
    /// [`CorsError`].
    pub fn new<'a>(
        origins: impl IntoIterator<Item = &'a str>,
        credentials: bool,
    ) -> Result<Self, CorsError> {
        let origins: Vec<&str> = origins.into_iter().collect();
        if origins == ["*"] {
            if credentials {
                return Err(CorsError::AnyWithCredentials);
            }
            return Ok(Self { origins: Origins::Any, credentials, exposed: Vec::new() });
        }
        let origins = origins.into_iter().map(origin).collect::<Result<_, _>>()?;
        Ok(Self { origins: Origins::These(origins), credentials, exposed: Vec::new() })
    }

    /// Lets pages read these headers of answers too, which rules take from subgraphs.
    #[must_use]
    pub fn exposing(mut self, headers: impl IntoIterator<Item = HeaderName>) -> Self {
        self.exposed.extend(headers);
        self
    }

    /// Whether pages of an origin may read answers.
    pub(crate) fn allows(&self, origin: &HeaderValue) -> bool {
        match &self.origins {
            Origins::Any => true,
            Origins::These(origins) => origins.contains(origin),
        }
    }

    /// What answers preflight requests and marks answers.
    pub(crate) fn layer(&self) -> CorsLayer {
        let origins = match &self.origins {
            Origins::Any => AllowOrigin::any(),
            Origins::These(origins) => AllowOrigin::list(origins.iter().cloned()),
        };
        let ours = [HeaderName::from_static(REQUEST_ID), header::RETRY_AFTER];
        let exposed: Vec<HeaderName> = ours.into_iter().chain(self.exposed.clone()).collect();
        CorsLayer::new()
            .allow_origin(origins)
            .allow_credentials(self.credentials)
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers(exposed)
            .max_age(MAX_AGE)
    }
}

/// An origin is a scheme and an authority and nothing else, in the spelling of browsers.
fn origin(text: &str) -> Result<HeaderValue, CorsError> {
    let malformed = || CorsError::Malformed(text.to_owned());
    let (scheme, authority) = text.split_once("://").ok_or_else(malformed)?;
    let is_scheme = !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || b"+-.".contains(&byte));
    let is_authority = !authority.is_empty()
        && authority.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._:[]".contains(&byte)
        });
    if !is_scheme || !is_authority {
        return Err(malformed());
    }
    HeaderValue::from_str(text).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host_in_lower_case() {
        for good in ["https://a.example", "http://127.0.0.1:8080", "http://[::1]:3000", "app://x"] {
            assert!(Cors::new([good], true).is_ok(), "{good}");
        }
        for bad in ["a.example", "https://a.example/", "https://A.example", "https://", "*", "null"]
        {
            let origins = ["https://ok.example", bad];
            assert_eq!(Cors::new(origins, false).err(), Some(CorsError::Malformed(bad.into())));
        }
    }

    #[test]
    fn everyone_is_allowed_without_credentials_only() {
        assert!(Cors::new(["*"], false).is_ok());
        assert_eq!(Cors::new(["*"], true).err(), Some(CorsError::AnyWithCredentials));
    }
}
