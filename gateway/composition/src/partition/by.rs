//! What lists go by: the fields that a list is sorted by, that tell groups apart, or that are the
//! position of an event.

use apollo_compiler::{
    Name, Node,
    ast::{Directive, FieldDefinition},
    schema::{Component, ObjectType},
};
use contract::partition::MergeLaw;

use super::{laws::Laws, shapes, words};
use crate::Code;

impl<'a> Laws<'a, '_> {
    /// A law goes by fields or it does not; of events some do.
    pub(super) fn says_by(
        &mut self,
        law: MergeLaw,
        place: &str,
        field: &'a Component<FieldDefinition>,
        rule: &Node<Directive>,
    ) {
        let takes_by = matches!(law, MergeLaw::Sorted | MergeLaw::Grouped);
        if law == MergeLaw::Events || takes_by != words::merge_by(rule).is_empty() {
            return;
        }
        let (message, hint) = if takes_by {
            (format!("{law} on `{place}` does not say which fields it goes by"), "add `by: […]`")
        } else {
            (format!("{law} on `{place}` goes by no fields"), "remove `by`")
        };
        self.push(Code::PartitionByInvalid, place, field, message, hint);
    }

    pub(super) fn by_fields(
        &mut self,
        place: &str,
        field: &'a Component<FieldDefinition>,
        object: &ObjectType,
        names: &[&str],
        ordered: bool,
    ) {
        for name in names {
            self.by_field(place, field, object, name, ordered);
        }
    }

    /// A name in `by` is a leaf of the object; where order matters, never null.
    pub(super) fn by_field(
        &mut self,
        place: &str,
        field: &'a Component<FieldDefinition>,
        object: &ObjectType,
        name: &str,
        ordered: bool,
    ) {
        let Some(key) = object.fields.get(name) else {
            let known: Vec<&str> = object.fields.keys().map(Name::as_str).collect();
            let message =
                format!("`{place}` goes by `{name}`, which is no field of `{}`", object.name);
            let hint = format!("its fields are {}", known.join(", "));
            return self.push(Code::PartitionByInvalid, place, field, message, &hint);
        };
        let compares = !key.ty.is_list()
            && shapes::is_leaf(self.subgraph, &key.ty)
            && !key.arguments.iter().any(|argument| argument.is_required());
        if !compares {
            let message = format!("`{place}` goes by `{name}`, which cannot be compared");
            let hint = "go by scalars and enums without arguments";
            self.push(Code::PartitionByInvalid, place, field, message, hint);
        } else if ordered && !key.ty.is_non_null() {
            let message = format!("`{place}` is sorted by `{name}`, which can be null");
            let hint = "make the sort key non-null";
            self.push(Code::PartitionByInvalid, place, field, message, hint);
        }
    }
}
