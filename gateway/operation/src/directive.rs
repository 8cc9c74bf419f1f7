//! Directives on an operation that the gateway itself reads.

use apollo_compiler::ast;
use serde_json::{Map, Value};

use crate::{PreparedOperation, Variables};

impl PreparedOperation {
    /// The arguments of a directive on the operation, variables replaced by their coerced values
    /// and left out when they have none. Nothing when the operation does not carry it.
    #[must_use]
    pub fn directive(&self, name: &str, variables: &Variables) -> Option<Map<String, Value>> {
        let directive = self.operation.directives.get(name)?;
        let arguments = directive.arguments.iter();
        let values = arguments
            .filter_map(|given| Some((given.name.to_string(), json(&given.value, variables)?)));
        Some(values.collect())
    }
}

fn json(value: &ast::Value, variables: &Variables) -> Option<Value> {
    Some(match value {
        ast::Value::Null => Value::Null,
        ast::Value::Enum(name) => Value::from(name.as_str()),
        ast::Value::String(text) => Value::from(text.as_str()),
        ast::Value::Boolean(value) => Value::from(*value),
        ast::Value::Int(number) => Value::from(number.try_to_i32().ok()?),
        ast::Value::Float(number) => Value::from(number.try_to_f64().ok()?),
        ast::Value::Variable(name) => variables.get(name.as_str())?.clone(),
        ast::Value::List(items) => {
            items.iter().map(|item| json(item, variables)).collect::<Option<_>>()?
        }
        ast::Value::Object(fields) => {
            let fields = fields.iter();
            let fields = fields
                .filter_map(|(name, value)| Some((name.to_string(), json(value, variables)?)));
            Value::Object(fields.collect())
        }
    })
}

#[cfg(test)]
mod tests {
    use apollo_compiler::Schema;
    use serde_json::json;

    use crate::{PrepareSettings, Variables, prepare};

    #[test]
    fn arguments_are_read_and_variables_replaced() {
        let schema = Schema::parse_and_validate(
            "directive @d(a: Int, b: [String!], c: E, e: Int) on QUERY enum E { X } type Query { q: Int }",
            "schema.graphql",
        )
        .expect("a valid schema");
        let text = r#"query($a: Int, $e: Int) @d(a: $a, b: ["x"], c: X, e: $e) { q }"#;
        let prepared = prepare(&schema, &PrepareSettings::default(), text, None).expect("valid");
        let variables = Variables::from_iter([("a".to_owned(), json!(7))]);
        let found = prepared.directive("d", &variables).expect("the operation carries it");
        assert_eq!(serde_json::Value::Object(found), json!({ "a": 7, "b": ["x"], "c": "X" }));
        assert_eq!(prepared.directive("other", &variables), None);
    }
}
