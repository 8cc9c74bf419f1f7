//! Objects: which fields appear, and in what order.

use gateway_plan::{ProjectedField, ProjectionValue, Selection, TypeShape};

use super::{Nulled, Projector};
use crate::{Node, Step, store::FieldHint};

impl<'a> Projector<'a> {
    pub(super) fn object(
        &mut self,
        node: &Node,
        type_name: &'a str,
        selection: &'a Selection,
    ) -> Result<(), Nulled> {
        let mut hint = FieldHint::default();
        self.out.expect(node.primary());
        let mut before_field = b'{';
        for field in &selection.fields {
            if !self.appears(field, type_name) {
                continue;
            }
            if let ProjectionValue::Undecided { message } = &field.value {
                return Err(self.undecided(message));
            }
            self.out.key(before_field, &field.response_key);
            before_field = b',';
            if self.plain_leaf(node, field, &mut hint) {
                continue;
            }
            self.path.push(Step::Key(&field.response_key));
            let written = self.field(node, type_name, field, &mut hint);
            self.path.pop();
            written?;
        }
        self.out.text(if before_field == b'{' { b"{}" } else { b"}" });
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
            ProjectionValue::Typename => {
                let name = self.store.next_field(node, &field.response_key, hint);
                self.type_name(name, type_name);
            }
            ProjectionValue::Introspection => self.introspection(&field.response_key),
            ProjectionValue::Refused { message } => return self.refused(message, &field.shape),
            _ => {
                let value = self.store.next_field(node, &field.response_key, hint);
                return self.value(value, &field.shape, field);
            }
        }
        Ok(())
    }

    /// Writes a scalar that is there and right, as most are; false when there is more to it.
    fn plain_leaf(&mut self, node: &Node, field: &ProjectedField, hint: &mut FieldHint) -> bool {
        let (ProjectionValue::Leaf(leaf), TypeShape::Named { .. }) = (&field.value, &field.shape)
        else {
            return false;
        };
        let found = self.store.next_value(node, &field.response_key, hint);
        let plain = found.filter(|value| self.is_plain(*value, leaf));
        plain.inspect(|value| self.out.value(*value)).is_some()
    }

    fn introspection(&mut self, response_key: &str) {
        match self.input.introspection.get(response_key) {
            Some(value) => self.out.text(value),
            None => self.out.text(b"null"),
        }
    }

    /// The name of the type, from the data when it stands there too. Names of types need no escapes.
    fn type_name(&mut self, sent: Option<Node>, name: &str) {
        match sent.map(|sent| sent.primary()).filter(|sent| self.store.text_is(*sent, name)) {
            Some(sent) => self.out.value(sent),
            None => {
                self.out.text(b"\"");
                self.out.text(name.as_bytes());
                self.out.text(b"\"");
            }
        }
    }
}
