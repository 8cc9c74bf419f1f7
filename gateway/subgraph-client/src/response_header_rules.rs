//! Which headers of a subgraph's answers travel on to the client: rules of the configuration,
//! applied to each answer, and how what several answers bring becomes one. What belongs to one
//! message, and what the gateway says itself, is under no rule.

use std::{collections::HashMap, str::FromStr};

use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::header_rules::{
    HeaderNameError, HeaderPattern, HeaderRule, OF_CONNECTION, OURS, names_in_connection,
    unreserved,
};

/// What no rule touches, besides headers of a connection and our own.
const OF_MESSAGE: [HeaderName; 10] = [
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::CONTENT_ENCODING,
    header::CONTENT_RANGE,
    header::ACCEPT_RANGES,
    header::DATE,
    // How long an answer lasts depends on all that it is made of, so that no rule about one says it.
    header::AGE,
    header::CACHE_CONTROL,
    header::EXPIRES,
    header::PRAGMA,
];

/// What a browser may do is for the gateway to say, which knows its origins.
const RESERVED_PREFIXES: [&str; 2] = ["access-control-", "sec-websocket-"];

/// What travels only when a rule names it: it means more than its sender may have thought of, as it
/// speaks for the host, or for a body that the client does not get.
const ONLY_BY_NAME: [HeaderName; 7] = [
    header::SET_COOKIE,
    header::ETAG,
    header::LAST_MODIFIED,
    header::LOCATION,
    header::ALT_SVC,
    header::STRICT_TRANSPORT_SECURITY,
    HeaderName::from_static("clear-site-data"),
];

/// The names and values of one response have so many bytes at most. Clients and proxies bound the
/// head of a response, so that more would make a good answer unreadable.
const MAX_BYTES: usize = 16 * 1_024;

/// What becomes of a header that several answers bring. The order of answers is that of the plan's
/// fetches, and of partitions within a fetch, whenever they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Algorithm {
    /// The first answer that has it.
    FirstWrite,
    /// The last answer that has it.
    #[default]
    LastWrite,
    /// All of them, each distinct value once.
    Append,
}

impl FromStr for Algorithm {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "first_write" => Ok(Self::FirstWrite),
            "last_write" => Ok(Self::LastWrite),
            "append" => Ok(Self::Append),
            _ => Err("expected `append`, `first_write` or `last_write`"),
        }
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseHeaderRule {
    /// What is done with the headers of one answer.
    pub rule: HeaderRule,
    /// How that is joined with what other answers bring.
    pub algorithm: Algorithm,
}

/// Rules in the order in which they are applied to an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseHeaderRules(Vec<ResponseHeaderRule>);

/// Reads the name of a header that a rule about answers may touch.
///
/// # Errors
/// [`HeaderNameError`].
pub fn response_header_name(text: &str) -> Result<HeaderName, HeaderNameError> {
    unreserved(text, is_reserved)
}

impl HeaderPattern {
    /// Reads a name, or the beginning of names with a `*` after it, of headers of answers.
    ///
    /// # Errors
    /// [`HeaderNameError`].
    pub fn parse_of_response(text: &str) -> Result<Self, HeaderNameError> {
        Self::parse_by(text, response_header_name)
    }
}

impl ResponseHeaderRules {
    /// Rules in their order.
    #[must_use]
    pub fn new(rules: Vec<ResponseHeaderRule>) -> Self {
        Self(rules)
    }

    /// These rules, and then others.
    #[must_use]
    pub fn followed_by(&self, others: &Self) -> Self {
        Self(self.0.iter().chain(&others.0).cloned().collect())
    }

    /// Whether there is no rule, so that nothing of an answer travels on.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What travels on of one answer, by name, in the order of the rules.
    fn take(&self, answer: &HeaderMap) -> Vec<Taken> {
        let of_connection = names_in_connection(answer);
        let travels = |name: &HeaderName| !is_reserved(name) && !of_connection.contains(name);
        let mut taken: Vec<Taken> = Vec::new();
        for ResponseHeaderRule { rule, algorithm } in &self.0 {
            let all = |from: &HeaderName| answer.get_all(from).iter().cloned().collect();
            let mut put = |name: &HeaderName, values: Vec<HeaderValue>, is_default| {
                taken.retain(|earlier| earlier.name != *name);
                taken.push(Taken { name: name.clone(), values, algorithm: *algorithm, is_default });
            };
            match rule {
                HeaderRule::Propagate(pattern) => {
                    let is_name = matches!(pattern, HeaderPattern::Name(_));
                    let may = |name: &&HeaderName| is_name || !ONLY_BY_NAME.contains(name);
                    let matching = answer.keys().filter(|name| pattern.matches(name));
                    for name in matching.filter(may).filter(|name| travels(name)) {
                        put(name, all(name), false);
                    }
                }
                HeaderRule::PropagateAs { name, rename, default } => {
                    if answer.contains_key(name) && travels(name) {
                        put(rename, all(name), false);
                    } else if let Some(default) = default {
                        put(rename, vec![default.clone()], true);
                    }
                }
                HeaderRule::Insert { name, value } => put(name, vec![value.clone()], false),
                HeaderRule::Remove(pattern) => taken.retain(|one| !pattern.matches(&one.name)),
            }
        }
        taken
    }
}

/// A header that travels on of one answer.
struct Taken {
    name: HeaderName,
    values: Vec<HeaderValue>,
    algorithm: Algorithm,
    is_default: bool,
}

/// The headers of a response, made of those of answers, one after the other.
#[derive(Debug, Default)]
pub struct ResponseHeaders {
    map: HeaderMap,
    /// What stands for headers that no answer has: that of the first rule.
    defaults: HashMap<HeaderName, HeaderValue>,
    bytes: usize,
    is_full: bool,
}

impl ResponseHeaders {
    /// Adds what rules take of an answer.
    pub fn add(&mut self, rules: &ResponseHeaderRules, answer: &HeaderMap) {
        for Taken { name, values, algorithm, is_default } in rules.take(answer) {
            if is_default {
                let default = values.into_iter().next();
                default.map(|value| self.defaults.entry(name).or_insert(value));
                continue;
            }
            match algorithm {
                Algorithm::FirstWrite if self.map.contains_key(&name) => continue,
                Algorithm::LastWrite => self.remove(&name),
                Algorithm::FirstWrite | Algorithm::Append => {}
            }
            for value in values {
                let is_known = algorithm == Algorithm::Append
                    && self.map.get_all(&name).iter().any(|known| known == value);
                if !is_known {
                    self.append(&name, value);
                }
            }
        }
    }

    /// The headers, defaults included.
    #[must_use]
    pub fn finish(mut self) -> HeaderMap {
        for (name, value) in std::mem::take(&mut self.defaults) {
            if !self.map.contains_key(&name) {
                self.append(&name, value);
            }
        }
        if self.is_full {
            tracing::warn!(
                limit = MAX_BYTES,
                "the headers of subgraphs' answers were more than a response may have; \
                 some were left out"
            );
        }
        self.map
    }

    fn remove(&mut self, name: &HeaderName) {
        let gone: usize = self.map.get_all(name).iter().map(|value| weight(name, value)).sum();
        self.bytes -= gone;
        self.map.remove(name);
    }

    fn append(&mut self, name: &HeaderName, value: HeaderValue) {
        let weight = weight(name, &value);
        if self.bytes + weight > MAX_BYTES {
            self.is_full = true;
            return;
        }
        self.bytes += weight;
        self.map.append(name, value);
    }
}

/// What a header takes of a response: with `: ` and the end of its line, so that an empty one
/// counts too.
fn weight(name: &HeaderName, value: &HeaderValue) -> usize {
    name.as_str().len() + value.len() + 4
}

fn is_reserved(name: &HeaderName) -> bool {
    let text = name.as_str();
    OF_CONNECTION.contains(name)
        || OF_MESSAGE.contains(name)
        || OURS.contains(&text)
        || RESERVED_PREFIXES.iter().any(|prefix| text.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn propagate(text: &str, algorithm: Algorithm) -> ResponseHeaderRule {
        let pattern = HeaderPattern::parse_of_response(text).expect("a pattern");
        ResponseHeaderRule { rule: HeaderRule::Propagate(pattern), algorithm }
    }

    fn renamed(from: &str, to: &str, default: Option<&'static str>) -> ResponseHeaderRule {
        let name = |text| response_header_name(text).expect("a name");
        let default = default.map(HeaderValue::from_static);
        let rule = HeaderRule::PropagateAs { name: name(from), rename: name(to), default };
        ResponseHeaderRule { rule, algorithm: Algorithm::LastWrite }
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.append(*name, HeaderValue::from_static(value));
        }
        map
    }

    /// Applies rules to answers; says what comes out, sorted by name.
    fn apply(rules: &[ResponseHeaderRule], answers: &[&[(&'static str, &'static str)]]) -> String {
        let rules = ResponseHeaderRules::new(rules.to_vec());
        let mut out = ResponseHeaders::default();
        for answer in answers {
            out.add(&rules, &headers(answer));
        }
        let map = out.finish();
        let mut lines: Vec<(&str, &str)> = map
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().expect("text")))
            .collect();
        lines.sort_by_key(|(name, _)| *name);
        lines.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    }

    const TWO: [&[(&str, &str)]; 3] =
        [&[("x-a", "1"), ("x-a", "2")], &[("x-b", "0")], &[("x-a", "3"), ("x-a", "1")]];

    #[test]
    fn what_several_answers_bring_is_joined_as_the_rule_says() {
        let joined = |algorithm| apply(&[propagate("x-a", algorithm)], &TWO);
        assert_eq!(joined(Algorithm::FirstWrite), "x-a=1 x-a=2");
        assert_eq!(joined(Algorithm::LastWrite), "x-a=3 x-a=1");
        assert_eq!(joined(Algorithm::Append), "x-a=1 x-a=2 x-a=3");
        assert_eq!("append".parse(), Ok(Algorithm::Append));
        assert!("appends".parse::<Algorithm>().is_err());
    }

    #[test]
    fn a_default_stands_when_no_answer_has_the_header() {
        let rules = [renamed("x-b", "x-c", Some("d"))];
        assert_eq!(apply(&rules, &TWO), "x-c=0");
        assert_eq!(apply(&rules, &TWO[..1]), "x-c=d");
        assert_eq!(apply(&rules, &[]), "", "nobody was asked");
        assert_eq!(apply(&[renamed("x-b", "x-c", None)], &TWO[..1]), "");
    }

    #[test]
    fn later_rules_go_over_earlier_ones_of_the_same_answer() {
        let remove = ResponseHeaderRule {
            rule: HeaderRule::Remove(HeaderPattern::parse_of_response("x-a").expect("a pattern")),
            algorithm: Algorithm::LastWrite,
        };
        let insert = ResponseHeaderRule {
            rule: HeaderRule::Insert {
                name: HeaderName::from_static("x-a"),
                value: HeaderValue::from_static("9"),
            },
            algorithm: Algorithm::Append,
        };
        let all = propagate("x-*", Algorithm::Append);
        assert_eq!(apply(&[all.clone(), remove], &TWO), "x-b=0");
        assert_eq!(apply(&[all, insert], &TWO), "x-a=9 x-b=0");
    }

    #[test]
    fn what_speaks_for_one_message_or_for_us_never_travels() {
        let answer: &[(&str, &str)] = &[
            ("connection", "x-of-connection"),
            ("x-of-connection", "1"),
            ("content-type", "application/json"),
            ("content-length", "7"),
            ("cache-control", "public"),
            ("access-control-allow-origin", "*"),
            ("x-request-id", "theirs"),
            ("set-cookie", "a=b"),
            ("etag", "\"1\""),
            ("x-a", "1"),
        ];
        let all = propagate("*", Algorithm::Append);
        assert_eq!(apply(std::slice::from_ref(&all), &[answer]), "x-a=1");
        let cookies = propagate("Set-Cookie", Algorithm::Append);
        assert_eq!(apply(&[cookies, all], &[answer]), "set-cookie=a=b x-a=1");
        for reserved in ["Connection", "content-type", "cache-control", "access-control-max-age"] {
            let expected = Err(HeaderNameError::Reserved(reserved.into()));
            assert_eq!(response_header_name(reserved), expected);
        }
    }

    #[test]
    fn the_head_of_a_response_is_bounded() {
        let rules = ResponseHeaderRules::new(vec![
            propagate("x-all", Algorithm::Append),
            propagate("x-last", Algorithm::LastWrite),
        ]);
        let mut out = ResponseHeaders::default();
        for number in 0..100_000 {
            let mut answer = HeaderMap::new();
            answer.insert("x-all", HeaderValue::from(number));
            answer.insert("x-last", HeaderValue::from(number));
            out.add(&rules, &answer);
        }
        let map = out.finish();
        let bytes: usize = map.iter().map(|(name, value)| weight(name, value)).sum();
        assert!(bytes <= MAX_BYTES && bytes > MAX_BYTES - 64, "{bytes}");
        assert_eq!(map["x-last"], "99999", "what is replaced makes room");
    }
}
