//! Plans of ordinary federation: dependency edges, conditions, and what is answered here.

use gateway_plan::{Fetch, Step};
use serde_json::json;

use super::{city, plan, plan_with};
use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

#[test]
fn what_is_answered_here_is_not_fetched() {
    insta::assert_snapshot!(plan("{ __typename __schema { queryType { name } } }"), @"nothing is fetched");
    insta::assert_snapshot!(plan("{ __typename districts { __typename code } __type(name: \"Query\") { name } }"), @r"
    0: city
      query{districts{__typename code}}
    ");
}

#[test]
fn fetches_wait_only_for_what_they_read() {
    insta::assert_snapshot!(plan(
        "{ districts { name } deputies(first: 1) { nodes { district { name } } } node(id: \"231004:deputy:1\") { ... on Deputy { awards { title } } } }"
    ), @r#"
    0: city
      query{districts{name}}
    1: districts
      query($_y_0:Int,$_y_1:ID!){deputies(first: $_y_0){nodes{district{__typename code} _y_id: id} _y_edges: edges{_y_cursor: cursor} _y_pageInfo: pageInfo{_y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage}} node(id: $_y_1){__typename ...on Deputy{__typename id}}}
      deputies: all partitions, merged by _y_edges._y_cursor, cut to the first $_y_0, rows in _y_edges, nodes, page in _y_pageInfo, owner in nodes._y_id
      node: by the owner of id ($_y_1), one answer
    2: city, after 1
      query($__batch_reps_0:[_Any!]!,$__batch_reps_1:[_Any!]!){_e0: _entities(representations: $__batch_reps_0){...on District{name}} _e1: _entities(representations: $__batch_reps_1){...on Deputy{awards{title}}}}
      _e0 into deputies.nodes[].district
        $__batch_reps_0 of { on District { __typename, code } }
      _e1 into node<Deputy>
        $__batch_reps_1 of { on Deputy { __typename, id } }
    with {"_y_0":1,"_y_1":"231004:deputy:1"}
    "#);
}

#[test]
fn a_condition_on_the_root_is_no_condition_on_its_type() {
    let text = plan(
        "query($y: Boolean!) { ... on Query @include(if: $y) { node(id: \"231004:deputy:1\") { ... on Deputy { awards { title } } } } districts { name } }",
    );
    assert!(text.contains("_entities into node<Deputy>"), "{text}");
}

#[test]
fn a_union_under_a_condition_has_a_plan() {
    let document = "query($y: Boolean!) { node(id: \"231004:deputy:1\") { ...N @include(if: $y) ... on Node @skip(if: $y) { __typename } } } fragment N on Node { ... on Deputy { awards { title } } }";
    assert!(plan(document).contains("awards{title}"));
}

#[test]
fn a_condition_on_entities_is_a_condition_of_their_fetch() {
    insta::assert_snapshot!(plan_with(
        "query($with: Boolean!, $without: Boolean!) { node(id: \"231004:deputy:1\") { id ... on Deputy @include(if: $with) { awards @skip(if: $without) { title } } } }",
        &json!({"with": true, "without": false})
    ), @r#"
    0: districts, if not $with and not $without
      query($_y_0:ID!){node(id: $_y_0){__typename id}}
      node: by the owner of id ($_y_0), one answer
    1: districts, if $with and not $without
      query($_y_0:ID!){node(id: $_y_0){__typename id ...on Deputy{__typename id}}}
      node: by the owner of id ($_y_0), one answer
    2: city, after 1, if $with and not $without
      query($representations:[_Any!]!){_entities(representations: $representations){...on Deputy{awards{title}}}}
      _entities into node<Deputy>
        $representations of { on Deputy { __typename, id } }
    3: districts, if not $with and $without
      query($_y_0:ID!){node(id: $_y_0){__typename id}}
      node: by the owner of id ($_y_0), one answer
    4: districts, if $with and $without
      query($_y_0:ID!){node(id: $_y_0){__typename id}}
      node: by the owner of id ($_y_0), one answer
    with {"with":true,"without":false,"_y_0":"231004:deputy:1"}
    "#);
}

#[test]
fn conditions_at_the_root_stay_on_their_fields() {
    insta::assert_snapshot!(plan_with(
        "query($s: Boolean!) { districts @skip(if: $s) { code } ... @include(if: $s) { events { id date } } never: districts @skip(if: true) { code } }",
        &json!({"s": false})
    ), @r#"
    0: city, if not $s
      query{districts{code}}
    1: districts, if $s
      query{events{id date}}
      events: all partitions, merged by -date, id
    with {"s":false}
    "#);
}

#[test]
fn more_root_fields_than_a_mask_holds_are_several_fetches() {
    let fields: String = (0..70).map(|n| format!("d{n}: districts {{ code }} ")).collect();
    let mut settings = PlannerSettings::default();
    settings.prepare.limits.root_fields = 70;
    let planned = Pipeline::new(city(), &settings)
        .expect("the supergraph can be planned")
        .run(Key::of(&format!("{{ {fields} }}")))
        .expect("a plan");
    let sizes: Vec<usize> = planned.plan.fetches.iter().map(root_fields).collect();
    assert_eq!(sizes, [64, 6]);
    assert!(planned.plan.fetches.iter().all(|fetch| fetch.after.is_empty()));
}

fn root_fields(fetch: &Fetch) -> usize {
    match &fetch.step {
        Step::Root(root) => root.fields.len(),
        Step::Entities(_) => 0,
    }
}

#[test]
fn variables_with_names_of_the_planner_do_not_meet_its_own() {
    insta::assert_snapshot!(plan_with(
        "query($representations: String) { node(id: \"231004:deputy:1\") { ... on Deputy { awards(kind: $representations) { title } } } }",
        &json!({"representations": "gold"})
    ), @r#"
    0: districts
      query($_y_0:ID!){node(id: $_y_0){__typename ...on Deputy{__typename id}}}
      node: by the owner of id ($_y_0), one answer
    1: city, after 0
      query($representations:[_Any!]!,$_y_1:String){_entities(representations: $representations){...on Deputy{awards(kind: $_y_1){title}}}}
      _entities into node<Deputy>
        $representations of { on Deputy { __typename, id } }
    with {"representations":"gold","_y_0":"231004:deputy:1","_y_1":"gold"}
    "#);
}
