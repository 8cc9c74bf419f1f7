//! Who asks: the signed caller context of the gateway, and nothing else that a request says.

use std::time::{SystemTime, UNIX_EPOCH};

use contract::{
    ErrorCode,
    header::CALLER_CONTEXT,
    identity::{CallerContext, SigningKey},
};
use http::HeaderMap;

use crate::rejection::Rejection;

/// Reads the caller of a request. Without a key nothing can be believed, and without a header there
/// is nothing to believe: both are the public.
pub(crate) fn caller_of(
    headers: &HeaderMap,
    key: Option<&SigningKey>,
) -> Result<CallerContext, Rejection> {
    let now = seconds_since_1970();
    let (Some(key), Some(header)) = (key, headers.get(CALLER_CONTEXT)) else {
        return Ok(CallerContext::public(now));
    };
    let reject = |message| Rejection::new(ErrorCode::CallerContextInvalid, message);
    let header =
        header.to_str().map_err(|_| reject("the caller context is malformed".to_owned()))?;
    key.verify(header, now).map_err(|error| reject(error.to_string()))
}

fn seconds_since_1970() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

#[cfg(test)]
mod tests {
    use contract::identity::Role;

    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::new(vec![byte; 32]).expect("32 bytes")
    }

    fn signed_by(byte: u8) -> HeaderMap {
        let mut context = CallerContext::public(seconds_since_1970());
        context.role = Role::CityAnalyst;
        let value = key(byte).sign(&context).parse().expect("base64 is a header value");
        HeaderMap::from_iter([(http::HeaderName::from_static(CALLER_CONTEXT), value)])
    }

    #[test]
    fn a_signed_context_is_believed() {
        let caller = caller_of(&signed_by(1), Some(&key(1))).expect("signed by the gateway");
        assert_eq!(caller.role, Role::CityAnalyst);
    }

    #[test]
    fn no_context_means_the_public() {
        let caller = caller_of(&HeaderMap::new(), Some(&key(1))).expect("no header");
        assert_eq!(caller.role, Role::Public);
    }

    #[test]
    fn without_a_key_no_header_is_believed() {
        let caller = caller_of(&signed_by(1), None).expect("not looked at");
        assert_eq!(caller.role, Role::Public);
    }

    #[test]
    fn a_context_of_another_key_is_refused() {
        let rejection = caller_of(&signed_by(2), Some(&key(1))).expect_err("another key");
        assert_eq!(rejection.code(), ErrorCode::CallerContextInvalid);
    }
}
