use std::collections::HashMap;

use bytes::Bytes;
use gateway_plan::{
    Condition, LeafKind, ProjectedField, Projection, ProjectionValue, Selection, TypeShape,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::{IndexLimits, ResponsePath};

/// A field of a type that may be null; `!` is added by [`non_null`].
fn field(key: &str, value: ProjectionValue) -> ProjectedField {
    ProjectedField {
        response_key: key.to_owned(),
        types: None,
        conditions: Vec::new(),
        shape: TypeShape::Named { non_null: false },
        value,
        coordinate: format!("T.{key}"),
    }
}

fn leaf(key: &str, kind: LeafKind) -> ProjectedField {
    field(key, ProjectionValue::Leaf(kind))
}

fn object(key: &str, fields: Vec<ProjectedField>) -> ProjectedField {
    let concrete = Some("T".to_owned());
    let selection = Selection { fields };
    field(key, ProjectionValue::Object { concrete, possible: vec!["T".into()], selection })
}

fn abstract_object(key: &str, possible: &[&str], fields: Vec<ProjectedField>) -> ProjectedField {
    let possible = possible.iter().map(|&name| name.to_owned()).collect();
    let selection = Selection { fields };
    field(key, ProjectionValue::Object { concrete: None, possible, selection })
}

fn non_null(mut field: ProjectedField) -> ProjectedField {
    match &mut field.shape {
        TypeShape::Named { non_null } | TypeShape::List { non_null, .. } => *non_null = true,
    }
    field
}

fn list(mut field: ProjectedField) -> ProjectedField {
    field.shape = TypeShape::List { non_null: false, of: Box::new(field.shape) };
    field
}

fn on(types: &[&str], mut field: ProjectedField) -> ProjectedField {
    field.types = Some(types.iter().map(|&name| name.to_owned()).collect());
    field
}

fn when(conditions: &[&[(&str, bool)]], mut field: ProjectedField) -> ProjectedField {
    let condition = |&(variable, expected): &(&str, bool)| Condition {
        variable: variable.to_owned(),
        expected,
    };
    field.conditions = conditions.iter().map(|all| all.iter().map(condition).collect()).collect();
    field
}

/// A client's answer, and what it depends on.
struct Case {
    projection: Projection,
    variables: Map<String, Value>,
    introspection: HashMap<String, Bytes>,
    reported: ErrorPaths,
}

impl Case {
    fn new(fields: Vec<ProjectedField>) -> Self {
        let projection = Projection { root_type: "Query".into(), selection: Selection { fields } };
        let (variables, introspection) = (Map::new(), HashMap::new());
        Self { projection, variables, introspection, reported: ErrorPaths::new() }
    }

    fn variable(mut self, name: &str, value: bool) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    fn reported(mut self, path: &[Step<'_>]) -> Self {
        self.reported.insert(&ResponsePath::from(path));
        self
    }

    /// The data, and one line for each error.
    fn run(&self, fetched: &Value) -> (String, Vec<String>) {
        let mut store = Store::new();
        let root = ingest(&mut store, fetched);
        self.run_on(&store, &store.node(root))
    }

    fn run_on(&self, store: &Store, root: &Node) -> (String, Vec<String>) {
        let (data, projected) = self.project(store, root);
        let line = |e: &FieldError| format!("{}: {} {}", e.path, e.code, e.message);
        (data, projected.errors.iter().map(line).collect())
    }

    /// How many pieces of the body of `text` the answer is made of.
    fn copies(&self, text: &'static str) -> usize {
        let mut store = Store::new();
        let body = Bytes::from_static(text.as_bytes());
        let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
        self.project(&store, &store.node(root)).1.copies
    }

    fn project(&self, store: &Store, root: &Node) -> (String, Projected) {
        let input = ProjectionInput {
            variables: &self.variables,
            introspection: &self.introspection,
            reported: &self.reported,
        };
        let mut out = b"kept".to_vec();
        let projected = project(store, &self.projection, root, &input, &mut out);
        let text = String::from_utf8(out).expect("UTF-8");
        let data = text.strip_prefix("kept").expect("what was there stays").to_owned();
        (data, projected)
    }
}

fn ingest(store: &mut Store, value: &Value) -> crate::Ref {
    let body = Bytes::from(value.to_string());
    store.ingest(body, &IndexLimits::default()).expect("JSON")
}

const NO_ERRORS: [String; 0] = [];

#[test]
fn fields_come_in_the_order_of_the_selection_and_extra_ones_are_left_out() {
    let case = Case::new(vec![
        leaf("b", LeafKind::Int),
        field("kind", ProjectionValue::Typename),
        object("o", vec![leaf("y", LeafKind::String), field("t", ProjectionValue::Typename)]),
        leaf("a", LeafKind::String),
        leaf("absent", LeafKind::String),
    ]);
    let fetched = json!({"a": "ä\n", "extra": [1], "b": 2, "o": {"x": 1, "y": "z"}});
    let (data, errors) = case.run(&fetched);
    assert_eq!(data, r#"{"b":2,"kind":"Query","o":{"y":"z","t":"T"},"a":"ä\n","absent":null}"#);
    assert_eq!(errors, NO_ERRORS);
    let (empty, _) = Case::new(vec![]).run(&json!({}));
    assert_eq!(empty, "{}");
}

#[test]
fn null_goes_up_to_the_next_place_that_may_be_null() {
    let inner = || {
        non_null(object(
            "inner",
            vec![leaf("n", LeafKind::Int), non_null(leaf("x", LeafKind::Int))],
        ))
    };
    let case = Case::new(vec![
        leaf("a", LeafKind::Int),
        object("outer", vec![inner()]),
        leaf("b", LeafKind::Int),
    ]);
    let (data, errors) =
        case.run(&json!({"a": 1, "outer": {"inner": {"n": 1, "x": null}}, "b": 2}));
    assert_eq!(data, r#"{"a":1,"outer":null,"b":2}"#);
    assert_eq!(
        errors,
        ["outer.inner.x: NULL_IN_NON_NULL `T.x` has no value, but it must have one"]
    );

    let case = Case::new(vec![leaf("a", LeafKind::Int), non_null(object("outer", vec![inner()]))]);
    let (data, errors) = case.run(&json!({"a": 1, "outer": {"inner": {}}}));
    assert_eq!(data, "null");
    assert_eq!(errors.len(), 1);
}

#[test]
fn null_in_lists_goes_up_by_their_wrappers() {
    let fetched = json!({"l": [1, null, 3]});
    let nullable = Case::new(vec![list(leaf("l", LeafKind::Int))]);
    assert_eq!(nullable.run(&fetched), (r#"{"l":[1,null,3]}"#.to_owned(), vec![]));

    let strict = Case::new(vec![list(non_null(leaf("l", LeafKind::Int)))]);
    let (data, errors) = strict.run(&fetched);
    assert_eq!(data, r#"{"l":null}"#);
    assert_eq!(errors, ["l[1]: NULL_IN_NON_NULL `T.l` has no value, but it must have one"]);

    let strictest = Case::new(vec![non_null(list(non_null(leaf("l", LeafKind::Int))))]);
    assert_eq!(strictest.run(&fetched).0, "null");

    let nested = Case::new(vec![list(list(non_null(leaf("l", LeafKind::Int))))]);
    assert_eq!(
        nested.run(&json!({"l": [[1], [2, null], null, []]})).0,
        r#"{"l":[[1],null,null,[]]}"#
    );
}

#[test]
fn a_null_that_is_explained_gets_no_second_error() {
    let fields = || {
        vec![
            object("o", vec![non_null(leaf("x", LeafKind::Int))]),
            non_null(leaf("y", LeafKind::Int)),
        ]
    };
    let fetched = json!({"o": {}, "y": 1});
    let (_, errors) = Case::new(fields()).reported(&[Step::Key("o"), Step::Key("x")]).run(&fetched);
    assert_eq!(errors, NO_ERRORS);
    let (data, errors) = Case::new(fields()).reported(&[Step::Key("y")]).run(&fetched);
    assert_eq!(data, r#"{"o":null,"y":1}"#);
    assert_eq!(errors.len(), 1);
}

#[test]
fn types_decide_which_fields_appear() {
    let case = Case::new(vec![list(abstract_object(
        "l",
        &["A", "B"],
        vec![
            field("kind", ProjectionValue::Typename),
            on(&["A"], leaf("a", LeafKind::Int)),
            on(&["A"], leaf("same", LeafKind::Int)),
            on(&["B"], leaf("same", LeafKind::String)),
        ],
    ))]);
    let fetched = json!({"l": [
        {"__typename": "A", "a": 1, "same": 2},
        {"__typename": "B", "a": 1, "same": "s"},
        {"__typename": "Hidden", "a": 1},
        {"a": 1},
    ]});
    let (data, errors) = case.run(&fetched);
    assert_eq!(data, r#"{"l":[{"kind":"A","a":1,"same":2},{"kind":"B","same":"s"},null,null]}"#);
    assert_eq!(errors, NO_ERRORS);
}

#[test]
fn a_field_appears_when_one_of_its_alternatives_holds() {
    let both = [("in", true), ("out", false)];
    let fields = || {
        vec![
            when(&[&both], leaf("a", LeafKind::Int)),
            when(&[&[("in", true)], &[("other", true)]], leaf("b", LeafKind::Int)),
        ]
    };
    let run = |inside, outside, other| {
        let case = Case::new(fields()).variable("in", inside).variable("out", outside);
        case.variable("other", other).run(&json!({"a": 1, "b": 2})).0
    };
    assert_eq!(run(true, false, false), r#"{"a":1,"b":2}"#);
    assert_eq!(run(true, true, false), r#"{"b":2}"#);
    assert_eq!(run(false, false, true), r#"{"b":2}"#);
    assert_eq!(run(false, false, false), "{}");
}

/// Null decides about a selection of the object, when it is met at all.
#[test]
fn an_object_fails_whose_selection_is_undecided() {
    let undecided = || field("", ProjectionValue::Undecided { message: "which?".to_owned() });
    let inner = vec![when(&[&[("s", true)]], on(&["T"], undecided())), leaf("a", LeafKind::Int)];
    let case = Case::new(vec![list(abstract_object("o", &["T", "U"], inner))]);
    let fetched = json!({ "o": [{ "__typename": "U", "a": 1 }, { "__typename": "T", "a": 2 }] });
    let (data, errors) = case.variable("s", true).run(&fetched);
    assert_eq!(data, r#"{"o":[{"a":1},null]}"#);
    assert_eq!(errors, ["o[1]: VARIABLES_INVALID which?"]);

    let inner = vec![when(&[&[("s", true)]], undecided()), leaf("a", LeafKind::Int)];
    let case = Case::new(inner).variable("s", false);
    assert_eq!(case.run(&json!({ "a": 1 })), (r#"{"a":1}"#.to_owned(), vec![]));
    let (data, errors) = case.variable("s", true).run(&json!({ "a": 1 }));
    assert_eq!((data.as_str(), errors.len()), ("null", 1));
}

#[test]
fn leaves_are_checked_and_copied_as_they_came() {
    let values = || vec!["ONE".to_owned(), "TWO".to_owned()];
    for (kind, accepted, refused) in [
        (LeafKind::Int, vec!["1", "-2147483648"], vec!["2147483648", "1.5", "\"1\"", "true"]),
        (LeafKind::Float, vec!["1", "1.50", "1e3"], vec!["\"1\"", "[]"]),
        (LeafKind::String, vec!["\"a\\u00e9\""], vec!["1", "{}"]),
        (LeafKind::Boolean, vec!["true", "false"], vec!["0", "\"true\""]),
        (LeafKind::Id, vec!["\"a\""], vec!["1.5", "true", "{}"]),
        (
            LeafKind::Enum { values: values(), hidden: vec![] },
            vec!["\"TWO\""],
            vec!["\"THREE\"", "2"],
        ),
        (LeafKind::Custom, vec!["{\"a\" : [1]}", "1e400", "\"\""], vec![]),
    ] {
        let case = Case::new(vec![leaf("v", kind.clone())]);
        let run = |json: &str| {
            let mut store = Store::new();
            let body = Bytes::from(format!("{{\"v\":{json}}}"));
            let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
            case.run_on(&store, &store.node(root))
        };
        for json in accepted {
            assert_eq!(run(json), (format!("{{\"v\":{json}}}"), vec![]), "{kind:?}");
        }
        for json in refused {
            let (data, errors) = run(json);
            assert_eq!(data, "{\"v\":null}", "{kind:?} {json}");
            assert!(
                errors[0].starts_with("v: SUBGRAPH_FAILED `T.v` was answered with"),
                "{errors:?}"
            );
        }
    }
}

#[test]
fn a_value_that_clients_must_not_see_is_null_and_no_mistake() {
    let hidden = || LeafKind::Enum { values: vec!["ONE".into()], hidden: vec!["TWO".into()] };
    let case = Case::new(vec![leaf("v", hidden())]);
    assert_eq!(case.run(&json!({"v": "TWO"})), ("{\"v\":null}".to_owned(), vec![]));
    let (data, errors) = case.run(&json!({"v": "THREE"}));
    assert_eq!((data.as_str(), errors.len()), ("{\"v\":null}", 1));
    let must = non_null(leaf("v", hidden()));
    let (data, errors) = Case::new(vec![must]).run(&json!({"v": "TWO"}));
    assert_eq!(data, "null");
    assert_eq!(errors, ["v: NULL_IN_NON_NULL `T.v` has no value, but it must have one"]);
}

#[test]
fn a_whole_number_is_an_int_however_it_is_written() {
    for (sent, expected) in [("3.0", "3"), ("-2e3", "-2000"), ("0.0", "0"), ("1e-1", "null")] {
        let mut store = Store::new();
        let body = Bytes::from(format!("{{\"v\":{sent}}}"));
        let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
        let (data, _) = Case::new(vec![leaf("v", LeafKind::Int)]).run_on(&store, &store.node(root));
        assert_eq!(data, format!("{{\"v\":{expected}}}"), "{sent}");
    }
}

#[test]
fn an_id_that_is_a_number_becomes_text() {
    let case = Case::new(vec![leaf("v", LeafKind::Id)]);
    let (data, _) = case.run(&json!({"v": -12_345_678_901_234_i64}));
    assert_eq!(data, r#"{"v":"-12345678901234"}"#);
}

#[test]
fn a_value_of_another_shape_is_an_error() {
    let case = Case::new(vec![
        list(leaf("l", LeafKind::Int)),
        object("o", vec![]),
        leaf("s", LeafKind::Int),
    ]);
    let (data, errors) = case.run(&json!({"l": 1, "o": [], "s": {}}));
    assert_eq!(data, r#"{"l":null,"o":null,"s":null}"#);
    assert_eq!(
        errors,
        [
            "l: SUBGRAPH_FAILED `T.l` was answered with something that is not a list",
            "o: SUBGRAPH_FAILED `T.o` was answered with something that is not an object",
            "s: SUBGRAPH_FAILED `T.s` was answered with something that is not an integer of 32 bits",
        ]
    );
}

#[test]
fn introspection_is_taken_as_it_is() {
    let mut case = Case::new(vec![
        field("s", ProjectionValue::Introspection),
        field("t", ProjectionValue::Introspection),
    ]);
    case.introspection.insert("s".into(), Bytes::from_static(b"{\"types\":[]}"));
    assert_eq!(case.run(&json!({})).0, r#"{"s":{"types":[]},"t":null}"#);
}

#[test]
fn what_lies_over_an_object_is_part_of_it() {
    let case = Case::new(vec![list(object(
        "l",
        vec![leaf("a", LeafKind::Int), leaf("b", LeafKind::Int)],
    ))]);
    let mut store = Store::new();
    let root = ingest(&mut store, &json!({"l": [{"a": 1}, {"a": 2}]}));
    let over = ingest(&mut store, &json!([{"b": 10}, {"b": 20}]));
    let list = store.get(root, "l").expect("the list");
    let targets: Vec<_> = store.elements(list).collect();
    let sources: Vec<_> = store.elements(over).collect();
    for (target, source) in targets.into_iter().zip(sources) {
        store.overlay(target, source);
    }
    let (data, errors) = case.run_on(&store, &store.node(root));
    assert_eq!(data, r#"{"l":[{"a":1,"b":10},{"a":2,"b":20}]}"#);
    assert_eq!(errors, NO_ERRORS);
}

#[test]
fn what_has_the_shape_of_the_answer_is_copied_in_one_piece() {
    let row = vec![leaf("id", LeafKind::Id), leaf("n", LeafKind::Int)];
    let case = Case::new(vec![list(object("l", row)), field("t", ProjectionValue::Typename)]);
    let same = r#"{"l":[{"id":"1","n":1},{"id":"2","n":null}],"t":"Query"}"#;
    assert_eq!(case.copies(same), 1);
    // Something between the rows: two pieces. Spaces everywhere: each value, and the bracket that
    // might have been the beginning of more.
    assert_eq!(case.copies(r#"{"l":[{"id":"1","n":1},  {"id":"2","n":2}],"t":"Query"}"#), 2);
    assert_eq!(case.copies(r#"{ "l": [ { "id": "1", "n": 1 } ], "t": "Query" }"#), 4);
    // A field that the client did not ask for ends a piece, another order does it for each field.
    assert_eq!(case.copies(r#"{"l":[{"id":"1","x":0,"n":1}],"t":"Query"}"#), 2);
    assert_eq!(case.copies(r#"{"t":"Query","l":[{"n":1,"id":"1"}]}"#), 4);
}

#[test]
fn a_null_takes_back_what_was_copied_already() {
    let row = vec![leaf("id", LeafKind::Id), non_null(leaf("n", LeafKind::Int))];
    let case = Case::new(vec![leaf("a", LeafKind::Int), list(object("l", row))]);
    let (data, errors) = case.run(&json!({
        "a": 1, "l": [{"id": "1", "n": 1}, {"n": null, "id": "2"}, {"id": "3", "x": 0, "n": "no"}],
    }));
    assert_eq!(data, r#"{"a":1,"l":[{"id":"1","n":1},null,null]}"#);
    assert_eq!(errors.len(), 2);
}

#[test]
fn what_stands_at_several_places_is_written_alike_and_its_errors_are_told_of_each() {
    let good = vec![leaf("id", LeafKind::Id), leaf("n", LeafKind::Int)];
    let bad = vec![non_null(leaf("id", LeafKind::Id)), leaf("n", LeafKind::Int)];
    let row = vec![leaf("k", LeafKind::Int), object("good", good), object("bad", bad)];
    let case = Case::new(vec![list(object("l", row))]);
    let part = |good: &Value, bad: &Value, k: i32| json!({"k": k, "good": good, "bad": bad});
    let (one, none) = (json!({"id": "1", "n": 2}), json!({"id": null, "n": 3}));
    let fetched = json!({"l": [part(&one, &none, 1), part(&one, &none, 2), part(&none, &one, 3)]});
    let plain = case.run(&fetched);
    let mut store = Store::new();
    let tape = crate::Tape::index_twins(Bytes::from(fetched.to_string()), &IndexLimits::default());
    let root = store.add(tape.expect("JSON"));
    assert_eq!(case.run_on(&store, &store.node(root)), plain);
    assert_eq!(plain.1.len(), 2);
}

/// An object and a projection of exactly its shape, both from one description.
fn shaped(depth: u32) -> BoxedStrategy<(Value, ProjectionValue, TypeShape)> {
    let named = TypeShape::Named { non_null: true };
    let leaf = prop_oneof![
        any::<i32>().prop_map(|int| (Value::from(int), LeafKind::Int)),
        "[a-z\"\\\\é]{0,3}".prop_map(|text| (Value::from(text), LeafKind::String)),
        any::<bool>().prop_map(|value| (Value::from(value), LeafKind::Boolean)),
        Just((json!({"any": [1, {}]}), LeafKind::Custom)),
    ]
    .prop_map(move |(value, kind)| (value, ProjectionValue::Leaf(kind), named.clone()));
    if depth == 0 {
        return leaf.boxed();
    }
    let fields = prop::collection::btree_map("[a-e]", shaped(depth - 1), 0..5);
    let object = fields.prop_map(|fields| {
        let value =
            fields.iter().map(|(key, (value, _, _))| (key.clone(), value.clone())).collect();
        let selection = fields
            .into_iter()
            .map(|(key, (_, value, shape))| ProjectedField { shape, ..field(&key, value) });
        let selection = Selection { fields: selection.collect() };
        let value_kind = ProjectionValue::Object {
            concrete: Some("T".into()),
            possible: vec!["T".into()],
            selection,
        };
        (value, value_kind, TypeShape::Named { non_null: true })
    });
    let list = (shaped(depth - 1), 0_usize..3).prop_map(|((value, kind, shape), count)| {
        let list = Value::from(vec![value; count]);
        (list, kind, TypeShape::List { non_null: true, of: Box::new(shape) })
    });
    prop_oneof![1 => leaf, 3 => object, 1 => list].boxed()
}

proptest! {
    #[test]
    fn an_answer_of_the_shape_of_the_projection_comes_out_as_it_went_in((value, kind, shape) in shaped(3)) {
        let case = Case::new(vec![ProjectedField { shape, ..field("v", kind) }]);
        let fetched = json!({"v": value});
        let (data, errors) = case.run(&fetched);
        prop_assert_eq!(data, fetched.to_string());
        prop_assert_eq!(errors, NO_ERRORS);
        let mut store = Store::new();
        let root = ingest(&mut store, &fetched);
        prop_assert_eq!(case.project(&store, &store.node(root)).1.copies, 1);
    }

    #[test]
    fn an_answer_that_repeats_itself_comes_out_as_if_it_did_not((value, kind, shape) in shaped(3), (other, _, _) in shaped(2)) {
        let shape = TypeShape::List { non_null: false, of: Box::new(shape) };
        let case = Case::new(vec![ProjectedField { shape, ..field("v", kind) }]);
        let fetched = json!({"v": [value, other, value, value, other]});
        let mut store = Store::new();
        let tape = crate::Tape::index_twins(Bytes::from(fetched.to_string()), &IndexLimits::default());
        let root = store.add(tape.expect("JSON"));
        prop_assert_eq!(case.run_on(&store, &store.node(root)), case.run(&fetched));
    }

    #[test]
    fn any_answer_gives_json_and_every_null_in_non_null_an_error((_, kind, shape) in shaped(2), (other, _, _) in shaped(2)) {
        let case = Case::new(vec![ProjectedField { shape, ..field("v", kind) }]);
        let (data, errors) = case.run(&json!({"v": other}));
        let data: Value = serde_json::from_str(&data).expect("JSON");
        prop_assert_eq!(data.is_null(), !errors.is_empty());
    }
}
