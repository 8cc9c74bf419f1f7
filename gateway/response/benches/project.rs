//! Writing the client's data from an answer of 20 rows.

use std::collections::HashMap;

use criterion::{Criterion, criterion_group, criterion_main};
use gateway_response::{ErrorPaths, IndexLimits, ProjectionInput, Store, project};
use serde_json::Map;

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part")]
mod support;

fn page(criterion: &mut Criterion) {
    let mut store = Store::new();
    let body = store.ingest(support::body(1), &IndexLimits::default()).expect("JSON");
    let data = store.get(body, "data").expect("data");
    let root = store.node(data);
    let projection = support::projection();
    let (variables, introspection, reported) = (Map::new(), HashMap::new(), ErrorPaths::new());
    let input = ProjectionInput {
        variables: &variables,
        introspection: &introspection,
        reported: &reported,
    };
    criterion.bench_function("project/page_of_20", |bencher| {
        bencher.iter(|| {
            let mut out = Vec::new();
            let projected = project(&store, &projection, &root, &input, &mut out);
            assert!(projected.errors.is_empty(), "the answer fits the projection");
            out
        });
    });
}

criterion_group!(benches, page);
criterion_main!(benches);
