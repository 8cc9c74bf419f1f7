//! From what a request says to the text of its document: sent in full, persisted ahead of time and
//! named by its id, or kept from an earlier request and named by its hash. Whether the text is
//! GraphQL is not looked at here, and no file is read.

mod automatic;
mod hash;
mod persisted;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use contract::ErrorCode;
use gateway_operation::{GraphQlRequest, RequestError};
use serde_json::Value;

pub(crate) use automatic::AutomaticDocuments;
pub use hash::DocumentHash;
pub use persisted::{DocumentIdError, PersistedDocuments};

/// Where documents may come from.
#[derive(Debug, Clone)]
pub struct DocumentSettings {
    /// The documents that are known from the start.
    pub persisted: PersistedDocuments,
    /// Whether no others are served.
    pub require: bool,
    /// Whether documents that clients send with their hash are kept, for them to send the hash
    /// alone from then on. Nothing is kept while only persisted documents are served.
    pub automatic: bool,
}

impl Default for DocumentSettings {
    fn default() -> Self {
        Self { persisted: PersistedDocuments::default(), require: false, automatic: true }
    }
}

/// The document of a request.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) text: Text<'a>,
    /// The hash to keep it by, once it has turned out to be a valid document.
    pub(crate) keep: Option<DocumentHash>,
}

/// The text of a document: the request's own, or shared with others.
#[derive(Debug)]
pub(crate) enum Text<'a> {
    Sent(&'a str),
    Kept(Arc<str>),
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Self::Sent(text) => text,
            Self::Kept(text) => text,
        }
    }
}

/// Finds the document that a request means.
///
/// # Errors
/// When it means none, one that is not known, or one that is not served.
pub(crate) fn resolve<'a>(
    request: &'a GraphQlRequest,
    settings: &DocumentSettings,
    kept: &AutomaticDocuments,
) -> Result<Document<'a>, RequestError> {
    if let Some(id) = &request.document_id {
        if request.query.is_some() {
            let message = "send either `query` or `documentId`";
            return Err(RequestError::new(ErrorCode::BadRequest, message));
        }
        return persisted(id, settings);
    }
    match request.extensions.get("persistedQuery") {
        None | Some(Value::Null) => in_full(request, settings),
        Some(extension) => by_hash(hash_of(extension)?, request, settings, kept),
    }
}

fn persisted(id: &str, settings: &DocumentSettings) -> Result<Document<'static>, RequestError> {
    match settings.persisted.get(id) {
        Some(text) => Ok(Document { text: Text::Kept(text), keep: None }),
        None => Err(unknown()),
    }
}

fn in_full<'a>(
    request: &'a GraphQlRequest,
    settings: &DocumentSettings,
) -> Result<Document<'a>, RequestError> {
    if settings.require {
        let message = "only persisted documents are served; send the id of one as `documentId`";
        return Err(RequestError::new(ErrorCode::PersistedDocumentRequired, message));
    }
    Ok(Document { text: Text::Sent(request.document()?), keep: None })
}

/// The protocol of automatic persisted queries. Its clients act on these codes and messages.
fn by_hash<'a>(
    hash: DocumentHash,
    request: &'a GraphQlRequest,
    settings: &DocumentSettings,
    kept: &AutomaticDocuments,
) -> Result<Document<'a>, RequestError> {
    if let Some(text) = settings.persisted.by_hash(hash) {
        return Ok(Document { text: Text::Kept(text), keep: None });
    }
    if settings.require {
        return Err(unknown());
    }
    let sent = request.query.as_deref().filter(|text| !text.is_empty());
    match sent {
        Some(text) if !settings.automatic => Ok(Document { text: Text::Sent(text), keep: None }),
        Some(text) if DocumentHash::of(text) == hash => {
            Ok(Document { text: Text::Sent(text), keep: Some(hash) })
        }
        Some(_) => {
            let message = "`sha256Hash` is not the hash of `query`";
            Err(RequestError::new(ErrorCode::BadRequest, message))
        }
        None if !settings.automatic => Err(RequestError::new(
            ErrorCode::PersistedQueryNotSupported,
            "PersistedQueryNotSupported",
        )),
        None => match kept.get(hash) {
            Some(text) => Ok(Document { text: Text::Kept(text), keep: None }),
            None => {
                Err(RequestError::new(ErrorCode::PersistedQueryNotFound, "PersistedQueryNotFound"))
            }
        },
    }
}

fn hash_of(extension: &Value) -> Result<DocumentHash, RequestError> {
    let is_known = extension.get("version").and_then(Value::as_u64) == Some(1);
    extension
        .get("sha256Hash")
        .filter(|_| is_known)
        .and_then(Value::as_str)
        .and_then(DocumentHash::parse)
        .ok_or_else(|| {
            let message = "the extension `persistedQuery` needs `version: 1` and `sha256Hash`, a \
                           SHA-256 hash in hexadecimal digits";
            RequestError::new(ErrorCode::BadRequest, message)
        })
}

fn unknown() -> RequestError {
    let message = "no persisted document has this id";
    RequestError::new(ErrorCode::PersistedDocumentNotFound, message)
}
