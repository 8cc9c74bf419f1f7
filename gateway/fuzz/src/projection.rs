//! Projection of any answer by any shape.

use std::collections::HashMap;

use gateway_differential::Choices;
use gateway_plan::{
    Condition, LeafKind, ProjectedField, Projection, ProjectionValue, Selection, TypeShape,
};
use gateway_response::{ErrorPaths, PathItem, ProjectionInput, ResponsePath, Store, project};
use serde_json::{Map, Value, json};

use crate::{json::ingest, split};

const KEYS: [&str; 4] = ["a", "b", "c", "__typename"];
const TYPES: [&str; 3] = ["T", "U", "V"];

/// What is written is JSON of the shape that was asked for: what may not be null is not, a field
/// that was not asked for is not there, and every error has a null to its path.
pub fn projection(data: &[u8]) {
    let (choices, text) = split(data);
    let mut choices = Choices::new(choices);
    let selection = selection(&mut choices, 3);
    let projection = Projection { root_type: "T".into(), selection };
    let mut store = Store::new();
    let Some((root, _)) = ingest(&mut store, text) else { return };
    let variables = json!({ "yes": true, "no": false });
    let variables = variables.as_object().cloned().unwrap_or_default();
    let root = store.node(root);
    let mut out = Vec::new();
    let errors = project(
        &store,
        &projection,
        &root,
        &ProjectionInput {
            variables: &variables,
            introspection: &HashMap::new(),
            reported: &ErrorPaths::new(),
        },
        &mut out,
    )
    .errors;
    let Ok(written) = serde_json::from_slice::<Value>(&out) else {
        // Custom scalars may hold numbers that no float can.
        let raw = serde_json::from_slice::<Box<serde_json::value::RawValue>>(&out);
        assert!(raw.is_ok(), "not JSON: {}", String::from_utf8_lossy(&out));
        return;
    };
    if !written.is_null() {
        check(&projection.selection, &written);
    }
    for error in &errors {
        assert!(ends_in_null(&written, &error.path), "{:?} in {written}", error.path);
    }
    if written.is_null() {
        assert!(!errors.is_empty(), "nothing is said about what is null");
    }
}

/// Whether the path leads to a null, or to something below one.
fn ends_in_null(value: &Value, path: &ResponsePath) -> bool {
    let mut value = value;
    for item in &path.0 {
        let next = match item {
            PathItem::Key(key) => value.get(key),
            PathItem::Index(index) => value.get(index),
        };
        match next {
            Some(next) => value = next,
            None => return value.is_null(),
        }
    }
    value.is_null()
}

fn check(selection: &Selection, value: &Value) {
    let object = value.as_object().expect("an object");
    for (key, value) in object {
        let shapes = selection.fields.iter().filter(|field| field.response_key == *key);
        let fits = shapes.clone().any(|field| fits(field, &field.shape, value));
        assert!(fits, "`{key}` has not the shape of any field: {value}");
    }
}

fn fits(field: &ProjectedField, shape: &TypeShape, value: &Value) -> bool {
    match shape {
        TypeShape::Named { non_null: true } | TypeShape::List { non_null: true, .. }
            if value.is_null() =>
        {
            false
        }
        _ if value.is_null() => true,
        TypeShape::List { of, .. } => {
            value.as_array().is_some_and(|items| items.iter().all(|item| fits(field, of, item)))
        }
        TypeShape::Named { .. } => match &field.value {
            ProjectionValue::Leaf(kind) => leaf_fits(kind, value),
            ProjectionValue::Object { selection, .. } => {
                value.as_object().is_some_and(|object| object_fits(selection, object))
            }
            ProjectionValue::Typename => value.is_string(),
            ProjectionValue::Introspection => true,
            ProjectionValue::Undecided { .. } | ProjectionValue::Refused { .. } => false,
        },
    }
}

fn object_fits(selection: &Selection, object: &Map<String, Value>) -> bool {
    object.iter().all(|(key, value)| {
        let mut fields = selection.fields.iter().filter(|field| field.response_key == *key);
        fields.any(|field| fits(field, &field.shape, value))
    })
}

fn leaf_fits(kind: &LeafKind, value: &Value) -> bool {
    match kind {
        LeafKind::Int => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        LeafKind::Float => value.is_number(),
        LeafKind::String | LeafKind::Id => value.is_string(),
        LeafKind::Boolean => value.is_boolean(),
        LeafKind::Enum { values, .. } => {
            value.as_str().is_some_and(|text| values.iter().any(|known| known == text))
        }
        LeafKind::Custom => true,
    }
}

fn selection(choices: &mut Choices<'_>, depth: usize) -> Selection {
    let mut fields: Vec<ProjectedField> = Vec::new();
    for _ in 0..choices.choose(5) {
        let field = field(choices, depth);
        if fields.iter().all(|other| apart(other, &field)) {
            fields.push(field);
        }
    }
    Selection { fields }
}

/// Whether no object has both fields under one key: planning merges those that one object would
/// have, so that a selection never holds them.
fn apart(one: &ProjectedField, other: &ProjectedField) -> bool {
    one.response_key != other.response_key
        || matches!((&one.types, &other.types), (Some(these), Some(those))
            if these.iter().all(|name| !those.contains(name)))
}

fn field(choices: &mut Choices<'_>, depth: usize) -> ProjectedField {
    let key = *choices.pick(&KEYS);
    let value = if key == "__typename" { ProjectionValue::Typename } else { value(choices, depth) };
    let types = choices.once_in(4).then(|| vec![(*choices.pick(&TYPES)).to_owned()]);
    let condition = |choices: &mut Choices<'_>| Condition {
        variable: (*choices.pick(&["yes", "no"])).to_owned(),
        expected: choices.once_in(2),
    };
    let conditions = match choices.choose(4) {
        1 => vec![vec![condition(choices)]],
        2 => vec![vec![condition(choices), condition(choices)], vec![condition(choices)]],
        _ => Vec::new(),
    };
    let shape = match value {
        ProjectionValue::Typename => TypeShape::Named { non_null: true },
        _ => shape(choices),
    };
    ProjectedField {
        response_key: key.to_owned(),
        types,
        conditions,
        shape,
        value,
        coordinate: format!("T.{key}"),
    }
}

fn shape(choices: &mut Choices<'_>) -> TypeShape {
    let mut shape = TypeShape::Named { non_null: choices.once_in(3) };
    for _ in 0..choices.choose(3) {
        shape = TypeShape::List { non_null: choices.once_in(3), of: Box::new(shape) };
    }
    shape
}

fn value(choices: &mut Choices<'_>, depth: usize) -> ProjectionValue {
    let leaf = match choices.choose(if depth == 0 { 7 } else { 10 }) {
        0 => LeafKind::Int,
        1 => LeafKind::Float,
        2 => LeafKind::String,
        3 => LeafKind::Boolean,
        4 => LeafKind::Id,
        5 => LeafKind::Enum { values: vec!["RED".into(), "x".into()], hidden: vec!["BLUE".into()] },
        6 => LeafKind::Custom,
        _ => {
            let names = &TYPES[..=choices.choose(3)];
            return ProjectionValue::Object {
                concrete: choices.once_in(3).then(|| names[0].to_owned()),
                possible: names.iter().map(|name| (*name).to_owned()).collect(),
                selection: selection(choices, depth - 1),
            };
        }
    };
    ProjectionValue::Leaf(leaf)
}
