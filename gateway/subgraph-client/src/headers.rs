//! The headers that every call of one client request carries: made once, shared by all calls to
//! all services. What differs per call (deadline, trace context) is added when it is sent.

use std::time::Duration;

use contract::{header, identity::CallerContext};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{ACCEPT, CONTENT_TYPE},
};

use crate::CallerSigner;

const ACCEPTED: HeaderValue =
    HeaderValue::from_static("application/graphql-response+json, application/json;q=0.9");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Headers shared by all calls of a client request.
#[derive(Debug, Clone)]
pub struct OutgoingHeaders {
    map: HeaderMap,
    /// What can change an answer: each name and value with its length before it.
    distinction: Vec<u8>,
}

impl OutgoingHeaders {
    /// The headers of a request without a caller: content types only.
    #[must_use]
    pub fn new() -> Self {
        let mut map = HeaderMap::with_capacity(8);
        map.insert(ACCEPT, ACCEPTED);
        map.insert(CONTENT_TYPE, JSON);
        Self { map, distinction: Vec::new() }
    }

    /// Adds the id of the client's request. One that no header can hold is left out. It is for
    /// logs and changes no answer.
    #[must_use]
    pub fn with_request_id(mut self, request_id: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(request_id) {
            self.map.insert(header::REQUEST_ID, value);
        }
        self
    }

    /// Adds the caller, signed. It is marked sensitive, so that no log prints it.
    #[must_use]
    pub fn with_caller(mut self, signer: &CallerSigner, caller: &CallerContext) -> Self {
        if let Some(value) = signer.header(caller) {
            let name = HeaderName::from_static(header::CALLER_CONTEXT);
            self.distinguish(&name, &value);
            self.map.insert(name, value);
        }
        self
    }

    /// Adds what is demanded of the partitions behind a service that is a gateway itself. One that
    /// no header can hold is left out.
    #[must_use]
    pub fn with_partition_policy(mut self, policy: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(policy) {
            let name = HeaderName::from_static(header::PARTITION_POLICY);
            self.distinguish(&name, &value);
            self.map.insert(name, value);
        }
        self
    }

    /// Adds how soon the caller wants an answer made of what is there by then. A service that is a
    /// gateway answers with less then.
    #[must_use]
    pub fn with_answer_within(mut self, time: Duration) -> Self {
        let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let name = HeaderName::from_static(header::ANSWER_WITHIN_MS);
        let value = HeaderValue::from(milliseconds);
        self.distinguish(&name, &value);
        self.map.insert(name, value);
        self
    }

    /// Adds headers of the client that the configuration passes on. What this crate sets itself
    /// cannot be replaced by them: a caller context from outside is never believed.
    #[must_use]
    pub fn with_propagated(mut self, propagated: &HeaderMap) -> Self {
        for (name, value) in propagated {
            let is_ours = self.map.contains_key(name)
                || [header::CALLER_CONTEXT, header::DEADLINE_MS, header::REQUEST_ID]
                    .contains(&name.as_str());
            if !is_ours {
                self.distinguish(name, value);
                self.map.append(name, value.clone());
            }
        }
        self
    }

    /// The headers of a subscription, which has no deadline.
    pub(crate) fn for_subscription(&self) -> HeaderMap {
        let mut map = self.map.clone();
        telemetry::inject_current(&mut map);
        map
    }

    /// What tells these headers from others that may lead to another answer. Equal bytes are equal
    /// headers, names, values and order.
    #[must_use]
    pub fn distinction(&self) -> &[u8] {
        &self.distinction
    }

    fn distinguish(&mut self, name: &HeaderName, value: &HeaderValue) {
        for text in [name.as_str().as_bytes(), value.as_bytes()] {
            self.distinction.extend_from_slice(&text.len().to_le_bytes());
            self.distinction.extend_from_slice(text);
        }
    }

    /// The headers of one call.
    pub(crate) fn for_call(&self, told_milliseconds: u64) -> HeaderMap {
        let mut map = self.map.clone();
        map.insert(header::DEADLINE_MS, HeaderValue::from(told_milliseconds));
        telemetry::inject_current(&mut map);
        map
    }
}

impl Default for OutgoingHeaders {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use contract::identity::SigningKey;

    use super::*;

    #[test]
    fn a_caller_context_from_outside_does_not_travel() {
        let mut outside = HeaderMap::new();
        outside.insert(header::CALLER_CONTEXT, HeaderValue::from_static("forged"));
        outside.insert(header::DEADLINE_MS, HeaderValue::from_static("999999"));
        outside.insert("accept-language", HeaderValue::from_static("zh"));
        let headers = OutgoingHeaders::new().with_propagated(&outside).for_call(7);
        assert_eq!(headers.get(header::CALLER_CONTEXT), None);
        assert_eq!(headers[header::DEADLINE_MS], "7");
        assert_eq!(headers["accept-language"], "zh");
    }

    #[test]
    fn the_caller_is_signed_and_hidden_from_logs() {
        let key = SigningKey::new([7; 32]).expect("long enough");
        let signer = CallerSigner::new(key.clone());
        let caller = CallerContext::public(1_000);
        let headers = OutgoingHeaders::new().with_caller(&signer, &caller).for_call(1);
        let value = &headers[header::CALLER_CONTEXT];
        assert!(value.is_sensitive());
        let text = value.to_str().expect("text");
        assert_eq!(key.verify(text, 1_000), Ok(caller));
    }

    #[test]
    fn only_what_can_change_an_answer_distinguishes() {
        let propagated = |pairs: &[(&'static str, &'static str)]| {
            let pairs = pairs.iter().map(|&(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            let map: HeaderMap = pairs.collect();
            OutgoingHeaders::new().with_request_id("r").with_propagated(&map).distinction
        };
        let plain = OutgoingHeaders::new().with_request_id("another").distinction;
        assert_eq!(propagated(&[]), plain, "the id of a request does not");
        let chinese = propagated(&[("accept-language", "zh")]);
        assert_eq!(chinese, propagated(&[("accept-language", "zh")]));
        assert_ne!(chinese, plain);
        assert_ne!(chinese, propagated(&[("accept-language", "en")]));
        assert_ne!(propagated(&[("x-a", "bx-b")]), propagated(&[("x-ab", "x-b")]));
        assert_ne!(propagated(&[("x-a", ""), ("x-b", "")]), propagated(&[("x-a", "x-b")]));
    }
}
