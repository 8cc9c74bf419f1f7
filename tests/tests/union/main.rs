//! The union theorem: the answer of the gateway over N partitions equals the answer of one district
//! service that holds the union of the rows of the partitions that answered, and coverage says
//! which these are.
//!
//! Cases are drawn from a seed: rows and how they are split, operations over all root fields of the
//! district's schema, walks through pages in both directions, policies, cut-offs, and partitions
//! that fail or come back between two pages or in the middle of an operation; in some cities one
//! partition is of an older version. `UNION_CASES=n` sets how many, `UNION_SEED=n` the seed,
//! `UNION_ONLY=n` runs the case of this number alone. What a partition sends on purpose
//! against the contract (foreign rows, rows out of order) is not here but in the drills.

mod case;
mod check;
mod city;
mod expectation;
mod fault;
mod generator;
mod graph;
mod operation;
mod oracle;
mod routing;
mod rows;
mod service;
mod shrink;
mod skew;

use std::sync::Arc;

use futures::future::join_all;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use self::{
    city::{Plan, UnionCity},
    generator::Generator,
    graph::Graph,
    service::Backend,
};

/// How many cases are run when nothing else is said.
const CASES: usize = 200;

/// How many cases the cities of one round answer before new ones are made.
const CASES_A_ROUND: usize = 400;

/// The cities of a round: each has rows and a split of its own.
const PLANS: [Plan; 4] = [
    Plan::new(2, &[Backend::Sqlite], Backend::Sqlite),
    Plan::new(3, &[Backend::Postgres], Backend::Postgres),
    Plan::new(3, &[Backend::Sqlite, Backend::Postgres], Backend::Sqlite).with_older(1),
    Plan::new(5, &[Backend::Sqlite], Backend::Sqlite).with_older(2),
];

/// A number of the environment.
fn setting(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} must be a number, not `{text}`")))
}

/// The source of everything in one case, or in one city.
fn random(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream);
    random
}

#[test]
fn the_gateway_answers_as_one_service_with_the_rows_of_those_that_answered() {
    let seed = setting("UNION_SEED").unwrap_or(1);
    let only = setting("UNION_ONLY").and_then(|number| usize::try_from(number).ok());
    let count = setting("UNION_CASES").and_then(|count| usize::try_from(count).ok());
    let count = count.unwrap_or(CASES);
    let numbers: Vec<usize> = only.map_or_else(|| (0..count).collect(), |number| vec![number]);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let graph = Arc::new(Graph::read());
    for round in numbers.chunk_by(|a, b| a / CASES_A_ROUND == b / CASES_A_ROUND) {
        runtime.block_on(run_round(&graph, seed, round));
    }
    println!("union theorem: {} cases", numbers.len());
}

/// Runs cases on the cities of a round, all cities at the same time.
async fn run_round(graph: &Arc<Graph>, seed: u64, numbers: &[usize]) {
    let cities = (0..PLANS.len()).filter_map(|place| {
        let own = numbers.iter().copied().filter(|number| number % PLANS.len() == place);
        let own: Vec<usize> = own.collect();
        let number = numbers.first()? / CASES_A_ROUND * PLANS.len() + place;
        let graph = Arc::clone(graph);
        (!own.is_empty()).then(|| tokio::spawn(run_city(graph, seed, number, PLANS[place], own)))
    });
    let ended = join_all(cities).await;
    let failures: Vec<String> =
        ended.into_iter().filter_map(|it| it.expect("the city's task ends").err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Runs cases on one city, and tells the smallest form of the first that fails.
async fn run_city(
    graph: Arc<Graph>,
    seed: u64,
    number: usize,
    plan: Plan,
    cases: Vec<usize>,
) -> Result<(), String> {
    // Cities and cases draw from streams of their own: the upper half is for cities.
    let mut rows = random(seed, u64::MAX - number as u64);
    let city = UnionCity::start(&graph, &mut rows, plan).await;
    for case_number in cases {
        let random = random(seed, case_number as u64);
        let case = Generator::new(&graph, &city, random).case();
        let Err(mismatch) = check::check(&graph, &city, &case).await else { continue };
        let first = mismatch.to_string();
        let (case, mismatch) = shrink::smallest(&graph, &city, case, first.clone()).await;
        let mut told = format!(
            "UNION_SEED={seed} UNION_ONLY={case_number}: the smallest case that fails is\n{}{mismatch}",
            case.describe(&city)
        );
        if first != mismatch {
            // What only fails under load may not fail again while it is made smaller.
            told.push_str(&format!("\nat first\n{first}"));
        }
        return Err(told);
    }
    Ok(())
}
