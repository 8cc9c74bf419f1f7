//! Variables that may be null and stand where null cannot. Validation allows that when there is a
//! default, as the variable is mostly not null then; when it is, the field whose argument it stands
//! in fails (`CoerceArgumentValues`), or the object of whose selections it decides
//! (`CollectFields`), and everything else is answered.

use apollo_compiler::{
    Name, Schema,
    ast::{Type, Value},
    executable::{Field, Operation, Selection, SelectionSet},
    schema::ExtendedType,
};
use contract::ErrorCode;

use super::conditions::deciding;
use crate::{ErrorPathSegment, PreparedOperation, RequestError, Variables};

/// More such variables than this in one operation are not told apart: null in the others fails the
/// request.
const MAX_VARIABLES: usize = 64;

/// Which of the variables that may not be null where they stand are null in a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Nulls(u64);

impl Nulls {
    /// Whether none is.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The variables of an operation that may be null where they stand, as far as null is concerned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nullable(Vec<Name>);

impl Nullable {
    /// Those of an operation. Most have none.
    #[must_use]
    pub fn of(schema: &Schema, prepared: &PreparedOperation) -> Self {
        let mut found = Self::default();
        if prepared.operation.variables.iter().all(|variable| variable.ty.is_non_null()) {
            return found;
        }
        found.selections(schema, &prepared.operation, &prepared.operation.selection_set);
        for fragment in prepared.document.fragments.values() {
            found.selections(schema, &prepared.operation, &fragment.selection_set);
        }
        found
    }

    /// Which of them are null in a request with these raw values.
    #[must_use]
    pub fn nulls(&self, operation: &Operation, raw: &Variables) -> Nulls {
        let is_null = |name: &Name| match raw.get(name.as_str()) {
            Some(value) => value.is_null(),
            None => operation.variables.iter().any(|variable| {
                let default = variable.default_value.as_ref();
                variable.name == *name && default.is_some_and(|default| default.is_null())
            }),
        };
        let bits = self.0.iter().enumerate().filter(|(_, name)| is_null(name));
        Nulls(bits.fold(0, |nulls, (bit, _)| nulls | 1 << bit))
    }

    /// The names of those that are null.
    #[must_use]
    pub fn names(&self, nulls: Nulls) -> Vec<&str> {
        let names = self.0.iter().enumerate().filter(|(bit, _)| nulls.0 & (1 << bit) != 0);
        names.map(|(_, name)| name.as_str()).collect()
    }

    /// Whether a variable is one of them.
    pub(super) fn has(&self, name: &Name) -> bool {
        self.0.contains(name)
    }

    fn selections(&mut self, schema: &Schema, operation: &Operation, set: &SelectionSet) {
        for selection in &set.selections {
            deciding(selection.directives()).for_each(|name| self.add(operation, name));
            match selection {
                Selection::Field(field) => {
                    each_unfit(schema, field, &mut |_, name| self.add(operation, name));
                    self.selections(schema, operation, &field.selection_set);
                }
                Selection::InlineFragment(fragment) => {
                    self.selections(schema, operation, &fragment.selection_set);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn add(&mut self, operation: &Operation, name: &str) {
        let mut variables = operation.variables.iter();
        let defined = variables.find(|one| one.name == name && !one.ty.is_non_null());
        if let Some(defined) = defined.filter(|one| !self.0.contains(&one.name))
            && self.0.len() < MAX_VARIABLES
        {
            self.0.push(defined.name.clone());
        }
    }
}

/// What is wrong with a field's arguments when these variables are null.
#[must_use]
pub fn refusal(schema: &Schema, field: &Field, nulls: &[&str]) -> Option<String> {
    let mut refusal = None;
    if !nulls.is_empty() {
        each_unfit(schema, field, &mut |argument, variable| {
            if refusal.is_none() && nulls.contains(&variable.as_str()) {
                refusal = Some(format!(
                    "the argument `{argument}` cannot be null where the variable ${variable} is"
                ));
            }
        });
    }
    refusal
}

/// Why a subscription has no source of events when these variables are null.
#[must_use]
pub fn source_refusal(
    schema: &Schema,
    prepared: &PreparedOperation,
    nulls: &[&str],
) -> Option<RequestError> {
    let mut fields = prepared.operation.root_fields(&prepared.document);
    fields.find_map(|field| {
        let message = refusal(schema, field, nulls)?;
        let mut error = RequestError::new(ErrorCode::VariablesInvalid, message);
        error.path.push(ErrorPathSegment::Key(field.response_key().to_string()));
        Some(error.at(field.location(), &prepared.document.sources))
    })
}

/// Calls `visit` with the argument and the variable for each place in the arguments of a field
/// where null cannot stand.
fn each_unfit<'f>(schema: &Schema, field: &'f Field, visit: &mut dyn FnMut(&'f Name, &'f Name)) {
    for given in &field.arguments {
        if let Some(argument) = field.definition.argument_by_name(&given.name) {
            each_in(schema, &argument.ty, &given.value, &mut |variable| {
                visit(&given.name, variable);
            });
        }
    }
}

fn each_in<'f>(schema: &Schema, ty: &Type, value: &'f Value, visit: &mut dyn FnMut(&'f Name)) {
    match (value, ty) {
        (Value::Variable(name), _) if ty.is_non_null() => visit(name),
        (Value::List(items), Type::List(item) | Type::NonNullList(item)) => {
            items.iter().for_each(|value| each_in(schema, item, value, visit));
        }
        (Value::Object(_), Type::List(item) | Type::NonNullList(item)) => {
            each_in(schema, item, value, visit);
        }
        (Value::Object(fields), Type::Named(name) | Type::NonNullNamed(name)) => {
            let Some(ExtendedType::InputObject(input)) = schema.types.get(name) else { return };
            for (name, value) in fields {
                if let Some(field) = input.fields.get(name) {
                    each_in(schema, &field.ty, value, visit);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;
    use serde_json::json;

    use super::*;
    use crate::{PrepareSettings, prepare};

    /// The variables that may be null where they stand, those of them that are, and what becomes of
    /// the first field.
    fn found(document: &str, variables: serde_json::Value) -> (Vec<String>, Option<String>) {
        let schema = Schema::parse_and_validate(
            "input In { a: Int! = 1 b: Int ins: [In!] }
             type Query { q(n: Int! = 1, m: Int, in: In, ns: [Int!]): Int }
             type Subscription { q(n: Int! = 1): Int }",
            "schema.graphql",
        )
        .expect("a valid schema");
        let prepared = prepare(&schema, &PrepareSettings::default(), document, None)
            .expect("a valid operation");
        let nullable = Nullable::of(&schema, &prepared);
        let raw = variables.as_object().cloned().unwrap_or_default();
        let nulls = nullable.nulls(&prepared.operation, &raw);
        let names = nullable.names(nulls);
        let mut fields = prepared.operation.root_fields(&prepared.document);
        let refused = refusal(&schema, fields.next().expect("a field"), &names);
        assert_eq!(names.is_empty(), nulls.is_empty());
        if refused.is_some() {
            let source = source_refusal(&schema, &prepared, &names).map(|error| error.message);
            assert_eq!(source, refused);
        }
        (names.into_iter().map(str::to_owned).collect(), refused)
    }

    #[test]
    fn a_null_is_found_wherever_it_cannot_stand() {
        let null = json!({ "v": null });
        for document in [
            "query($v: Int) { q(n: $v) }",
            "query($v: Int = 2) { ...F } fragment F on Query { q(n: $v) }",
            "query($v: Int) { q(in: { a: $v }) }",
            "query($v: Int = 2) { q(in: { ins: [{ a: 1 }, { ins: { a: $v } }] }) }",
            "query($v: Int = 2) { q(ns: [1, $v]) }",
            "subscription($v: Int) { q(n: $v) }",
        ] {
            let (names, refused) = found(document, null.clone());
            assert_eq!(names, ["v"], "{document}");
            let refused = refused.expect(document);
            assert!(refused.ends_with("cannot be null where the variable $v is"), "{refused}");
            assert_eq!(found(document, json!({ "v": 1 })), (vec![], None), "{document}");
            assert_eq!(found(document, json!({})), (vec![], None), "{document}");
        }
        assert_eq!(found("query($v: Int = null) { q(n: $v) }", json!({})).0, ["v"]);
    }

    #[test]
    fn a_null_that_decides_a_condition_is_found_and_refuses_no_field() {
        for document in [
            "query($v: Boolean = true) { q @skip(if: $v) }",
            "query($v: Boolean = true) { q ... @include(if: $v) { q } }",
            "query($v: Boolean = true) { q ...F } fragment F on Query { ...G @skip(if: $v) } \
             fragment G on Query { q }",
        ] {
            assert_eq!(found(document, json!({ "v": null })), (vec!["v".to_owned()], None));
            assert_eq!(found(document, json!({})), (vec![], None), "{document}");
        }
        let certain = "query($v: Boolean!) { q @skip(if: $v) }";
        assert_eq!(found(certain, json!({ "v": null })).0, Vec::<String>::new());
    }

    #[test]
    fn a_null_that_may_stand_there_is_none() {
        for document in [
            "query($v: Int) { q(m: $v) }",
            "query($v: [Int!]) { q(ns: $v) }",
            "query($v: Int) { q(in: { b: $v }) }",
            "query($v: In) { q(in: $v) }",
            "query($v: In = {}) { q(in: { ins: [$v] }) }",
        ] {
            let expected = if document.contains("[$v]") { vec!["v".to_owned()] } else { vec![] };
            assert_eq!(found(document, json!({ "v": null })).0, expected, "{document}");
        }
    }

    #[test]
    fn one_field_fails_and_another_does_not() {
        let document = "query($v: Int, $w: Int) { q(n: $w) x: q(n: $v) }";
        let (names, refused) = found(document, json!({ "v": null, "w": 1 }));
        assert_eq!((names, refused), (vec!["v".to_owned()], None));
    }
}
