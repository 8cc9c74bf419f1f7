//! Field sets: the `fields` of `@key`, `@requires` and `@provides`, read against the schema of
//! their subgraph. Which fields a set may select is decided by the rules, not here.

use std::fmt::Write;

use apollo_compiler::{
    Name, Schema,
    ast::Directive,
    executable::{Field, Selection, SelectionSet},
    parser::Parser,
    validation::{DiagnosticList, Valid},
};

use crate::ingest::RECURSION_LIMIT;

/// Reads the `fields` of a directive.
pub(crate) fn parse(
    schema: &Valid<Schema>,
    type_name: &Name,
    directive: &Directive,
) -> Result<SelectionSet, String> {
    let text = directive
        .specified_argument_by_name("fields")
        .and_then(|value| value.as_str())
        .ok_or_else(|| "`fields` must be a string".to_owned())?;
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT);
    let set = parser
        .parse_field_set(schema, type_name.clone(), text, "")
        .map_err(|failed| first_problem(&failed.errors, text))?
        .selection_set;
    check_shape(schema, &set)?;
    Ok(set)
}

/// The whole report would look for the schema's text, which the parser of a field set has not.
fn first_problem(errors: &DiagnosticList, text: &str) -> String {
    let problem = errors.iter().next().map(|problem| problem.error.to_string());
    format!("`{text}` cannot be read: {}", problem.unwrap_or_default())
}

/// Leaves have no selection, everything else has one, and nothing is aliased or conditional.
fn check_shape(schema: &Valid<Schema>, set: &SelectionSet) -> Result<(), String> {
    if set.selections.is_empty() {
        return Err(format!("nothing is selected of `{}`", set.ty));
    }
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                check_field(schema, field)?;
            }
            Selection::InlineFragment(fragment) => {
                if !fragment.directives.is_empty() {
                    return Err("directives have no meaning in a field set".to_owned());
                }
                check_shape(schema, &fragment.selection_set)?;
            }
            Selection::FragmentSpread(spread) => {
                return Err(format!(
                    "the fragment `{}` is not defined in a field set",
                    spread.fragment_name
                ));
            }
        }
    }
    Ok(())
}

fn check_field(schema: &Valid<Schema>, field: &Field) -> Result<(), String> {
    if field.alias.is_some() {
        return Err(format!("`{}` has an alias", field.name));
    }
    if !field.directives.is_empty() {
        return Err("directives have no meaning in a field set".to_owned());
    }
    let is_leaf = schema.types.get(field.ty().inner_named_type()).is_none_or(|ty| ty.is_leaf());
    match (is_leaf, field.selection_set.selections.is_empty()) {
        (true, false) => Err(format!("`{}` has no fields to select", field.name)),
        (false, true) => Err(format!("`{}` needs a selection of its fields", field.name)),
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

/// The fields at the top of a set.
pub(crate) fn top_fields(set: &SelectionSet) -> impl Iterator<Item = &Field> {
    set.selections.iter().filter_map(|selection| match selection {
        Selection::Field(field) => Some(field.as_ref()),
        _ => None,
    })
}
