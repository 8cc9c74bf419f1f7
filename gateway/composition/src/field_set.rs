//! Field sets: the `fields` of `@key`, `@requires` and `@provides`, read against the schema of
//! their subgraph. Which fields a set may select is decided by the rules, not here.

use std::fmt::{self, Write};

use apollo_compiler::{
    Name, Schema,
    ast::{Definition, Directive},
    executable::{Field, Selection, SelectionSet},
    parser::Parser,
    validation::{DiagnosticList, Valid},
};

use crate::{
    contained::{UNREADABLE, contained},
    ingest::RECURSION_LIMIT,
    model::fields_of,
    spec,
};

/// Why there is no field set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// `fields` is no string.
    NoString,
    /// Something has a directive.
    Directive,
    /// It cannot be read, or does not fit the type.
    Invalid(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoString => f.write_str("`fields` must be a string"),
            Self::Directive => f.write_str("directives have no meaning in a field set"),
            Self::Invalid(problem) => f.write_str(problem),
        }
    }
}

/// Reads the `fields` of a directive.
pub(crate) fn parse(
    schema: &Valid<Schema>,
    type_name: &Name,
    directive: &Directive,
) -> Result<SelectionSet, Problem> {
    let text = directive
        .specified_argument_by_name("fields")
        .and_then(|value| value.as_str())
        .ok_or(Problem::NoString)?;
    let unreadable = || Problem::Invalid(format!("`{text}` cannot be read: {UNREADABLE}"));
    let is_one = contained(|| is_one_selection_set(text)).ok_or_else(unreadable)?;
    if !is_one.map_err(|failed| first_problem(&failed, text))? {
        return Err(Problem::Invalid(format!("`{text}` is not one selection of fields")));
    }
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT);
    let parsed = contained(|| parser.parse_field_set(schema, type_name.clone(), text, ""))
        .ok_or_else(unreadable)?
        .map_err(|failed| first_problem(&failed.errors, text))?;
    check_shape(schema, &parsed.selection_set)?;
    // That a field of these two has arguments is refused whatever they are.
    let is_refused = directive.name != spec::REQUIRES
        && any_field(&parsed.selection_set, &mut |parent, field| {
            let fields = schema.types.get(parent).and_then(fields_of);
            fields.and_then(|all| all.get(field)).is_some_and(|one| !one.arguments.is_empty())
        });
    if !is_refused {
        parsed.validate(schema).map_err(|errors| first_problem(&errors, text))?;
    }
    Ok(parsed.selection_set)
}

/// The parser of field sets reads over what follows a set, and panics on some texts that are none.
/// So the text must be one selection set, with its braces or without.
fn is_one_selection_set(text: &str) -> Result<bool, DiagnosticList> {
    let document =
        if text.trim_start().starts_with('{') { text.to_owned() } else { format!("{{{text}\n}}") };
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT);
    let document = parser.parse_ast(document, "").map_err(|failed| failed.errors)?;
    Ok(matches!(document.definitions.as_slice(), [Definition::OperationDefinition(_)]))
}

/// The whole report would look for the schema's text, which the parser of a field set has not.
fn first_problem(errors: &DiagnosticList, text: &str) -> Problem {
    let problem = errors.iter().next().map(|problem| problem.error.to_string());
    Problem::Invalid(format!("`{text}` cannot be read: {}", problem.unwrap_or_default()))
}

/// Leaves have no selection, everything else has one, and nothing is aliased or conditional.
fn check_shape(schema: &Valid<Schema>, set: &SelectionSet) -> Result<(), Problem> {
    let invalid = |problem: String| Err(Problem::Invalid(problem));
    if set.selections.is_empty() {
        return invalid(format!("nothing is selected of `{}`", set.ty));
    }
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                check_field(schema, field)?;
            }
            Selection::InlineFragment(fragment) => {
                if !fragment.directives.is_empty() {
                    return Err(Problem::Directive);
                }
                check_shape(schema, &fragment.selection_set)?;
            }
            Selection::FragmentSpread(spread) => {
                return invalid(format!(
                    "the fragment `{}` is not defined in a field set",
                    spread.fragment_name
                ));
            }
        }
    }
    Ok(())
}

fn check_field(schema: &Valid<Schema>, field: &Field) -> Result<(), Problem> {
    let invalid = |problem: String| Err(Problem::Invalid(problem));
    if field.alias.is_some() {
        return invalid(format!("`{}` has an alias", field.name));
    }
    if !field.directives.is_empty() {
        return Err(Problem::Directive);
    }
    let is_leaf = schema.types.get(field.ty().inner_named_type()).is_none_or(|ty| ty.is_leaf());
    match (is_leaf, field.selection_set.selections.is_empty()) {
        (true, false) => invalid(format!("`{}` has no fields to select", field.name)),
        (false, true) => invalid(format!("`{}` needs a selection of its fields", field.name)),
        (true, true) => Ok(()),
        (false, false) => check_shape(schema, &field.selection_set),
    }
}

/// The set as one line, as join directives have it.
pub(crate) fn print(set: &SelectionSet) -> String {
    let mut text = String::new();
    write_set(&mut text, set);
    text
}

/// The set in a form that does not depend on the order of its selections.
pub(crate) fn canonical(set: &SelectionSet) -> String {
    let mut parts: Vec<String> = set
        .selections
        .iter()
        .map(|selection| match selection {
            Selection::Field(field) => {
                let mut text = field.name.to_string();
                write_arguments(&mut text, field);
                format!("{text}{{{}}}", canonical(&field.selection_set))
            }
            Selection::InlineFragment(fragment) => {
                let set = &fragment.selection_set;
                format!("...{}{{{}}}", set.ty, canonical(set))
            }
            Selection::FragmentSpread(spread) => spread.fragment_name.to_string(),
        })
        .collect();
    parts.sort_unstable();
    parts.join(" ")
}

fn write_set(text: &mut String, set: &SelectionSet) {
    for (index, selection) in set.selections.iter().enumerate() {
        if index > 0 {
            text.push(' ');
        }
        match selection {
            Selection::Field(field) => {
                text.push_str(&field.name);
                write_arguments(text, field);
                write_nested(text, &field.selection_set);
            }
            Selection::InlineFragment(fragment) => {
                text.push_str("...");
                if let Some(condition) = &fragment.type_condition {
                    text.push_str(" on ");
                    text.push_str(condition);
                }
                write_nested(text, &fragment.selection_set);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn write_arguments(text: &mut String, field: &Field) {
    if field.arguments.is_empty() {
        return;
    }
    let arguments: Vec<String> = field
        .arguments
        .iter()
        .map(|argument| format!("{}: {}", argument.name, argument.value.serialize().no_indent()))
        .collect();
    // Writing to a string cannot fail.
    let _ = write!(text, "({})", arguments.join(", "));
}

fn write_nested(text: &mut String, set: &SelectionSet) {
    if !set.selections.is_empty() {
        text.push_str(" { ");
        write_set(text, set);
        text.push_str(" }");
    }
}

/// Calls for every field of a set, however deep, with the type that it is selected on.
pub(crate) fn each_field<'a>(set: &'a SelectionSet, visit: &mut impl FnMut(&'a Name, &'a Field)) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                visit(&set.ty, field);
                each_field(&field.selection_set, visit);
            }
            Selection::InlineFragment(fragment) => each_field(&fragment.selection_set, visit),
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// Whether any field of a set, however deep, with the type that it is selected on, is one.
pub(crate) fn any_field(set: &SelectionSet, is_one: &mut impl FnMut(&Name, &Name) -> bool) -> bool {
    let mut found = false;
    each_field(set, &mut |parent, field| found |= is_one(parent, &field.name));
    found
}

/// The fields at the top of a set.
pub(crate) fn top_fields(set: &SelectionSet) -> impl Iterator<Item = &Field> {
    set.selections.iter().filter_map(|selection| match selection {
        Selection::Field(field) => Some(field.as_ref()),
        _ => None,
    })
}
