//! Random small graphs of entities: what composition accepts, the planner can plan, every field by
//! every short way; and for the query that a refusal prints it finds no way. This is what keeps the
//! satisfiability search honest.

use std::{cell::Cell, fmt::Write};

use proptest::{prelude::*, test_runner::TestRunner};

use super::{
    planner::{Failure, plan_ways, way},
    support::{subgraph, unsatisfiable},
};
use crate::{Code, SubgraphInput, compose};

const SUBGRAPHS: usize = 3;
const TYPES: usize = 3;

/// What a subgraph has of a type.
#[derive(Debug, Clone)]
struct Part {
    exists: bool,
    /// Whether `k0` and `k1` are keys.
    keys: [bool; 2],
    is_resolvable: bool,
    /// Whether a query returns it here.
    has_query: bool,
    /// Another type that it leads to.
    link: Option<usize>,
    /// Whether the field of this subgraph requires that of the next one.
    requires: bool,
}

fn part() -> impl Strategy<Value = Part> {
    let likely = prop::bool::weighted(0.75);
    let exists = any::<bool>();
    let keys = [likely, likely];
    let is_resolvable = prop::bool::weighted(0.9);
    let has_query = prop::bool::weighted(0.3);
    let link = prop::option::of(0..TYPES);
    let requires = prop::bool::weighted(0.15);
    (exists, keys, is_resolvable, has_query, link, requires).prop_map(
        |(exists, keys, is_resolvable, has_query, link, requires)| Part {
            exists: exists || has_query || requires,
            keys,
            is_resolvable,
            has_query,
            link,
            requires,
        },
    )
}

type Parts = [[Part; TYPES]; SUBGRAPHS];

fn graph() -> impl Strategy<Value = Parts> {
    prop::array::uniform3(prop::array::uniform3(part()))
}

/// Every type of a subgraph has a field of its own, `f` and the number of the subgraph.
fn sdl(parts: &Parts, subgraph: usize) -> String {
    let mut sdl = String::new();
    let mut queries = String::new();
    for (number, part) in parts[subgraph].iter().enumerate().filter(|(_, part)| part.exists) {
        write(&mut sdl, &format!("type T{number}"));
        let mut fields = String::new();
        for (key, is_key) in part.keys.iter().enumerate() {
            if *is_key {
                write(
                    &mut sdl,
                    &format!(" @key(fields: \"k{key}\", resolvable: {})", part.is_resolvable),
                );
                write(&mut fields, &format!(" k{key}: ID!"));
            }
        }
        let next = (subgraph + 1) % SUBGRAPHS;
        if part.requires && parts[next][number].exists {
            write(
                &mut fields,
                &format!(" f{next}: Int @external f{subgraph}: Int @requires(fields: \"f{next}\")"),
            );
        } else {
            write(&mut fields, &format!(" f{subgraph}: Int"));
        }
        if let Some(target) = part.link.filter(|target| parts[subgraph][*target].exists) {
            write(&mut fields, &format!(" l{subgraph}: T{target}"));
        }
        write(&mut sdl, &format!(" {{{fields} }}\n"));
        if part.has_query {
            write(&mut queries, &format!(" q{subgraph}_{number}: T{number}"));
        }
    }
    if queries.is_empty() { sdl } else { format!("type Query {{{queries} }}\n{sdl}") }
}

fn write(text: &mut String, more: &str) {
    text.write_str(more).expect("a string takes everything");
}

/// Fails when composition and the planner disagree on these subgraphs; whether they compose.
fn judge(inputs: &[SubgraphInput]) -> Result<bool, TestCaseError> {
    let diagnostics = match compose(inputs) {
        Ok(composed) => {
            // Finding a way is what composition promises. The planner can find it and then break
            // while it puts circular ones, or a requirement and two keys, together.
            plan_ways(&composed.supergraph_sdl, 3, |failure| failure != Failure::NoWay);
            return Ok(true);
        }
        Err(diagnostics) => diagnostics,
    };
    if diagnostics.iter().all(|one| one.code == Code::NoQueries) {
        return Ok(false);
    }
    let sdl = unsatisfiable(inputs);
    for one in diagnostics {
        prop_assert_eq!(one.code, Code::Unsatisfiable);
        let operation =
            one.message.split('`').find(|part| part.starts_with("query")).unwrap_or_default();
        let operation = operation.replace("...", "__typename");
        prop_assert!(
            way(&sdl, &operation) == Err(Failure::NoWay),
            "`{operation}` can be planned\n{}\n{sdl}",
            one.message
        );
    }
    Ok(false)
}

#[test]
fn composition_and_the_planner_agree() {
    let accepted = Cell::new(0);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) };
    let agreement = TestRunner::new(config).run(&graph(), |parts| {
        let inputs: Vec<SubgraphInput> = (0..SUBGRAPHS)
            .map(|number| subgraph(&format!("s{number}"), &sdl(&parts, number)))
            .collect();
        accepted.set(accepted.get() + usize::from(judge(&inputs)?));
        Ok(())
    });
    if let Err(disagreement) = agreement {
        panic!("{disagreement}");
    }
    assert!(accepted.get() > 0, "no graph was accepted");
}
