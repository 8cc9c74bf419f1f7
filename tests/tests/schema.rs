//! `schema.graphql` at the root is the public schema, generated. After a change of a service's
//! schema, `UPDATE_SCHEMA=1 cargo test -p tests --test schema` writes it anew.

use std::path::Path;

use gateway_composition::{PartitionSchema, Schemas, SubgraphInput, compose};
use gateway_supergraph::Supergraph;

fn public_schema() -> String {
    let partition = |key: &str| PartitionSchema { key: key.to_owned(), sdl: district::sdl() };
    let inputs = [
        SubgraphInput {
            name: "city".to_owned(),
            url: String::new(),
            schemas: Schemas::One(city::sdl()),
        },
        SubgraphInput {
            name: "districts".to_owned(),
            url: String::new(),
            schemas: Schemas::Partitions(vec![partition("231002"), partition("231004")]),
        },
    ];
    let composed = compose(&inputs)
        .unwrap_or_else(|problems| panic!("the city does not compose: {problems:#?}"));
    Supergraph::parse(&composed.supergraph_sdl).expect("what is composed is read").api_sdl()
}

#[test]
fn the_schema_in_the_repository_is_the_one_that_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let served = public_schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &served).expect("schema.graphql can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == served,
        "schema.graphql is stale: run `UPDATE_SCHEMA=1 cargo test -p tests --test schema`"
    );
}
