//! What clients give: arguments and input fields. What is taken may become wider in one way only:
//! also null. Nothing that must be given may be added.

use apollo_compiler::{
    Node,
    ast::{InputValueDefinition, Value},
    schema::InputObjectType,
};

use crate::{
    change::{Changes, Kind, Severity},
    notes,
    pairs::{Pair, pairs},
};

/// The words for one sort of input value.
struct Sort {
    noun: &'static str,
    added: Kind,
    removed: Kind,
    type_changed: Kind,
}

const ARGUMENT: Sort = Sort {
    noun: "argument",
    added: Kind::ArgumentAdded,
    removed: Kind::ArgumentRemoved,
    type_changed: Kind::ArgumentTypeChanged,
};

const INPUT_FIELD: Sort = Sort {
    noun: "input field",
    added: Kind::InputFieldAdded,
    removed: Kind::InputFieldRemoved,
    type_changed: Kind::InputFieldTypeChanged,
};

/// Compares the arguments of a field or of a directive.
pub(crate) fn of_arguments(
    owner: &str,
    old: &[Node<InputValueDefinition>],
    new: &[Node<InputValueDefinition>],
    changes: &mut Changes,
) {
    let arguments =
        pairs(old.iter().map(|value| named(value)), new.iter().map(|value| named(value)));
    for (name, pair) in arguments {
        compare(&ARGUMENT, &format!("{owner}({name}:)"), pair, changes);
    }
}

/// Compares the fields of an input object, and whether it takes exactly one of them.
pub(crate) fn of_input_object(old: &InputObjectType, new: &InputObjectType, changes: &mut Changes) {
    match (old.directives.has("oneOf"), new.directives.has("oneOf")) {
        (false, true) => {
            changes.breaking(Kind::OneOfAdded, &old.name, "it takes exactly one of its fields");
        }
        (true, false) => {
            changes.safe(Kind::OneOfRemoved, &old.name, "it takes any of its fields");
        }
        _ => {}
    }
    let (before, after) = (old.fields.values(), new.fields.values());
    for (name, pair) in pairs(before.map(|value| named(value)), after.map(|value| named(value))) {
        compare(&INPUT_FIELD, &format!("{}.{name}", old.name), pair, changes);
    }
}

fn named(value: &InputValueDefinition) -> (&str, &InputValueDefinition) {
    (&value.name, value)
}

fn compare(
    sort: &Sort,
    coordinate: &str,
    pair: Pair<'_, InputValueDefinition>,
    changes: &mut Changes,
) {
    let noun = sort.noun;
    match pair {
        Pair::Added(after) if after.is_required() => {
            let message = format!("the {noun} was added, and it must be given");
            changes.breaking(sort.added, coordinate, message);
        }
        Pair::Added(_) => {
            changes.safe(sort.added, coordinate, format!("the optional {noun} was added"));
        }
        Pair::Removed(before) => {
            changes.breaking(sort.removed, coordinate, notes::gone(noun, before));
        }
        Pair::Both(before, after) => {
            ty(sort, coordinate, before, after, changes);
            default(coordinate, before, after, changes);
            notes::compare(before, after, coordinate, changes);
        }
    }
}

fn ty(
    sort: &Sort,
    coordinate: &str,
    before: &InputValueDefinition,
    after: &InputValueDefinition,
    changes: &mut Changes,
) {
    if before.ty == after.ty {
        return;
    }
    // A variable of the old type can still stand there.
    let wider = before.ty.is_assignable_to(&after.ty);
    let severity = if wider { Severity::Safe } else { Severity::Breaking };
    let message = format!("it takes `{}`, it took `{}`", after.ty, before.ty);
    changes.push(severity, sort.type_changed, coordinate, message);
}

/// A default speaks for those who give nothing; where everybody gave something, it changes nothing.
fn default(
    coordinate: &str,
    before: &InputValueDefinition,
    after: &InputValueDefinition,
    changes: &mut Changes,
) {
    match (&before.default_value, &after.default_value) {
        (None, Some(new)) => {
            let severity = if before.is_required() { Severity::Safe } else { Severity::Dangerous };
            let message = format!("its default value is `{}`", printed(new));
            changes.push(severity, Kind::DefaultAdded, coordinate, message);
        }
        (Some(old), None) if after.is_required() => {
            let message =
                format!("it has no default value, it had `{}`, and it must be given", printed(old));
            changes.breaking(Kind::DefaultRemoved, coordinate, message);
        }
        (Some(old), None) => {
            let message = format!("it has no default value, it had `{}`", printed(old));
            changes.dangerous(Kind::DefaultRemoved, coordinate, message);
        }
        (Some(old), Some(new)) if !same(old, new) => {
            let message =
                format!("its default value is `{}`, it was `{}`", printed(new), printed(old));
            changes.dangerous(Kind::DefaultChanged, coordinate, message);
        }
        _ => {}
    }
}

fn printed(value: &Value) -> String {
    value.serialize().no_indent().to_string()
}

/// Whether two values mean the same: the fields of an object have no order.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| {
                    right.iter().any(|(other, candidate)| name == other && same(value, candidate))
                })
        }
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(l, r))
        }
        _ => left == right,
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::{lines, with_query};

    #[test]
    fn arguments_come_and_go() {
        insta::assert_snapshot!(lines(
            "type Query { f(old: Int, older: Int @deprecated): Int }",
            "type Query { f(must: Int!, may: Int, preset: Int! = 1): Int }",
        ), @"
        breaking ARGUMENT_ADDED Query.f(must:): the argument was added, and it must be given
        breaking ARGUMENT_REMOVED Query.f(old:): the argument was removed
        breaking ARGUMENT_REMOVED Query.f(older:): the argument was removed; it was deprecated
        safe ARGUMENT_ADDED Query.f(may:): the optional argument was added
        safe ARGUMENT_ADDED Query.f(preset:): the optional argument was added
        ");
    }

    #[test]
    fn input_fields_come_and_go() {
        insta::assert_snapshot!(
            with_query("input I { a: Int old: Int }", "input I { a: Int must: Int! may: Int }"),
            @"
        breaking INPUT_FIELD_ADDED I.must: the input field was added, and it must be given
        breaking INPUT_FIELD_REMOVED I.old: the input field was removed
        safe INPUT_FIELD_ADDED I.may: the optional input field was added
        "
        );
    }

    #[test]
    fn what_is_taken_may_become_nullable_at_any_depth() {
        insta::assert_snapshot!(lines(
            "type Query { f(a: Int!, b: [Int!]!, c: Int, d: Int, e: Int): Int } input I { a: Int! }",
            "type Query { f(a: Int, b: [Int], c: Int!, d: String, e: [Int]): Int } input I { a: Int }",
        ), @"
        breaking ARGUMENT_TYPE_CHANGED Query.f(c:): it takes `Int!`, it took `Int`
        breaking ARGUMENT_TYPE_CHANGED Query.f(d:): it takes `String`, it took `Int`
        breaking ARGUMENT_TYPE_CHANGED Query.f(e:): it takes `[Int]`, it took `Int`
        safe INPUT_FIELD_TYPE_CHANGED I.a: it takes `Int`, it took `Int!`
        safe ARGUMENT_TYPE_CHANGED Query.f(a:): it takes `Int`, it took `Int!`
        safe ARGUMENT_TYPE_CHANGED Query.f(b:): it takes `[Int]`, it took `[Int!]!`
        ");
    }

    #[test]
    fn defaults_speak_for_those_who_give_nothing() {
        insta::assert_snapshot!(lines(
            "type Query { f(a: Int, b: Int!, c: Int = 1, d: Int! = 1, e: Int = 1): Int }",
            "type Query { f(a: Int = 1, b: Int! = 1, c: Int, d: Int!, e: Int = 2): Int }",
        ), @"
        breaking DEFAULT_REMOVED Query.f(d:): it has no default value, it had `1`, and it must be given
        dangerous DEFAULT_ADDED Query.f(a:): its default value is `1`
        dangerous DEFAULT_REMOVED Query.f(c:): it has no default value, it had `1`
        dangerous DEFAULT_CHANGED Query.f(e:): its default value is `2`, it was `1`
        safe DEFAULT_ADDED Query.f(b:): its default value is `1`
        ");
    }

    #[test]
    fn default_objects_have_no_order() {
        let schema = |default: &str| {
            format!("type Query {{ f(a: [I] = [{default}]): Int }} input I {{ a: Int b: Int }}")
        };
        assert_eq!(lines(&schema("{ a: 1, b: 2 }"), &schema("{ b: 2, a: 1 }")), "");
        assert_ne!(lines(&schema("{ a: 1, b: 2 }"), &schema("{ b: 1, a: 2 }")), "");
        assert_ne!(lines(&schema("{ a: 1 }"), &schema("{ a: 1, b: 2 }")), "");
    }

    #[test]
    fn an_input_object_takes_one_field_or_any() {
        let (any, one) = ("input I { a: Int b: Int }", "input I @oneOf { a: Int b: Int }");
        insta::assert_snapshot!(
            with_query(any, one),
            @"breaking ONE_OF_ADDED I: it takes exactly one of its fields"
        );
        insta::assert_snapshot!(
            with_query(one, any),
            @"safe ONE_OF_REMOVED I: it takes any of its fields"
        );
    }
}
