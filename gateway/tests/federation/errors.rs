//! Errors of subgraphs: where they stand in the client's answer, and what of them a client sees.

use serde_json::json;

use crate::support::{Subgraph, World};

fn shop() -> [Subgraph; 2] {
    let shop = Subgraph::new(
        "shop",
        r#"
        type Query { items: [Item!]! first: Item! best: Item }
        type Item @key(fields: "id") { id: ID! name: String! note: String tags: [String!] }
        "#,
    )
    .root(json!({ "items": [{ "id": "1" }, { "id": "2" }], "first": { "id": "1" }, "best": { "id": "2" } }))
    .rows(
        "Item",
        json!([{ "id": "1", "name": "one", "note": null, "tags": ["a"] }, { "id": "2", "name": "two", "note": null, "tags": null }]),
    );
    let stock = Subgraph::new(
        "stock",
        r#"
        type Item @key(fields: "id") {
          id: ID! name: String! @external
          left: Int place: Place! code: String! @requires(fields: "name")
        }
        type Place { row: Int! box: Int }
        "#,
    )
    .rows("Item", json!([{ "id": "1", "left": 5, "place": { "row": 1, "box": 2 } }, { "id": "2", "left": 6, "place": { "row": 1, "box": 2 } }]))
    .failing("Item.code", "SOLD_OUT: none left")
    .failing("Place.box", "PG_42: relation stock does not exist");
    [shop, stock]
}

#[tokio::test]
async fn an_error_stands_where_the_client_put_the_field() {
    let world = World::of(shop()).await;
    let answer = world.ask("{ all: items { where: place { b: box row } } }").await;
    assert_eq!(
        answer.all(),
        r#"{"all":[{"where":{"b":null,"row":1}},{"where":{"b":null,"row":1}}]}
SUBGRAPH_FAILED 1:31 at ["all",0,"where","b"]: the subgraph `stock` could not answer this in full
SUBGRAPH_FAILED 1:31 at ["all",1,"where","b"]: the subgraph `stock` could not answer this in full"#
    );
}

/// One entity that two places show has its error at both.
#[tokio::test]
async fn an_error_stands_at_every_place_of_its_entity() {
    let world = World::of(shop()).await;
    let answer = world.ask("{ items { id } best { place { box } } first { place { box } } }").await;
    let all = answer.all();
    let mut lines: Vec<&str> = all.lines().skip(1).collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            r#"SUBGRAPH_FAILED 1:31 at ["best","place","box"]: the subgraph `stock` could not answer this in full"#,
            r#"SUBGRAPH_FAILED 1:55 at ["first","place","box"]: the subgraph `stock` could not answer this in full"#,
        ]
    );
}

/// `code` is not null in the schema: the entity is lost, and so is the list that must not have nulls.
#[tokio::test]
async fn a_null_goes_up_to_where_it_may_be() {
    let world = World::of(shop()).await;
    let answer = world.ask("{ best { id code } }").await;
    assert_eq!(
        answer.all(),
        r#"{"best":null}
SUBGRAPH_FAILED 1:13 at ["best","code"]: the subgraph `stock` could not answer this in full"#
    );
    let answer = world.ask("{ best { id } first { code } }").await;
    assert_eq!(
        answer.all(),
        r#"null
SUBGRAPH_FAILED 1:23 at ["first","code"]: the subgraph `stock` could not answer this in full"#
    );
}

#[tokio::test]
async fn what_clients_see_of_errors_is_configured() {
    let query = "{ best { place { box } } items { left } }";
    let seen = async |settings: &str, query: &str| {
        let world = World::configured(settings, shop()).await;
        let answer = world.ask(query).await;
        answer.body["errors"][0].clone()
    };
    assert_eq!(
        seen("", query).await,
        json!({
            "message": "the subgraph `stock` could not answer this in full",
            "locations": [{ "line": 1, "column": 18 }],
            "path": ["best", "place", "box"],
            "extensions": { "code": "SUBGRAPH_FAILED", "subgraph": "stock" },
        })
    );
    let passed = "[errors]\nsubgraph_messages = \"PASSED\"";
    assert_eq!(
        seen(passed, query).await,
        json!({
            "message": "relation stock does not exist",
            "locations": [{ "line": 1, "column": 18 }],
            "path": ["best", "place", "box"],
            "extensions": { "code": "PG_42", "inside": "kept", "subgraph": "stock" },
        })
    );
    let public = "[errors]\npublic_codes = [\"SOLD_OUT\"]";
    assert_eq!(seen(public, query).await["extensions"]["code"], "SUBGRAPH_FAILED");
    assert_eq!(
        seen(public, "{ best { code } }").await,
        json!({
            "message": "none left",
            "locations": [{ "line": 1, "column": 10 }],
            "path": ["best", "code"],
            "extensions": { "code": "SOLD_OUT", "inside": "kept", "subgraph": "stock" },
        })
    );
}

/// What was fetched to be sent on has no place in the answer; its error stands at its object.
#[tokio::test]
async fn an_error_of_what_was_not_asked_for_stands_at_its_object() {
    let [shop, stock] = shop();
    let shop = shop.failing("Item.name", "broken");
    let world = World::of([shop, stock]).await;
    let answer = world.ask("{ best { id left c: code } }").await;
    assert_eq!(
        answer.all(),
        r#"{"best":null}
SUBGRAPH_FAILED 1:3 at ["best"]: the subgraph `shop` could not answer this in full"#
    );
}

/// Documents that differ in white space and literals share a plan; each is pointed into as it is.
#[tokio::test]
async fn an_error_points_into_the_document_of_its_client() {
    let world = World::of(shop()).await;
    let places = async |query: &str| {
        let answer = world.ask(query).await;
        let lines: Vec<String> = answer.all().lines().skip(1).map(str::to_owned).collect();
        let places = lines.iter().map(|line| line.split(" at ").next().unwrap_or_default());
        places.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(places("{ best { place { box } } }").await, "SUBGRAPH_FAILED 1:18");
    assert_eq!(
        places("query {\n  best {\n    place {\n      box\n    }\n  }\n}").await,
        "SUBGRAPH_FAILED 4:7"
    );
    assert_eq!(
        places("# 名\nquery { ...B }\nfragment B on Query { best { place { box } } }").await,
        "SUBGRAPH_FAILED 3:38"
    );
    // Where a field is selected twice, it is both.
    assert_eq!(
        places("{ best { place { box } } best { place { row box } } }").await,
        "SUBGRAPH_FAILED 1:18 1:45"
    );
}
