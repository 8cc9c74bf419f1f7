//! Signs callers for the services. A caller that asks often is signed once for some seconds: the
//! header has the same bytes all that time, so that equal reads of one caller can be told to be
//! equal by their bytes, and those of different callers never can.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use contract::identity::{CallerContext, SigningKey};
use http::HeaderValue;

/// The end of a context is a whole multiple of these seconds; it is moved to the earlier side.
const STEP_SECONDS: u64 = 5;

/// How many signed callers are remembered.
const REMEMBERED: usize = 1_024;

/// Signs callers with the key that the gateway shares with the services.
pub struct CallerSigner {
    key: SigningKey,
    signed: Mutex<HashMap<CallerContext, HeaderValue>>,
}

impl CallerSigner {
    /// Signs with this key.
    #[must_use]
    pub fn new(key: SigningKey) -> Self {
        Self { key, signed: Mutex::default() }
    }

    /// The header for a caller, marked sensitive so that no log prints it.
    pub(crate) fn header(&self, caller: &CallerContext) -> Option<HeaderValue> {
        let expires_at = caller.expires_at - caller.expires_at % STEP_SECONDS;
        let caller = CallerContext { expires_at, ..caller.clone() };
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = signed.get(&caller) {
            return Some(value.clone());
        }
        let mut value = HeaderValue::from_str(&self.key.sign(&caller)).ok()?;
        value.set_sensitive(true);
        // Most of those that are remembered then are of steps that have passed.
        if signed.len() >= REMEMBERED {
            signed.clear();
        }
        signed.insert(caller, value.clone());
        Some(value)
    }
}

impl fmt::Debug for CallerSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallerSigner(…)")
    }
}

#[cfg(test)]
mod tests {
    use contract::identity::Role;

    use super::*;

    fn signer() -> CallerSigner {
        CallerSigner::new(SigningKey::new([7; 32]).expect("long enough"))
    }

    #[test]
    fn a_caller_has_the_same_header_for_some_seconds_and_no_longer() {
        let signer = signer();
        let header = |now| signer.header(&CallerContext::public(now)).expect("a header");
        assert_eq!(header(1_000), header(1_004));
        assert_ne!(header(1_004), header(1_005));
        let text = header(1_004);
        let key = SigningKey::new([7; 32]).expect("long enough");
        let believed = key.verify(text.to_str().expect("text"), 1_004).expect("it is valid");
        assert_eq!(believed.expires_at, 1_060, "it does not end later than it should");
    }

    #[test]
    fn different_callers_never_have_the_same_header() {
        let signer = signer();
        let caller = |role, subject: Option<&str>| CallerContext {
            role,
            subject: subject.map(str::to_owned),
            expires_at: 1_000,
        };
        let callers = [
            caller(Role::Public, None),
            caller(Role::Deputy, None),
            caller(Role::Deputy, Some("a")),
            caller(Role::Deputy, Some("b")),
        ];
        for (index, one) in callers.iter().enumerate() {
            for other in &callers[index + 1..] {
                assert_ne!(signer.header(one), signer.header(other), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let signer = signer();
        for subject in 0..3 * REMEMBERED {
            let subject = Some(subject.to_string());
            signer.header(&CallerContext { role: Role::Deputy, subject, expires_at: 1_000 });
        }
        assert!(signer.signed.lock().expect("no panic").len() <= REMEMBERED);
    }
}
