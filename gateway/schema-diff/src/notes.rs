//! What people read beside an element: its description and whether it is deprecated. No such
//! change can break an operation.

use apollo_compiler::ast::{
    DirectiveList, EnumValueDefinition, FieldDefinition, InputValueDefinition,
};

use crate::change::{Changes, Kind};

/// What the specification says when `@deprecated` gives no reason.
const DEFAULT_REASON: &str = "No longer supported";

/// Compares descriptions.
pub(crate) fn description(
    old: Option<&str>,
    new: Option<&str>,
    coordinate: &str,
    changes: &mut Changes,
) {
    let message = match (old, new) {
        (None, Some(_)) => "a description was added",
        (Some(_), None) => "the description was removed",
        (Some(old), Some(new)) if old != new => "the description changed",
        _ => return,
    };
    changes.safe(Kind::DescriptionChanged, coordinate, message);
}

/// Compares the notes of an element that can be deprecated.
pub(crate) fn compare<'a>(
    old: impl Into<Notes<'a>>,
    new: impl Into<Notes<'a>>,
    coordinate: &str,
    changes: &mut Changes,
) {
    let (old, new) = (old.into(), new.into());
    description(old.description, new.description, coordinate, changes);
    match (old.deprecation(), new.deprecation()) {
        (None, Some(reason)) => {
            let message = format!("it is deprecated: {reason}");
            changes.safe(Kind::DeprecationAdded, coordinate, message);
        }
        (Some(_), None) => {
            changes.safe(Kind::DeprecationRemoved, coordinate, "it is no longer deprecated");
        }
        (Some(old), Some(new)) if old != new => {
            let message = format!("the reason of its deprecation is another: {new}");
            changes.safe(Kind::DeprecationReasonChanged, coordinate, message);
        }
        _ => {}
    }
}

/// What to say of an element that is gone: also whether that was announced.
pub(crate) fn gone<'a>(noun: &str, old: impl Into<Notes<'a>>) -> String {
    let announced = if old.into().deprecation().is_some() { "; it was deprecated" } else { "" };
    format!("the {noun} was removed{announced}")
}

/// What stands beside an element.
pub(crate) struct Notes<'a> {
    description: Option<&'a str>,
    directives: &'a DirectiveList,
}

impl<'a> Notes<'a> {
    /// Why it is deprecated.
    fn deprecation(&self) -> Option<&'a str> {
        let reason = self.directives.get("deprecated")?.specified_argument_by_name("reason");
        Some(reason.and_then(|reason| reason.as_str()).unwrap_or(DEFAULT_REASON))
    }
}

impl<'a> From<&'a FieldDefinition> for Notes<'a> {
    fn from(field: &'a FieldDefinition) -> Self {
        Self { description: field.description.as_deref(), directives: &field.directives }
    }
}

impl<'a> From<&'a InputValueDefinition> for Notes<'a> {
    fn from(value: &'a InputValueDefinition) -> Self {
        Self { description: value.description.as_deref(), directives: &value.directives }
    }
}

impl<'a> From<&'a EnumValueDefinition> for Notes<'a> {
    fn from(value: &'a EnumValueDefinition) -> Self {
        Self { description: value.description.as_deref(), directives: &value.directives }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::lines;

    #[test]
    fn descriptions_of_everything_are_compared() {
        insta::assert_snapshot!(lines(
            r#"type Query { a(b: Int): E } enum E { A } "old" scalar S input I { "gone" a: Int }"#,
            r#"type Query { "f" a("b" b: Int): E } enum E { "v" A } "new" scalar S input I { a: Int }"#,
        ), @"
        safe DESCRIPTION_CHANGED E.A: a description was added
        safe DESCRIPTION_CHANGED I.a: the description was removed
        safe DESCRIPTION_CHANGED Query.a: a description was added
        safe DESCRIPTION_CHANGED Query.a(b:): a description was added
        safe DESCRIPTION_CHANGED S: the description changed
        ");
    }

    #[test]
    fn deprecations_of_everything_are_compared() {
        insta::assert_snapshot!(lines(
            r#"type Query { a(b: Int): E @deprecated } enum E { A B @deprecated(reason: "x") }
               input I { a: Int b: Int }"#,
            r#"type Query { a(b: Int @deprecated): E } enum E { A B @deprecated(reason: "y") }
               input I { a: Int b: Int @deprecated(reason: "use a") }"#,
        ), @"
        safe DEPRECATION_REASON_CHANGED E.B: the reason of its deprecation is another: y
        safe DEPRECATION_ADDED I.b: it is deprecated: use a
        safe DEPRECATION_REMOVED Query.a: it is no longer deprecated
        safe DEPRECATION_ADDED Query.a(b:): it is deprecated: No longer supported
        ");
    }

    #[test]
    fn the_default_reason_is_the_same_written_or_not() {
        let written = r#"type Query { a: Int @deprecated(reason: "No longer supported") }"#;
        assert_eq!(lines("type Query { a: Int @deprecated }", written), "");
    }
}
