//! `IsVariableUsageAllowed` for variables within lists and objects, where the compiler does not look.

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::{Type, Value, VariableDefinition},
    executable::{Operation, Selection, SelectionSet},
    schema::ExtendedType,
};
use contract::ErrorCode;

use crate::RequestError;

/// Every use of a variable where its type does not fit.
pub(super) fn check(document: &ExecutableDocument, schema: &Schema) -> Vec<RequestError> {
    let mut errors = Vec::new();
    for operation in document.operations.iter().filter(|one| !one.variables.is_empty()) {
        let seen = HashSet::new();
        let mut check = Check { document, schema, operation, seen, errors: &mut errors };
        check.selections(&operation.selection_set);
    }
    errors
}

struct Check<'a, 'e> {
    document: &'a ExecutableDocument,
    schema: &'a Schema,
    operation: &'a Operation,
    /// Fragments that were looked through.
    seen: HashSet<&'a Name>,
    errors: &'e mut Vec<RequestError>,
}

impl<'a> Check<'a, '_> {
    fn selections(&mut self, set: &'a SelectionSet) {
        for selection in &set.selections {
            match selection {
                Selection::Field(field) => {
                    for given in &field.arguments {
                        if let Some(argument) = field.definition.argument_by_name(&given.name) {
                            let has_default = argument.default_value.is_some();
                            self.value(&argument.ty, has_default, &given.value);
                        }
                    }
                    self.selections(&field.selection_set);
                }
                Selection::InlineFragment(fragment) => self.selections(&fragment.selection_set),
                Selection::FragmentSpread(spread) => {
                    let fragment = self.document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) = fragment
                        && self.seen.insert(&spread.fragment_name)
                    {
                        self.selections(&fragment.selection_set);
                    }
                }
            }
        }
    }

    fn value(&mut self, ty: &Type, has_default: bool, value: &Node<Value>) {
        match (&**value, ty) {
            (Value::Variable(name), _) => self.variable(ty, has_default, name, value),
            (Value::List(items), Type::List(item) | Type::NonNullList(item)) => {
                items.iter().for_each(|value| self.value(item, false, value));
            }
            (Value::Object(_), Type::List(item) | Type::NonNullList(item)) => {
                self.value(item, false, value);
            }
            (Value::Object(fields), Type::Named(name) | Type::NonNullNamed(name)) => {
                let schema = self.schema;
                let Some(ExtendedType::InputObject(input)) = schema.types.get(name) else { return };
                for (name, value) in fields {
                    if let Some(field) = input.fields.get(name) {
                        self.value(&field.ty, field.default_value.is_some(), value);
                    }
                }
            }
            _ => {}
        }
    }

    fn variable(&mut self, ty: &Type, has_default: bool, name: &Name, value: &Node<Value>) {
        let variable = self.operation.variables.iter().find(|variable| variable.name == *name);
        let Some(variable) = variable.filter(|one| !is_allowed(one, ty, has_default)) else {
            return;
        };
        let message = format!(
            "the variable `${name}` of type `{}` cannot be used where `{ty}` is expected",
            variable.ty
        );
        let error = RequestError::new(ErrorCode::ValidationFailed, message);
        self.errors.push(error.at(value.location(), &self.document.sources));
    }
}

fn is_allowed(variable: &VariableDefinition, ty: &Type, has_default: bool) -> bool {
    let own_default = variable.default_value.as_ref();
    let stands_in = own_default.is_some_and(|default| !default.is_null()) || has_default;
    if ty.is_non_null() && !variable.ty.is_non_null() && stands_in {
        return variable.ty.is_assignable_to(&ty.clone().nullable());
    }
    variable.ty.is_assignable_to(ty)
}

#[cfg(test)]
mod tests {
    use crate::{PrepareSettings, prepare};

    #[test]
    fn variables_within_lists_and_objects_must_fit() {
        let schema = apollo_compiler::Schema::parse_and_validate(
            "input In { a: Int! b: Int! = 1 c: [Int!] ins: [In] any: Any }
             scalar Any
             type Query { q(in: In, ins: [In!], n: [Int!], any: Any): Int }",
            "schema.graphql",
        )
        .expect("a valid schema");
        let errors = |document: &str| {
            let prepared = prepare(&schema, &PrepareSettings::default(), document, None);
            prepared.map_or_else(|errors| errors.len(), |_| 0)
        };
        for document in [
            "query($v: Int!) { q(in: { a: $v }) }",
            "query($v: Int = 1) { q(in: { a: $v }) }",
            "query($v: Int) { q(in: { a: 1, b: $v }) }",
            "query($v: Int!) { q(n: [1, $v]) }",
            "query($v: [Int!]!) { q(ins: { a: 1, c: $v }) }",
            "query($v: In) { q(in: { a: 1, ins: [$v, { a: 1, ins: [$v] }] }) }",
            "query($v: String) { q(any: { a: [1, { b: $v }] }, in: { a: 1, any: { b: $v } }) }",
        ] {
            assert_eq!(errors(document), 0, "{document}");
        }
        for document in [
            "query($v: Int) { q(in: { a: $v }) }",
            "query($v: Int = null) { q(in: { a: $v }) }",
            "query($v: Int = null) { ...F } fragment F on Query { q(n: [$v]) ...F2 } fragment F2 on Query { q }",
            "query($v: String!) { q(in: { a: $v }) }",
            "query($v: [Int!]!) { q(n: [$v]) }",
            "query($v: Int!) { q(ins: [{ a: 1, c: $v }]) }",
            "query($v: In) { q(ins: [$v]) }",
        ] {
            assert_eq!(errors(document), 1, "{document}");
        }
    }
}
