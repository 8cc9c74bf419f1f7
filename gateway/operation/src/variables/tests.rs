//! What fits a variable's type, what does not, and what is said about it.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::{PrepareSettings, prepare};

const SCHEMA: &str = "
    directive @oneOf on INPUT_OBJECT
    scalar Date
    enum Color { RED GREEN }
    input Filter { name: String! ids: [ID!] first: Int = 7 inner: Filter }
    input Either @oneOf { a: Int b: String }
    type Query { q(i: Int f: Float s: String b: Boolean id: ID c: Color l: [[Int]] d: Date filter: Filter either: Either): Int }
";

fn run(definitions: &str, raw: Value) -> Result<Value, Vec<String>> {
    let schema = Schema::parse_and_validate(SCHEMA, "schema.graphql").expect("a valid schema");
    // Every variable is used once, as validation demands.
    let uses: String = definitions
        .split('$')
        .skip(1)
        .filter_map(|part| part.split_once(':'))
        .enumerate()
        .map(|(n, (name, _))| format!(" u{n}: q({name}: ${name})"))
        .collect();
    let document = format!("query({definitions}) {{{uses} }}");
    let prepared = prepare(&schema, &PrepareSettings::default(), &document, None)
        .map_err(|errors| errors.into_iter().map(|e| e.message).collect::<Vec<_>>())?;
    let raw = raw.as_object().cloned().unwrap_or_default();
    coerce(&schema, &prepared, &raw).map(Value::Object).map_err(|errors| {
        assert!(errors.iter().all(|e| e.code == ErrorCode::VariablesInvalid));
        assert!(errors.iter().all(|e| e.locations.len() == 1));
        errors.into_iter().map(|error| error.message).collect()
    })
}

#[test]
fn values_are_coerced_by_the_specification() {
    let coerced = run(
        "$i: Int, $f: Float, $id: ID, $l: [[Int]], $c: Color, $d: Date, $filter: Filter, $s: String",
        json!({"i": 3.0, "f": 1, "id": 5, "l": [1, null, [2]], "c": "RED", "d": {"y": 1}, "filter": {"name": "n", "ids": "x"}, "other": 1}),
    );
    assert_eq!(
        coerced,
        Ok(
            json!({"i": 3, "f": 1, "id": "5", "l": [[1], null, [2]], "c": "RED", "d": {"y": 1}, "filter": {"name": "n", "ids": ["x"], "first": 7}})
        )
    );
}

#[test]
fn absent_is_not_null_and_defaults_fill_in() {
    assert_eq!(
        run("$i: Int, $s: String = \"x\", $b: Boolean", json!({"b": null})),
        Ok(json!({"s": "x", "b": null}))
    );
    assert_eq!(run("$s: String = \"x\"", json!({"s": null})), Ok(json!({"s": null})));
}

#[test]
fn each_misfit_names_the_variable_and_the_place() {
    let misfits = run(
        "$i: Int!, $f: Float, $s: String, $id: ID, $c: Color, $l: [[Int]], $filter: Filter!, $either: Either, $b: Boolean!",
        json!({"i": 2_147_483_648_i64, "f": "1", "s": 1, "id": 1.5, "c": "BLUE", "l": [[1], ["x"]],
            "filter": {"name": "n", "inner": {"ids": [null]}}, "either": {"a": 1, "b": "x"}}),
    )
    .expect_err("nothing fits");
    insta::assert_snapshot!(misfits.join("\n"), @r#"
    the variable $i must be of type Int (an integer of 32 bits), not 2147483648
    the variable $f must be of type Float, not "1"
    the variable $s must be of type String, not 1
    the variable $id must be of type ID, not 1.5
    the variable $c must be one of RED, GREEN, not "BLUE"
    the variable $l[1][0] must be of type Int (an integer of 32 bits), not "x"
    the variable $filter.inner.name is required
    the variable $either must have exactly one field, which must not be null
    the variable $b is required: its type is Boolean!
    "#);
}

#[test]
fn input_objects_are_complete_and_have_no_other_fields() {
    let message =
        |raw| run("$filter: Filter", json!({"filter": raw})).expect_err("misfit").join("");
    insta::assert_snapshot!(message(json!({})), @"the variable $filter.name is required");
    insta::assert_snapshot!(message(json!({"name": "n", "nope": 1})), @"the variable $filter has no field `nope`: its type is Filter");
    insta::assert_snapshot!(message(json!([])), @"the variable $filter must be an object of type Filter");
    insta::assert_snapshot!(message(json!({"name": "x".repeat(9), "ids": ["é".repeat(100), [1]]})), @"the variable $filter.ids[1] must be of type ID, not [1]");
}

#[test]
fn exactly_one_field_of_a_one_of() {
    assert!(run("$either: Either", json!({"either": {"a": 1}})).is_ok());
    assert!(run("$either: Either", json!({"either": {}})).is_err());
    assert!(run("$either: Either", json!({"either": {"a": null}})).is_err());
}

proptest! {
    /// What was coerced once stays as it is.
    #[test]
    fn coercion_is_idempotent(i in any::<i32>(), id in any::<u32>(), items in proptest::collection::vec(any::<Option<i32>>(), 0..4)) {
        let definitions = "$i: Int, $id: ID, $l: [[Int]]";
        let once = run(definitions, json!({"i": i, "id": id, "l": items})).expect("fits");
        prop_assert_eq!(run(definitions, once.clone()), Ok(once));
    }
}
