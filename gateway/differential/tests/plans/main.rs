//! Plans of random operations on random graphs beside those of another planner, which shares nothing
//! with ours: every operation has a plan, and over all of them ours wait for no more fetches one
//! after another, and make no more calls. Prints the counts, and how long both took.
//! `DIFFERENTIAL_WORLDS` says how many graphs are tried.

mod external;

use std::time::{Duration, Instant};

use apollo_compiler::{
    ExecutableDocument,
    executable::{Selection, SelectionSet},
};
use gateway_composition::{Schemas, SubgraphInput, compose};
use gateway_differential::{Choices, OperationWriter, World};
use gateway_query_planner::{QueryPlan, QueryPlanner, Request};
use gateway_supergraph::{Overrides, Supergraph};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

const WORLDS: usize = 40;
const OPERATIONS: usize = 12;

/// How large a plan is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Fetches one after another.
    pub hops: usize,
    /// Fetches.
    pub fetches: usize,
}

/// What both planners did with the operations that both have plans for.
#[derive(Debug, Default)]
struct Totals {
    both: usize,
    ours: Size,
    theirs: Size,
    our_time: Duration,
    their_time: Duration,
    /// Plans of ours that are better and worse than theirs.
    better: usize,
    worse: usize,
    /// Operations that only we have a plan for.
    only_ours: usize,
}

fn size(plan: &QueryPlan) -> Size {
    let mut depths: Vec<usize> = Vec::with_capacity(plan.fetches.len());
    for fetch in &plan.fetches {
        let before = fetch.after.iter().map(|earlier| depths[*earlier]);
        depths.push(1 + before.max().unwrap_or(0));
    }
    Size { hops: depths.iter().copied().max().unwrap_or(0), fetches: plan.fetches.len() }
}

/// Whether the root's name is asked for, which the gateway answers and the other planner fetches.
fn asks_for_the_root(document: &ExecutableDocument, set: &SelectionSet) -> bool {
    set.selections.iter().any(|selection| match selection {
        Selection::Field(field) => field.name == "__typename",
        Selection::InlineFragment(inline) => asks_for_the_root(document, &inline.selection_set),
        Selection::FragmentSpread(spread) => {
            let found = document.fragments.get(&spread.fragment_name);
            found.is_some_and(|found| asks_for_the_root(document, &found.selection_set))
        }
    })
}

fn supergraph(world: World) -> (World, Supergraph) {
    let composed = |world: &World| {
        let subgraph = |number| SubgraphInput {
            name: format!("s{number}"),
            url: format!("http://s{number}/"),
            schemas: Schemas::One(world.subgraph_sdl(number)),
        };
        compose(&(0..world.subgraphs).map(subgraph).collect::<Vec<_>>())
    };
    let (world, composed) = match composed(&world) {
        Ok(composed) => (world, composed),
        Err(_) => {
            let world = world.with_all_keys();
            let composed = composed(&world).expect("with all keys it composes");
            (world, composed)
        }
    };
    let supergraph = Supergraph::parse(&composed.supergraph_sdl).expect("a supergraph");
    (world, supergraph)
}

#[test]
fn plans_are_as_good_as_those_of_another_planner() {
    let worlds = std::env::var("DIFFERENTIAL_WORLDS").ok().and_then(|count| count.parse().ok());
    let mut runner = match worlds {
        Some(_) => TestRunner::new(Config::default()),
        None => TestRunner::new_with_rng(
            Config::default(),
            TestRng::deterministic_rng(RngAlgorithm::ChaCha),
        ),
    };
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    let cases = (bytes(200), prop::collection::vec(bytes(120), OPERATIONS));
    let mut totals = Totals::default();
    for _ in 0..worlds.unwrap_or(WORLDS) {
        let (world, operations) = cases.new_tree(&mut runner).expect("a case").current();
        compare(World::new(Choices::new(&world)), &operations, &mut totals);
    }
    println!("{totals:#?}");
    assert!(totals.both > 0, "nothing was compared");
    assert!(totals.ours.hops <= totals.theirs.hops, "{totals:#?}");
    assert!(totals.ours.fetches <= totals.theirs.fetches, "{totals:#?}");
}

fn compare(world: World, operations: &[Vec<u8>], totals: &mut Totals) {
    let (world, supergraph) = supergraph(world);
    let planner = QueryPlanner::new(&supergraph);
    let external = external::planner(&supergraph.sdl);
    let schema = &supergraph.api_schema;
    let texts = world.texts();
    for choices in operations {
        let operation = OperationWriter::new(schema, &texts, Choices::new(choices)).query(4);
        let text = operation.document.as_str();
        // Two random selections can conflict.
        let Ok(document) = ExecutableDocument::parse_and_validate(schema, text, "operation") else {
            continue;
        };
        let root = document.operations.iter().next().expect("an operation");
        if asks_for_the_root(&document, &root.selection_set) {
            continue;
        }
        let start = Instant::now();
        let ours = planner.plan(Request {
            document: &document,
            prefix: "_y_",
            labels: &supergraph.override_labels,
            overrides: Overrides::default(),
            until: start + Duration::from_secs(60),
        });
        let our_time = start.elapsed();
        let ours = ours.unwrap_or_else(|error| panic!("{error}\n{text}\n{}", supergraph.sdl));
        let Some((theirs, their_time)) = external::plan(&external, text) else {
            totals.only_ours += 1;
            continue;
        };
        let ours = size(&ours);
        totals.both += 1;
        totals.our_time += our_time;
        totals.their_time += their_time;
        for (sum, one) in [(&mut totals.ours, ours), (&mut totals.theirs, theirs)] {
            sum.hops += one.hops;
            sum.fetches += one.fetches;
        }
        let order = (ours.hops, ours.fetches).cmp(&(theirs.hops, theirs.fetches));
        totals.better += usize::from(order.is_lt());
        totals.worse += usize::from(order.is_gt());
        if order.is_gt() && std::env::var_os("DIFFERENTIAL_WORSE").is_some() {
            println!(
                "ours {ours:?}, theirs {theirs:?}\n{text}\n{}",
                external::text(&external, text)
            );
            for number in 0..world.subgraphs {
                println!("# subgraph s{number}\n{}", world.subgraph_sdl(number));
            }
        }
    }
}
