//! Plans over interfaces, interface objects, unions, requirements with arguments and root fields
//! below the root.

use std::sync::Arc;

use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;

use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

const LIBRARY: &str = include_str!("library.graphql");

fn plan(document: &str) -> String {
    let supergraph = Supergraph::parse(LIBRARY).expect("the supergraph is sound");
    Pipeline::new(Arc::new(supergraph), &PlannerSettings::default())
        .expect("the supergraph can be planned")
        .run(Key::of(document))
        .map_or_else(|error| error.to_string(), |planned| Explanation(&planned.plan).to_string())
}

#[test]
fn an_interface_object_gets_its_type_when_it_matters() {
    insta::assert_snapshot!(plan("{ shelves { media { inStock } } }"), @r"
    0: stock
      query{shelves{media{inStock}}}
    ");
    insta::assert_snapshot!(plan("{ shelves { media { inStock ... on Book { author { name } } } } }"), @r"
    0: stock
      query{shelves{media{__typename inStock id}}}
    1: catalog, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Media{__typename ...on Book{author{name}}}}}
      _entities into shelves[].media[]
        $representations of { on Book or Film or Media { __typename, id } }
        before sending, set <Book|Film|Media>.__typename to Media
    ");
}

#[test]
fn an_interface_object_is_sent_under_the_interfaces_name() {
    insta::assert_snapshot!(plan("{ media { title inStock } }"), @r"
    0: catalog
      query{media{__typename title id}}
    1: stock, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Media{inStock}}}
      _entities into media[]
        $representations of { on Book or Film { __typename, id } }
        before sending, set <Book|Film>.__typename to Media
    ");
}

#[test]
fn what_is_required_with_arguments_travels_under_another_name() {
    insta::assert_snapshot!(plan("{ book(id: 1) { price(currency: \"USD\") shipping } }"), @r#"
    0: catalog
      query($_y_0:ID!,$_y_1:String){book(id: $_y_0){__typename price(currency: $_y_1) weight _y__0: price(currency: "EUR") id}}
    1: parcels, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Book{shipping}}}
      _entities into book
        $representations of { on Book { __typename, id, weight, price from _y__0 } }
    "#);
}

#[test]
fn members_of_a_union_are_fetched_by_type() {
    insta::assert_snapshot!(plan("{ search(text: \"x\") { ... on Book { shipping } ... on Film { inStock } ... on Person { name } } }"), @r#"
    0: catalog
      query($_y_0:String!){search(text: $_y_0){__typename ...on Book{__typename weight price(currency: "EUR") id} ...on Film{__typename id} ...on Person{name}}}
    1: parcels, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Book{shipping}}}
      _entities into search[]<Book>
        $representations of { on Book { __typename, id, weight, price } }
    2: stock, after 0
      query($representations:[_Any!]!){_entities(representations: $representations){...on Media{inStock}}}
      _entities into search[]<Film>
        $representations of { on Film { __typename, id } }
        before sending, set <Film>.__typename to Media
    "#);
}

#[test]
fn root_fields_below_the_root_are_fetched_into_their_place() {
    insta::assert_snapshot!(plan("mutation { move(id: 1, to: 2) { ok query { shelves { number } book(id: 1) { title } } } }"), @r"
    0: stock
      mutation($_y_0:ID!,$_y_1:Int!){move(id: $_y_0, to: $_y_1){ok query{shelves{number}}}}
    1: catalog, after 0
      into move.query
      query($_y_0:ID!){book(id: $_y_0){title}}
    ");
}
