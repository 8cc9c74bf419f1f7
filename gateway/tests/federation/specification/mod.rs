//! What the GraphQL specification (September 2025) says that a client sees, held to with one
//! subgraph that echoes what it is sent.

mod introspection;
mod requests;
mod results;
mod selections;
mod variables;

use serde_json::json;

use crate::support::{Subgraph, World};

const SDL: &str = r#"
type Query {
  "Gives its arguments back."
  echo(int: Int, float: Float, text: String, flag: Boolean, id: ID, kind: Kind, in: In, one: One, ints: [Int!], grid: [[Int]], must: Int! = 7): Echo
  node: Node
  nodes: [Node!]!
  old(arg: Int @deprecated(reason: "no use")): Int @deprecated
  leaf: Leaf
}
type Mutation { touch(by: Int! = 1): Int }
scalar Echo @specifiedBy(url: "https://example.com/echo")
"Kinds of things."
enum Kind { A B OLD @deprecated(reason: "gone") }
input In { a: Int! b: String = "b" list: [Kind!] inner: In old: Int @deprecated }
input One @oneOf { a: Int b: String }
interface Node { id: ID! name: String }
type User implements Node { id: ID! name: String friend: Node age: Int aged(by: Int! = 1): Int }
type Robot implements Node { id: ID! name: String model: String! tuned(by: Int! = 1): Int! }
type Leaf { int: Int float: Float text: String flag: Boolean id: ID list: [[Int!]!] must: Must }
type Must { deep: Deep! }
type Deep { value: Int! }
"#;

fn echo() -> Subgraph {
    Subgraph::new("echo", SDL)
        .field("Query.echo", |_, arguments| json!(arguments))
        .field("User.aged", |user, arguments| {
            json!(user["age"].as_i64().zip(arguments["by"].as_i64()).map(|(age, by)| age + by))
        })
        .root(json!({
            "node": { "__typename": "User", "id": "u", "name": "Ann", "age": 7, "friend": { "__typename": "Robot", "id": "r", "name": null, "model": "T" } },
            "nodes": [{ "__typename": "Robot", "id": "r", "name": "Rob", "model": "T" }, { "__typename": "User", "id": "u", "name": "Ann", "age": 7, "friend": null }],
            "old": 1,
            "leaf": { "int": 4 },
        }))
}

async fn world() -> World {
    World::of([echo()]).await
}
