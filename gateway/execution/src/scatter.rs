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
mod tests {
    use gateway_plan::{
        Gather,
        document::{DocumentPiece, VariableDefinition},
    };
    use serde_json::json;

    use super::*;
    use crate::{id_split::IdSplit, topology::tests::partitions};

    fn fetch(kind: OperationKind, fields: &[&str]) -> RootFetch {
        let piece = |text: &&str| DocumentPiece {
            text: (*text).into(),
            variables: if text.contains('$') { vec![0] } else { vec![] },
            fragments: vec![],
        };
        let field = |text: &&str| RootField {
            response_key: (*text).into(),
            route: None,
            gather: Gather::Concat,
        };
        let ids = VariableDefinition {
            name: "ids".into(),
            type_text: "[ID!]!".into(),
            default_text: None,
        };
        RootFetch {
            document: Document {
                kind,
                variables: vec![ids],
                fields: fields.iter().map(piece).collect(),
                fragments: vec![],
            },
            at: vec![],
            fields: fields.iter().map(field).collect(),
            output_rewrites: vec![],
        }
    }

    fn to(targets: &[usize]) -> Option<Routed> {
        Some(Routed {
            targets: targets.into(),
            total: 9,
            choices: vec![],
            ids: None,
            left_out: vec![],
        })
    }

    /// More than enough for the places of these tests.
    fn nine() -> Partitions {
        let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        partitions(&keys.map(|key| (key, "")))
    }

    fn print(rounds: &[Vec<PartitionCall>]) -> String {
        let line = |call: &PartitionCall| {
            format!("{} {}\n", call.place, String::from_utf8_lossy(&call.body))
        };
        rounds
            .iter()
            .map(|round| round.iter().map(line).collect::<String>())
            .collect::<Vec<_>>()
            .join("then\n")
    }

    #[test]
    fn a_partition_is_asked_once_for_all_its_fields() {
        let fetch = fetch(OperationKind::Query, &["a", "b", "c"]);
        let routed = [to(&[0, 1, 2]), to(&[1]), None];
        let rounds = scatter(&fetch, &routed, &Variables::new(), &nine(), |_| None);
        insta::assert_snapshot!(print(&rounds), @r#"
        0 {"query":"query{a}"}
        1 {"query":"query{a b}"}
        2 {"query":"query{a}"}
        "#);
        let bodies: Vec<_> = rounds[0].iter().map(|call| call.body.as_ptr()).collect();
        assert_eq!(bodies[0], bodies[2], "equal bodies are shared");
    }

    #[test]
    fn a_mutation_goes_in_rounds_of_neighbours() {
        let fetch = fetch(OperationKind::Mutation, &["a", "b", "c", "d"]);
        let routed = [to(&[1]), to(&[1]), to(&[0]), to(&[1])];
        insta::assert_snapshot!(print(&scatter(&fetch, &routed, &Variables::new(), &nine(), |_| None)), @r#"
        1 {"query":"mutation{a b}"}
        then
        0 {"query":"mutation{c}"}
        then
        1 {"query":"mutation{d}"}
        "#);
    }

    #[test]
    fn a_list_of_ids_differs_for_each_partition() {
        let fetch = fetch(OperationKind::Query, &["nodes(ids:$ids)", "b"]);
        let ids = json!(["b:x:1", "a:x:1", "b:x:2"]);
        let variables = Variables::from_iter([("ids".to_owned(), ids)]);
        let partitions = partitions(&[("a", ""), ("b", ""), ("c", "")]);
        let split = IdSplit::new(&partitions, "ids", &variables).expect("valid ids");
        let by_ids = Routed {
            targets: vec![0, 1],
            total: 3,
            choices: vec![],
            ids: Some(split),
            left_out: vec![],
        };
        let routed = [Some(by_ids), to(&[0, 2])];
        let rounds = scatter(&fetch, &routed, &variables, &partitions, |_| None);
        insta::assert_snapshot!(print(&rounds), @r#"
        0 {"query":"query($ids:[ID!]!){nodes(ids:$ids) b}","variables":{"ids":["a:x:1"]}}
        1 {"query":"query($ids:[ID!]!){nodes(ids:$ids)}","variables":{"ids":["b:x:1","b:x:2"]}}
        2 {"query":"query{b}"}
        "#);
    }

    /// Cities `a` and `b` own districts, `c` is one.
    fn cities() -> Partitions {
        let cities = partitions(&[("a", ""), ("b", ""), ("c", "")]);
        cities.owning([("a", "a1"), ("a", "a2"), ("b", "b1")]).expect("each has one owner")
    }

    fn selector(by: RouteBy, path: &[&str]) -> RouteSelector {
        RouteSelector {
            by,
            label: (by == RouteBy::Label).then(|| "other".into()),
            variable: "scope".into(),
            path: path.iter().map(|field| (*field).into()).collect(),
            argument: path.join("."),
        }
    }

    fn chosen_by(selectors: &[RouteSelector]) -> Option<Routed> {
        let choice = |selector: &RouteSelector| crate::route::Choice {
            argument: selector.argument.clone(),
            chosen: [0, 1, 2].into(),
        };
        let choices = selectors.iter().map(choice).collect();
        to(&[0, 1, 2]).map(|routed| Routed { choices, ..routed })
    }

    #[test]
    fn a_gateway_is_sent_what_it_owns() {
        let mut fetch = fetch(OperationKind::Query, &["rows(scope:$scope)"]);
        fetch.document.variables[0].name = "scope".into();
        let selectors =
            vec![selector(RouteBy::Key, &["keys"]), selector(RouteBy::Id, &["in", "ids"])];
        let routed = [chosen_by(&selectors)];
        fetch.fields[0].route = Some(gateway_plan::PartitionRoute { selectors });
        let scope =
            json!({ "keys": ["b1", "c", "a2"], "in": { "ids": ["a1:x:1", null, "b1:x:2"] } });
        let variables = Variables::from_iter([("scope".to_owned(), scope)]);
        let rounds = scatter(&fetch, &routed, &variables, &cities(), |_| None);
        let sent = rounds[0].iter().map(|call| {
            let body: Value = serde_json::from_slice(&call.body).expect("JSON");
            body["variables"]["scope"].to_string()
        });
        insta::assert_snapshot!(sent.collect::<Vec<_>>().join("\n"), @r#"
        {"keys":["a2"],"in":{"ids":["a1:x:1",null]}}
        {"keys":["b1"],"in":{"ids":[null,"b1:x:2"]}}
        {"keys":["c"],"in":{"ids":[null]}}
        "#);
    }

    #[test]
    fn what_may_choose_nobody_below_is_an_operation_of_its_own() {
        let routed_by = |selectors: Vec<RouteSelector>, gather: Gather| {
            let mut fetch = fetch(OperationKind::Query, &["a", "b"]);
            let routed = [chosen_by(&selectors), to(&[0, 1, 2])];
            fetch.fields[0].route = Some(gateway_plan::PartitionRoute { selectors });
            fetch.fields[0].gather = gather;
            let rounds = scatter(&fetch, &routed, &Variables::new(), &cities(), |_| None);
            assert_eq!(rounds.len(), 1, "they go out together");
            rounds[0].iter().filter(|call| call.place < 2).count()
        };
        let [by_key, by_label] = [RouteBy::Key, RouteBy::Label].map(|by| selector(by, &["x"]));
        let other = selector(RouteBy::Id, &["y"]);
        assert_eq!(routed_by(vec![by_label.clone()], Gather::Max), 4, "an unknown label");
        assert_eq!(routed_by(vec![by_key.clone(), other], Gather::Max), 4, "two that may not meet");
        assert_eq!(routed_by(vec![by_key], Gather::Max), 2, "a key leaves somebody");
        assert_eq!(routed_by(vec![by_label], Gather::Concat), 2, "nobody's rows are none");
        assert_eq!(routed_by(vec![], Gather::Max), 2);
    }

    #[test]
    fn nobody_to_ask_makes_no_round() {
        let fetch = fetch(OperationKind::Query, &["a"]);
        assert_eq!(
            scatter(&fetch, &[to(&[])], &Variables::new(), &nine(), |_| None),
            Vec::<Vec<_>>::new()
        );
    }
}
