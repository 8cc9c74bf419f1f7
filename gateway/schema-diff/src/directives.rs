//! Directives that operations can use. One that stands only in schemas is nothing that a client
//! can break on, so that all its changes are safe.

use apollo_compiler::{
    Schema,
    ast::{DirectiveDefinition, DirectiveLocation},
};

use crate::{
    change::{Changes, Kind, Severity},
    input_values, notes,
    pairs::{Pair, names, pairs},
};

/// The directives that every schema has, named in it or not.
const BUILT_IN: [&str; 5] = ["skip", "include", "deprecated", "specifiedBy", "oneOf"];

/// The changes of all directives that an author of the schema has defined.
pub(crate) fn compare(old: &Schema, new: &Schema, changes: &mut Changes) {
    for (name, pair) in pairs(own(old), own(new)) {
        let coordinate = format!("@{name}");
        match pair {
            Pair::Added(_) => {
                changes.safe(Kind::DirectiveAdded, coordinate, "the directive was added");
            }
            Pair::Removed(before) => changes.push(
                loss(before.locations.iter().any(is_executable)),
                Kind::DirectiveRemoved,
                coordinate,
                "the directive was removed",
            ),
            Pair::Both(before, after) => both(&coordinate, before, after, changes),
        }
    }
}

fn own(schema: &Schema) -> impl Iterator<Item = (&str, &DirectiveDefinition)> {
    schema
        .directive_definitions
        .iter()
        .map(|(name, definition)| (name.as_str(), &**definition))
        .filter(|(name, _)| !BUILT_IN.contains(name))
}

fn both(
    coordinate: &str,
    before: &DirectiveDefinition,
    after: &DirectiveDefinition,
    changes: &mut Changes,
) {
    notes::description(
        before.description.as_deref(),
        after.description.as_deref(),
        coordinate,
        changes,
    );
    locations(coordinate, before, after, changes);
    repeatable(coordinate, before, after, changes);
    if before.locations.iter().any(is_executable) {
        input_values::of_arguments(coordinate, &before.arguments, &after.arguments, changes);
    } else {
        unseen_arguments(coordinate, before, after, changes);
    }
}

fn locations(
    coordinate: &str,
    before: &DirectiveDefinition,
    after: &DirectiveDefinition,
    changes: &mut Changes,
) {
    let (removed, added) = names(
        before.locations.iter().map(|location| location.name()),
        after.locations.iter().map(|location| location.name()),
    );
    for location in removed {
        let executable = before.locations.iter().any(|l| l.name() == location && is_executable(l));
        let message = format!("it may not stand on {location} any more");
        changes.push(loss(executable), Kind::DirectiveLocationRemoved, coordinate, message);
    }
    for location in added {
        let message = format!("it may stand on {location}");
        changes.safe(Kind::DirectiveLocationAdded, coordinate, message);
    }
}

fn repeatable(
    coordinate: &str,
    before: &DirectiveDefinition,
    after: &DirectiveDefinition,
    changes: &mut Changes,
) {
    match (before.repeatable, after.repeatable) {
        (false, true) => {
            let message = "it may stand several times in one place";
            changes.safe(Kind::DirectiveRepeatableAdded, coordinate, message);
        }
        (true, false) => changes.push(
            loss(before.locations.iter().any(is_executable)),
            Kind::DirectiveRepeatableRemoved,
            coordinate,
            "it may stand only once in one place",
        ),
        _ => {}
    }
}

/// The changes of arguments that no operation can give.
fn unseen_arguments(
    coordinate: &str,
    before: &DirectiveDefinition,
    after: &DirectiveDefinition,
    changes: &mut Changes,
) {
    let mut found = Changes::default();
    input_values::of_arguments(coordinate, &before.arguments, &after.arguments, &mut found);
    for change in found.into_sorted() {
        changes.safe(change.kind, change.coordinate, change.message);
    }
}

/// How bad it is to lose something that operations can use, or cannot.
fn loss(executable: bool) -> Severity {
    if executable { Severity::Breaking } else { Severity::Safe }
}

fn is_executable(location: &DirectiveLocation) -> bool {
    use DirectiveLocation as At;
    matches!(
        location,
        At::Query
            | At::Mutation
            | At::Subscription
            | At::Field
            | At::FragmentDefinition
            | At::FragmentSpread
            | At::InlineFragment
            | At::VariableDefinition
    )
}

#[cfg(test)]
mod tests {
    use crate::tests::with_query;

    #[test]
    fn directives_come_and_go() {
        insta::assert_snapshot!(with_query(
            "directive @old on FIELD directive @unseen on OBJECT",
            "directive @new on FIELD",
        ), @"
        breaking DIRECTIVE_REMOVED @old: the directive was removed
        safe DIRECTIVE_ADDED @new: the directive was added
        safe DIRECTIVE_REMOVED @unseen: the directive was removed
        ");
    }

    #[test]
    fn places_and_repetition_come_and_go() {
        insta::assert_snapshot!(with_query(
            "directive @a on FIELD | QUERY | OBJECT directive @b repeatable on FIELD directive @c repeatable on OBJECT",
            "directive @a repeatable on FIELD | MUTATION directive @b on FIELD directive @c on OBJECT",
        ), @"
        breaking DIRECTIVE_LOCATION_REMOVED @a: it may not stand on QUERY any more
        breaking DIRECTIVE_REPEATABLE_REMOVED @b: it may stand only once in one place
        safe DIRECTIVE_LOCATION_ADDED @a: it may stand on MUTATION
        safe DIRECTIVE_LOCATION_REMOVED @a: it may not stand on OBJECT any more
        safe DIRECTIVE_REPEATABLE_ADDED @a: it may stand several times in one place
        safe DIRECTIVE_REPEATABLE_REMOVED @c: it may stand only once in one place
        ");
    }

    #[test]
    fn arguments_count_when_operations_can_give_them() {
        insta::assert_snapshot!(with_query(
            "directive @a(x: Int, y: Int = 1) on FIELD directive @b(x: Int) on OBJECT",
            "directive @a(y: Int = 2, z: Int!) on FIELD directive @b(z: Int!) on OBJECT",
        ), @"
        breaking ARGUMENT_REMOVED @a(x:): the argument was removed
        breaking ARGUMENT_ADDED @a(z:): the argument was added, and it must be given
        dangerous DEFAULT_CHANGED @a(y:): its default value is `2`, it was `1`
        safe ARGUMENT_REMOVED @b(x:): the argument was removed
        safe ARGUMENT_ADDED @b(z:): the argument was added, and it must be given
        ");
    }
}
