//! The errors of an answer, and the list that collects them. Errors of subgraphs become these in
//! `subgraph_error.rs`; which code goes with which HTTP status is not known here.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

use contract::ErrorCode;
use gateway_plan::{Projection, ProjectionValue, Selection};
use gateway_response::{ErrorPaths, PathItem, ResponsePath};
use serde_json::{Map, Value, json};

use crate::request::Location;

/// One entry of `errors`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldError {
    pub message: String,
    /// Where in the client's answer; empty for the whole of it.
    pub path: ResponsePath,
    pub code: Cow<'static, str>,
    /// What else stands in `extensions`.
    pub details: Map<String, Value>,
}

impl FieldError {
    pub(crate) fn new(code: ErrorCode, path: ResponsePath, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            path,
            code: Cow::Borrowed(code.as_str()),
            details: Map::new(),
        }
    }

    /// The same error of a partition, which may have named one behind it.
    pub(crate) fn of_partition(mut self, key: &str) -> Self {
        self.details.entry("partition").or_insert_with(|| key.into());
        self
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

/// The errors of one answer, each once and no more than a limit.
#[derive(Debug)]
pub(crate) struct Errors {
    listed: Vec<FieldError>,
    seen: BTreeSet<(ResponsePath, String)>,
    limit: usize,
    left_out: usize,
}

impl Errors {
    pub(crate) fn new(limit: usize) -> Self {
        Self { listed: Vec::new(), seen: BTreeSet::new(), limit, left_out: 0 }
    }

    pub(crate) fn push(&mut self, error: FieldError) {
        if self.listed.len() >= self.limit {
            self.left_out += 1;
        } else if self.seen.insert((error.path.clone(), identity(&error))) {
            self.listed.push(error);
        }
    }

    /// Ends every path where the client's answer ends: what was fetched for the gateway's own use has
    /// no place in it. Fields whose paths become the same are told once.
    pub(crate) fn clip(&mut self, projection: &Projection) {
        self.seen.clear();
        for mut error in std::mem::take(&mut self.listed) {
            clip(&mut error.path, projection);
            self.push(error);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.listed.len() + self.left_out
    }

    /// The places that have an error already: a null there needs no other.
    pub(crate) fn paths(&self) -> ErrorPaths {
        self.listed.iter().map(|error| &error.path).collect()
    }

    /// The value of `errors`, in the order in which they came. `locate` finds the places in the
    /// client's document of a field by the response keys that lead to it; it is asked once for all
    /// errors of a field.
    pub(crate) fn to_json(&self, locate: &dyn Fn(&[&str]) -> Vec<Location>) -> Value {
        let mut places: HashMap<Vec<&str>, Vec<Location>> = HashMap::new();
        let listed = self.listed.iter().map(|error| {
            let keys = keys(&error.path);
            if keys.is_empty() {
                return one(error, &[]);
            }
            let places = places.entry(keys);
            one(error, places.or_insert_with_key(|keys| locate(keys)))
        });
        let mut all: Vec<Value> = listed.collect();
        if self.left_out > 0 {
            let message = format!("{} more errors are left out", self.left_out);
            let error =
                FieldError::new(ErrorCode::SubgraphFailed, ResponsePath::default(), message);
            all.push(one(&error, &[]));
        }
        Value::Array(all)
    }
}

fn clip(path: &mut ResponsePath, projection: &Projection) {
    let mut at: Vec<&Selection> = vec![&projection.selection];
    let known = path.0.iter().take_while(|item| {
        let PathItem::Key(key) = item else { return true };
        let fields = at.iter().flat_map(|selection| &selection.fields);
        let found: Vec<_> = fields.filter(|field| field.response_key == *key).collect();
        at = found
            .iter()
            .filter_map(|field| match &field.value {
                ProjectionValue::Object { selection, .. } => Some(selection),
                _ => None,
            })
            .collect();
        !found.is_empty()
    });
    let known = known.count();
    path.0.truncate(known);
}

/// What tells two errors at one place apart.
fn identity(error: &FieldError) -> String {
    let details = Value::Object(error.details.clone());
    format!("{}\0{}\0{details}", error.code, error.message)
}

/// The response keys of a path, which are all that a document knows of it.
fn keys(path: &ResponsePath) -> Vec<&str> {
    let keys = path.0.iter().filter_map(|item| match item {
        PathItem::Key(key) => Some(key.as_str()),
        PathItem::Index(_) => None,
    });
    keys.collect()
}

fn one(error: &FieldError, places: &[Location]) -> Value {
    let mut extensions = Map::new();
    extensions.insert("code".into(), Value::from(error.code.as_ref()));
    extensions.extend(error.details.clone());

    let mut object = Map::new();
    object.insert("message".into(), Value::from(error.message.as_str()));
    if !places.is_empty() {
        let places = places.iter().map(|at| json!({ "line": at.line, "column": at.column }));
        object.insert("locations".into(), places.collect());
    }
    if !error.path.0.is_empty() {
        object.insert("path".into(), Value::Array(error.path.0.iter().map(segment).collect()));
    }
    object.insert("extensions".into(), Value::Object(extensions));
    Value::Object(object)
}

fn segment(item: &PathItem) -> Value {
    match item {
        PathItem::Key(key) => Value::from(key.as_str()),
        PathItem::Index(index) => Value::from(*index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(key: &str, message: &str) -> FieldError {
        let path = ResponsePath(vec![PathItem::Key(key.into()), PathItem::Index(3)]);
        FieldError::new(ErrorCode::PartitionFailed, path, message).with("partition", "231004")
    }

    #[test]
    fn an_error_prints_with_its_place_and_code() {
        let mut errors = Errors::new(9);
        errors.push(at("deputies", "the partition 231004 did not answer"));
        insta::assert_snapshot!(
            errors.to_json(&|keys| {
                assert_eq!(keys, ["deputies"]);
                vec![Location { line: 2, column: 5 }]
            }),
            @r#"[{"message":"the partition 231004 did not answer","locations":[{"line":2,"column":5}],"path":["deputies",3],"extensions":{"code":"PARTITION_FAILED","partition":"231004"}}]"#
        );
    }

    #[test]
    fn the_same_error_is_listed_once() {
        let mut errors = Errors::new(9);
        errors.push(at("a", "x"));
        errors.push(at("a", "x"));
        errors.push(at("a", "y"));
        errors.push(at("b", "x"));
        assert_eq!(errors.len(), 3);
    }

    #[test]
    fn the_errors_of_a_field_are_located_once() {
        let mut errors = Errors::new(9);
        errors.push(at("a", "x"));
        errors.push(at("a", "y"));
        errors.push(at("b", "x"));
        errors.push(FieldError::new(ErrorCode::SubgraphFailed, ResponsePath::default(), "all"));
        let asked = std::cell::RefCell::new(Vec::new());
        let json = errors.to_json(&|keys| {
            asked.borrow_mut().push(keys.join("."));
            Vec::new()
        });
        assert_eq!(*asked.borrow(), ["a", "b"]);
        assert!(json.as_array().expect("a list").iter().all(|one| one.get("locations").is_none()));
    }

    #[test]
    fn errors_beyond_the_limit_are_counted() {
        let mut errors = Errors::new(2);
        for index in 0..5 {
            errors.push(at("a", &index.to_string()));
        }
        assert_eq!(errors.len(), 5);
        let json = errors.to_json(&|_| Vec::new());
        assert_eq!(json.as_array().map(Vec::len), Some(3));
        assert_eq!(json[2]["message"], "3 more errors are left out");
    }
}
