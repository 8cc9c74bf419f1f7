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
    let ids =
        VariableDefinition { name: "ids".into(), type_text: "[ID!]!".into(), default_text: None };
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
    Some(Routed { targets: targets.into(), total: 9, choices: vec![], ids: None, left_out: vec![] })
}

/// More than enough for the places of these tests.
fn nine() -> Partitions {
    let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    partitions(&keys.map(|key| (key, "")))
}

fn print(rounds: &[Vec<PartitionCall>]) -> String {
    let line =
        |call: &PartitionCall| format!("{} {}\n", call.place, String::from_utf8_lossy(&call.body));
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
    let selectors = vec![selector(RouteBy::Key, &["keys"]), selector(RouteBy::Id, &["in", "ids"])];
    let routed = [chosen_by(&selectors)];
    fetch.fields[0].route = Some(gateway_plan::PartitionRoute { selectors });
    let scope = json!({ "keys": ["b1", "c", "a2"], "in": { "ids": ["a1:x:1", null, "b1:x:2"] } });
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
