//! Long ways: requirements behind other entities and behind several keys, roots below entities,
//! and rings of keys, which have many ways.

use std::{fmt::Write as _, sync::Arc};

use gateway_composition::{SubgraphInput, compose};
use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;

use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

fn pipeline(subgraphs: &str) -> Pipeline {
    let link = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@external", "@requires"])"#;
    let mut text = String::new();
    for line in subgraphs.lines() {
        writeln!(text, "{line}").expect("text has room");
        if line.trim_start().starts_with("# subgraph") {
            writeln!(text, "{link}").expect("text has room");
        }
    }
    let composed = compose(&SubgraphInput::from_text(&text)).expect("it composes");
    let supergraph = Supergraph::parse(&composed.supergraph_sdl).expect("it is sound");
    Pipeline::new(Arc::new(supergraph), &PlannerSettings::default()).expect("it can be planned")
}

fn plan(subgraphs: &str, document: &str) -> String {
    let planned = pipeline(subgraphs).run(Key::of(document)).expect("a plan");
    Explanation(&planned.plan).to_string()
}

const PEOPLE: &str = r#"
# subgraph emails
type Query { inbox: [User!]! }
type User @key(fields: "email") { email: String! stars: Int @external greeting: String @requires(fields: "stars") }
# subgraph accounts
type User @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String }
# subgraph reviews
type User @key(fields: "id") { id: ID! stars: Int }
"#;

#[test]
fn what_is_required_lies_behind_another_entity() {
    insta::assert_snapshot!(plan(PEOPLE, "{ inbox { greeting } }"), @r"
    0: emails
      query{inbox{__typename email}}
    1: accounts, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on User{id}}}
      _entities into inbox[]
        $representations of { on User { __typename, email } }
    2: reviews, after 1
      query($representations:[_Any!]!){_entities(representations: $representations){...on User{stars}}}
      _entities into inbox[]
        $representations of { on User { __typename, id } }
    3: emails, after 2
      query($representations:[_Any!]!){_entities(representations: $representations){...on User{greeting}}}
      _entities into inbox[]
        $representations of { on User { __typename, email, stars } }
    ");
}

#[test]
fn a_subgraph_with_two_keys_requires_something() {
    let subgraphs = r#"
# subgraph goods
type Query { good: Good }
type Good @key(fields: "id") @key(fields: "code") { id: ID! code: String! weight: Int }
# subgraph parcels
type Good @key(fields: "id") @key(fields: "code") { id: ID! code: String! weight: Int @external shipping: Int @requires(fields: "weight") note: String }
"#;
    insta::assert_snapshot!(plan(subgraphs, "{ good { shipping note } }"), @r"
    0: goods
      query{good{__typename weight id}}
    1: parcels, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Good{shipping note}}}
      _entities into good
        $representations of { on Good { __typename, id, weight } }
    ");
}

#[test]
fn the_root_is_entered_again_below_an_entity() {
    let subgraphs = r#"
# subgraph start
type Query { t: T }
type T @key(fields: "id") { id: ID! }
# subgraph back
type Query { here: Int }
type T @key(fields: "id") { id: ID! again: Query! }
type U @key(fields: "id") { id: ID! name: String }
# subgraph other
type Query { u: U there: Int }
type U @key(fields: "id") { id: ID! }
"#;
    insta::assert_snapshot!(plan(subgraphs, "{ t { again { here there u { name } } } }"), @r"
    0: start
      query{t{__typename id}}
    1: back, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on T{again{here}}}}
      _entities into t
        $representations of { on T { __typename, id } }
    2: other, after 1
      into t.again
      query{there u{__typename id}}
    3: back, after 2
      query($representations:[_Any!]!){_entities(representations: $representations){...on U{name}}}
      _entities into t.again.u
        $representations of { on U { __typename, id } }
    ");
}

/// Each subgraph has two keys that its neighbours have. The ways between two of them are many, and
/// the shorter one is found at once.
#[test]
fn rings_of_keys_are_planned_the_short_way() {
    const RING: usize = 16;
    let mut subgraphs = String::new();
    for number in 0..RING {
        let next = (number + 1) % RING;
        let query = if number == 0 { "type Query { t: T }" } else { "" };
        writeln!(
            subgraphs,
            "# subgraph s{number}\n{query}\ntype T @key(fields: \"k{number}\") @key(fields: \"k{next}\") {{ k{number}: ID! @shareable k{next}: ID! @shareable f{number}: Int }}"
        )
        .expect("text has room");
    }
    let planned = pipeline(&subgraphs).run(Key::of("{ t { f5 f13 } }")).expect("a plan");
    // The root, five steps one way and three the other.
    assert_eq!(planned.plan.fetches.len(), 9, "{}", Explanation(&planned.plan));
}
