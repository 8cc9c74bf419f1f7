//! A wide graph: 200 subgraphs with 20 000 fields. It shall compose in seconds.

use std::{fmt::Write, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
use gateway_composition::{Schemas, SubgraphInput, compose};

const SUBGRAPHS: usize = 200;
const TYPES: usize = 5;
const FIELDS: usize = 20;

const HEAD: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@external", "@requires", "@shareable", "@tag"])
"#;

/// Every subgraph has entities of its own, extends those of the one before it, shares a value
/// type with all, and requires a field of another.
fn subgraph(number: usize) -> SubgraphInput {
    let before = (number + SUBGRAPHS - 1) % SUBGRAPHS;
    let mut sdl = format!("{HEAD}type Money @shareable {{ amount: Int currency: String }}\n");
    for entity in 0..TYPES {
        line(
            &mut sdl,
            &format!("type E{number}_{entity} @key(fields: \"id\") {{ id: ID! price: Money"),
        );
        for field in 0..FIELDS - 3 {
            line(&mut sdl, &format!("  f{field}(first: Int = 5): String @tag(name: \"t{field}\")"));
        }
        let next = (entity + 1) % TYPES;
        line(&mut sdl, &format!("  next: E{number}_{next}\n}}"));
    }
    line(
        &mut sdl,
        &format!(
            "type E{before}_0 @key(fields: \"id\") {{ id: ID! price: Money @external by{number}: Int @requires(fields: \"price {{ amount }}\") other: E{number}_0 }}"
        ),
    );
    line(
        &mut sdl,
        &format!("type Query {{ q{number}: E{number}_0 all{number}: [E{before}_0!]! }}"),
    );
    SubgraphInput {
        name: format!("subgraph{number}"),
        url: format!("http://subgraph{number}/"),
        schemas: Schemas::One(sdl),
    }
}

fn line(sdl: &mut String, text: &str) {
    writeln!(sdl, "{text}").expect("a string takes everything");
}

fn wide(criterion: &mut Criterion) {
    let inputs: Vec<SubgraphInput> = (0..SUBGRAPHS).map(subgraph).collect();
    let mut group = criterion.benchmark_group("compose");
    group.sample_size(10);
    group.bench_function("200 subgraphs, 20000 fields", |bencher| {
        bencher.iter(|| {
            let composed = compose(black_box(&inputs)).expect("the graph composes");
            assert!(composed.supergraph_sdl.len() > 1_000_000, "it has all the fields");
        });
    });
    group.finish();
}

criterion_group!(benches, wide);
criterion_main!(benches);
