//! Which headers of the client travel on to a subgraph: rules of the configuration, applied one
//! after the other. What belongs to one connection, and what the gateway sets itself, is under no
//! rule.

use contract::header::{
    ANSWER_WITHIN_MS, CALLER_CONTEXT, DEADLINE_MS, PARTITION_POLICY, REQUEST_ID,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use thiserror::Error;

/// Headers of one connection, besides those that its `Connection` names. No rule touches them.
pub(crate) const OF_CONNECTION: [HeaderName; 9] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Headers of one request. No rule touches them.
const OF_REQUEST: [HeaderName; 7] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::EXPECT,
];

/// Headers that the gateway sets or reads itself.
pub(crate) const OURS: [&str; 7] = [
    ANSWER_WITHIN_MS,
    CALLER_CONTEXT,
    DEADLINE_MS,
    PARTITION_POLICY,
    REQUEST_ID,
    "traceparent",
    "tracestate",
];

/// Rules in the order in which they are applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderRules(Vec<HeaderRule>);

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderRule {
    /// Passes on what the client sent, in the place of what an earlier rule has set.
    Propagate(HeaderPattern),
    /// Passes on one header under another name, or with a value when the client sent none.
    PropagateAs {
        /// The header of the client.
        name: HeaderName,
        /// What it is called from here on.
        rename: HeaderName,
        /// What stands for it when the client sent none.
        default: Option<HeaderValue>,
    },
    /// Sets a header.
    Insert {
        /// Its name.
        name: HeaderName,
        /// Its value.
        value: HeaderValue,
    },
    /// Takes back what earlier rules have set.
    Remove(HeaderPattern),
}

/// Names of headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderPattern {
    /// One name.
    Name(HeaderName),
    /// All names that begin so, in lower case.
    Prefix(String),
}

/// Why a text names no header that a rule can touch.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HeaderNameError {
    /// It is no name of a header.
    #[error("`{0}` is not the name of a header")]
    Malformed(String),
    /// It is not a matter of rules.
    #[error("`{0}` belongs to the connection or to the gateway; no rule touches it")]
    Reserved(String),
}

/// Reads the name of a header that a rule may touch.
///
/// # Errors
/// [`HeaderNameError`].
pub fn header_name(text: &str) -> Result<HeaderName, HeaderNameError> {
    unreserved(text, is_reserved)
}

/// Reads the name of a header that is not reserved.
pub(crate) fn unreserved(
    text: &str,
    is_reserved: impl Fn(&HeaderName) -> bool,
) -> Result<HeaderName, HeaderNameError> {
    let name: HeaderName = text.parse().map_err(|_| HeaderNameError::Malformed(text.to_owned()))?;
    if is_reserved(&name) { Err(HeaderNameError::Reserved(text.to_owned())) } else { Ok(name) }
}

impl HeaderPattern {
    /// Reads a name, or the beginning of names with a `*` after it.
    ///
    /// # Errors
    /// [`HeaderNameError`].
    pub fn parse(text: &str) -> Result<Self, HeaderNameError> {
        Self::parse_by(text, header_name)
    }

    pub(crate) fn parse_by(
        text: &str,
        name: impl Fn(&str) -> Result<HeaderName, HeaderNameError>,
    ) -> Result<Self, HeaderNameError> {
        let Some(prefix) = text.strip_suffix('*') else { return name(text).map(Self::Name) };
        let is_well_formed = prefix.is_empty() || HeaderName::from_bytes(prefix.as_bytes()).is_ok();
        if !is_well_formed {
            return Err(HeaderNameError::Malformed(text.to_owned()));
        }
        Ok(Self::Prefix(prefix.to_ascii_lowercase()))
    }

    pub(crate) fn matches(&self, name: &HeaderName) -> bool {
        match self {
            Self::Name(own) => own == name,
            Self::Prefix(prefix) => name.as_str().starts_with(prefix),
        }
    }
}

impl HeaderRules {
    /// Rules in their order.
    #[must_use]
    pub fn new(rules: Vec<HeaderRule>) -> Self {
        Self(rules)
    }

    /// These rules, and then others.
    #[must_use]
    pub fn followed_by(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).cloned().collect())
    }

    /// Whether there is no rule, so that nothing of the client travels on.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What travels on of the headers of a client.
    #[must_use]
    pub fn apply(&self, client: &HeaderMap) -> HeaderMap {
        let mut out = HeaderMap::new();
        if self.is_empty() {
            return out;
        }
        let of_connection = names_in_connection(client);
        let travels = |name: &HeaderName| !is_reserved(name) && !of_connection.contains(name);
        for rule in &self.0 {
            match rule {
                HeaderRule::Propagate(pattern) => {
                    for name in client.keys().filter(|name| pattern.matches(name)) {
                        if travels(name) {
                            copy(client, name, name, &mut out);
                        }
                    }
                }
                HeaderRule::PropagateAs { name, rename, default } => {
                    if client.contains_key(name) && travels(name) {
                        copy(client, name, rename, &mut out);
                    } else if let Some(default) = default {
                        out.insert(rename, default.clone());
                    }
                }
                HeaderRule::Insert { name, value } => {
                    out.insert(name, value.clone());
                }
                HeaderRule::Remove(pattern) => {
                    let gone: Vec<HeaderName> =
                        out.keys().filter(|name| pattern.matches(name)).cloned().collect();
                    for name in gone {
                        out.remove(name);
                    }
                }
            }
        }
        out
    }
}

/// Copies all values of a header, in the place of what is there.
fn copy(from: &HeaderMap, name: &HeaderName, to: &HeaderName, out: &mut HeaderMap) {
    out.remove(to);
    for value in from.get_all(name) {
        out.append(to, value.clone());
    }
}

fn is_reserved(name: &HeaderName) -> bool {
    OF_CONNECTION.contains(name) || OF_REQUEST.contains(name) || OURS.contains(&name.as_str())
}

/// What a message says belongs to its connection alone.
pub(crate) fn names_in_connection(message: &HeaderMap) -> Vec<HeaderName> {
    message
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> HeaderName {
        header_name(text).expect("a name")
    }

    fn propagate(text: &str) -> HeaderRule {
        HeaderRule::Propagate(HeaderPattern::parse(text).expect("a pattern"))
    }

    fn remove(text: &str) -> HeaderRule {
        HeaderRule::Remove(HeaderPattern::parse(text).expect("a pattern"))
    }

    fn insert(text: &str, value: &'static str) -> HeaderRule {
        HeaderRule::Insert { name: name(text), value: HeaderValue::from_static(value) }
    }

    fn renamed(from: &str, to: &str, default: Option<&'static str>) -> HeaderRule {
        let default = default.map(HeaderValue::from_static);
        HeaderRule::PropagateAs { name: name(from), rename: name(to), default }
    }

    /// Applies rules to what a client sends; says what comes out, sorted.
    fn apply(rules: &[HeaderRule]) -> String {
        let sent = [
            ("accept-language", "zh"),
            ("authorization", "secret"),
            ("x-a", "1"),
            ("x-a", "2"),
            ("x-b", "3"),
            ("x-of-connection", "4"),
            ("connection", "keep-alive, X-Of-Connection"),
            ("host", "gateway"),
            ("x-caller-context", "forged"),
            ("x-deadline-ms", "9"),
        ];
        let mut client = HeaderMap::new();
        for (name, value) in sent {
            client.append(name, HeaderValue::from_static(value));
        }
        let out = HeaderRules::new(rules.to_vec()).apply(&client);
        let mut lines: Vec<String> = out
            .iter()
            .map(|(name, value)| format!("{name}={}", value.to_str().expect("text")))
            .collect();
        lines.sort();
        lines.join(" ")
    }

    #[test]
    fn nothing_travels_without_a_rule() {
        assert_eq!(apply(&[]), "");
    }

    #[test]
    fn headers_travel_by_name_or_by_how_they_begin() {
        assert_eq!(apply(&[propagate("Accept-Language")]), "accept-language=zh");
        assert_eq!(apply(&[propagate("x-*")]), "x-a=1 x-a=2 x-b=3");
        assert_eq!(apply(&[propagate("x-none")]), "");
    }

    #[test]
    fn what_belongs_to_the_connection_or_to_us_never_travels() {
        let all = "accept-language=zh authorization=secret x-a=1 x-a=2 x-b=3";
        assert_eq!(apply(&[propagate("*")]), all);
        let by_name = renamed("x-of-connection", "x-c", None);
        assert_eq!(apply(&[by_name]), "");
        for reserved in ["host", "Connection", "X-Caller-Context", "x-deadline-ms", "traceparent"] {
            assert_eq!(header_name(reserved), Err(HeaderNameError::Reserved(reserved.into())));
        }
        assert_eq!(header_name("a b"), Err(HeaderNameError::Malformed("a b".into())));
        assert_eq!(HeaderPattern::parse("a b*"), Err(HeaderNameError::Malformed("a b*".into())));
    }

    #[test]
    fn a_header_may_be_renamed_and_have_a_default() {
        assert_eq!(apply(&[renamed("x-a", "x-z", None)]), "x-z=1 x-z=2");
        assert_eq!(apply(&[renamed("x-none", "x-z", Some("d"))]), "x-z=d");
        assert_eq!(apply(&[renamed("x-b", "x-b", Some("d"))]), "x-b=3");
    }

    #[test]
    fn later_rules_go_over_earlier_ones() {
        assert_eq!(apply(&[propagate("x-*"), insert("x-a", "0")]), "x-a=0 x-b=3");
        assert_eq!(apply(&[insert("x-a", "0"), propagate("x-a")]), "x-a=1 x-a=2");
        assert_eq!(
            apply(&[propagate("*"), remove("x-*"), remove("authorization")]),
            "accept-language=zh"
        );
        assert_eq!(apply(&[remove("x-*"), propagate("x-b")]), "x-b=3");
    }
}
