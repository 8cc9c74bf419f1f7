//! Where a root field is sent: its selectors and the variables of the request choose partitions.
//! What is done with the answers is not known here, and neither is how they are asked.

use std::collections::BTreeSet;

use contract::{GlobalId, IdError, partition::RouteBy};
use gateway_plan::{Gather, PartitionRoute, RootField, RouteSelector};
use serde_json::{Map, Value};
use thiserror::Error;

use crate::{id_split::IdSplit, topology::Partitions};

/// The coerced variables of a request, those that planning lifted included.
pub type Variables = Map<String, Value>;

/// The most keys that a message lists.
const LISTED_KEYS: usize = 40;

/// The partitions that a root field asks, and why not the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Routed {
    /// Places in [`Partitions`], ascending. Empty when nobody is chosen and no rows are an answer.
    pub targets: Vec<usize>,
    /// How many partitions there are.
    pub total: usize,
    /// What each argument chose.
    pub choices: Vec<Choice>,
    /// For a list of ids that is answered in place: which of them each partition is asked for.
    pub ids: Option<IdSplit>,
}

/// What one argument chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// As the client's schema names it.
    pub argument: String,
    /// The partitions that it left.
    pub chosen: BTreeSet<usize>,
}

/// Why a root field cannot be sent anywhere. These are mistakes of the caller.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum RouteError {
    #[error("`{argument}` names the partition `{key}`, which is unknown; known are {known}")]
    PartitionUnknown { argument: String, key: String, known: String },
    #[error("`{argument}`: {source}")]
    IdInvalid { argument: String, source: IdError },
    #[error("`{argument}` must hold text to choose partitions by")]
    NotText { argument: String },
    #[error("the arguments choose no partition: {choices}")]
    NothingChosen { choices: String },
    #[error("this field is answered by exactly one partition, and {count} were chosen")]
    NotOne { count: usize },
}

/// Chooses the partitions of a field. A field without a route asks everyone.
pub(crate) fn route(
    partitions: &Partitions,
    field: &RootField,
    variables: &Variables,
) -> Result<Routed, RouteError> {
    let no_route = PartitionRoute::default();
    let selectors = &field.route.as_ref().unwrap_or(&no_route).selectors;
    let mut choices = Vec::new();
    let mut ids = None;
    for selector in selectors {
        if splits_ids(&field.gather, selector) {
            let split = IdSplit::new(partitions, &selector.variable, variables)
                .map_err(|source| id_invalid(selector, source))?;
            choices.push(Choice::new(selector, split.owners().collect()));
            ids = Some(split);
        } else if let Some(chosen) = choose(partitions, selector, variables)? {
            choices.push(Choice::new(selector, chosen));
        }
    }
    let total = partitions.all().len();
    let targets = intersect(total, &choices);
    if targets.is_empty() && !has_empty_value(&field.gather) {
        return Err(RouteError::NothingChosen { choices: describe(partitions, &choices) });
    }
    if field.gather == Gather::One && targets.len() > 1 {
        return Err(RouteError::NotOne { count: targets.len() });
    }
    Ok(Routed { targets, total, choices, ids })
}

impl Choice {
    fn new(selector: &RouteSelector, chosen: BTreeSet<usize>) -> Self {
        Self { argument: selector.argument.clone(), chosen }
    }
}

/// Whether nobody's answer is an answer: no rows. An object or a single value needs somebody.
fn has_empty_value(gather: &Gather) -> bool {
    !matches!(
        gather,
        Gather::One
            | Gather::Object { .. }
            | Gather::Same
            | Gather::Min
            | Gather::Max
            | Gather::Typename
    )
}

/// Whether a selector holds the ids that the answer is aligned with.
fn splits_ids(gather: &Gather, selector: &RouteSelector) -> bool {
    matches!(gather, Gather::ByIds { variable } if *variable == selector.variable)
        && selector.by == RouteBy::Id
        && selector.path.is_empty()
}

fn intersect(total: usize, choices: &[Choice]) -> Vec<usize> {
    match choices {
        [] => (0..total).collect(),
        [first, others @ ..] => first
            .chosen
            .iter()
            .copied()
            .filter(|place| others.iter().all(|other| other.chosen.contains(place)))
            .collect(),
    }
}

/// What one selector chooses; `None` when its value is null or absent.
fn choose(
    partitions: &Partitions,
    selector: &RouteSelector,
    variables: &Variables,
) -> Result<Option<BTreeSet<usize>>, RouteError> {
    let mut values = Vec::new();
    let start = variables.get(&selector.variable).unwrap_or(&Value::Null);
    if !collect(start, &selector.path, &mut values) {
        return Ok(None);
    }
    let mut chosen = BTreeSet::new();
    for value in values {
        let text = value
            .as_str()
            .ok_or_else(|| RouteError::NotText { argument: selector.argument.clone() })?;
        match selector.by {
            RouteBy::Key => chosen.insert(known(partitions, selector, text)?),
            RouteBy::Id => {
                let id = GlobalId::parse(text).map_err(|source| id_invalid(selector, source))?;
                chosen.insert(known(partitions, selector, id.partition)?)
            }
            RouteBy::Label => {
                chosen.extend(labelled(partitions, selector, text));
                true
            }
        };
    }
    Ok(Some(chosen))
}

/// Collects the values at the end of `path`, lists flattened and nulls in lists passed over.
/// False when there is no value: null or absent is no choice, while an empty list chooses nobody.
fn collect<'a>(value: &'a Value, path: &[String], values: &mut Vec<&'a Value>) -> bool {
    match (value, path) {
        (Value::Null, _) => false,
        (Value::Array(elements), _) => {
            let mut any = path.is_empty();
            for element in elements {
                any |= collect(element, path, values);
            }
            any
        }
        (value, []) => {
            values.push(value);
            true
        }
        (value, [field, rest @ ..]) => {
            value.get(field).is_some_and(|inner| collect(inner, rest, values))
        }
    }
}

fn labelled(
    partitions: &Partitions,
    selector: &RouteSelector,
    wanted: &str,
) -> impl Iterator<Item = usize> {
    let label = selector.label.as_deref().unwrap_or_default();
    partitions
        .all()
        .iter()
        .enumerate()
        .filter(move |(_, partition)| partition.labels.get(label).is_some_and(|has| has == wanted))
        .map(|(place, _)| place)
}

fn known(
    partitions: &Partitions,
    selector: &RouteSelector,
    key: &str,
) -> Result<usize, RouteError> {
    partitions.position(key).ok_or_else(|| RouteError::PartitionUnknown {
        argument: selector.argument.clone(),
        key: key.chars().take(40).collect(),
        known: list_of(partitions.keys()),
    })
}

fn id_invalid(selector: &RouteSelector, source: IdError) -> RouteError {
    RouteError::IdInvalid { argument: selector.argument.clone(), source }
}

fn describe(partitions: &Partitions, choices: &[Choice]) -> String {
    let all = partitions.all();
    let one = |choice: &Choice| {
        if choice.chosen.is_empty() {
            return format!("`{}` chooses none", choice.argument);
        }
        let keys = choice.chosen.iter().map(|place| all[*place].key.as_str());
        format!("`{}` chooses {}", choice.argument, list_of(keys))
    };
    choices.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn list_of<'a>(keys: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = keys.len().saturating_sub(LISTED_KEYS);
    let listed: Vec<&str> = keys.take(LISTED_KEYS).collect();
    match more {
        0 => listed.join(", "),
        _ => format!("{} and {more} more", listed.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::topology::tests::partitions;

    fn selector(by: RouteBy, variable: &str, path: &[&str]) -> RouteSelector {
        RouteSelector {
            by,
            label: (by == RouteBy::Label).then(|| "peerGroup".into()),
            variable: variable.into(),
            path: path.iter().map(|field| (*field).into()).collect(),
            argument: [&[variable], path].concat().join("."),
        }
    }

    fn field(gather: Gather, selectors: Vec<RouteSelector>) -> RootField {
        RootField {
            response_key: "field".into(),
            route: Some(PartitionRoute { selectors }),
            gather,
        }
    }

    fn routed(field: &RootField, variables: Value) -> Result<Vec<usize>, RouteError> {
        let partitions = partitions(&[
            ("231002", "RURAL"),
            ("231003", "URBAN"),
            ("231004", "URBAN"),
            ("231005", "RURAL"),
        ]);
        let variables = variables.as_object().expect("an object").clone();
        route(&partitions, field, &variables).map(|routed| routed.targets)
    }

    fn refusal(field: &RootField, variables: Value) -> String {
        routed(field, variables).expect_err("refused").to_string()
    }

    #[test]
    fn no_value_asks_everyone() {
        let field = field(Gather::Concat, vec![selector(RouteBy::Key, "districts", &[])]);
        assert_eq!(routed(&field, json!({})), Ok(vec![0, 1, 2, 3]));
        assert_eq!(routed(&field, json!({ "districts": null })), Ok(vec![0, 1, 2, 3]));
    }

    #[test]
    fn keys_choose_in_the_order_of_partitions() {
        let field = field(Gather::Concat, vec![selector(RouteBy::Key, "districts", &[])]);
        let variables = json!({ "districts": ["231004", "231002", "231004"] });
        assert_eq!(routed(&field, variables), Ok(vec![0, 2]));
        assert_eq!(routed(&field, json!({ "districts": "231005" })), Ok(vec![3]));
    }

    #[test]
    fn an_unknown_key_lists_the_known_ones() {
        let field = field(Gather::Concat, vec![selector(RouteBy::Key, "districts", &[])]);
        insta::assert_snapshot!(
            refusal(&field, json!({ "districts": ["231004", "999999"] })),
            @"`districts` names the partition `999999`, which is unknown; known are 231002, 231003, 231004, 231005"
        );
    }

    #[test]
    fn labels_inside_an_input_object_choose() {
        let scope = selector(RouteBy::Label, "scope", &["peerGroup"]);
        let field = field(Gather::Concat, vec![scope]);
        let urban = json!({ "scope": { "peerGroup": "URBAN" } });
        assert_eq!(routed(&field, urban), Ok(vec![1, 2]));
        assert_eq!(routed(&field, json!({ "scope": {} })), Ok(vec![0, 1, 2, 3]));
        let both = json!({ "scope": { "peerGroup": ["URBAN", "RURAL"] } });
        assert_eq!(routed(&field, both), Ok(vec![0, 1, 2, 3]));
    }

    #[test]
    fn several_arguments_narrow_each_other() {
        let field = field(
            Gather::Concat,
            vec![
                selector(RouteBy::Key, "scope", &["districts"]),
                selector(RouteBy::Label, "scope", &["peerGroup"]),
            ],
        );
        let some = json!({ "scope": { "districts": ["231002", "231004"], "peerGroup": "URBAN" } });
        assert_eq!(routed(&field, some), Ok(vec![2]));
    }

    #[test]
    fn nobody_chosen_is_no_rows_but_no_object() {
        let selectors = || {
            vec![
                selector(RouteBy::Key, "scope", &["districts"]),
                selector(RouteBy::Label, "scope", &["peerGroup"]),
            ]
        };
        let none = json!({ "scope": { "districts": ["231002"], "peerGroup": "URBAN" } });
        assert_eq!(routed(&field(Gather::Concat, selectors()), none.clone()), Ok(vec![]));
        let field = field(Gather::Object { fields: vec![] }, selectors());
        insta::assert_snapshot!(
            refusal(&field, none),
            @"the arguments choose no partition: `scope.districts` chooses 231002, `scope.peerGroup` chooses 231003, 231004"
        );
    }

    #[test]
    fn an_empty_list_chooses_nobody() {
        let field = field(Gather::Same, vec![selector(RouteBy::Key, "districts", &[])]);
        insta::assert_snapshot!(
            refusal(&field, json!({ "districts": [] })),
            @"the arguments choose no partition: `districts` chooses none"
        );
    }

    #[test]
    fn an_id_goes_to_its_owner() {
        let field = field(Gather::One, vec![selector(RouteBy::Id, "id", &[])]);
        assert_eq!(routed(&field, json!({ "id": "231003:grid:7" })), Ok(vec![1]));
        insta::assert_snapshot!(
            refusal(&field, json!({ "id": "grid 7" })),
            @"`id`: `grid 7` is not an id: expected `<district code>:<type>:<tail>`, as in `231004:grid:003-017`"
        );
        insta::assert_snapshot!(refusal(&field, json!({ "id": 7 })), @"`id` must hold text to choose partitions by");
    }

    #[test]
    fn a_field_for_one_partition_refuses_several() {
        let field = field(Gather::One, vec![selector(RouteBy::Key, "district", &[])]);
        insta::assert_snapshot!(
            refusal(&field, json!({})),
            @"this field is answered by exactly one partition, and 4 were chosen"
        );
    }

    #[test]
    fn a_list_of_ids_asks_their_owners_and_passes_over_unknown_ones() {
        let gather = Gather::ByIds { variable: "ids".into() };
        let field = field(gather, vec![selector(RouteBy::Id, "ids", &[])]);
        let ids = json!({ "ids": ["231005:a:1", null, "231002:a:1", "999999:a:1", "231005:a:2"] });
        assert_eq!(routed(&field, ids), Ok(vec![0, 3]));
        assert_eq!(routed(&field, json!({ "ids": [] })), Ok(vec![]));
        assert!(routed(&field, json!({ "ids": ["x"] })).is_err());
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            "[0-9:a-z]{0,12}".prop_map(Value::from),
            Just(json!("231004")),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[ab]", inner), 0..3)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_value_panics_and_targets_are_sorted(value in any_value(), by in prop::sample::select(RouteBy::ALL)) {
            let field = field(Gather::Concat, vec![selector(by, "v", &["a"])]);
            if let Ok(targets) = routed(&field, json!({ "v": value })) {
                prop_assert!(targets.is_sorted() && targets.len() <= 4);
            }
        }
    }
}
