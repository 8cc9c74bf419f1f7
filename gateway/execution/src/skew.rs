//! What an older version of a partition means for a request: whether its fields can be asked with
//! the values that the request brings, and what of those values is sent. The documents for older
//! versions were made with the plan.

use std::collections::{BTreeMap, BTreeSet};

use gateway_plan::skew::{FieldSkew, InputSkew, SkewedDocument, ValueRule};
use serde_json::Value;

use crate::{
    route::{Routed, Variables},
    schedule::all_hold,
    topology::Partitions,
};

/// What the version lacks that a root field needs; none when it can be asked.
pub(crate) fn obstacle(
    skewed: &SkewedDocument,
    field: usize,
    variables: &Variables,
) -> Option<String> {
    let FieldSkew { refused, values, .. } = skewed.fields.get(field)?;
    let refused = refused.iter().find(|lack| all_hold(&lack.under, variables));
    refused.map(|lack| lack.coordinate.clone()).or_else(|| {
        let mut used = values.iter().filter(|value| all_hold(&value.under, variables));
        used.find_map(|value| {
            let given = variables.get(&value.variable).filter(|given| !given.is_null())?;
            match &value.must {
                ValueRule::BeAbsent(coordinate) => Some(coordinate.clone()),
                ValueRule::Fit(type_name) => misfit(&skewed.inputs, type_name, given),
            }
        })
    })
}

/// Does not ask partitions of older versions for a root field that they cannot answer.
pub(crate) fn leave_out(
    routed: &mut Routed,
    field: usize,
    skewed: &[SkewedDocument],
    partitions: &Partitions,
    variables: &Variables,
) {
    if skewed.is_empty() {
        return;
    }
    let has_obstacle: Vec<bool> =
        skewed.iter().map(|one| obstacle(one, field, variables).is_some()).collect();
    routed.leave_out(|place| {
        let Some(version) = partitions.version(place) else { return false };
        let document = skewed.iter().position(|one| one.versions.contains(&version));
        document.is_some_and(|document| has_obstacle[document])
    });
}

/// The fields that were left out of what the version is asked, and that the request asks for.
pub(crate) fn left_out(field: &FieldSkew, variables: &Variables) -> BTreeSet<String> {
    let used = field.left_out.iter().filter(|lack| all_hold(&lack.under, variables));
    used.map(|lack| lack.coordinate.clone()).collect()
}

/// What of a value the version does not know. A null for a field that is lacked says nothing.
fn misfit(inputs: &BTreeMap<String, InputSkew>, type_name: &str, value: &Value) -> Option<String> {
    let input = inputs.get(type_name)?;
    match value {
        Value::String(name) => input.lacks.contains(name).then(|| format!("{type_name}.{name}")),
        Value::Array(items) => items.iter().find_map(|item| misfit(inputs, type_name, item)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| {
            if input.lacks.contains(name) {
                return (!value.is_null()).then(|| format!("{type_name}.{name}"));
            }
            misfit(inputs, input.fields.get(name)?, value)
        }),
        _ => None,
    }
}

/// The variables of which something must not be sent: nulls for fields that are lacked.
pub(crate) fn changed_variables<'s>(
    skewed: &'s SkewedDocument,
    variables: &Variables,
) -> Vec<(&'s str, Value)> {
    let mut changed = Vec::new();
    fit(skewed, variables, &mut changed);
    changed
}

/// Takes out of the values of variables what must not be sent: nulls for fields that are lacked. `own`
/// are values that are sent in place of those of the request, and gets those that change.
pub(crate) fn fit<'s>(
    skewed: &'s SkewedDocument,
    variables: &Variables,
    own: &mut Vec<(&'s str, Value)>,
) {
    for value in skewed.fields.iter().flat_map(|field| &field.values) {
        let ValueRule::Fit(type_name) = &value.must else { continue };
        let name = value.variable.as_str();
        if let Some((_, sent)) = own.iter_mut().find(|(known, _)| *known == name) {
            take_out(&skewed.inputs, type_name, sent);
            continue;
        }
        let Some(given) = variables.get(name) else { continue };
        let mut fitted = given.clone();
        if take_out(&skewed.inputs, type_name, &mut fitted) {
            own.push((name, fitted));
        }
    }
}

/// Takes out what is lacked; says whether there was anything.
fn take_out(inputs: &BTreeMap<String, InputSkew>, type_name: &str, value: &mut Value) -> bool {
    let Some(input) = inputs.get(type_name) else { return false };
    match value {
        Value::Array(items) => {
            items.iter_mut().fold(false, |any, item| take_out(inputs, type_name, item) | any)
        }
        Value::Object(fields) => {
            let before = fields.len();
            fields.retain(|name, _| !input.lacks.contains(name));
            let is_shorter = fields.len() < before;
            fields.iter_mut().fold(is_shorter, |any, (name, value)| {
                let inner = input.fields.get(name);
                inner.is_some_and(|inner| take_out(inputs, inner, value)) | any
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use gateway_plan::{Condition, Document, OperationKind, skew::ValueSkew};
    use serde_json::json;

    use super::*;

    fn skewed() -> SkewedDocument {
        let value = |variable: &str, must| {
            let under = vec![Condition { variable: "off".into(), expected: false }];
            ValueSkew { variable: variable.into(), must, under }
        };
        let fit = |type_name: &str| ValueRule::Fit(type_name.into());
        let field = FieldSkew {
            values: vec![
                value("new", ValueRule::BeAbsent("Query.items(new:)".into())),
                value("filter", fit("Filter")),
                value("states", fit("State")),
            ],
            ..FieldSkew::default()
        };
        let lacks = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let filter = InputSkew {
            lacks: lacks(&["text"]),
            fields: [("state", "State"), ("and", "Filter")]
                .map(|(name, of)| (name.to_owned(), of.to_owned()))
                .into(),
        };
        let state = InputSkew { lacks: lacks(&["NEW"]), fields: BTreeMap::new() };
        SkewedDocument {
            versions: vec![0],
            document: Document {
                kind: OperationKind::Query,
                variables: vec![],
                fields: vec![],
                fragments: vec![],
            },
            fields: vec![field],
            inputs: [("Filter".to_owned(), filter), ("State".to_owned(), state)].into(),
        }
    }

    fn refused(variables: Value) -> Option<String> {
        obstacle(&skewed(), 0, variables.as_object().expect("an object"))
    }

    #[test]
    fn a_value_that_the_version_knows_is_no_obstacle() {
        for variables in [
            json!({}),
            json!({ "new": null, "filter": null }),
            json!({ "filter": { "state": "OLD", "text": null } }),
            json!({ "filter": { "and": [{ "state": "OLD" }] }, "states": ["OLD"] }),
            json!({ "new": 1, "states": ["NEW"], "off": true }),
        ] {
            assert_eq!(refused(variables.clone()), None, "{variables}");
        }
    }

    #[test]
    fn a_value_that_it_does_not_know_is_named() {
        let named = |variables| refused(variables).expect("an obstacle");
        assert_eq!(named(json!({ "new": 1 })), "Query.items(new:)");
        assert_eq!(named(json!({ "filter": { "text": "x" } })), "Filter.text");
        assert_eq!(named(json!({ "filter": { "and": [{ "text": "x" }] } })), "Filter.text");
        assert_eq!(named(json!({ "filter": { "state": "NEW" } })), "State.NEW");
        assert_eq!(named(json!({ "states": ["OLD", "NEW"] })), "State.NEW");
    }

    #[test]
    fn nulls_of_what_is_lacked_are_not_sent() {
        let variables = json!({
            "filter": { "text": null, "and": [{ "text": null, "state": "OLD" }] },
            "states": ["OLD"],
        });
        let skewed = skewed();
        let changed = changed_variables(&skewed, variables.as_object().expect("an object"));
        assert_eq!(changed, [("filter", json!({ "and": [{ "state": "OLD" }] }))]);
    }

    #[test]
    fn a_value_that_is_sent_in_place_of_another_is_looked_at() {
        let variables = json!({ "filter": { "and": [{ "state": "OLD", "text": null }] } });
        let skewed = skewed();
        let split = json!({ "and": [], "text": null });
        let mut own = vec![("filter", split), ("ids", json!(["a:x:1"]))];
        fit(&skewed, variables.as_object().expect("an object"), &mut own);
        assert_eq!(own, [("filter", json!({ "and": [] })), ("ids", json!(["a:x:1"]))]);
    }
}
