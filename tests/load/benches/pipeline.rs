//! The whole way of a request without sockets: from the body of the request to the body of the
//! answer, plan known, subgraphs' answers known.

use criterion::{Criterion, criterion_group, criterion_main};
use load::federation::{Question, in_process::InProcess};
use tokio::runtime::Builder;

fn pipeline(criterion: &mut Criterion) {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let gateway = InProcess::new().expect("the subgraphs compose");
    for (name, question) in
        [("one fetch", Question::one_fetch()), ("seven fetches", Question::seven_fetches())]
    {
        runtime.block_on(gateway.warm(&question)).expect("the right answer");
        criterion.bench_function(&format!("a request without sockets: {name}"), |bencher| {
            bencher.to_async(&runtime).iter(|| gateway.ask(&question));
        });
    }
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
