//! Scalars and enum values: copied as they came once they are known to be of their type.

use gateway_plan::{LeafKind, ProjectedField, ProjectionValue};

use super::{Nulled, Projector};
use crate::{Kind, Ref};

impl Projector<'_> {
    pub(super) fn leaf(&mut self, value: Ref, field: &ProjectedField) -> Result<(), Nulled> {
        let ProjectionValue::Leaf(leaf) = &field.value else {
            return Err(self.invalid(field, "of a kind that a client can ask for"));
        };
        if !self.is_valid(value, leaf) {
            return Err(self.invalid(field, expected(leaf)));
        }
        let is_number_as_id = *leaf == LeafKind::Id && self.store.kind(value) == Kind::Number;
        if is_number_as_id {
            self.out.text(b"\"");
        }
        self.out.value(value);
        if is_number_as_id {
            self.out.text(b"\"");
        }
        Ok(())
    }

    fn is_valid(&self, value: Ref, leaf: &LeafKind) -> bool {
        let kind = self.store.kind(value);
        match leaf {
            LeafKind::Int => self.store.as_i64(value).is_some_and(|int| i32::try_from(int).is_ok()),
            LeafKind::Float => kind == Kind::Number,
            LeafKind::String => kind == Kind::String,
            LeafKind::Boolean => matches!(kind, Kind::Bool(_)),
            LeafKind::Id => kind == Kind::String || self.is_integer(value),
            LeafKind::Enum { values } => {
                values.iter().any(|known| self.store.text_is(value, known))
            }
            LeafKind::Custom => true,
        }
    }

    /// An integer of any size.
    fn is_integer(&self, value: Ref) -> bool {
        self.store
            .number_text(value)
            .is_some_and(|text| text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()))
    }
}

fn expected(leaf: &LeafKind) -> &'static str {
    match leaf {
        LeafKind::Int => "an integer of 32 bits",
        LeafKind::Float => "a number",
        LeafKind::String => "text",
        LeafKind::Boolean => "true or false",
        LeafKind::Id => "an ID",
        LeafKind::Enum { .. } => "a value of the enum",
        LeafKind::Custom => "a value",
    }
}
