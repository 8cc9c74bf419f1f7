//! Arguments that cut or order a list, told by their names: what they would do in each partition is
//! not what they say of the whole.

use apollo_compiler::{Name, ast::FieldDefinition};

const NAMES: &[&str] = &[
    "after", "before", "first", "last", "limit", "offset", "order", "orderBy", "skip", "sort",
    "sortBy", "take", "top",
];

/// The first such argument of a field.
pub(super) fn argument(field: &FieldDefinition) -> Option<&Name> {
    let mut names = field.arguments.iter().map(|argument| &argument.name);
    names.find(|name| NAMES.contains(&name.as_str()))
}
