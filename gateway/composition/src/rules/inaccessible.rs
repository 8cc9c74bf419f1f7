//! `@inaccessible`: what is left for clients must be a schema that they can use.

use apollo_compiler::{
    Name, Schema,
    ast::{DirectiveList, FieldDefinition, InputValueDefinition, Value},
    schema::ExtendedType,
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    model::{fields_of, interfaces_of},
};

/// Checks a supergraph, in which the directive may have another name.
pub(crate) fn check(schema: &Schema, inaccessible: &str, report: &mut Report) {
    let mut view = View { schema, inaccessible, report };
    view.query();
    for (name, definition) in &schema.types {
        if !definition.is_built_in() && !definition.directives().has(inaccessible) {
            view.visible_type(name, definition);
        }
    }
}

struct View<'a, 'r> {
    schema: &'a Schema,
    inaccessible: &'a str,
    report: &'r mut Report,
}

impl View<'_, '_> {
    fn query(&mut self) {
        if self.hides("Query") {
            self.push(
                Code::QueryRootInaccessible,
                "Query",
                "the query type is inaccessible".to_owned(),
            );
        }
    }

    fn visible_type(&mut self, name: &Name, definition: &ExtendedType) {
        if !self.has_visible_children(definition) {
            let message = format!("everything in `{name}` is inaccessible, and it is not");
            self.push(Code::OnlyInaccessibleChildren, name, message);
        }
        for (field_name, field) in fields_of(definition).into_iter().flatten() {
            let place = format!("{name}.{field_name}");
            if self.hidden(&field.directives) {
                self.hidden_field(&place, field_name, definition);
            } else {
                self.visible_field(&place, field);
                self.hidden_arguments(&place, field, definition);
            }
        }
        if let ExtendedType::InputObject(input) = definition {
            for (field_name, field) in &input.fields {
                self.input_value(&format!("{name}.{field_name}"), field);
            }
        }
    }

    fn has_visible_children(&self, definition: &ExtendedType) -> bool {
        match definition {
            ExtendedType::Scalar(_) => true,
            ExtendedType::Object(object) => {
                object.fields.values().any(|field| !self.hidden(&field.directives))
            }
            ExtendedType::Interface(interface) => {
                interface.fields.values().any(|field| !self.hidden(&field.directives))
            }
            ExtendedType::Union(found) => {
                found.members.iter().any(|member| !self.hides(&member.name))
            }
            ExtendedType::Enum(found) => {
                found.values.values().any(|value| !self.hidden(&value.directives))
            }
            ExtendedType::InputObject(input) => {
                input.fields.values().any(|field| !self.hidden(&field.directives))
            }
        }
    }

    fn visible_field(&mut self, place: &str, field: &FieldDefinition) {
        let target = field.ty.inner_named_type();
        if self.hides(target) {
            let message = format!("`{place}` is visible, and its type `{target}` is inaccessible");
            self.push(Code::ReferencedInaccessible, place, message);
        }
        for argument in &field.arguments {
            self.input_value(&format!("{place}({}:)", argument.name), argument);
        }
    }

    /// An implementation may not hide what its visible interface shows.
    fn hidden_field(&mut self, place: &str, field: &Name, definition: &ExtendedType) {
        for interface in interfaces_of(definition) {
            let shown = self.schema.types.get(interface).filter(|_| !self.hides(interface));
            let shown = shown.and_then(fields_of).and_then(|fields| fields.get(field));
            if shown.is_some_and(|shown| !self.hidden(&shown.directives)) {
                let message =
                    format!("`{place}` is inaccessible, and the interface `{interface}` shows it");
                self.push(Code::ImplementedByInaccessible, place, message);
            }
        }
    }

    /// Nor may it hide an argument that its visible interface shows.
    fn hidden_arguments(
        &mut self,
        place: &str,
        field: &FieldDefinition,
        definition: &ExtendedType,
    ) {
        for interface in interfaces_of(definition) {
            let shown = self.schema.types.get(interface).filter(|_| !self.hides(interface));
            let shown = shown.and_then(fields_of).and_then(|fields| fields.get(&field.name));
            let Some(shown) = shown.filter(|shown| !self.hidden(&shown.directives)) else {
                continue;
            };
            for argument in &field.arguments {
                let theirs = shown.argument_by_name(&argument.name);
                if self.hidden(&argument.directives)
                    && theirs.is_some_and(|theirs| !self.hidden(&theirs.directives))
                {
                    let place = format!("{place}({}:)", argument.name);
                    let message = format!(
                        "`{place}` is inaccessible, and the interface `{interface}` shows it"
                    );
                    self.push(Code::ImplementedByInaccessible, &place, message);
                }
            }
        }
    }

    fn input_value(&mut self, place: &str, value: &InputValueDefinition) {
        if self.hidden(&value.directives) {
            if value.is_required() {
                let message = format!("`{place}` is inaccessible, and has to be given");
                self.push(Code::RequiredInaccessible, place, message);
            }
            return;
        }
        let target = value.ty.inner_named_type();
        if self.hides(target) {
            let message = format!("`{place}` is visible, and its type `{target}` is inaccessible");
            self.push(Code::ReferencedInaccessible, place, message);
        }
        if let Some(default) = &value.default_value
            && self.uses_hidden(target, default)
        {
            let message = format!("the default value of `{place}` uses something inaccessible");
            self.push(Code::DefaultValueUsesInaccessible, place, message);
        }
    }

    fn uses_hidden(&self, type_name: &Name, value: &Value) -> bool {
        match (value, self.schema.types.get(type_name)) {
            (Value::List(items), _) => items.iter().any(|item| self.uses_hidden(type_name, item)),
            (Value::Enum(name), Some(ExtendedType::Enum(found))) => {
                found.values.get(name).is_some_and(|value| self.hidden(&value.directives))
            }
            (Value::Object(fields), Some(ExtendedType::InputObject(input))) => {
                fields.iter().any(|(name, value)| {
                    input.fields.get(name).is_some_and(|field| {
                        self.hidden(&field.directives)
                            || self.uses_hidden(field.ty.inner_named_type(), value)
                    })
                })
            }
            _ => false,
        }
    }

    fn hides(&self, type_name: &str) -> bool {
        self.schema
            .types
            .get(type_name)
            .is_some_and(|definition| definition.directives().has(self.inaccessible))
    }

    fn hidden(&self, directives: &DirectiveList) -> bool {
        directives.has(self.inaccessible)
    }

    fn push(&mut self, code: Code, place: &str, message: String) {
        let hint = "make both accessible or both inaccessible";
        self.report.push(Diagnostic::new(code, message).coordinate(place).hint(hint));
    }
}
