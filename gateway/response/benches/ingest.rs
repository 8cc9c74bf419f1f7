//! Reading a body of 20 rows, beside what serde_json takes to build a tree of it.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gateway_response::{IndexLimits, Tape};

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part")]
mod support;

fn ingest(criterion: &mut Criterion) {
    let body = support::body(1);
    let mut group = criterion.benchmark_group("ingest");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("index", |bencher| {
        bencher.iter(|| Tape::index(black_box(body.clone()), &IndexLimits::default()));
    });
    group.bench_function("tree_of_serde_json", |bencher| {
        bencher.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(&body)));
    });
    group.finish();
}

criterion_group!(benches, ingest);
criterion_main!(benches);
