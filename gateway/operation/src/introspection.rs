//! Answers `__schema` and `__type` from the public schema, without any subgraph.

mod one_of;

use std::collections::HashSet;

use apollo_compiler::{
    ExecutableDocument, Name, Schema,
    collections::HashMap,
    executable::Operation,
    introspection, request as compiler,
    response::{ExecutionResponse, GraphQLError, JsonMap, ResponseDataPathSegment},
    schema::Implementers,
    validation::Valid,
};
use bytes::Bytes;
use contract::ErrorCode;

use crate::{
    PreparedOperation, RequestError, Variables,
    variables::{refusal, refusal_within},
};

/// The root fields that are answered here.
const FIELDS: [&str; 2] = ["__schema", "__type"];

/// Whether an operation asks for the schema.
pub(crate) fn is_asked(document: &ExecutableDocument, operation: &Operation) -> bool {
    operation.root_fields(document).any(|field| FIELDS.contains(&field.name.as_str()))
}

/// Lists of types in types in types grow exponentially.
pub(crate) fn check_depth(prepared: &PreparedOperation) -> Result<(), RequestError> {
    introspection::check_max_depth(&prepared.document, &prepared.operation).map_err(|error| {
        let refused =
            RequestError::new(ErrorCode::OperationTooComplex, error.message().to_string());
        refused.at(error.location(), &prepared.document.sources)
    })
}

/// Answers introspection of one schema.
#[derive(Debug)]
pub struct Introspector {
    schema: Valid<Schema>,
    implementers: HashMap<Name, Implementers>,
    one_of: HashSet<Name>,
}

impl Introspector {
    /// For a public schema.
    #[must_use]
    pub fn new(schema: Valid<Schema>) -> Self {
        let implementers = schema.implementers_map();
        let one_of = one_of::names(&schema);
        Self { schema, implementers, one_of }
    }

    /// The values of the introspection fields at the root of the operation, as JSON by response
    /// key. Other root fields are left out, and those that fail for the null of a variable, which
    /// the plan knows.
    ///
    /// # Errors
    /// When an argument cannot be read from the variables.
    pub fn answer(
        &self,
        prepared: &PreparedOperation,
        variables: &Variables,
    ) -> Result<Vec<(String, Bytes)>, RequestError> {
        if !prepared.introspects {
            return Ok(Vec::new());
        }
        let nulls = variables.iter().filter(|(_, value)| value.is_null());
        let nulls: Vec<&str> = nulls.map(|(name, _)| name.as_str()).collect();
        let keys = self.answered_keys(prepared, &nulls);
        let variables: JsonMap = variables
            .iter()
            .map(|(name, value)| (name.as_str().into(), value.clone().into()))
            .collect();
        let response = self
            .execute(prepared, &Valid::assume_valid(variables))
            .map_err(|error| RequestError::new(ErrorCode::Internal, error.message().to_string()))?;
        let is_answered = |error: &&GraphQLError| match error.path.first() {
            Some(ResponseDataPathSegment::Field(key)) => keys.contains(&key.as_str()),
            _ => true,
        };
        if let Some(error) = response.errors.iter().find(is_answered) {
            return Err(RequestError::new(ErrorCode::ArgumentInvalid, error.message.clone()));
        }
        let data = response.data.unwrap_or_default();
        data.iter()
            .filter(|(key, _)| keys.contains(&key.as_str()))
            .map(|(key, value)| Ok((key.as_str().to_owned(), json(value)?)))
            .collect()
    }
}

impl Introspector {
    fn answered_keys<'p>(&self, prepared: &'p PreparedOperation, nulls: &[&str]) -> Vec<&'p str> {
        let PreparedOperation { document, operation, .. } = prepared;
        let fields = operation.root_fields(document);
        let fields = fields.filter(|field| FIELDS.contains(&field.name.as_str()));
        let answered = fields.filter(|field| {
            refusal(&self.schema, field, nulls).is_none()
                && refusal_within(document, field, nulls).is_none()
        });
        answered.map(|field| field.response_key().as_str()).collect()
    }

    fn execute(
        &self,
        prepared: &PreparedOperation,
        variables: &Valid<JsonMap>,
    ) -> Result<ExecutionResponse, compiler::RequestError> {
        let execute = |document: &Valid<ExecutableDocument>, operation: &Operation| {
            let (schema, implementers) = (&self.schema, &self.implementers);
            introspection::partial_execute(schema, implementers, document, operation, variables)
        };
        let PreparedOperation { document, operation, .. } = prepared;
        if !one_of::is_asked(document, operation) {
            return execute(document, operation);
        }
        let (renamed, with_names) = one_of::with_names(&self.schema, document, operation);
        let mut response = execute(&renamed, &with_names)?;
        if let Some(data) = &mut response.data {
            let schema = &self.schema;
            let answers = one_of::Answers { schema, document, one_of: &self.one_of };
            answers.set(data, &operation.selection_set);
        }
        Ok(response)
    }
}

fn json(value: &apollo_compiler::response::JsonValue) -> Result<Bytes, RequestError> {
    serde_json::to_vec(value)
        .map(Bytes::from)
        .map_err(|error| RequestError::new(ErrorCode::Internal, error.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{PrepareSettings, prepare};

    fn answer(document: &str, variables: serde_json::Value) -> Vec<(String, String)> {
        let schema = Schema::parse_and_validate(
            "interface N { id: ID } type T implements N { id: ID old: Int @deprecated } type Query { t: T }",
            "schema.graphql",
        )
        .expect("a valid schema");
        let prepared = prepare(&schema, &PrepareSettings::default(), document, None)
            .expect("a valid operation");
        let variables = variables.as_object().cloned().unwrap_or_default();
        Introspector::new(schema)
            .answer(&prepared, &variables)
            .expect("an answer")
            .into_iter()
            .map(|(key, value)| (key, String::from_utf8(value.to_vec()).expect("JSON is text")))
            .collect()
    }

    #[test]
    fn introspection_is_answered_and_data_is_left_alone() {
        let mixed = "query($n: String!) { t { id } __typename s: __schema { queryType { name } } __type(name: $n) { fields(includeDeprecated: false) { name } interfaces { possibleTypes { name } } } }";
        insta::assert_debug_snapshot!(answer(mixed, json!({"n": "T"})), @r#"
        [
            (
                "s",
                "{\"queryType\":{\"name\":\"Query\"}}",
            ),
            (
                "__type",
                "{\"fields\":[{\"name\":\"id\"}],\"interfaces\":[{\"possibleTypes\":[{\"name\":\"T\"}]}]}",
            ),
        ]
        "#);
    }

    #[test]
    fn an_unknown_type_is_null_and_data_alone_is_nothing() {
        assert_eq!(
            answer("{ __type(name: \"Nope\") { name } }", json!({})),
            [("__type".to_owned(), "null".to_owned())]
        );
        assert_eq!(answer("{ t { id } }", json!({})), []);
    }

    #[test]
    fn skipped_introspection_is_not_answered() {
        let document = "query($s: Boolean!) { a: __type(name: \"T\") @skip(if: $s) { name } ...f @include(if: $s) } fragment f on Query { b: __type(name: \"T\") { name } }";
        let answered = answer(document, json!({"s": true}));
        assert_eq!(answered, [("b".to_owned(), "{\"name\":\"T\"}".to_owned())]);
    }
}
