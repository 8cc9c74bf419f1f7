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
    /// Chosen ones that are not asked: their version lacks what the field needs.
    pub left_out: Vec<usize>,
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
    Ok(Routed { targets, total, choices, ids, left_out: Vec::new() })
}

impl Routed {
    /// Does not ask the targets that a function has something against.
    pub(crate) fn leave_out(&mut self, mut is_left_out: impl FnMut(usize) -> bool) {
        let (left_out, targets) =
            std::mem::take(&mut self.targets).into_iter().partition(|&place| is_left_out(place));
        (self.left_out, self.targets) = (left_out, targets);
    }
}

impl Choice {
    fn new(selector: &RouteSelector, chosen: BTreeSet<usize>) -> Self {
        Self { argument: selector.argument.clone(), chosen }
    }
}

/// Whether nobody's answer is an answer: no rows, and counts of none. A single value needs somebody,
/// and so does an object or a page that has one.
pub(crate) fn has_empty_value(gather: &Gather) -> bool {
    let have_all = |fields: &[(String, Gather)]| {
        fields.iter().all(|(_, law)| matches!(law, Gather::Typename) || has_empty_value(law))
    };
    match gather {
        Gather::Object { fields } => have_all(fields),
        Gather::Connection(page) => have_all(&page.others),
        Gather::One | Gather::Same | Gather::Min | Gather::Max | Gather::Typename => false,
        _ => true,
    }
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

fn labelled<'a>(
    partitions: &'a Partitions,
    selector: &'a RouteSelector,
    wanted: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let label = selector.label.as_deref().unwrap_or_default();
    (0..partitions.all().len()).filter(move |&place| partitions.may_have(place, label, wanted))
}

fn known(
    partitions: &Partitions,
    selector: &RouteSelector,
    key: &str,
) -> Result<usize, RouteError> {
    partitions.position(key).ok_or_else(|| RouteError::PartitionUnknown {
        argument: selector.argument.clone(),
        key: key.chars().take(40).collect(),
        known: list_of(partitions.known_keys().into_iter()),
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
mod tests;
