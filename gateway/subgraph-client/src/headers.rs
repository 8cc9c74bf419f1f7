//! The headers that every call of one client request carries: made once, shared by all calls to
//! all services. What differs per call (deadline, trace context) is added when it is sent.

use contract::{
    header,
    identity::{CallerContext, SigningKey},
};
use http::{
    HeaderMap, HeaderValue,
    header::{ACCEPT, CONTENT_TYPE},
};

const ACCEPTED: HeaderValue =
    HeaderValue::from_static("application/graphql-response+json, application/json;q=0.9");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Headers shared by all calls of a client request.
#[derive(Debug, Clone)]
pub struct OutgoingHeaders {
    map: HeaderMap,
}

impl OutgoingHeaders {
    /// The headers of a request without a caller: content types only.
    #[must_use]
    pub fn new() -> Self {
        let mut map = HeaderMap::with_capacity(8);
        map.insert(ACCEPT, ACCEPTED);
        map.insert(CONTENT_TYPE, JSON);
        Self { map }
    }

    /// Adds the id of the client's request. One that no header can hold is left out.
    #[must_use]
    pub fn with_request_id(mut self, request_id: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(request_id) {
            self.map.insert(header::REQUEST_ID, value);
        }
        self
    }

    /// Adds the caller, signed. It is marked sensitive, so that no log prints it.
    #[must_use]
    pub fn with_caller(mut self, key: &SigningKey, caller: &CallerContext) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(&key.sign(caller)) {
            value.set_sensitive(true);
            self.map.insert(header::CALLER_CONTEXT, value);
        }
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
                self.map.append(name, value.clone());
            }
        }
        self
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
        let caller = CallerContext::public(1_000);
        let headers = OutgoingHeaders::new().with_caller(&key, &caller).for_call(1);
        let value = &headers[header::CALLER_CONTEXT];
        assert!(value.is_sensitive());
        let text = value.to_str().expect("text");
        assert_eq!(key.verify(text, 1_000), Ok(caller));
    }
}
