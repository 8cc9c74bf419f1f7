//! Merging pages of 20 rows of 10 partitions to one page of 20.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use gateway_response::{
    GatherContext, IndexLimits, PartitionAnswer, Ref, RowCounts, RowLimits, Store, Tape, gather,
    gather::owns_its_own_key,
};
use serde_json::{Map, Value};

#[path = "support/mod.rs"]
#[expect(dead_code, reason = "each bench uses its part")]
mod support;

const PARTITIONS: usize = 10;

fn connection(criterion: &mut Criterion) {
    let law = support::law();
    let variables = Map::from_iter([("first".to_owned(), Value::from(support::ROWS))]);
    let context = GatherContext {
        variables: &variables,
        missing: &[],
        lacking: &[],
        owns: &owns_its_own_key,
        limits: RowLimits { per_list: 10_000, per_partition: 100_000 },
        rows: &RowCounts::default(),
    };
    let keys: Vec<String> = (0..PARTITIONS).map(|key| format!("{key:06}")).collect();
    let tapes: Vec<Tape> = (0..PARTITIONS)
        .map(|key| Tape::index(support::body(key), &IndexLimits::default()).expect("JSON"))
        .collect();
    criterion.bench_function("gather/connection_10x20", |bencher| {
        bencher.iter_batched(
            || filled(&tapes),
            |(mut store, values)| {
                let answers: Vec<PartitionAnswer<'_>> = keys
                    .iter()
                    .zip(values)
                    .map(|(partition, value)| PartitionAnswer { partition, value })
                    .collect();
                let gathered = gather(&mut store, &law, &answers, &context);
                assert!(gathered.rejected.is_empty(), "the pages are sound");
                (store, gathered)
            },
            BatchSize::SmallInput,
        );
    });
}

fn filled(tapes: &[Tape]) -> (Store, Vec<Ref>) {
    let mut store = Store::new();
    let connection_of = |tape: &Tape| {
        let root = store.add(tape.clone());
        let data = store.get(root, "data").expect("data");
        store.get(data, "deputies").expect("the connection")
    };
    let values = tapes.iter().map(connection_of).collect();
    (store, values)
}

criterion_group!(benches, connection);
criterion_main!(benches);
