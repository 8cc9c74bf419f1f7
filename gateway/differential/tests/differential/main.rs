//! Random operations on random federated graphs: what the gateway answers with the subgraphs behind
//! it is what one monolith with the same data answers, byte for byte, and it has errors when the
//! monolith has. Mutations are run as often and in the same order. The graphs are the same in every run; `DIFFERENTIAL_WORLDS` says how many others are
//! tried, each with a dozen operations.

mod stage;

use std::cell::{Cell, RefCell};

use apollo_compiler::{ExecutableDocument, Schema, validation::Valid};
use gateway_differential::{
    Answer, Choices, Operation, OperationWriter, World, execute,
    world::{LABELS, Notes, View},
};
use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use serde_json::Value;

use stage::{Deployed, Stage, root};

const WORLDS: u32 = 40;

/// What decides a world, and what decides each of the operations on it.
fn case() -> impl Strategy<Value = (Vec<u8>, Vec<Vec<u8>>)> {
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    (bytes(240), prop::collection::vec(bytes(120), 12))
}

/// The monolith's answer, and the mutations that it ran.
fn monolith(
    world: &World,
    schema: &Valid<Schema>,
    operation: &Operation,
) -> Option<(Answer, Vec<String>)> {
    let text = operation.document.as_str();
    // Two random selections can conflict.
    let document = ExecutableDocument::parse_and_validate(schema, text, "operation").ok()?;
    let notes = Notes::default();
    let view = View::monolith(world, &notes);
    let answer = execute(schema, &document, &operation.variables, &view, &root(&document));
    Some((answer, notes.effects.take()))
}

/// An operation, and the labels of overrides that hold for it.
fn drawn(schema: &Schema, texts: &[String], choices: &[u8]) -> (Operation, Vec<&'static str>) {
    let mut choices = Choices::new(choices);
    let labels = LABELS.into_iter().filter(|_| choices.once_in(2)).collect();
    let is_mutation = choices.once_in(4) && schema.types.contains_key("Mutation");
    let writer = OperationWriter::new(schema, texts, choices);
    (if is_mutation { writer.mutation(4) } else { writer.query(4) }, labels)
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

/// What a run has met, so that nothing is left out of it without a word.
#[derive(Debug, Default)]
struct Met {
    interface_objects: u32,
    nested_keys: u32,
    labels: u32,
    mutations: u32,
    narrowed: u32,
    /// Operations with more variables in conditions than there are plans for each value of.
    many_conditions: u32,
    /// Operations in which null decides something.
    null_conditions: u32,
}

impl Met {
    fn note(&mut self, deployed: &Deployed, operation: &Operation) {
        let numbers = 0..deployed.world.subgraphs;
        let sdl: String = numbers.map(|number| deployed.world.subgraph_sdl(number)).collect();
        self.interface_objects += u32::from(sdl.contains("type Thing @interfaceObject"));
        self.nested_keys += u32::from(sdl.contains("at { n"));
        self.labels += u32::from(sdl.contains("label:"));
        self.mutations += u32::from(operation.document.starts_with("mutation"));
        self.narrowed += u32::from(operation.document.contains("peer"));
        let deciding = operation.variables.iter().filter(|(name, _)| name.starts_with('c'));
        self.many_conditions += u32::from(deciding.clone().count() > 4);
        self.null_conditions += u32::from(deciding.clone().any(|(_, value)| value.is_null()));
    }

    fn is_all(&self) -> bool {
        let Self {
            interface_objects,
            nested_keys,
            labels,
            mutations,
            narrowed,
            many_conditions,
            null_conditions,
        } = self;
        let graphs = [interface_objects, nested_keys, labels];
        let operations = [mutations, narrowed, many_conditions, null_conditions];
        graphs.into_iter().chain(operations).all(|count| *count > 0)
    }
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
    let met = RefCell::new(Met::default());
    let mut runner = match worlds {
        Some(_) => TestRunner::new(config),
        None => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let found = runner.run(&case(), |(world, operations)| {
        let deployed = stage.deploy(World::new(Choices::new(&world)));
        let schema = &deployed.supergraph.api_schema;
        let texts = deployed.world.texts();
        for choices in operations {
            let (operation, labels) = drawn(schema, &texts, &choices);
            deployed.hold(labels.clone());
            let Some((expected, effects)) = monolith(&deployed.world, schema, &operation) else {
                continue;
            };
            let found = match stage.ask(&deployed, &operation) {
                Ok(found) => found,
                Err(refusal) => {
                    return Err(TestCaseError::fail(format!(
                        "{refusal}\n{}",
                        deployed.describe(&operation)
                    )));
                }
            };
            compared.set(compared.get() + 1);
            met.borrow_mut().note(&deployed, &operation);
            let found_effects = deployed.notes.effects.take();
            let verdict = match deployed.notes.complaints.take().join("\n") {
                none if none.is_empty() && found_effects != effects => Err(format!(
                    "other mutations\nmonolith {effects:?}\ngateway  {found_effects:?}"
                )),
                none if none.is_empty() => compare(&expected, &found),
                some => Err(some),
            };
            if let Err(difference) = verdict {
                return Err(TestCaseError::fail(format!(
                    "{difference}\n{}\nlabels {labels:?}\nmonolith's errors {:?}\ngateway's errors {}\n{}",
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
    let met = met.into_inner();
    println!("{} answers are equal; {met:?}", compared.get());
    assert!(met.is_all(), "{met:?}");
}
