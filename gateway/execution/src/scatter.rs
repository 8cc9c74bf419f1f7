//! One operation for each partition that a fetch of root fields asks: the fields that are routed
//! to it, with its own ids where a list of ids is split. Bodies that are equal are made once.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use contract::{GlobalId, partition::RouteBy};
use gateway_plan::{
    Document, FieldMask, OperationKind, RenderedDocument, RootFetch, RootField, RouteSelector,
    SkewedDocument,
};
use serde_json::Value;

use crate::{
    call_body,
    route::{Routed, Variables, has_empty_value},
    skew,
    topology::Partitions,
};

/// What one partition is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartitionCall {
    /// Its place in the partitions of the subgraph.
    pub place: usize,
    /// The root fields that are sent.
    pub mask: FieldMask,
    /// The JSON of the request.
    pub body: Bytes,
}

/// The calls of a fetch in rounds: those of a round go out together, and a round begins when the
/// one before it has ended. A query has one round. A mutation has one for each run of neighbouring
/// fields that go to the same partition, as its fields happen in order.
pub(crate) fn scatter<'a>(
    fetch: &'a RootFetch,
    routed: &'a [Option<Routed>],
    variables: &'a Variables,
    partitions: &'a Partitions,
    skewed_for: impl Fn(usize) -> Option<&'a SkewedDocument> + 'a,
) -> Vec<Vec<PartitionCall>> {
    let keys = if partitions.has_gateways() { key_selectors(fetch) } else { Vec::new() };
    let mut bodies = Bodies {
        document: &fetch.document,
        routed,
        variables,
        partitions,
        keys,
        skewed_for: Box::new(skewed_for),
        rendered: HashMap::new(),
        shared: HashMap::new(),
    };
    let alone = |index: usize, place| {
        is_asked_alone(&fetch.fields[index], routed[index].as_ref(), place, partitions)
    };
    let assignments = assign(fetch.document.kind, routed, alone);
    assignments
        .into_iter()
        .map(|round| {
            round
                .into_iter()
                .map(|((place, _), mask)| PartitionCall {
                    place,
                    mask,
                    body: bodies.body(place, mask),
                })
                .collect()
        })
        .collect()
}

/// Which fields go to a place, those of each operation under its own number: the fields that travel
/// together under none, others each under its own.
type Round = BTreeMap<(usize, Option<usize>), FieldMask>;

/// Which fields each partition is sent, in rounds. `alone` says of a field whether it is an operation
/// of its own at a place.
fn assign(
    kind: OperationKind,
    routed: &[Option<Routed>],
    alone: impl Fn(usize, usize) -> bool,
) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    let chosen = routed
        .iter()
        .enumerate()
        .filter_map(|(index, routed)| Some((index, routed.as_ref()?)))
        .filter(|(_, routed)| !routed.targets.is_empty());
    for (index, Routed { targets, .. }) in chosen {
        let joins_last = match rounds.last() {
            None => false,
            Some(round) => {
                let places = round.keys().map(|(place, _)| place);
                kind != OperationKind::Mutation || places.eq(targets)
            }
        };
        if !joins_last {
            rounds.push(BTreeMap::new());
        }
        if let Some(round) = rounds.last_mut() {
            for &place in targets {
                let own = alone(index, place).then_some(index);
                let mask = round.entry((place, own)).or_insert(FieldMask::none());
                *mask = mask.with(index);
            }
        }
    }
    rounds
}

/// Whether a gateway below is asked for a field in an operation of its own. It may find that several
/// arguments, or a label that is not known here, choose nobody behind it; a field that needs somebody
/// has an error then, which takes the fields beside it along where it cannot be null.
fn is_asked_alone(
    field: &RootField,
    routed: Option<&Routed>,
    place: usize,
    partitions: &Partitions,
) -> bool {
    if !partitions.is_gateway(place) || has_empty_value(&field.gather) {
        return false;
    }
    let choices = routed.map_or(&[][..], |routed| routed.choices.as_slice());
    let mut selectors = field.route.iter().flat_map(|route| &route.selectors);
    let mut is_unknown_label = |argument: &str| {
        let selector = selectors.find(|selector| selector.argument == argument);
        selector.filter(|selector| selector.by == RouteBy::Label).is_some_and(|selector| {
            let label = selector.label.as_deref().unwrap_or_default();
            !partitions.all()[place].labels.contains_key(label)
        })
    };
    match choices {
        [] => false,
        [only] => is_unknown_label(&only.argument),
        _ => true,
    }
}

/// Which document, by its address, and which of its fields: what equal texts have in common.
type TextKey = (*const Document, FieldMask);

/// Makes bodies, each distinct one once.
struct Bodies<'a> {
    document: &'a Document,
    routed: &'a [Option<Routed>],
    variables: &'a Variables,
    partitions: &'a Partitions,
    /// Arguments that hold keys or ids, each with its root field; only when there are gateways, which
    /// do not know the keys of each other.
    keys: Vec<(usize, &'a RouteSelector)>,
    /// What the partition at a place is sent instead, when it runs an older version.
    skewed_for: Box<dyn Fn(usize) -> Option<&'a SkewedDocument> + 'a>,
    rendered: HashMap<TextKey, RenderedDocument>,
    shared: HashMap<TextKey, Bytes>,
}

impl<'a> Bodies<'a> {
    fn body(&mut self, place: usize, mask: FieldMask) -> Bytes {
        let skewed = (self.skewed_for)(place);
        let document = skewed.map_or(self.document, |skewed| &skewed.document);
        let key = (std::ptr::from_ref(document), mask);
        let mut own = self.own_values(place, mask);
        let is_shared = own.is_empty();
        if is_shared && let Some(body) = self.shared.get(&key) {
            return body.clone();
        }
        if let Some(skewed) = skewed {
            skew::fit(skewed, self.variables, &mut own);
        }
        let overrides = own.iter().map(|(name, value)| {
            let mut json = Vec::new();
            call_body::json(&mut json, value);
            (*name, json)
        });
        let overrides: Vec<_> = overrides.collect();
        let rendered = self.rendered.entry(key).or_insert_with(|| document.render(mask));
        let body = call_body::write(document, rendered, self.variables, &overrides);
        if is_shared {
            self.shared.insert(key, body.clone());
        }
        body
    }

    /// The variables that are not the same for all partitions: the ids that this one owns, for each list
    /// of ids among the fields, and, for a gateway, the keys and ids that it owns.
    fn own_values(&self, place: usize, mask: FieldMask) -> Vec<(&'a str, Value)> {
        let mut own: Vec<(&str, Value)> = Vec::new();
        for (index, routed) in self.routed.iter().enumerate() {
            let split = routed.as_ref().and_then(|routed| routed.ids.as_ref());
            let Some(split) = split.filter(|_| mask.contains(index)) else { continue };
            if own.iter().all(|(name, _)| *name != split.variable()) {
                own.push((split.variable(), split.ids_of(place).into()));
            }
        }
        for (_, selector) in self.keys.iter().filter(|(index, _)| mask.contains(*index)) {
            let name = selector.variable.as_str();
            let known = own.iter().position(|(known, _)| *known == name);
            let given = known.map(|at| &own[at].1).or_else(|| self.variables.get(name));
            let Some(given) = given else { continue };
            let mut kept = given.clone();
            let owner = |value: &str| owner_of(self.partitions, selector.by, value);
            keep_owned(&owner, place, &selector.path, &mut kept);
            match known {
                Some(at) => own[at].1 = kept,
                None if kept != *given => own.push((name, kept)),
                None => {}
            }
        }
        own
    }
}

/// The arguments of a fetch that hold partition keys or ids.
fn key_selectors(fetch: &RootFetch) -> Vec<(usize, &RouteSelector)> {
    let fields = fetch.fields.iter().enumerate();
    fields
        .flat_map(|(index, field)| {
            let selectors = field.route.iter().flat_map(|route| &route.selectors);
            selectors.filter(|selector| selector.by != RouteBy::Label).map(move |one| (index, one))
        })
        .collect()
}

/// The place of the partition that owns a key or an id.
fn owner_of(partitions: &Partitions, by: RouteBy, value: &str) -> Option<usize> {
    let key = match by {
        RouteBy::Id => GlobalId::parse(value).ok()?.partition,
        _ => value,
    };
    partitions.position(key)
}

/// Takes out of the lists at the end of a path what another partition owns.
fn keep_owned(
    owner: &dyn Fn(&str) -> Option<usize>,
    place: usize,
    path: &[String],
    value: &mut Value,
) {
    match (value, path) {
        (Value::Array(items), []) => {
            items.retain(|item| item.as_str().and_then(owner).is_none_or(|owner| owner == place));
        }
        (Value::Array(items), _) => {
            items.iter_mut().for_each(|item| keep_owned(owner, place, path, item));
        }
        (Value::Object(fields), [field, rest @ ..]) => {
            if let Some(inner) = fields.get_mut(field) {
                keep_owned(owner, place, rest, inner);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
