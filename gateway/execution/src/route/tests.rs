use gateway_plan::{ConnectionGather, gather::CursorKeys};
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
    RootField { response_key: "field".into(), route: Some(PartitionRoute { selectors }), gather }
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
    // A page of which only counts are asked for.
    let mut fields = vec![
        ("__typename".into(), Gather::Typename),
        ("totalCount".into(), Gather::Sum { int: true }),
    ];
    let counts = Gather::Object { fields: fields.clone() };
    assert_eq!(routed(&field(counts, selectors()), none.clone()), Ok(vec![]));
    let page = |others: &[(String, Gather)]| {
        Gather::Connection(Box::new(ConnectionGather {
            first: None,
            last: None,
            after: None,
            before: None,
            default_size: None,
            cursors: CursorKeys { edges: "edges".into(), cursor: "cursor".into() },
            edges: vec!["edges".into()],
            nodes: vec![],
            page_info: vec![],
            others: others.to_vec(),
            edge_ids: None,
            node_ids: None,
        }))
    };
    assert_eq!(routed(&field(page(&fields), selectors()), none.clone()), Ok(vec![]));
    fields.push(("id".into(), Gather::Same));
    assert!(routed(&field(page(&fields), selectors()), none.clone()).is_err());
    let field = field(Gather::Object { fields }, selectors());
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
