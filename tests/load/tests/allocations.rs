//! What a request takes from the allocator on its whole way, without sockets: the body of the
//! request, plan, calls, answers, the body of the answer. A number that grows is a decision.

use allocation_counter::{AllocationInfo, measure};
use load::federation::{Question, in_process::InProcess};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// What the second request of a question takes, whose plan and subgraph answers are known, and the
/// bytes of its answer.
fn taken(question: &Question) -> (AllocationInfo, u64) {
    let runtime = runtime();
    let gateway = InProcess::new().expect("the subgraphs compose");
    let expected = runtime.block_on(gateway.warm(question)).expect("the right answer");
    runtime.block_on(gateway.ask(question)).expect("an answer");
    let mut answer = None;
    let taken = measure(|| answer = Some(runtime.block_on(gateway.ask(question))));
    assert_eq!(answer.expect("it ran").expect("an answer"), expected);
    (taken, expected.len() as u64)
}

#[test]
fn one_fetch() {
    let (taken, answer) = taken(&Question::one_fetch());
    println!("{taken:?} for {answer} bytes");
    assert!(taken.count_total <= 110, "{taken:?}");
    assert!(taken.bytes_total <= 31_000, "{taken:?}");
}

#[test]
fn seven_fetches() {
    let (taken, answer) = taken(&Question::seven_fetches());
    println!("{taken:?} for {answer} bytes");
    // What a subgraph can answer at once is not kept back for what it requires, which costs calls.
    assert!(taken.count_total <= 640, "{taken:?}");
    // A call that others may join is in a box with its exchange, as it drives its connection itself.
    assert!(taken.bytes_total <= 325_000, "{taken:?}");
}
