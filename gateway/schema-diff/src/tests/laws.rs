//! Laws that hold for any two schemas.

use std::collections::BTreeSet;

use apollo_compiler::{ExecutableDocument, Schema, ast::FieldDefinition, validation::Valid};
use proptest::prelude::*;

use super::{random, read};
use crate::{Kind, Severity, diff};

proptest! {
    #[test]
    fn nothing_changes_between_a_schema_and_itself(sdl in random::schema()) {
        prop_assert_eq!(diff(&read(&sdl), &read(&sdl)), []);
    }

    #[test]
    fn the_way_back_undoes_every_change(old in random::schema(), new in random::schema()) {
        let (old, new) = (read(&old), read(&new));
        let forth = diff(&old, &new).into_iter().map(|change| (change.coordinate, change.kind.mirror()));
        let back = diff(&new, &old).into_iter().map(|change| (change.coordinate, change.kind));
        let (mut forth, mut back): (Vec<_>, Vec<_>) = (forth.collect(), back.collect());
        forth.sort();
        back.sort();
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn no_change_means_that_clients_see_the_same(old in random::schema(), new in random::schema()) {
        let (old, new) = (read(&old), read(&new));
        if diff(&old, &new).is_empty() {
            prop_assert_eq!(printed(&old), printed(&new));
        }
    }

    /// The definition of a breaking change, tried from the other side.
    #[test]
    fn operations_outlive_what_is_not_breaking(old in random::schema(), new in random::schema()) {
        let (old, new) = (read(&old), read(&new));
        let broken: BTreeSet<String> = diff(&old, &new)
            .into_iter()
            .filter(|change| change.severity == Severity::Breaking)
            .map(|change| change.coordinate)
            .collect();
        for Operation { text, uses } in operations(&old) {
            ExecutableDocument::parse_and_validate(&old, &text, "old").expect("valid before");
            let touched = broken.iter().any(|broken| uses.iter().any(|used| broken.starts_with(used)));
            if !touched {
                let after = ExecutableDocument::parse_and_validate(&new, &text, "new");
                prop_assert!(after.is_ok(), "{text} is refused, and only {broken:?} is broken");
            }
        }
    }
}

#[test]
fn mirrors_are_mutual_and_names_are_unique() {
    for kind in Kind::ALL {
        assert_eq!(kind.mirror().mirror(), *kind);
    }
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(names.len(), Kind::ALL.len());
}

fn printed(schema: &Valid<Schema>) -> String {
    schema.serialize().to_string()
}

struct Operation {
    text: String,
    /// The elements that it refers to, with all that is in them.
    uses: Vec<String>,
}

/// One operation for each root field: its argument by a variable, and what it returns as far as
/// `__typename`.
fn operations(schema: &Valid<Schema>) -> Vec<Operation> {
    let query = schema.get_object("Query").expect("a root");
    query.fields.values().map(|field| operation(schema, field)).collect()
}

fn operation(schema: &Valid<Schema>, field: &FieldDefinition) -> Operation {
    let mut uses = vec![format!("Query.{}", field.name)];
    let (mut variables, mut given) = (String::new(), String::new());
    if let Some(argument) = field.arguments.first() {
        variables = format!("($x: {})", argument.ty);
        given = format!("({}: $x)", argument.name);
        uses.push(argument.ty.inner_named_type().to_string());
    }
    let returned = schema.types.get(field.ty.inner_named_type()).expect("a type");
    let selection = if returned.is_leaf() { "" } else { "{ __typename }" };
    Operation { text: format!("query {variables} {{ {}{given} {selection} }}", field.name), uses }
}
