//! Plans over the partitioned subgraph: routes, laws, and what is added for gathering.

use std::sync::Arc;

use contract::ErrorCode;
use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;
use serde_json::json;

use super::{CITY, plan, plan_with};
use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

#[test]
fn a_connection_gets_cursors_and_page_flags() {
    insta::assert_snapshot!(plan("{ deputies(first: 3) { nodes { name } } }"), @r#"
    0: districts
      query($_y_0:Int){deputies(first: $_y_0){nodes{name _y_id: id} _y_edges: edges{_y_cursor: cursor} _y_pageInfo: pageInfo{_y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage}}}
      deputies: all partitions, merged by _y_edges._y_cursor, cut to the first $_y_0, rows in _y_edges, nodes, page in _y_pageInfo, owner in nodes._y_id
    with {"_y_0":3}
    "#);
}

#[test]
fn what_the_client_selects_anyway_is_used_as_it_is() {
    insta::assert_snapshot!(plan(
        "{ deputies(districts: [\"231004\"], first: 3, after: \"x\") { totalCount edges { cursor node { id name } } pageInfo { hasNextPage more: hasNextPage hasPreviousPage endCursor } coverage { asked complete lost: missing { code reason } } } }"
    ), @r#"
    0: districts
      query($_y_0:[DistrictCode!],$_y_1:Int,$_y_2:String){deputies(districts: $_y_0, first: $_y_1, after: $_y_2){totalCount edges{cursor node{id name}} pageInfo{hasNextPage more: hasNextPage hasPreviousPage endCursor} coverage{asked complete lost: missing{code reason}}}}
      deputies: by districts ($_y_0), merged by edges.cursor, cut to the first $_y_1, rows in edges, page in pageInfo, owner in node.id, { totalCount: sum (Int), coverage: coverage { asked, complete, lost: missing { code, reason } } }
    with {"_y_0":["231004"],"_y_1":3,"_y_2":"x"}
    "#);
}

#[test]
fn conditional_and_aliased_selections_do_not_carry_cursors_alone() {
    insta::assert_snapshot!(plan_with(
        "query($yes: Boolean!) { deputies(last: 3) { e: edges @include(if: $yes) { c: cursor } edges { n: node { key: id } } ... @skip(if: $yes) { pageInfo { hasNextPage } } } }",
        &json!({"yes": true})
    ), @r#"
    0: districts, if not $yes
      query($_y_0:Int){deputies(last: $_y_0){edges{n: node{key: id} _y_cursor: cursor} pageInfo{hasNextPage _y_hasPreviousPage: hasPreviousPage}}}
      deputies: all partitions, merged by edges._y_cursor, cut to the last $_y_0, rows in edges, page in pageInfo, owner in n.key
    1: districts, if $yes
      query($_y_0:Int){deputies(last: $_y_0){e: edges{c: cursor _y_node: node{_y_id: id}} edges{n: node{key: id}} _y_pageInfo: pageInfo{_y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage}}}
      deputies: all partitions, merged by e.c, cut to the last $_y_0, rows in e, edges, page in _y_pageInfo, owner in _y_node._y_id
    with {"yes":true,"_y_0":3}
    "#);
}

#[test]
fn a_connection_without_rows_is_an_object() {
    insta::assert_snapshot!(plan("{ deputies(first: 1) { totalCount __typename } }"), @r#"
    0: districts
      query($_y_0:Int){deputies(first: $_y_0){totalCount __typename}}
      deputies: all partitions, { totalCount: sum (Int), __typename: typename }
    with {"_y_0":1}
    "#);
}

#[test]
fn aliases_of_one_field_are_routed_apart() {
    insta::assert_snapshot!(plan(
        "{ a: deputies(districts: [\"231004\"], first: 1) { totalCount } b: deputies(districts: \"231002\", first: 1) { totalCount } }"
    ), @r#"
    0: districts
      query($_y_0:[DistrictCode!],$_y_1:Int,$_y_2:[DistrictCode!],$_y_3:Int){a: deputies(districts: $_y_0, first: $_y_1){totalCount} b: deputies(districts: $_y_2, first: $_y_3){totalCount}}
      a: by districts ($_y_0), { totalCount: sum (Int) }
      b: by districts ($_y_2), { totalCount: sum (Int) }
    with {"_y_0":["231004"],"_y_1":1,"_y_2":["231002"],"_y_3":1}
    "#);
}

#[test]
fn one_field_selected_twice_is_one_field() {
    insta::assert_snapshot!(plan(
        "{ deputies(first: 2) { totalCount } ...More deputies(first: 2) { nodes { name } } } fragment More on Query { deputies(first: 2) { edges { cursor } } }"
    ), @r#"
    0: districts
      query($_y_0:Int){deputies(first: $_y_0){totalCount edges{cursor} nodes{name _y_id: id} _y_pageInfo: pageInfo{_y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage}}}
      deputies: all partitions, merged by edges.cursor, cut to the first $_y_0, rows in edges, nodes, page in _y_pageInfo, owner in nodes._y_id, { totalCount: sum (Int) }
    with {"_y_0":2}
    "#);
}

#[test]
fn ids_go_to_their_owners() {
    insta::assert_snapshot!(plan_with(
        "query($ids: [ID!]!) { node(id: \"231004:deputy:1\") { id ... on Deputy { name } } nodes(ids: $ids) { __typename id } also: nodes(ids: $ids) { id } }",
        &json!({"ids": ["231004:deputy:1", "231002:petition:2"]})
    ), @r#"
    0: districts
      query($_y_0:ID!,$_y_1:[ID!]!,$_y_2:[ID!]!){node(id: $_y_0){__typename id ...on Deputy{name}} nodes(ids: $_y_1){__typename id} also: nodes(ids: $_y_2){__typename id}}
      node: by the owner of id ($_y_0), one answer
      nodes: by the owner of ids ($_y_1), put in the order of $_y_1
      also: by the owner of ids ($_y_2), put in the order of $_y_2
    with {"ids":["231004:deputy:1","231002:petition:2"],"_y_0":"231004:deputy:1","_y_1":["231004:deputy:1","231002:petition:2"],"_y_2":["231004:deputy:1","231002:petition:2"]}
    "#);
}

#[test]
fn lists_are_sorted_and_grouped_by_keys_that_are_added() {
    insta::assert_snapshot!(plan("{ events { title } tallies { n: count days } }"), @r#"
    0: districts
      query($_y_0:[DistrictCode!]){events{title _y_date: date _y_id: id} tallies(districts: $_y_0){n: count days _y_category: category _y_year: year}}
      events: all partitions, merged by -_y_date, _y_id
      tallies: by districts ($_y_0), grouped by _y_category, _y_year { n: sum (Int), days: histogram }
    with {"_y_0":["231004"]}
    "#);
}

#[test]
fn rows_are_held_to_ids_that_are_added_when_nobody_asks_for_them() {
    insta::assert_snapshot!(plan(
        "{ petitions { title } own: petitions { title id } latest(first: 2) { ... on Deputy { id name } ... on Petition { title } } }"
    ), @r#"
    0: districts
      query($_y_0:Int){petitions{title _y_id: id} own: petitions{title id} latest(first: $_y_0){__typename ...on Deputy{id name} ...on Petition{title} _y_id: id}}
      petitions: all partitions, joined, owner in _y_id
      own: all partitions, joined, owner in id
      latest: all partitions, joined, owner in _y_id, cut to the first $_y_0
    with {"_y_0":2}
    "#);
}

#[test]
fn rows_of_a_union_are_held_to_the_ids_of_its_objects() {
    insta::assert_snapshot!(plan(
        "{ found { ... on Deputy { id } } foundPage { pageInfo { endCursor } } nodes: foundPage { nodes { __typename } } }"
    ), @r#"
    0: districts
      query{found{__typename ...on Deputy{id} ...on Deputy{_y___0: id} ...on Petition{_y___1: id}} foundPage{pageInfo{endCursor _y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage} _y_edges: edges{_y_cursor: cursor _y_node: node{...on Deputy{_y___0: id} ...on Petition{_y___1: id}}}} nodes: foundPage{nodes{__typename ...on Deputy{_y___0: id} ...on Petition{_y___1: id}} _y_edges: edges{_y_cursor: cursor} _y_pageInfo: pageInfo{_y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage}}}
      found: all partitions, joined, owner in _y___0 or _y___1
      foundPage: all partitions, merged by _y_edges._y_cursor, rows in _y_edges, page in pageInfo, owner in _y_node._y___0 or _y___1
      nodes: all partitions, merged by _y_edges._y_cursor, rows in _y_edges, nodes, page in _y_pageInfo, owner in nodes._y___0 or _y___1
    "#);
}

#[test]
fn group_keys_that_the_client_selects_are_used() {
    insta::assert_snapshot!(plan("{ tallies(year: 2023) { c: category again: category year count } }"), @r#"
    0: districts
      query($_y_0:Int,$_y_1:[DistrictCode!]){tallies(year: $_y_0, districts: $_y_1){c: category again: category year count}}
      tallies: by districts ($_y_1), grouped by c, year { again: same, count: sum (Int) }
    with {"_y_0":2023,"_y_1":["231004"]}
    "#);
}

#[test]
fn a_merged_object_is_an_entity_of_the_city() {
    insta::assert_snapshot!(plan(
        "{ compare(metrics: [RESOLUTION_RATE], scope: { peerGroup: \"URBAN\" }) { rows(limit: 5) { key value } coverage { answered } } }"
    ), @r#"
    0: districts
      query($_y_0:[Metric!]!,$_y_1:ComparisonScope){compare(metrics: $_y_0, scope: $_y_1){__typename coverage{answered asked missing{code reason} complete} parts{metric key numerator denominator histogram} id}}
      compare: by scope.districts ($_y_1.districts) and by scope.peerGroup ($_y_1.peerGroup), which is the label peerGroup, { __typename: typename, coverage: coverage { answered, asked, missing { code, reason }, complete }, parts: grouped by metric, key { numerator: sum (Int), denominator: sum (Int), histogram: histogram }, id: same }
    1: city, after 0
      query($representations:[_Any!]!,$_y_2:Int){_entities(representations: $representations){...on Comparison{rows(limit: $_y_2){key value}}}}
      _entities into compare
        $representations of { on Comparison { __typename, id, parts { metric, key, numerator, denominator, histogram }, coverage { asked, answered, missing { code, reason }, complete } } }
    with {"_y_0":["RESOLUTION_RATE"],"_y_1":{"peerGroup":"URBAN"},"_y_2":5}
    "#);
}

#[test]
fn aliases_of_a_merged_object_are_told_apart() {
    insta::assert_snapshot!(plan(
        "{ a: compare(metrics: RESOLUTION_RATE, scope: { districts: [\"1\"] }) { r: rows { key } } b: compare(metrics: [REPLY_RATE]) { coverage { complete } rows { value } } }"
    ), @r#"
    0: districts
      query($_y_0:[Metric!]!,$_y_1:ComparisonScope,$_y_2:[Metric!]!){a: compare(metrics: $_y_0, scope: $_y_1){__typename parts{metric key numerator denominator histogram} coverage{asked answered missing{code reason} complete} id} b: compare(metrics: $_y_2){__typename coverage{complete asked answered missing{code reason}} parts{metric key numerator denominator histogram} id}}
      a: by scope.districts ($_y_1.districts) and by scope.peerGroup ($_y_1.peerGroup), which is the label peerGroup, { __typename: typename, parts: grouped by metric, key { numerator: sum (Int), denominator: sum (Int), histogram: histogram }, coverage: coverage { asked, answered, missing { code, reason }, complete }, id: same }
      b: all partitions, { __typename: typename, coverage: coverage { complete, asked, answered, missing { code, reason } }, parts: grouped by metric, key { numerator: sum (Int), denominator: sum (Int), histogram: histogram }, id: same }
    1: city, after 0
      query($__batch_reps_0:[_Any!]!,$__batch_reps_1:[_Any!]!){_e0: _entities(representations: $__batch_reps_0){...on Comparison{r: rows{key}}} _e1: _entities(representations: $__batch_reps_1){...on Comparison{rows{value}}}}
      _e0 into a
        $__batch_reps_0 of { on Comparison { __typename, id, parts { metric, key, numerator, denominator, histogram }, coverage { asked, answered, missing { code, reason }, complete } } }
      _e1 into b
        $__batch_reps_1 of { on Comparison { __typename, id, parts { metric, key, numerator, denominator, histogram }, coverage { asked, answered, missing { code, reason }, complete } } }
    with {"_y_0":["RESOLUTION_RATE"],"_y_1":{"districts":["1"]},"_y_2":["REPLY_RATE"]}
    "#);
}

#[test]
fn entities_of_a_partitioned_subgraph_are_found_by_their_ids() {
    insta::assert_snapshot!(plan(
        "{ deputies(first: 1) { nodes { awards(kind: \"gold\") { title deputy { name petitions { title } } } district { name } } } }"
    ), @r#"
    0: districts
      query($_y_0:Int){deputies(first: $_y_0){nodes{__typename id district{__typename code}} _y_edges: edges{_y_cursor: cursor} _y_pageInfo: pageInfo{_y_hasNextPage: hasNextPage _y_hasPreviousPage: hasPreviousPage}}}
      deputies: all partitions, merged by _y_edges._y_cursor, cut to the first $_y_0, rows in _y_edges, nodes, page in _y_pageInfo, owner in nodes.id
    1: city, after 0
      query($__batch_reps_0:[_Any!]!,$__batch_reps_1:[_Any!]!,$_y_1:String){_e0: _entities(representations: $__batch_reps_0){...on Deputy{awards(kind: $_y_1){title deputy{__typename id}}}} _e1: _entities(representations: $__batch_reps_1){...on District{name}}}
      _e0 into deputies.nodes[]
        $__batch_reps_0 of { on Deputy { __typename, id } }
      _e1 into deputies.nodes[].district
        $__batch_reps_1 of { on District { __typename, code } }
    2: districts, after 1
      query($representations:[_Any!]!){_entities(representations: $representations){...on Deputy{name petitions{title}}}}
      _entities into deputies.nodes[].awards[].deputy
        $representations of { on Deputy { __typename, id } }
        by the owner of Deputy.id
    with {"_y_0":1,"_y_1":"gold"}
    "#);
}

#[test]
fn mutations_of_partitions_run_one_after_another() {
    insta::assert_snapshot!(plan(
        "mutation { a: closePetition(id: \"231004:petition:1\", note: \"x\") { title } b: closePetition(id: \"231002:petition:1\") { deputy { awards { title } } } renameDistrict(code: \"1\", name: \"n\") { name } }"
    ), @r#"
    0: districts
      mutation($_y_0:ID!,$_y_1:String){a: closePetition(id: $_y_0, note: $_y_1){title}}
      a: by the owner of id ($_y_0), one answer
    1: districts, after 0
      mutation($_y_2:ID!){b: closePetition(id: $_y_2){deputy{__typename id}}}
      b: by the owner of id ($_y_2), one answer
    2: city, after 1
      query($representations:[_Any!]!){_entities(representations: $representations){...on Deputy{awards{title}}}}
      _entities into b.deputy
        $representations of { on Deputy { __typename, id } }
    3: city, after 2
      mutation($_y_3:DistrictCode!,$_y_4:String!){renameDistrict(code: $_y_3, name: $_y_4){name}}
    with {"_y_0":"231004:petition:1","_y_1":"x","_y_2":"231002:petition:1","_y_3":"1","_y_4":"n"}
    "#);
}

#[test]
fn a_subscription_has_its_source_first() {
    insta::assert_snapshot!(plan(
        "subscription { petitionChanged(id: \"231004:petition:1\") { title deputy { awards { title } } } }"
    ), @r#"
    0: districts
      subscription($_y_0:ID!){petitionChanged(id: $_y_0){title deputy{__typename id}}}
      petitionChanged: by the owner of id ($_y_0), one answer
    1: city, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Deputy{awards{title}}}}
      _entities into petitionChanged.deputy
        $representations of { on Deputy { __typename, id } }
    with {"_y_0":"231004:petition:1"}
    "#);
}

#[test]
fn events_of_all_partitions_carry_their_position() {
    insta::assert_snapshot!(plan("subscription { changes { deputy { awards { title } } } }"), @r"
0: districts
  subscription($_y_0:String){changes(after: $_y_0){deputy{__typename id} _y_cursor: cursor}}
  changes: all partitions, events, going on behind _y_cursor by $_y_0
1: city, after 0
  query($representations:[_Any!]!){_entities(representations: $representations){...on Deputy{awards{title}}}}
  _entities into changes.deputy
    $representations of { on Deputy { __typename, id } }
");
    insta::assert_snapshot!(plan_with(
        "subscription($from: String) { c: changes(districts: \"231004\", after: $from) { at: cursor } }",
        &json!({"from": "x"})
    ), @r#"
    0: districts
      subscription($_y_0:[DistrictCode!],$_y_1:String){c: changes(districts: $_y_0, after: $_y_1){at: cursor}}
      c: by districts ($_y_0), events, going on behind at by $_y_1
    with {"from":"x","_y_0":["231004"],"_y_1":"x"}
    "#);
}

#[test]
fn parts_are_not_for_clients() {
    insta::assert_snapshot!(plan("{ compare(metrics: []) { parts { key } } }"), @"refused: type `Comparison` does not have a field `parts`");
}

#[test]
fn variables_fill_literals_and_defaults() {
    let document = "query($d: [DistrictCode!], $name: String, $first: Int = 7, $order: DeputyOrder) { deputies(districts: $d, filter: { name: $name, ids: 5 }, first: $first, orderBy: $order) { totalCount } }";
    insta::assert_snapshot!(plan_with(document, &json!({"d": "231004"})), @r#"
    0: districts
      query($_y_0:[DistrictCode!],$_y_1:DeputyFilter,$_y_2:DeputyOrder!,$_y_3:Int){deputies(districts: $_y_0, filter: $_y_1, first: $_y_3, orderBy: $_y_2){totalCount}}
      deputies: by districts ($_y_0), { totalCount: sum (Int) }
    with {"d":["231004"],"first":7,"_y_0":["231004"],"_y_1":{"ids":["5"],"active":true},"_y_2":"NAME_ASC","_y_3":7}
    "#);
    insta::assert_snapshot!(plan_with(document, &json!({"name": "Li", "first": 2, "order": null})), @r#"
    0: districts
      query($_y_0:[DistrictCode!],$_y_1:DeputyFilter,$_y_2:DeputyOrder!,$_y_3:Int){deputies(districts: $_y_0, filter: $_y_1, first: $_y_3, orderBy: $_y_2){totalCount}}
      deputies: by districts ($_y_0), { totalCount: sum (Int) }
    with [RequestError { code: VariablesInvalid, message: "the variable $order must have a value here, not null", locations: [], path: [], details: [] }]
    "#);
}

#[test]
fn a_field_without_a_law_is_refused_only_where_it_is_merged() {
    let law = "totalCount: Int! @partition__merge(graph: DISTRICTS, law: \"SUM\")";
    let sdl = CITY.replace(law, "totalCount: Int!");
    assert_ne!(sdl, CITY);
    let supergraph = Supergraph::parse(&sdl).expect("the supergraph is sound");
    let pipeline = Pipeline::new(Arc::new(supergraph), &PlannerSettings::default())
        .expect("the supergraph can be planned");
    let refused =
        pipeline.run(Key::of("{ deputies(first: 1) { totalCount } }")).expect_err("no law");
    assert_eq!(refused.errors()[0].code, ErrorCode::PlanningFailed);
    assert!(pipeline.run(Key::of("{ deputies(first: 1) { nodes { name } } }")).is_ok());
}

#[test]
fn names_of_a_gateway_above_stay_apart_from_those_that_are_added() {
    let mut settings = PlannerSettings::default();
    settings.prepare.from_gateways = true;
    let pipeline = Pipeline::new(super::city(), &settings).expect("it can be planned");
    let document = "query($_y_0: Int, $_y1_0: String) { deputies(first: $_y_0, after: $_y1_0) { nodes { name } _y_pageInfo: pageInfo { hasNextPage } } }";
    let planned = pipeline.run(Key::of(document)).expect("it is planned");
    insta::assert_snapshot!(Explanation(&planned.plan), @r"
    0: districts
      query($_y2_0:Int,$_y2_1:String){deputies(first: $_y2_0, after: $_y2_1){nodes{name _y2_id: id} _y_pageInfo: pageInfo{hasNextPage _y2_hasPreviousPage: hasPreviousPage} _y2_edges: edges{_y2_cursor: cursor}}}
      deputies: all partitions, merged by _y2_edges._y2_cursor, cut to the first $_y2_0, rows in _y2_edges, nodes, page in _y_pageInfo, owner in nodes._y2_id
    ");
    let names: Vec<&str> = planned.lifted.iter().map(|variable| variable.name.as_str()).collect();
    assert!(names.iter().all(|name| name.starts_with("_y2_")), "{names:?}");
}
