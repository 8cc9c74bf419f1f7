//! Media types of requests and answers, by the GraphQL over HTTP draft.

use axum::http::{HeaderMap, HeaderValue, header};

/// What the answer is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseMedia {
    /// `application/json`, for clients that ask for it or for nothing.
    Json,
    /// `application/graphql-response+json`.
    GraphqlResponse,
}

impl ResponseMedia {
    /// The `Content-Type` of the answer.
    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        })
    }

    /// Chooses by `Accept`; `None` when nothing that is offered is accepted.
    pub(crate) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let mut accepts = headers.get_all(header::ACCEPT).iter().peekable();
        if accepts.peek().is_none() {
            return Some(Self::Json);
        }
        accepts
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(MediaRange::parse)
            .filter(|range| range.quality > 0)
            .filter_map(|range| Some((range.quality, range.offered()?)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, media)| media)
    }
}

/// Whether the body of a request says that it is JSON in UTF-8.
pub(crate) fn is_json_request(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let mut charsets = parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    is_json && charsets.all(|(_, charset)| {
        let charset = charset.trim().trim_matches('"');
        charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
    })
}

/// A member of an `Accept` header; quality in thousandths.
struct MediaRange<'a> {
    media: &'a str,
    quality: u32,
}

impl<'a> MediaRange<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let media = parts.next().filter(|media| !media.is_empty())?;
        let quality = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(Some(1.0), |(_, value)| value.trim().parse::<f32>().ok())?;
        Some(Self { media, quality: (quality.clamp(0.0, 1.0) * 1000.0) as u32 })
    }

    fn offered(&self) -> Option<ResponseMedia> {
        match self.media.to_ascii_lowercase().as_str() {
            "application/graphql-response+json" => Some(ResponseMedia::GraphqlResponse),
            "application/json" | "application/*" | "*/*" => Some(ResponseMedia::Json),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepting(value: &'static str) -> Option<ResponseMedia> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(value))]);
        ResponseMedia::negotiate(&headers)
    }

    fn sending(value: &'static str) -> bool {
        is_json_request(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(value))]))
    }

    #[test]
    fn the_answer_is_written_as_the_client_prefers() {
        assert_eq!(ResponseMedia::negotiate(&HeaderMap::new()), Some(ResponseMedia::Json));
        assert_eq!(accepting("*/*"), Some(ResponseMedia::Json));
        assert_eq!(accepting("application/graphql-response+json"), Some(ResponseMedia::GraphqlResponse));
        assert_eq!(
            accepting("application/json;q=0.5, application/graphql-response+json; charset=utf-8"),
            Some(ResponseMedia::GraphqlResponse)
        );
        assert_eq!(
            accepting("application/graphql-response+json, application/json"),
            Some(ResponseMedia::GraphqlResponse)
        );
        assert_eq!(accepting("text/html"), None);
        assert_eq!(accepting("application/json;q=0"), None);
    }

    #[test]
    fn only_json_in_utf_8_is_read() {
        assert!(sending("application/json"));
        assert!(sending("Application/JSON; charset=\"UTF-8\""));
        assert!(!sending("application/json; charset=gbk"));
        assert!(!sending("text/plain"));
        assert!(!is_json_request(&HeaderMap::new()));
    }
}
