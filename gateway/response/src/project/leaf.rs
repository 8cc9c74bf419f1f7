//! Scalars and enum values: copied as they came once they are known to be of their type.

use gateway_plan::{LeafKind, ProjectedField, ProjectionValue};

use super::{Nulled, Projector};
use crate::{Kind, Ref};

impl Projector<'_> {
    pub(super) fn leaf(
        &mut self,
        value: Ref,
        non_null: bool,
        field: &ProjectedField,
    ) -> Result<(), Nulled> {
        let ProjectionValue::Leaf(leaf) = &field.value else {
            return Err(self.invalid(field, "of a kind that a client can ask for"));
        };
        if self.is_hidden(value, leaf) {
            // The subgraph is right, and there is nothing to show.
            return Err(self.absent(non_null, field));
        }
        if !self.is_valid(value, leaf) {
            return Err(self.invalid(field, expected(leaf)));
        }
        if let (LeafKind::Int, Some(int)) = (leaf, self.whole_float(value)) {
            self.out.text(int.to_string().as_bytes());
            return Ok(());
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

    /// Whether it is a value of an enum that clients must not see.
    fn is_hidden(&self, value: Ref, leaf: &LeafKind) -> bool {
        let LeafKind::Enum { hidden, .. } = leaf else { return false };
        hidden.iter().any(|known| self.store.text_is(value, known))
    }

    /// Whether a value is a scalar of the type beyond doubt, and is written as it came.
    pub(super) fn is_plain(&self, value: Ref, leaf: &LeafKind) -> bool {
        let kind = self.store.kind(value);
        match leaf {
            LeafKind::Int => kind == Kind::Number && self.store.raw(value).is_some_and(is_short),
            LeafKind::Float => kind == Kind::Number,
            LeafKind::String | LeafKind::Id => kind == Kind::String,
            LeafKind::Boolean => matches!(kind, Kind::Bool(_)),
            LeafKind::Enum { .. } => self.is_valid(value, leaf) && !self.is_hidden(value, leaf),
            LeafKind::Custom => !matches!(kind, Kind::Null | Kind::List | Kind::Object),
        }
    }

    fn is_valid(&self, value: Ref, leaf: &LeafKind) -> bool {
        let kind = self.store.kind(value);
        match leaf {
            LeafKind::Int => {
                let int = self.store.as_i64(value).or_else(|| self.whole_float(value));
                int.is_some_and(|int| i32::try_from(int).is_ok())
            }
            LeafKind::Float => kind == Kind::Number,
            LeafKind::String => kind == Kind::String,
            LeafKind::Boolean => matches!(kind, Kind::Bool(_)),
            LeafKind::Id => kind == Kind::String || self.is_integer(value),
            LeafKind::Enum { values, .. } => {
                values.iter().any(|known| self.store.text_is(value, known))
            }
            LeafKind::Custom => true,
        }
    }

    /// An integer that is written as another number: `3.0` and `3` are the same to JSON.
    fn whole_float(&self, value: Ref) -> Option<i64> {
        let text = self.store.number_text(value)?;
        if text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) {
            return None;
        }
        let number: f64 = text.parse().ok()?;
        (number.fract() == 0.0 && number.abs() <= f64::from(u32::MAX)).then_some(number as i64)
    }

    /// An integer of any size.
    fn is_integer(&self, value: Ref) -> bool {
        self.store
            .number_text(value)
            .is_some_and(|text| text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()))
    }
}

/// The digits of a number that surely has no more than 32 bits.
fn is_short(digits: &[u8]) -> bool {
    digits.len() <= 9 && digits.iter().all(u8::is_ascii_digit)
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
