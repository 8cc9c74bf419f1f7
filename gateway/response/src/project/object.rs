//! Objects: which fields appear, and in what order.

use gateway_plan::{ProjectedField, ProjectionValue, Selection};

use super::{Nulled, Projector};
use crate::{Node, Step, json, store::FieldHint};

impl<'a> Projector<'a> {
    pub(super) fn object(
        &mut self,
        node: &Node,
        type_name: &'a str,
        selection: &'a Selection,
    ) -> Result<(), Nulled> {
        let mut hint = FieldHint::default();
        let mut before_field = b'{';
        for field in &selection.fields {
            if !self.appears(field, type_name) {
                continue;
            }
            self.out.push(before_field);
            before_field = b',';
            self.key(&field.response_key);
            self.path.push(Step::Key(&field.response_key));
            let written = self.field(node, type_name, field, &mut hint);
            self.path.pop();
            written?;
        }
        if before_field == b'{' {
            self.out.push(b'{');
        }
        self.out.push(b'}');
        Ok(())
    }

    fn appears(&self, field: &ProjectedField, type_name: &str) -> bool {
        let of_type = field.types.as_ref().is_none_or(|types| types.iter().any(|t| t == type_name));
        of_type && self.input.holds(&field.conditions)
    }

    fn field(
        &mut self,
        node: &Node,
        type_name: &str,
        field: &'a ProjectedField,
        hint: &mut FieldHint,
    ) -> Result<(), Nulled> {
        match &field.value {
            ProjectionValue::Typename => json::write_string(self.out, type_name),
            ProjectionValue::Introspection => self.introspection(&field.response_key),
            _ => {
                let value = self.store.next_field(node, &field.response_key, hint);
                return self.value(value, &field.shape, field);
            }
        }
        Ok(())
    }

    fn introspection(&mut self, response_key: &str) {
        match self.input.introspection.get(response_key) {
            Some(value) => self.out.extend_from_slice(value),
            None => self.out.extend_from_slice(b"null"),
        }
    }

    /// Response keys are GraphQL names, which need no escapes.
    fn key(&mut self, key: &str) {
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }
}
