//! From the text of a document to a prepared operation, and the answer to its introspection.

use std::sync::LazyLock;

use apollo_compiler::{Schema, validation::Valid};
use gateway_operation::{Introspector, PrepareSettings, Variables, prepare, variables::coerce};

/// A schema with some of everything.
pub(crate) const SCHEMA: &str = "
directive @oneOf on INPUT_OBJECT
scalar Date
enum Color { RED GREEN }
input Filter { name: String! ids: [ID!] first: Int = 7 inner: Filter color: Color = RED }
input Either @oneOf { a: Int b: String }
interface Node { id: ID! }
type User implements Node { id: ID! name(of: Filter): String friends(first: Int = 3): [User!]! }
type Post implements Node { id: ID! by: User at: Date tags(in: [[Color]]): [String] }
union Found = User | Post
type Query {
  a: Int node(id: ID!): Node find(filter: Filter, either: Either, at: Date): [Found!]
  q(i: Int f: Float s: String b: Boolean id: ID c: Color l: [[Int]] n: [Int!]!=[1]): Int
}
type Mutation { set(a: Int!): User }
type Subscription { news: Post }
";

pub(crate) static PARSED: LazyLock<Valid<Schema>> = LazyLock::new(|| {
    Schema::parse_and_validate(SCHEMA, "schema.graphql").expect("the schema is valid")
});

/// Any text is prepared or refused, and everything that is prepared can be answered.
pub fn operation(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let settings = PrepareSettings::default();
    let prepared = match prepare(&PARSED, &settings, &text, None) {
        Ok(prepared) => prepared,
        Err(errors) => {
            assert!(!errors.is_empty(), "refused without a word");
            return;
        }
    };
    let Ok(values) = coerce(&PARSED, &prepared, &Variables::new()) else { return };
    if let Ok(answers) = Introspector::new(PARSED.clone()).answer(&prepared, &values) {
        for (_, answer) in answers {
            let read = serde_json::from_slice::<serde_json::Value>(&answer);
            assert!(read.is_ok(), "introspection is JSON");
        }
    }
}
