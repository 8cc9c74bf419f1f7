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
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use contract::header::REQUEST_ID;

const HEADER: HeaderName = HeaderName::from_static(REQUEST_ID);
const LONGEST: usize = 128;

/// The id of a request, among its extensions.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) Arc<str>);

/// Gives the request its id, and the answer the same.
pub(crate) async fn attach(mut request: Request, next: Next) -> Response {
    let id = of(request.headers());
    request.extensions_mut().insert(RequestId(id.as_str().into()));
    let mut response = next.run(request).await;
    if let Ok(value) = HeaderValue::try_from(id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn of(headers: &HeaderMap) -> String {
    headers
        .get(HEADER)
        .and_then(|value| value.to_str().ok())
        .filter(|id| is_harmless(id))
        .map_or_else(generate, str::to_owned)
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

    fn sent(id: &str) -> String {
        let value = HeaderValue::from_str(id).expect("a header value");
        of(&HeaderMap::from_iter([(HEADER, value)]))
    }

    #[test]
    fn a_harmless_id_is_kept_and_others_are_replaced() {
        assert_eq!(sent("client-7/3"), "client-7/3");
        assert_ne!(sent("a b"), "a b");
        assert_ne!(sent(&"x".repeat(129)).len(), 129);
        assert_ne!(of(&HeaderMap::new()), of(&HeaderMap::new()));
    }
}
