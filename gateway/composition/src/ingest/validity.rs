//! What GraphQL asks of a schema and the library does not look at: default values, required
//! arguments that are deprecated, and built-in scalars that are extended.

use apollo_compiler::{
    Schema,
    ast::{Definition, Document},
};

use super::Problems;
use crate::{Code, Diagnostic, default_value};

/// The scalars of GraphQL itself.
const BUILT_IN: &[&str] = &["Boolean", "Float", "ID", "Int", "String"];

pub(super) fn check(schema: &Schema, document: &Document, problems: &mut Problems<'_>) {
    for misfit in default_value::misfits(schema) {
        let message = format!("the default value of `{}`: {}", misfit.coordinate, misfit.problem);
        let diagnostic = Diagnostic::new(Code::InvalidGraphql, message);
        problems.push_at(schema, misfit.location, diagnostic.coordinate(misfit.coordinate));
    }
    deprecated(schema, problems);
    extended_scalars(schema, document, problems);
}

/// Nobody can stop giving what must be given.
fn deprecated(schema: &Schema, problems: &mut Problems<'_>) {
    default_value::each(schema, &mut |place, value| {
        if let Some(directive) = value.directives.get("deprecated")
            && value.is_required()
        {
            let message = format!("`{}` is deprecated, and must be given", place());
            let diagnostic = Diagnostic::new(Code::InvalidGraphql, message).coordinate(place());
            let hint = "make it nullable or give it a default before it is deprecated";
            problems.push(schema, Some(directive), diagnostic.hint(hint));
        }
    });
}

/// What is said of a scalar that all subgraphs share would get lost.
fn extended_scalars(schema: &Schema, document: &Document, problems: &mut Problems<'_>) {
    for definition in &document.definitions {
        if let Definition::ScalarTypeExtension(extension) = definition
            && BUILT_IN.contains(&extension.name.as_str())
        {
            let message =
                format!("`{}` is a scalar of GraphQL, and cannot be extended", extension.name);
            let diagnostic = Diagnostic::new(Code::InvalidGraphql, message);
            problems.push(schema, Some(extension), diagnostic);
        }
    }
}
