//! What an operation becomes before it is planned.

use gateway_operation::{PrepareSettings, prepare};
use gateway_plan::Condition;
use gateway_supergraph::Supergraph;
use serde_json::json;

use super::{Case, lift};

const LIBRARY: &str = include_str!("../tests/library.graphql");
const CITY: &str = include_str!("../tests/city.graphql");

fn lifted(sdl: &str, document: &str, variables: &serde_json::Value) -> String {
    let supergraph = Supergraph::parse(sdl).expect("the supergraph is sound");
    let prepared = prepare(&supergraph.api_schema, &PrepareSettings::default(), document, None)
        .expect("a valid operation");
    let lifted = match lift(&supergraph, &prepared, &[], "_y_") {
        Ok(lifted) => lifted,
        Err(error) => return format!("refused: {error}"),
    };
    let variables = variables.as_object().cloned().unwrap_or_default();
    let mut text = match lifted.cases.as_slice() {
        [] => "nothing to plan".to_owned(),
        cases => cases.iter().map(print).collect::<Vec<_>>().join("\n"),
    };
    for variable in lifted.variables {
        let value = match variable.evaluate(&variables) {
            Ok(Some(value)) => value.to_string(),
            Ok(None) => "absent".to_owned(),
            Err(error) => error.to_string(),
        };
        text += &format!("\n{}: {} = {value}", variable.name, variable.type_text);
    }
    text
}

fn print(case: &Case) -> String {
    let condition =
        |one: &Condition| format!("{}${}", if one.expected { "" } else { "!" }, one.variable);
    match case.conditions.iter().map(condition).collect::<Vec<_>>().join("&") {
        none if none.is_empty() => super::print(&case.document),
        conditions => format!("{conditions}: {}", super::print(&case.document)),
    }
}

#[test]
fn literals_become_variables_of_the_arguments_type() {
    insta::assert_snapshot!(lifted(LIBRARY,
        "query Name { search(text: \"x\", filter: { years: 2024, inner: { kind: BOOK } }, raw: { a: [1, 2.5], b: null }) { ... on Book { price(currency: \"EUR\") } } media { title } }",
        &json!({})
    ), @r#"
    query($_y_0: String!, $_y_1: Filter, $_y_2: Anything, $_y_3: String) { search(text: $_y_0, filter: $_y_1, raw: $_y_2) { ... on Book { price(currency: $_y_3) } __typename } media { title } }
    _y_0: String! = "x"
    _y_1: Filter = {"years":[2024],"kind":"FILM","inner":{"kind":"BOOK"}}
    _y_2: Anything = {"a":[1,2.5],"b":null}
    _y_3: String = "EUR"
    "#);
}

#[test]
fn variables_in_literals_are_filled_in() {
    let document = "query($y: Int!, $ys: [Int!], $k: Kind, $any: Anything) { search(text: \"x\", filter: { years: [1, $y], kind: $k, inner: { years: $ys } }, raw: { deep: [$any] }) { ... on Book { id } } }";
    insta::assert_snapshot!(lifted(LIBRARY, document, &json!({"y": 2, "ys": [3], "any": {"z": 1}})), @r#"
    query($y: Int!, $ys: [Int!], $k: Kind, $any: Anything, $_y_0: String!, $_y_1: Filter, $_y_2: Anything) { search(text: $_y_0, filter: $_y_1, raw: $_y_2) { ... on Book { id } __typename } }
    _y_0: String! = "x"
    _y_1: Filter = {"years":[1,2],"kind":"FILM","inner":{"years":[3],"kind":"FILM"}}
    _y_2: Anything = {"deep":[{"z":1}]}
    "#);
    insta::assert_snapshot!(lifted(LIBRARY, document, &json!({"y": 2, "k": "BOOK"})), @r#"
    query($y: Int!, $ys: [Int!], $k: Kind, $any: Anything, $_y_0: String!, $_y_1: Filter, $_y_2: Anything) { search(text: $_y_0, filter: $_y_1, raw: $_y_2) { ... on Book { id } __typename } }
    _y_0: String! = "x"
    _y_1: Filter = {"years":[1,2],"kind":"BOOK","inner":{"kind":"FILM"}}
    _y_2: Anything = {"deep":[null]}
    "#);
}

#[test]
fn equal_literals_share_a_variable_so_that_fields_still_merge() {
    insta::assert_snapshot!(lifted(LIBRARY,
        "{ book(id: 1) { price(currency: \"EUR\") ...F } other: book(id: 2) { id } } fragment F on Book { price(currency: \"EUR\") }",
        &json!({})
    ), @r#"
    query($_y_0: ID!, $_y_1: String, $_y_2: ID!) { book(id: $_y_0) { price(currency: $_y_1) price(currency: $_y_1) } other: book(id: $_y_2) { id } }
    _y_0: ID! = "1"
    _y_1: String = "EUR"
    _y_2: ID! = "2"
    "#);
}

#[test]
fn bare_variables_stay_except_where_partitions_answer() {
    insta::assert_snapshot!(lifted(LIBRARY, "query($id: ID!) { book(id: $id) { id } }", &json!({"id": "1"})), @"query($id: ID!) { book(id: $id) { id } }");
    insta::assert_snapshot!(lifted(CITY,
        "query($ids: [ID!]!, $n: Int) { nodes(ids: $ids) { id } deputies(first: $n) { totalCount } }",
        &json!({"ids": ["1"]})
    ), @r#"
    query($ids: [ID!]!, $n: Int, $_y_0: [ID!]!, $_y_1: Int) { nodes(ids: $_y_0) { id __typename } deputies(first: $_y_1) { totalCount } }
    _y_0: [ID!]! = ["1"]
    _y_1: Int = absent
    "#);
}

#[test]
fn a_default_that_routes_is_made_visible() {
    insta::assert_snapshot!(lifted(CITY, "{ tallies { count } }", &json!({})), @r#"
    query($_y_0: [DistrictCode!]) { tallies(districts: $_y_0) { count } }
    _y_0: [DistrictCode!] = ["231004"]
    "#);
}

#[test]
fn abstract_selections_ask_for_their_type() {
    insta::assert_snapshot!(lifted(LIBRARY, "{ search(text: \"x\") { ... on Book { name: title title: title author { works { title } } } } }", &json!({})), @r#"
    query($_y_0: String!) { search(text: $_y_0) { ... on Book { name: title title author { works { title } } } __typename } }
    _y_0: String! = "x"
    "#);
}

#[test]
fn what_is_answered_here_is_taken_out() {
    insta::assert_snapshot!(lifted(LIBRARY, "{ __typename ...F __schema { queryType { name } } } fragment F on Query { __typename ... { shelves { __typename number } __typename } }", &json!({})), @"{ shelves { __typename number } }");
    insta::assert_snapshot!(lifted(LIBRARY, "{ __typename ... { __typename } }", &json!({})), @"nothing to plan");
}

#[test]
fn a_fragment_on_the_type_that_it_stands_on_is_its_selections_under_its_conditions() {
    insta::assert_snapshot!(lifted(LIBRARY,
        "query($a: Boolean!) { search(text: \"x\") { ... on Found @skip(if: $a) { ...F } ...F @include(if: $a) } } fragment F on Found { ... on Book { id ... on Book @skip(if: $a) { title @skip(if: $a) weight @include(if: $a) inStock @include(if: true) } } }",
        &json!({})
    ), @r#"
    !$a: query($a: Boolean!, $_y_0: String!) { search(text: $_y_0) { ... on Book { id title inStock } __typename } }
    $a: query($a: Boolean!, $_y_0: String!) { search(text: $_y_0) { ... on Book { id } __typename } }
    _y_0: String! = "x"
    "#);
}
