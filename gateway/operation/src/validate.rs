//! Validation by the rules of the GraphQL specification, and of names that belong to the gateway.

mod consequences;
mod one_of;
mod positions;

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Name, Schema, ast,
    diagnostic::{Diagnostic, ToCliReport as _},
    parser::SourceMap,
    validation::{DiagnosticData, DiagnosticList, Valid},
};
use contract::ErrorCode;

use self::consequences::Written;
use crate::{RequestError, parse::MAX_ERRORS};

/// The gateway adds fields and variables under names that begin so; clients may not.
pub const RESERVED_PREFIX: &str = "_y_";

pub(crate) fn validate(
    document: &ast::Document,
    schema: &Valid<Schema>,
    from_gateways: bool,
) -> Result<Valid<ExecutableDocument>, Vec<RequestError>> {
    let refused = refused_before(document, from_gateways);
    if !refused.is_empty() {
        return Err(refused);
    }
    let valid = document
        .to_executable_validate(schema)
        .map_err(|failed| mistakes(document, schema, &failed.errors))?;
    let mut misfits = one_of::check(&valid, schema);
    misfits.extend(positions::check(&valid, schema));
    misfits.truncate(MAX_ERRORS);
    if misfits.is_empty() { Ok(valid) } else { Err(misfits) }
}

/// The mistakes of a document, without what is wrong only because of them.
fn mistakes(
    document: &ast::Document,
    schema: &Schema,
    found: &DiagnosticList,
) -> Vec<RequestError> {
    let written = Written::of(document, schema);
    let name = |problem: &Diagnostic<'_, DiagnosticData>| {
        problem.error.unstable_error_name().unwrap_or_default()
    };
    let conflicts: HashSet<_> = found
        .iter()
        .filter(|problem| name(problem) == "ConflictingFieldName")
        .map(|problem| problem.error.location())
        .collect();
    let is_consequence = |problem: &Diagnostic<'_, DiagnosticData>| {
        let place = problem.error.location();
        // Different fields of one name have different types, too.
        let is_told = name(problem) == "ConflictingFieldType" && conflicts.contains(&place);
        is_told || written.has(name(problem), place, &problem.error.to_string())
    };
    let told = |problem| RequestError::from_diagnostic(ErrorCode::ValidationFailed, &problem);
    let mistakes: Vec<_> = found
        .iter()
        .filter(|problem| !is_consequence(problem))
        .take(MAX_ERRORS)
        .map(told)
        .collect();
    if mistakes.is_empty() { found.iter().take(MAX_ERRORS).map(told).collect() } else { mistakes }
}

/// What is refused before the rules of the specification are looked at: names of the gateway, and
/// definitions of types, whose fields the guard does not tell from those of operations.
fn refused_before(document: &ast::Document, from_gateways: bool) -> Vec<RequestError> {
    let mut check = ReservedNames { sources: &document.sources, from_gateways, errors: Vec::new() };
    for definition in &document.definitions {
        match definition {
            ast::Definition::OperationDefinition(operation) => {
                for variable in &operation.variables {
                    check.name("variable", &variable.name);
                }
                check.selections(&operation.selection_set);
            }
            ast::Definition::FragmentDefinition(fragment) => {
                check.selections(&fragment.selection_set);
            }
            other => {
                let message = "only operations and fragments can be executed";
                let error = RequestError::new(ErrorCode::ValidationFailed, message);
                check.errors.push(error.at(other.location(), check.sources));
            }
        }
    }
    check.errors.truncate(MAX_ERRORS);
    check.errors
}

struct ReservedNames<'a> {
    sources: &'a SourceMap,
    from_gateways: bool,
    errors: Vec<RequestError>,
}

impl ReservedNames<'_> {
    fn selections(&mut self, selections: &[ast::Selection]) {
        for selection in selections {
            match selection {
                ast::Selection::Field(field) => {
                    if let Some(alias) = &field.alias {
                        self.name("alias", alias);
                        self.meta_alias(alias, &field.name);
                    }
                    self.selections(&field.selection_set);
                }
                ast::Selection::InlineFragment(fragment) => {
                    self.selections(&fragment.selection_set);
                }
                ast::Selection::FragmentSpread(_) => {}
            }
        }
    }

    /// `__typename: name` would make every reader of the data take a name for a type.
    fn meta_alias(&mut self, alias: &Name, field: &Name) {
        if alias.starts_with("__") && alias != field {
            let message = format!(
                "the alias `{alias}` is not allowed: names that begin with `__` belong to GraphQL"
            );
            let error = RequestError::new(ErrorCode::ValidationFailed, message);
            self.errors.push(error.at(alias.location(), self.sources));
        }
    }

    fn name(&mut self, kind: &str, name: &Name) {
        if !self.from_gateways && name.starts_with(RESERVED_PREFIX) {
            let message = format!(
                "the {kind} `{name}` is not allowed: names that begin with `{RESERVED_PREFIX}` \
                 belong to the gateway"
            );
            let error = RequestError::new(ErrorCode::ValidationFailed, message);
            self.errors.push(error.at(name.location(), self.sources));
        }
    }
}
