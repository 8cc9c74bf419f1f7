//! Media types of requests and answers, by the GraphQL over HTTP draft.

use std::cmp::Reverse;

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

    /// Chooses by `Accept`; `None` when nothing that is offered is accepted. The type of the higher
    /// quality wins; of equal ones that which is named more exactly, then that which is named
    /// first, then `application/json`.
    pub(crate) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let ranges = accepted(headers);
        if ranges.is_empty() {
            return Some(Self::Json);
        }
        [Self::GraphqlResponse, Self::Json]
            .into_iter()
            .filter_map(|media| Some((media.rank(&ranges)?, media)))
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, media)| media)
    }

    /// How much this type is wanted, by the most exact range that covers it.
    fn rank(self, ranges: &[MediaRange<'_>]) -> Option<Rank> {
        ranges
            .iter()
            .filter_map(|range| Some((range.exactness(self)?, Reverse(range.place), range.quality)))
            .max()
            .filter(|(_, _, quality)| *quality > 0)
            .map(|(exactness, place, quality)| (quality, exactness, place))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphqlResponse => "application/graphql-response+json",
        }
    }
}

/// Whether a request asks for server-sent events: it names them, and no JSON before them or with
/// a higher quality.
pub(crate) fn wants_events(headers: &HeaderMap) -> bool {
    let ranges = accepted(headers);
    let rank = |name: &str| {
        let named = ranges.iter().filter(|range| range.media.eq_ignore_ascii_case(name));
        named.map(|range| (range.quality, Reverse(range.place))).max()
    };
    let json = [ResponseMedia::Json, ResponseMedia::GraphqlResponse];
    let json = json.into_iter().filter_map(|media| rank(media.name())).max();
    let events = rank("text/event-stream").filter(|(quality, _)| *quality > 0);
    events.is_some() && events > json
}

fn accepted(headers: &HeaderMap) -> Vec<MediaRange<'_>> {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .enumerate()
        .filter_map(|(place, text)| MediaRange::parse(place, text))
        .collect()
}

/// Whether the body of a request says that it is JSON in UTF-8.
pub(crate) fn is_json_request(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    let mut charsets = parts
        .filter_map(|part| part.split_once('='))
        .filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    is_json
        && charsets.all(|(_, charset)| {
            let charset = charset.trim().trim_matches('"');
            charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
        })
}

/// Quality, exactness, place.
type Rank = (u16, u8, Reverse<usize>);

/// A member of an `Accept` header; quality in thousandths.
struct MediaRange<'a> {
    place: usize,
    media: &'a str,
    quality: u16,
}

impl<'a> MediaRange<'a> {
    /// `None` for what is empty or has a quality that is no number.
    fn parse(place: usize, text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let media = parts.next().filter(|media| !media.is_empty())?;
        let quality = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(Some(1.0), |(_, value)| value.trim().parse::<f32>().ok())?;
        Some(Self { place, media, quality: (quality.clamp(0.0, 1.0) * 1000.0) as u16 })
    }

    fn exactness(&self, offered: ResponseMedia) -> Option<u8> {
        match self.media {
            "*/*" => Some(0),
            media if media.eq_ignore_ascii_case("application/*") => Some(1),
            media => media.eq_ignore_ascii_case(offered.name()).then_some(2),
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
        is_json_request(&HeaderMap::from_iter([(
            header::CONTENT_TYPE,
            HeaderValue::from_static(value),
        )]))
    }

    #[test]
    fn the_answer_is_written_as_the_client_prefers() {
        assert_eq!(ResponseMedia::negotiate(&HeaderMap::new()), Some(ResponseMedia::Json));
        assert_eq!(accepting("*/*"), Some(ResponseMedia::Json));
        assert_eq!(
            accepting("application/graphql-response+json"),
            Some(ResponseMedia::GraphqlResponse)
        );
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
        assert_eq!(accepting(""), Some(ResponseMedia::Json));
    }

    #[test]
    fn the_most_exact_range_counts_for_a_type() {
        assert_eq!(accepting("application/json;q=0, */*"), Some(ResponseMedia::GraphqlResponse));
        assert_eq!(accepting("*/*, application/json;q=0.1"), Some(ResponseMedia::GraphqlResponse));
        assert_eq!(accepting("application/*;q=0.2, */*;q=0.9"), Some(ResponseMedia::Json));
        assert_eq!(accepting("text/html, application/json, */*;q=0.1"), Some(ResponseMedia::Json));
        assert_eq!(
            accepting("application/json, application/graphql-response+json"),
            Some(ResponseMedia::Json)
        );
    }

    #[test]
    fn events_are_for_those_who_name_them() {
        let wants = |value: &'static str| {
            let value = HeaderValue::from_static(value);
            wants_events(&HeaderMap::from_iter([(header::ACCEPT, value)]))
        };
        assert!(wants("text/event-stream"));
        assert!(wants("Text/Event-Stream; charset=utf-8, application/json"));
        assert!(wants("application/json;q=0.5, text/event-stream"));
        assert!(!wants("application/json, text/event-stream"));
        assert!(!wants("text/event-stream;q=0"));
        assert!(!wants("*/*"));
        assert!(!wants_events(&HeaderMap::new()));
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
