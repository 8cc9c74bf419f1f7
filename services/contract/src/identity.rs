//! The caller context: who asks, signed by the gateway for a short time.
//!
//! The header holds `<payload>.<signature>`: the payload is JSON, the signature HMAC-SHA-256 over
//! the encoded payload, both in URL-safe base64 without padding. Services believe nothing else.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use thiserror::Error;

/// How long a context is valid, in seconds.
pub const LIFETIME_SECONDS: u64 = 60;

/// How far clocks may differ, in seconds.
pub const CLOCK_SKEW_SECONDS: u64 = 30;

/// What a caller may see; `domain.md` §5.1 says what each role means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// No login.
    Public,
    /// A department that handles petitions of its categories.
    PartnerAgency,
    /// A deputy.
    Deputy,
    /// Staff of one delegation.
    DelegationStaff,
    /// Staff of one district.
    DistrictStaff,
    /// An analyst of the city's people's congress.
    CityAnalyst,
    /// Reads the audit log.
    Auditor,
    /// A service of ours; sees mergeable parts and no personal fields.
    Service,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CallerContext {
    /// What the caller may see.
    pub role: Role,
    /// The account, absent for the public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When the context ends, in seconds since 1970.
    pub expires_at: u64,
}

/// The secret that gateway and services share, at least 32 bytes.
#[derive(Clone)]
pub struct SigningKey(Vec<u8>);

/// Why a context is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentityError {
    /// The secret is too short to sign with.
    #[error("the signing key has fewer than 32 bytes")]
    KeyTooShort,
    /// The header is not `<payload>.<signature>`.
    #[error("the caller context is malformed")]
    Malformed,
    /// The signature is not that of the gateway.
    #[error("the caller context is not signed by the gateway")]
    BadSignature,
    /// The context was valid once.
    #[error("the caller context has expired")]
    Expired,
}

impl CallerContext {
    /// The context of a caller without login, valid from `now` (seconds since 1970).
    #[must_use]
    pub fn public(now: u64) -> Self {
        Self { role: Role::Public, subject: None, expires_at: now + LIFETIME_SECONDS }
    }

    /// The same caller, valid from `now`: a subscription asks for its caller as long as it is open.
    #[must_use]
    pub fn renewed(&self, now: u64) -> Self {
        Self { expires_at: self.expires_at.max(now + LIFETIME_SECONDS), ..self.clone() }
    }
}

impl SigningKey {
    /// Takes the secret.
    ///
    /// # Errors
    /// [`IdentityError::KeyTooShort`] for fewer than 32 bytes.
    pub fn new(secret: impl Into<Vec<u8>>) -> Result<Self, IdentityError> {
        let secret = secret.into();
        if secret.len() < 32 { Err(IdentityError::KeyTooShort) } else { Ok(Self(secret)) }
    }

    /// The header value for a context.
    #[must_use]
    pub fn sign(&self, context: &CallerContext) -> String {
        let json = serde_json::to_vec(context).expect("a context is plain data");
        let payload = URL_SAFE_NO_PAD.encode(json);
        let signature = URL_SAFE_NO_PAD.encode(self.mac(&payload).finalize().into_bytes());
        format!("{payload}.{signature}")
    }

    /// Reads a header value at the time `now` (seconds since 1970).
    ///
    /// # Errors
    /// [`IdentityError`] when the value is malformed, signed by another key or expired.
    pub fn verify(&self, header: &str, now: u64) -> Result<CallerContext, IdentityError> {
        let (payload, signature) = header.split_once('.').ok_or(IdentityError::Malformed)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| IdentityError::Malformed)?;
        self.mac(payload).verify_slice(&signature).map_err(|_| IdentityError::BadSignature)?;
        let json = URL_SAFE_NO_PAD.decode(payload).map_err(|_| IdentityError::Malformed)?;
        let context: CallerContext =
            serde_json::from_slice(&json).map_err(|_| IdentityError::Malformed)?;
        if context.expires_at + CLOCK_SKEW_SECONDS < now {
            return Err(IdentityError::Expired);
        }
        Ok(context)
    }

    fn mac(&self, payload: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(payload.as_bytes());
        mac
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SigningKey {
        SigningKey::new(vec![byte; 32]).expect("32 bytes")
    }

    #[test]
    fn a_signed_context_is_believed_until_it_expires() {
        let context = CallerContext::public(1_000);
        let header = key(1).sign(&context);
        assert_eq!(key(1).verify(&header, 1_010), Ok(context));
        assert_eq!(key(1).verify(&header, 1_091), Err(IdentityError::Expired));
    }

    #[test]
    fn a_renewed_context_is_of_the_same_caller() {
        let context = CallerContext { role: Role::Auditor, ..CallerContext::public(1_000) };
        let renewed = context.renewed(2_000);
        assert_eq!((renewed.role, renewed.expires_at), (Role::Auditor, 2_060));
        assert_eq!(renewed.renewed(1_500), renewed);
    }

    #[test]
    fn another_key_or_a_changed_payload_is_not_believed() {
        let header = key(1).sign(&CallerContext::public(1_000));
        assert_eq!(key(2).verify(&header, 1_000), Err(IdentityError::BadSignature));
        let (_, signature) = header.split_once('.').expect("two parts");
        let forged = format!(
            "{}.{signature}",
            URL_SAFE_NO_PAD.encode(r#"{"role":"SERVICE","expires_at":9999999999}"#)
        );
        assert_eq!(key(1).verify(&forged, 1_000), Err(IdentityError::BadSignature));
        assert_eq!(key(1).verify("x", 1_000), Err(IdentityError::Malformed));
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert!(matches!(SigningKey::new("secret"), Err(IdentityError::KeyTooShort)));
    }
}
