//! Literals of `@oneOf` input objects: exactly one field, which cannot be null. Variables are held
//! to it when their values are known.

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::{Type, Value},
    executable::{Selection, SelectionSet},
    schema::ExtendedType,
};
use contract::ErrorCode;

use crate::RequestError;

/// Every literal that does not have exactly one field.
pub(super) fn check(document: &ExecutableDocument, schema: &Schema) -> Vec<RequestError> {
    let is_one_of = |ty: &ExtendedType| match ty {
        ExtendedType::InputObject(input) => input.directives.has("oneOf"),
        _ => false,
    };
    if !schema.types.values().any(is_one_of) {
        return Vec::new();
    }
    let mut check = Check { document, schema, errors: Vec::new() };
    for operation in document.operations.iter() {
        check.selections(&operation.selection_set);
    }
    for fragment in document.fragments.values() {
        check.selections(&fragment.selection_set);
    }
    check.errors
}

struct Check<'a> {
    document: &'a ExecutableDocument,
    schema: &'a Schema,
    errors: Vec<RequestError>,
}

impl Check<'_> {
    fn selections(&mut self, set: &SelectionSet) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    for given in &field.arguments {
                        if let Some(argument) = field.definition.argument_by_name(&given.name) {
                            self.value(&argument.ty, &given.value);
                        }
                    }
                    self.selections(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => self.selections(&fragment.selection_set),
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn value(&mut self, ty: &Type, value: &Node<Value>) {
        match (&**value, ty) {
            (Value::List(items), Type::List(item) | Type::NonNullList(item)) => {
                for value in items {
                    self.value(item, value);
                }
            }
            (Value::Object(_), Type::List(item) | Type::NonNullList(item)) => {
                self.value(item, value);
            }
            (Value::Object(fields), Type::Named(name) | Type::NonNullNamed(name)) => {
                self.object(name, fields, value);
            }
            _ => {}
        }
    }

    fn object(&mut self, name: &Name, fields: &[(Name, Node<Value>)], object: &Node<Value>) {
        let Some(ExtendedType::InputObject(input)) = self.schema.types.get(name) else { return };
        if input.directives.has("oneOf") && !self.is_one(fields) {
            let message = format!("`{name}` takes exactly one field, which must not be null");
            let error = RequestError::new(ErrorCode::ValidationFailed, message);
            self.errors.push(error.at(object.location(), &self.document.sources));
        }
        for (name, value) in fields {
            if let Some(field) = input.fields.get(name) {
                self.value(&field.ty, value);
            }
        }
    }

    fn is_one(&self, fields: &[(Name, Node<Value>)]) -> bool {
        match fields {
            [(_, value)] => match &**value {
                Value::Null => false,
                Value::Variable(variable) => !self.may_be_null(variable),
                _ => true,
            },
            _ => false,
        }
    }

    /// Whether an operation declares a variable so that it may be null.
    fn may_be_null(&self, variable: &str) -> bool {
        let operations = self.document.operations.iter();
        let mut variables = operations.flat_map(|operation| &operation.variables);
        variables.any(|declared| declared.name == variable && !declared.ty.is_non_null())
    }
}

#[cfg(test)]
mod tests {
    use crate::{PrepareSettings, prepare};

    #[test]
    fn exactly_one_field_is_given() {
        let schema = apollo_compiler::Schema::parse_and_validate(
            "directive @oneOf on INPUT_OBJECT
             input One @oneOf { a: Int b: String in: [In!] }
             input In { one: One }
             type Query { q(one: One, ones: [One!], in: In): Int }",
            "schema.graphql",
        )
        .expect("a valid schema");
        let errors = |document: &str| {
            let prepared = prepare(&schema, &PrepareSettings::default(), document, None);
            prepared.map_or_else(|errors| errors.len(), |_| 0)
        };
        for document in [
            "{ q(one: { a: 1 }) }",
            "{ q(ones: { b: \"x\" }) }",
            "{ q(in: { one: { in: [{ one: { a: 1 } }] } }) }",
            "query($a: Int!) { q(one: { a: $a }) }",
            "query($one: One) { q(one: $one) }",
        ] {
            assert_eq!(errors(document), 0, "{document}");
        }
        for document in [
            "{ q(one: {}) }",
            "{ q(one: { a: null }) }",
            "{ q(one: { a: 1, b: null }) }",
            "{ q(ones: [{ a: 1 }, { a: 1, b: \"x\" }]) }",
            "{ q(in: { one: { in: [{ one: {} }] } }) }",
            "query($a: Int) { q(one: { a: $a }) }",
            "query($a: Int = 1) { ...F } fragment F on Query { q(one: { a: $a }) }",
        ] {
            assert_eq!(errors(document), 1, "{document}");
        }
    }
}
