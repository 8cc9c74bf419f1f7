//! Which operation of a document runs, by the specification's `GetOperation`.

use apollo_compiler::{ExecutableDocument, Node, executable::Operation};
use contract::ErrorCode;

use crate::RequestError;

pub(crate) fn select(
    document: &ExecutableDocument,
    name: Option<&str>,
) -> Result<Node<Operation>, RequestError> {
    let operations = &document.operations;
    if let Some(name) = name {
        return operations.named.get(name).cloned().ok_or_else(|| {
            let name = shortened(name);
            not_found(&format!("the document has no operation `{name}`; {}", known(document)))
        });
    }
    let mut all = operations.iter();
    match (all.next(), all.next()) {
        (Some(operation), None) => Ok(operation.clone()),
        (None, _) => Err(not_found("the document has no operation")),
        (Some(_), Some(_)) => Err(not_found(&format!(
            "the document has several operations; `operationName` must choose one; {}",
            known(document)
        ))),
    }
}

/// A name for a message: clients may send megabytes.
fn shortened(name: &str) -> String {
    const LENGTH: usize = 100;
    match name.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.to_owned(),
    }
}

fn known(document: &ExecutableDocument) -> String {
    let names: Vec<_> = document.operations.named.keys().map(|name| name.as_str()).collect();
    match names.len() {
        0 => "its only operation has no name".to_owned(),
        _ => format!("it has {}", names.join(", ")),
    }
}

fn not_found(message: &str) -> RequestError {
    RequestError::new(ErrorCode::OperationNotFound, message)
}
