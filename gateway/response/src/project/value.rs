//! Nulls, lists, and what stands at the end of the wrappers.

use contract::ErrorCode;
use gateway_plan::{ProjectedField, ProjectionValue, TypeShape};

use super::{Nulled, Projector, output::Written};
use crate::{FieldError, Kind, Node, Step};

impl<'a> Projector<'a> {
    /// Writes a value, or null in its place where that is allowed.
    pub(super) fn value(
        &mut self,
        value: Option<Node>,
        shape: &'a TypeShape,
        field: &'a ProjectedField,
    ) -> Result<(), Nulled> {
        let (TypeShape::Named { non_null } | TypeShape::List { non_null, .. }) = shape;
        let start = self.out.mark();
        let written = match value {
            Some(value) if self.store.has_twins(&value) => self.once(&value, shape, field),
            Some(value) if self.store.node_kind(&value) != Kind::Null => {
                self.present(&value, shape, field)
            }
            _ => Err(self.absent(*non_null, field)),
        };
        if written.is_err() && !non_null {
            self.out.null_since(start);
            return Ok(());
        }
        written
    }

    /// Writes a value that stands at several places: the second time from what was written the first
    /// time, unless something was wrong with it. That is told of each place.
    fn once(
        &mut self,
        value: &Node,
        shape: &'a TypeShape,
        field: &'a ProjectedField,
    ) -> Result<(), Nulled> {
        let written = Written { node: value.identity(), shape: std::ptr::from_ref(shape).addr() };
        if self.out.again(&written) {
            return Ok(());
        }
        let (start, faults) = (self.out.place(), self.faults);
        self.present(value, shape, field)?;
        if self.faults == faults {
            self.out.keep(written, start);
        }
        Ok(())
    }

    /// Writes a value that is not null.
    fn present(
        &mut self,
        value: &Node,
        shape: &'a TypeShape,
        field: &'a ProjectedField,
    ) -> Result<(), Nulled> {
        match shape {
            TypeShape::List { of, .. } => self.list(value, of, field),
            TypeShape::Named { non_null } => self.named(value, *non_null, field),
        }
    }

    fn list(
        &mut self,
        list: &Node,
        of: &'a TypeShape,
        field: &'a ProjectedField,
    ) -> Result<(), Nulled> {
        if self.store.node_kind(list) != Kind::List {
            return Err(self.invalid(field, "a list"));
        }
        let store = self.store;
        self.out.expect(list.primary());
        self.out.text(b"[");
        for (index, element) in store.node_elements(list).enumerate() {
            if index > 0 {
                self.out.text(b",");
            }
            self.path.push(Step::Index(index));
            let written = self.value(Some(element), of, field);
            self.path.pop();
            written?;
        }
        self.out.text(b"]");
        Ok(())
    }

    fn named(
        &mut self,
        value: &Node,
        non_null: bool,
        field: &'a ProjectedField,
    ) -> Result<(), Nulled> {
        let ProjectionValue::Object { concrete, possible, selection } = &field.value else {
            return self.leaf(value.primary(), non_null, field);
        };
        if self.store.node_kind(value) != Kind::Object {
            return Err(self.invalid(field, "an object"));
        }
        let type_name = match concrete {
            Some(name) => Some(name.as_str()),
            None => self.type_among(value, possible),
        };
        match type_name {
            Some(type_name) => self.object(value, type_name, selection),
            // A type that the public schema does not have here: there is nothing of it to show.
            None => Err(self.absent(non_null, field)),
        }
    }

    fn type_among(&self, object: &Node, possible: &'a [String]) -> Option<&'a str> {
        let found = match self.store.field(object, "__typename") {
            Some(name) => possible.iter().find(|known| self.store.text_is(name.primary(), known)),
            // Of an object to whose interface a subgraph knows no types, none is asked for when the
            // conditions of this request leave nothing that depends on it.
            None => possible.iter().find(|known| self.store.is_vague_type(known)),
        };
        found.map(String::as_str)
    }

    /// There is no value. That is an error where one must be, unless another error explains it.
    pub(super) fn absent(&mut self, non_null: bool, field: &ProjectedField) -> Nulled {
        self.faults += usize::from(non_null);
        if non_null && !self.input.reported.explain(&self.path) {
            let message = format!("`{}` has no value, but it must have one", field.coordinate);
            self.report(ErrorCode::NullInNonNull, message);
        }
        Nulled
    }

    /// The field fails for what the client gave it.
    pub(super) fn refused(&mut self, message: &str, shape: &TypeShape) -> Result<(), Nulled> {
        let (TypeShape::Named { non_null } | TypeShape::List { non_null, .. }) = shape;
        self.report(ErrorCode::VariablesInvalid, message.to_owned());
        if *non_null {
            return Err(Nulled);
        }
        self.out.text(b"null");
        Ok(())
    }

    /// The object fails for what the client gave a condition in it.
    pub(super) fn undecided(&mut self, message: &str) -> Nulled {
        self.report(ErrorCode::VariablesInvalid, message.to_owned());
        Nulled
    }

    /// The value is not what the schema says.
    pub(super) fn invalid(&mut self, field: &ProjectedField, expected: &str) -> Nulled {
        let message =
            format!("`{}` was answered with something that is not {expected}", field.coordinate);
        self.report(ErrorCode::SubgraphFailed, message);
        Nulled
    }

    fn report(&mut self, code: ErrorCode, message: String) {
        self.faults += 1;
        self.errors.push(FieldError { path: self.path.as_slice().into(), code, message });
    }
}
