//! The parameters of a GraphQL request, from a JSON body or from the query of a URL. Which HTTP
//! methods and media types lead here is the server's business.

use contract::ErrorCode;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{RequestError, Variables};

/// The parameters of a request, not looked into yet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GraphQlRequest {
    /// The document. Absent when the request names a persisted one.
    pub query: Option<String>,
    /// The id of a persisted document, instead of the document.
    pub document_id: Option<String>,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// Raw values of variables.
    #[serde(deserialize_with = "object_or_null")]
    pub variables: Variables,
    /// Whatever else the client sends.
    #[serde(deserialize_with = "object_or_null")]
    pub extensions: Map<String, Value>,
}

impl GraphQlRequest {
    /// Reads the body of a `POST`.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] when the body is not a JSON object of this form.
    pub fn from_json(body: &[u8]) -> Result<Self, RequestError> {
        match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{') => {}
            Some(b'[') => return Err(bad("batches are not supported; send one request at a time")),
            Some(_) => return Err(bad("the body must be a JSON object")),
            None => return Err(bad("the body is empty")),
        }
        serde_json::from_slice(body)
            .map_err(|error| bad(&format!("the body is not a GraphQL request in JSON: {error}")))
    }

    /// Reads the decoded pairs of a URL's query. Pairs of other names are left alone.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] when `variables` or `extensions` are not JSON objects, or when a
    /// parameter stands twice.
    pub fn from_query_pairs<K, V>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, RequestError>
    where
        K: AsRef<str>,
        V: AsRef<str>,
    {
        let mut parameters = UrlParameters::default();
        for (name, value) in pairs {
            let place = match name.as_ref() {
                "query" => &mut parameters.query,
                "documentId" => &mut parameters.document_id,
                "operationName" => &mut parameters.operation_name,
                "variables" => &mut parameters.variables,
                "extensions" => &mut parameters.extensions,
                _ => continue,
            };
            if place.replace(value.as_ref().to_owned()).is_some() {
                return Err(bad(&format!("`{}` stands twice in the URL", name.as_ref())));
            }
        }
        Ok(Self {
            query: parameters.query,
            document_id: parameters.document_id,
            operation_name: parameters.operation_name.filter(|name| !name.is_empty()),
            variables: json_object("variables", parameters.variables)?,
            extensions: json_object("extensions", parameters.extensions)?,
        })
    }

    /// The document.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] when there is none.
    pub fn document(&self) -> Result<&str, RequestError> {
        match self.query.as_deref() {
            Some(query) if !query.trim().is_empty() => Ok(query),
            _ => Err(bad("the request has no `query`")),
        }
    }
}

#[derive(Default)]
struct UrlParameters {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

fn json_object(name: &str, text: Option<String>) -> Result<Map<String, Value>, RequestError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(Map::new()) };
    serde_json::from_str::<Option<Map<String, Value>>>(&text)
        .map(Option::unwrap_or_default)
        .map_err(|error| bad(&format!("`{name}` is not a JSON object: {error}")))
}

fn object_or_null<'de, D>(deserializer: D) -> Result<Map<String, Value>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn bad(message: &str) -> RequestError {
    RequestError::new(ErrorCode::BadRequest, message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_may_leave_out_all_but_the_query() {
        let request = GraphQlRequest::from_json(
            br#"{"query":"{a}","operationName":null,"variables":null,"other":1}"#,
        )
        .expect("a request");
        assert_eq!(request.document(), Ok("{a}"));
        assert_eq!(request.variables, Map::new());
    }

    #[test]
    fn what_is_not_a_request_is_refused_with_the_reason() {
        let refusal = |body: &str| {
            let error = GraphQlRequest::from_json(body.as_bytes()).expect_err("not a request");
            assert_eq!(error.code, ErrorCode::BadRequest);
            error.message
        };
        insta::assert_snapshot!(refusal(""), @"the body is empty");
        insta::assert_snapshot!(refusal("[]"), @"batches are not supported; send one request at a time");
        insta::assert_snapshot!(refusal("\"{a}\""), @"the body must be a JSON object");
        insta::assert_snapshot!(refusal("{\"query\":"), @"the body is not a GraphQL request in JSON: EOF while parsing a value at line 1 column 9");
        insta::assert_snapshot!(refusal("{\"query\":1}"), @"the body is not a GraphQL request in JSON: invalid type: integer `1`, expected a string at line 1 column 10");
        insta::assert_snapshot!(refusal("{\"variables\":[]}"), @"the body is not a GraphQL request in JSON: invalid type: sequence, expected a map at line 1 column 13");
        let empty = GraphQlRequest::from_json(b"{\"query\":\" \"}").expect("a request");
        insta::assert_snapshot!(empty.document().expect_err("no query"), @"the request has no `query`");
    }

    #[test]
    fn a_url_says_the_same_as_a_body() {
        let request = GraphQlRequest::from_query_pairs([
            ("query", "query A { a }"),
            ("operationName", "A"),
            ("variables", r#"{"x":[1]}"#),
            ("page", "2"),
            ("documentId", "sha256:0a"),
        ])
        .expect("a request");
        assert_eq!(request.document_id.as_deref(), Some("sha256:0a"));
        assert_eq!(request.operation_name.as_deref(), Some("A"));
        assert_eq!(Value::Object(request.variables), json!({"x": [1]}));

        let twice = GraphQlRequest::from_query_pairs([("query", "{a}"), ("query", "{b}")]);
        insta::assert_snapshot!(twice.expect_err("twice"), @"`query` stands twice in the URL");
        let wrong = GraphQlRequest::from_query_pairs([("variables", "[1]")]);
        insta::assert_snapshot!(wrong.expect_err("no object"), @"`variables` is not a JSON object: invalid type: sequence, expected a map at line 1 column 0");
    }
}
