//! No bytes make composition panic: texts are cut, doubled and overwritten in every place.

use proptest::prelude::*;

use super::{
    districts::{CITY, DISTRICT},
    support::{partitioned, subgraph},
};
use crate::{Code, PartitionSchema, Schemas, SubgraphInput, compose};

/// Words that mean something in a subgraph.
const WORDS: &[&str] = &[
    "type",
    "input",
    "enum",
    "interface",
    "union",
    "extend",
    "schema",
    "@key",
    "@external",
    "@requires",
    "@provides",
    "@shareable",
    "@inaccessible",
    "@interfaceObject",
    "@override(from: \"city\")",
    "@merge(law: SUM)",
    "@route(by: ID)",
    "Query",
    "District",
    "Comparison",
    "Part",
    "Int",
    "ID!",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\"\"\"",
    "=",
    "|",
    "&",
    "implements",
    "fields: \"id\"",
    "federation__key",
    "join__Graph",
    "__typename",
    "_service",
    "@link",
    "url:",
];

fn cut(text: &str, at: usize, length: usize, word: &str) -> String {
    let boundary = |index: usize| {
        (0..=index.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
    };
    let (start, end) = (boundary(at), boundary(at + length));
    format!("{} {word} {}", &text[..start], &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn mutated_subgraphs_are_composed_or_refused(
        in_city in any::<bool>(),
        at in 0usize..3500,
        length in 0usize..40,
        word in prop::sample::select(WORDS),
        both in any::<bool>(),
    ) {
        let change = |sdl: &str| cut(sdl, at % sdl.len(), length, word);
        let city = if in_city { change(CITY) } else { CITY.to_owned() };
        let district = if in_city { DISTRICT.to_owned() } else { change(DISTRICT) };
        let other = if both { district.as_str() } else { DISTRICT };
        match compose(&[subgraph("city", &city), partitioned("d", &[("1", &district), ("2", other)])]) {
            // What is printed has been validated; it must be readable too.
            Ok(composed) => prop_assert!(gateway_supergraph::Supergraph::parse(&composed.supergraph_sdl).is_ok(), "{}", composed.supergraph_sdl),
            Err(diagnostics) => {
                prop_assert!(!diagnostics.is_empty());
                prop_assert!(diagnostics.iter().all(|one| one.code != Code::Internal), "{diagnostics:?}\n{city}\n{district}");
            }
        }
    }

    #[test]
    fn arbitrary_text_is_refused(text in "\\PC{0,120}", name in "\\PC{0,8}") {
        let one = SubgraphInput { name: name.clone(), url: String::new(), schemas: Schemas::One(text.clone()) };
        let many = SubgraphInput {
            name: format!("{name}s"),
            url: String::new(),
            schemas: Schemas::Partitions(vec![PartitionSchema { key: name, sdl: text }]),
        };
        prop_assert!(compose(&[one, many]).is_err());
    }
}

#[test]
fn deep_nesting_is_refused() {
    let list = format!("type Query {{ a: {}Int{} }}", "[".repeat(5000), "]".repeat(5000));
    let set = format!(
        "type Query {{ t: T }} type T @key(fields: \"{}id{}\") {{ id: ID! t: T }}",
        "t { ".repeat(5000),
        " }".repeat(5000)
    );
    for sdl in [list, set] {
        assert!(compose(&[subgraph("a", &sdl)]).is_err());
    }
}

#[test]
fn a_field_set_that_the_parser_gives_up_is_refused() {
    for fields in ["id } id", "id } { id", "} id", "{ id } x", "{ id } { x }", "id ~", "#"] {
        let sdl =
            format!("type Query {{ t: T }} type T @key(fields: \"{fields}\") {{ id: ID! x: Int }}");
        let found = compose(&[subgraph("a", &sdl)]).expect_err("it is no field set");
        assert!(found.iter().any(|one| one.code == Code::KeyInvalidFields), "{fields}: {found:?}");
    }
}
