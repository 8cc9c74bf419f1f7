//! The way to a plan of the usual benchmark query: kept, shared with another text, and made.

use std::{cell::Cell, hint::black_box, sync::Arc};

use criterion::{Criterion, criterion_group, criterion_main};
use gateway_composition::{Schemas, SubgraphInput, compose};
use gateway_planning::{Planner, PlannerSettings};
use gateway_supergraph::{Overrides, Supergraph};

const QUERY: &str = include_str!("../../../tests/load/src/federation/seven_fetches.graphql");

const SUBGRAPHS: [(&str, &str); 4] = [
    ("accounts", include_str!("benchmark/accounts.graphql")),
    ("inventory", include_str!("benchmark/inventory.graphql")),
    ("products", include_str!("benchmark/products.graphql")),
    ("reviews", include_str!("benchmark/reviews.graphql")),
];

fn supergraph() -> Arc<Supergraph> {
    let input = |(name, sdl): (&str, &str)| SubgraphInput {
        name: name.to_owned(),
        url: String::new(),
        schemas: Schemas::One(sdl.to_owned()),
    };
    let composed = compose(&SUBGRAPHS.map(input)).expect("the subgraphs compose");
    Arc::new(Supergraph::parse(&composed.supergraph_sdl).expect("a supergraph"))
}

fn planner(settings: PlannerSettings) -> Planner {
    Planner::new(supergraph(), settings).expect("the supergraph can be planned")
}

/// A text that was planned before.
fn hit(criterion: &mut Criterion) {
    let planner = planner(PlannerSettings::default());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(planner.plan(QUERY, None, Overrides::default())).expect("a plan");
    criterion.bench_function("plan/hit", |bencher| {
        bencher.iter(|| {
            runtime
                .block_on(planner.plan(black_box(QUERY), None, Overrides::default()))
                .expect("a plan")
        });
    });
    assert_eq!(planner.document_cache().misses, 1);
}

/// A text that differs from one that was planned before in a literal.
fn shared(criterion: &mut Criterion) {
    let planner = planner(PlannerSettings::default());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let count = Cell::new(0_u32);
    criterion.bench_function("plan/another_literal", |bencher| {
        bencher.iter(|| {
            count.set(count.get() + 1);
            let products = format!("topProducts(first: {})", count.get());
            let document = QUERY.replace("topProducts", &products);
            runtime.block_on(planner.plan(&document, None, Overrides::default())).expect("a plan")
        });
    });
    assert_eq!(planner.plan_cache().misses, 1);
}

/// Guard, parse, validate, lift, plan and translate.
fn made(criterion: &mut Criterion) {
    let planner = planner(PlannerSettings { cached_bytes: 0, ..PlannerSettings::default() });
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    criterion.bench_function("plan/made", |bencher| {
        bencher.iter(|| {
            runtime
                .block_on(planner.plan(black_box(QUERY), None, Overrides::default()))
                .expect("a plan")
        });
    });
    assert_eq!(planner.plan_cache().hits, 0);
}

criterion_group!(benches, hit, shared, made);
criterion_main!(benches);
