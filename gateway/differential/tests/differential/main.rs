//! Random operations on random federated graphs: what the gateway answers with the subgraphs behind
//! it is what one monolith with the same data answers, byte for byte, and it has errors when the
//! monolith has. The graphs are the same in every run; `DIFFERENTIAL_WORLDS` says how many others are
//! tried, each with a dozen operations.
//!
//! The external planner gives up on some operations, above all where a requirement meets entities
//! behind other entities. Those are refused, which is no wrong answer; how many there may be is
//! bounded here, so that nothing else hides among them.

mod stage;

use std::cell::Cell;

use apollo_compiler::{ExecutableDocument, Schema, validation::Valid};
use gateway_differential::{
    Answer, Choices, Operation, OperationWriter, World, execute,
    world::{Complaints, Object, View},
};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use serde_json::Value;

use stage::{NO_PLAN, Stage};

const WORLDS: u32 = 40;

/// One of so many operations may have no plan.
const PLANNED_FOR_ONE_REFUSED: u32 = 20;

/// What decides a world, and what decides each of the operations on it.
fn case() -> impl Strategy<Value = (Vec<u8>, Vec<Vec<u8>>)> {
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    (bytes(200), prop::collection::vec(bytes(120), 12))
}

fn monolith(world: &World, schema: &Valid<Schema>, operation: &Operation) -> Option<Answer> {
    let text = operation.document.as_str();
    // Two random selections can conflict.
    let document = ExecutableDocument::parse_and_validate(schema, text, "operation").ok()?;
    let complaints = Complaints::default();
    let view = View::monolith(world, &complaints);
    Some(execute(schema, &document, &operation.variables, &view, &Object::root()))
}

/// Fails when the gateway's answer is not the monolith's.
fn compare(expected: &Answer, found: &Value) -> Result<(), String> {
    let (expected_data, found_data) = (expected.data.to_string(), found["data"].to_string());
    if expected_data != found_data {
        return Err(format!("other data\nmonolith {expected_data}\ngateway  {found_data}"));
    }
    let has_errors = found.get("errors").is_some();
    if expected.errors.is_empty() == has_errors {
        return Err(format!("other errors in\n{found_data}"));
    }
    Ok(())
}

#[test]
fn a_federated_graph_answers_as_a_monolith() {
    let worlds = std::env::var("DIFFERENTIAL_WORLDS").ok().and_then(|count| count.parse().ok());
    let config = ProptestConfig {
        failure_persistence: None,
        max_shrink_iters: 500,
        ..ProptestConfig::with_cases(worlds.unwrap_or(WORLDS))
    };
    let stage = Stage::new();
    let compared = Cell::new(0_u32);
    let refused = Cell::new(0_u32);
    let mut runner = match worlds {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let found = runner.run(&case(), |(world, operations)| {
        let deployed = stage.deploy(World::new(Choices::new(&world)));
        let schema = &deployed.supergraph.api_schema;
        let texts = deployed.world.texts();
        for choices in operations {
            let operation = OperationWriter::new(schema, &texts, Choices::new(&choices)).query(4);
            let Some(expected) = monolith(&deployed.world, schema, &operation) else { continue };
            let found = match stage.ask(&deployed, &operation) {
                Ok(found) => found,
                Err(refusal) if refusal == NO_PLAN => {
                    refused.set(refused.get() + 1);
                    continue;
                }
                Err(refusal) => {
                    return Err(TestCaseError::fail(format!(
                        "{refusal}\n{}",
                        deployed.describe(&operation)
                    )));
                }
            };
            compared.set(compared.get() + 1);
            let verdict = match deployed.complaints.take().join("\n") {
                none if none.is_empty() => compare(&expected, &found),
                some => Err(some),
            };
            if let Err(difference) = verdict {
                return Err(TestCaseError::fail(format!(
                    "{difference}\n{}\nmonolith's errors {:?}\ngateway's errors {}\n{}",
                    deployed.describe(&operation),
                    expected.errors,
                    found["errors"],
                    stage.explain(&deployed, &operation),
                )));
            }
        }
        Ok(())
    });
    if let Err(difference) = found {
        panic!("{difference}");
    }
    let (compared, refused) = (compared.get(), refused.get());
    println!("{compared} answers are equal; {refused} operations have no plan");
    assert!(compared > 0, "nothing was compared");
    assert!(refused * PLANNED_FOR_ONE_REFUSED <= compared, "{refused} operations have no plan");
}
