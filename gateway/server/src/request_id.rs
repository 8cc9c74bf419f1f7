//! The id of a request: what the client sends, when it is harmless in logs and headers, else one
//! of our own. Every answer carries it, whatever became of the request.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue},
    response::Response,
};
use contract::header::REQUEST_ID;

const HEADER: HeaderName = HeaderName::from_static(REQUEST_ID);
const LONGEST: usize = 128;

/// The id of a request, among its extensions.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

impl RequestId {
    /// Puts the id on an answer.
    pub(crate) fn mark(&self, response: &mut Response) {
        if let Ok(value) = HeaderValue::from_str(&self.0) {
            response.headers_mut().insert(HEADER, value);
        }
    }
}

/// The id of a request with these headers.
pub(crate) fn of(headers: &HeaderMap) -> RequestId {
    let sent = headers.get(HEADER).and_then(|value| value.to_str().ok());
    RequestId(match sent.filter(|id| is_harmless(id)) {
        Some(id) => id.into(),
        None => generate().into(),
    })
}

fn is_harmless(id: &str) -> bool {
    (1..=LONGEST).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/+=".contains(&byte))
}

/// Unique within the life of all gateways that matter: a random number for each process, then a
/// count.
fn generate() -> String {
    static PROCESS: LazyLock<u64> =
        LazyLock::new(|| RandomState::new().hash_one(std::process::id()));
    static COUNT: AtomicU64 = AtomicU64::new(1);
    format!("{:016x}-{:x}", *PROCESS, COUNT.fetch_add(1, Ordering::Relaxed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(id: &str) -> Arc<str> {
        let value = HeaderValue::from_str(id).expect("a header value");
        of(&HeaderMap::from_iter([(HEADER, value)])).0
    }

    #[test]
    fn a_harmless_id_is_kept_and_others_are_replaced() {
        assert_eq!(&*sent("client-7/3"), "client-7/3");
        assert_ne!(&*sent("a b"), "a b");
        assert_ne!(sent(&"x".repeat(129)).len(), 129);
        assert_ne!(of(&HeaderMap::new()).0, of(&HeaderMap::new()).0);
    }
}
