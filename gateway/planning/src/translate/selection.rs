//! Small things about selections.

use gateway_query_planner::{Field, Selection};

/// Selections of one object by response key, in the order of first appearance.
pub(super) type ByKey<T> = Vec<(String, Vec<T>)>;

/// Adds to the selections of a response key.
pub(super) fn add_by_key<T>(fields: &mut ByKey<T>, key: &str, field: T) {
    match fields.iter_mut().find(|(known, _)| known == key) {
        Some((_, found)) => found.push(field),
        None => fields.push((key.to_owned(), vec![field])),
    }
}

/// The fields of selections by response key, those of inline fragments included; whether each is
/// always there when the object is.
pub(super) fn fields_by_key<'s>(
    sets: impl IntoIterator<Item = &'s Vec<Selection>>,
) -> ByKey<(&'s Field, bool)> {
    fn visit<'s>(set: &'s [Selection], always: bool, fields: &mut ByKey<(&'s Field, bool)>) {
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    let always = always && field.conditions.is_empty();
                    add_by_key(fields, field.response_key(), (field, always));
                }
                Selection::Fragment(fragment) => {
                    // Objects of other types do not have what a fragment on one type asks for.
                    let always = always && fragment.conditions.is_empty() && fragment.on.is_none();
                    visit(&fragment.selections, always, fields);
                }
            }
        }
    }
    let mut fields = Vec::new();
    for set in sets {
        visit(set, true, &mut fields);
    }
    fields
}

/// The same, to change them.
pub(super) fn fields_by_key_mut<'s>(
    sets: impl IntoIterator<Item = &'s mut Vec<Selection>>,
) -> ByKey<&'s mut Field> {
    fn visit<'s>(set: &'s mut [Selection], fields: &mut ByKey<&'s mut Field>) {
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key().to_owned();
                    add_by_key(fields, &key, field);
                }
                Selection::Fragment(fragment) => visit(&mut fragment.selections, fields),
            }
        }
    }
    let mut fields = Vec::new();
    for set in sets {
        visit(set, &mut fields);
    }
    fields
}
