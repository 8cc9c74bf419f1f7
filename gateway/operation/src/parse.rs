//! Text to syntax tree. The guard has bounded what gets here.

use apollo_compiler::{ast, parser::Parser};
use contract::ErrorCode;

use crate::{Limits, RequestError};

/// Problems beyond this number are left out: one document can have thousands.
pub(crate) const MAX_ERRORS: usize = 20;

/// Parses a document. Of syntax errors the first is told: what comes after it was read by a parser
/// that had to guess what was meant.
pub(crate) fn parse(document: &str, limits: &Limits) -> Result<ast::Document, Vec<RequestError>> {
    // The guard counts differently in small ways; the parser's own limits are the second wall.
    Parser::new()
        .recursion_limit(limits.nesting.saturating_mul(2).saturating_add(16))
        .token_limit(limits.bytes.saturating_add(1))
        .parse_ast(document, "operation")
        .map_err(|failed| {
            failed
                .errors
                .iter()
                .take(1)
                .map(|problem| RequestError::from_diagnostic(ErrorCode::ParseFailed, &problem))
                .collect()
        })
}
