//! Schemas that compose: each is planned on, field by field. What the planner cannot plan,
//! composition must not accept.

use super::{
    districts::city_of_districts,
    planner::{plan, plan_everything},
    support::{body, composed, subgraph},
};
use crate::{Schemas, SubgraphInput};

/// Composes and plans every field; the supergraph.
fn planned(subgraphs: &[(&str, &str)]) -> String {
    let inputs: Vec<_> = subgraphs.iter().map(|(name, sdl)| subgraph(name, sdl)).collect();
    let sdl = composed(&inputs).supergraph_sdl;
    assert!(plan_everything(&sdl) > 0, "there is something to plan");
    sdl
}

#[test]
fn every_field_of_the_outline_plans() {
    assert!(plan_everything(&composed(&city_of_districts()).supergraph_sdl) > 20);
}

#[test]
fn entities_with_requires_and_several_keys() {
    let sdl = planned(&[
        (
            "products",
            r#"
            type Query { products: [Product!]! product(upc: ID!): Product }
            type Product @key(fields: "upc") @key(fields: "sku variant { id }") {
              upc: ID! sku: String! variant: Variant! weight(unit: Unit! = KG): Float price: Int @shareable
            }
            type Variant @shareable { id: ID! }
            enum Unit { KG LB }
        "#,
        ),
        (
            "shipping",
            r#"
            type Product @key(fields: "upc") {
              upc: ID!
              weight(unit: Unit! = KG): Float @external
              price: Int @external
              cost: Int @requires(fields: "weight(unit: LB) price")
            }
            enum Unit { KG LB }
        "#,
        ),
        (
            "stock",
            r#"
            type Product @key(fields: "sku variant { id }") { sku: String! variant: Variant! left: Int! }
            type Variant @shareable { id: ID! }
        "#,
        ),
    ]);
    insta::assert_snapshot!(plan(&sdl, "{ products { cost left } }"), @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "products") {
          {
            products {
              __typename
              upc
              sku
              variant {
                id
              }
              weight(unit: LB)
              price
            }
          }
        },
        Parallel {
          Flatten(path: "products.@") {
            Fetch(service: "shipping") {
              {
                ... on Product {
                  __typename
                  weight
                  price
                  upc
                }
              } =>
              {
                ... on Product {
                  cost
                }
              }
            },
          },
          Flatten(path: "products.@") {
            Fetch(service: "stock") {
              {
                ... on Product {
                  __typename
                  sku
                  variant {
                    id
                  }
                }
              } =>
              {
                ... on Product {
                  left
                }
              }
            },
          },
        },
      },
    },
    "#);
    insta::assert_snapshot!(type_of(&sdl, "type Product"), @r#"
    type Product @join__type(graph: PRODUCTS, key: "upc") @join__type(graph: PRODUCTS, key: "sku variant { id }") @join__type(graph: SHIPPING, key: "upc") @join__type(graph: STOCK, key: "sku variant { id }") {
      upc: ID! @join__field(graph: PRODUCTS) @join__field(graph: SHIPPING)
      sku: String! @join__field(graph: PRODUCTS) @join__field(graph: STOCK)
      variant: Variant! @join__field(graph: PRODUCTS) @join__field(graph: STOCK)
      weight(unit: Unit! = KG): Float @join__field(graph: PRODUCTS) @join__field(graph: SHIPPING, external: true)
      price: Int @join__field(graph: PRODUCTS) @join__field(graph: SHIPPING, external: true)
      cost: Int @join__field(graph: SHIPPING, requires: "weight(unit: LB) price")
      left: Int! @join__field(graph: STOCK)
    }
    "#);
}

#[test]
fn interfaces_and_unions() {
    planned(&[
        (
            "media",
            r#"
            type Query { search(text: String!): [Result!]! media: [Media!]! }
            union Result = Book | Film
            interface Media { id: ID! title: String }
            type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
            type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
        "#,
        ),
        (
            "ratings",
            r#"
            type Query { best: Rated }
            interface Rated { stars: Int }
            type Book implements Rated @key(fields: "id") { id: ID! stars: Int }
            type Film implements Rated @key(fields: "id") { id: ID! stars: Int }
        "#,
        ),
    ]);
}

#[test]
fn interface_objects_add_fields_to_every_implementation() {
    let sdl = planned(&[
        (
            "media",
            r#"
            type Query { media: [Media!]! }
            interface Media @key(fields: "id") { id: ID! title: String }
            type Book implements Media @key(fields: "id") { id: ID! title: String }
            type Film implements Media @key(fields: "id") { id: ID! title: String }
        "#,
        ),
        (
            "reviews",
            r#"
            type Media @interfaceObject @key(fields: "id") { id: ID! reviews: [String!]! }
        "#,
        ),
    ]);
    insta::assert_snapshot!(type_of(&sdl, "interface Media"), @r#"
    interface Media @join__type(graph: MEDIA, key: "id") @join__type(graph: REVIEWS, key: "id", isInterfaceObject: true) {
      id: ID!
      title: String @join__field(graph: MEDIA)
      reviews: [String!]! @join__field(graph: REVIEWS)
    }
    "#);
    insta::assert_snapshot!(type_of(&sdl, "type Book"), @r#"
    type Book implements Media @join__type(graph: MEDIA, key: "id") @join__implements(graph: MEDIA, interface: "Media") {
      id: ID!
      title: String
      reviews: [String!]! @join__field
    }
    "#);
}

#[test]
fn provides_makes_an_external_field_reachable() {
    let sdl = planned(&[
        (
            "catalog",
            r#"type Query { catalog: [Product!]! } type Product @key(fields: "id") { id: ID! name: String @shareable }"#,
        ),
        (
            "cart",
            r#"
            type Query { cart: Cart }
            type Cart { first: Product @provides(fields: "name") }
            type Product @key(fields: "id") { id: ID! name: String @external }
        "#,
        ),
    ]);
    insta::assert_snapshot!(plan(&sdl, "{ cart { first { name } } }"), @r#"
    QueryPlan {
      Fetch(service: "cart") {
        {
          cart {
            first {
              name
            }
          }
        }
      },
    },
    "#);
}

#[test]
fn an_overridden_field_moves() {
    let sdl = planned(&[
        (
            "old",
            r#"type Query { a: T } type T @key(fields: "id") { id: ID! moved: Int kept: Int }"#,
        ),
        ("new", r#"type T @key(fields: "id") { id: ID! moved: Int @override(from: "old") }"#),
    ]);
    insta::assert_snapshot!(type_of(&sdl, "type T"), @r#"
    type T @join__type(graph: NEW, key: "id") @join__type(graph: OLD, key: "id") {
      id: ID!
      moved: Int @join__field(graph: NEW, override: "old")
      kept: Int @join__field(graph: OLD)
    }
    "#);
    insta::assert_snapshot!(plan(&sdl, "{ a { moved } }"), @r#"
    QueryPlan {
      Sequence {
        Fetch(service: "old") {
          {
            a {
              __typename
              id
            }
          }
        },
        Flatten(path: "a") {
          Fetch(service: "new") {
            {
              ... on T {
                __typename
                id
              }
            } =>
            {
              ... on T {
                moved
              }
            }
          },
        },
      },
    },
    "#);
}

#[test]
fn mutations_and_subscriptions_of_renamed_roots() {
    planned(&[
        (
            "a",
            r#"
            schema { query: Q mutation: M subscription: S }
            type Q { now: Int! self: Q } type M { set(value: Int!): Q } type S { ticks: Int! }
        "#,
        ),
        ("b", "type Query { later: Int! } type Mutation { clear: Boolean }"),
    ]);
}

#[test]
fn federation_1_is_understood() {
    let one = |name: &str, sdl: &str| SubgraphInput {
        name: name.to_owned(),
        url: format!("http://{name}/"),
        schemas: Schemas::One(sdl.to_owned()),
    };
    let inputs = [
        one(
            "users",
            r#"
            type Query { me: User _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }
            scalar _Any scalar _FieldSet union _Entity = User type _Service { sdl: String }
            directive @key(fields: _FieldSet!) on OBJECT | INTERFACE
            type User @key(fields: "id") { id: ID! name: String address: Address }
            type Address { street: String }
        "#,
        ),
        one(
            "reviews",
            r#"
            extend type Query { latest: Review }
            extend type User @key(fields: "id") { id: ID! @external name: String @external score: Int @requires(fields: "name") }
            type Review { text: String by: User address: Address }
            type Address { street: String }
        "#,
        ),
    ];
    let sdl = composed(&inputs).supergraph_sdl;
    assert!(plan_everything(&sdl) > 5);
    insta::assert_snapshot!(type_of(&sdl, "type User"), @r#"
    type User @join__type(graph: REVIEWS, key: "id") @join__type(graph: USERS, key: "id") {
      id: ID!
      name: String @join__field(graph: REVIEWS, external: true) @join__field(graph: USERS)
      score: Int @join__field(graph: REVIEWS, requires: "name")
      address: Address @join__field(graph: USERS)
    }
    "#);
}

/// One definition of a supergraph.
pub(super) fn type_of(sdl: &str, head: &str) -> String {
    let body = body(sdl);
    let block = body.split("\n\n").find(|block| block.starts_with(&format!("{head} ")));
    block.expect("the type is in the supergraph").to_owned()
}
