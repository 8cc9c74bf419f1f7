//! Random small graphs of entities, values and abstract types: what composition accepts, the planner can plan, every field by
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
    /// Whether it has a value that others may have too, and whether that has a field of its own.
    value: Option<bool>,
    /// Whether it takes the field of the next subgraph over, and whether only when a label is on.
    takes: Option<bool>,
    /// Whether it is a member of the union and, with its first key, an implementation of the
    /// interface.
    is_abstract: bool,
}

fn part() -> impl Strategy<Value = Part> {
    let likely = prop::bool::weighted(0.75);
    let exists = any::<bool>();
    let keys = [likely, likely];
    let is_resolvable = prop::bool::weighted(0.9);
    let has_query = prop::bool::weighted(0.3);
    let link = prop::option::of(0..TYPES);
    let requires = prop::bool::weighted(0.15);
    let value = prop::option::weighted(0.3, prop::bool::weighted(0.2));
    let is_abstract = prop::bool::weighted(0.3);
    let takes = prop::option::weighted(0.2, any::<bool>());
    let more = (value, is_abstract, takes);
    (exists, keys, is_resolvable, has_query, link, requires, more).prop_map(
        |(exists, keys, is_resolvable, has_query, link, requires, more)| Part {
            exists: exists || has_query || requires,
            keys,
            is_resolvable,
            has_query,
            link,
            requires,
            value: more.0,
            is_abstract: more.1,
            takes: more.2,
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
        if part.is_abstract && part.keys[0] {
            write(&mut sdl, " implements I");
        }
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
        if let Some(is_labelled) = takes(parts, subgraph, number) {
            let label = if is_labelled { ", label: \"m\"" } else { "" };
            write(&mut fields, &format!(" f{next}: Int @override(from: \"s{next}\"{label})"));
        }
        if let Some(target) = part.link.filter(|target| parts[subgraph][*target].exists) {
            write(&mut fields, &format!(" l{subgraph}: T{target}"));
        }
        if part.value.is_some() {
            write(&mut fields, " v: V @shareable");
        }
        write(&mut sdl, &format!(" {{{fields} }}\n"));
        if part.has_query {
            write(&mut queries, &format!(" q{subgraph}_{number}: T{number}"));
        }
    }
    abstract_types(&parts[subgraph], subgraph, &mut sdl, &mut queries);
    value_type(&parts[subgraph], subgraph, &mut sdl);
    if queries.is_empty() { sdl } else { format!("type Query {{{queries} }}\n{sdl}") }
}

/// Whether a part takes the field of the next subgraph over, which must be an ordinary one there.
fn takes(parts: &Parts, subgraph: usize, number: usize) -> Option<bool> {
    let next = (subgraph + 1) % SUBGRAPHS;
    let after = (next + 1) % SUBGRAPHS;
    let (part, other) = (&parts[subgraph][number], &parts[next][number]);
    let is_plain = other.exists && !(other.requires && parts[after][number].exists);
    part.takes.filter(|_| is_plain && !part.requires)
}

/// The union and the interface of a subgraph, each with a query, when they have objects.
fn abstract_types(parts: &[Part; TYPES], subgraph: usize, sdl: &mut String, queries: &mut String) {
    let chosen = |needs_key: bool| {
        let fits = move |(_, part): &(usize, &Part)| {
            part.exists && part.is_abstract && (part.keys[0] || !needs_key)
        };
        parts.iter().enumerate().filter(fits).map(|(number, _)| format!("T{number}"))
    };
    let members: Vec<String> = chosen(false).collect();
    if !members.is_empty() {
        write(sdl, &format!("union U = {}\n", members.join(" | ")));
        write(queries, &format!(" u{subgraph}: [U!]"));
    }
    if chosen(true).next().is_some() {
        write(sdl, "interface I { k0: ID! }\n");
        write(queries, &format!(" i{subgraph}: I"));
    }
}

/// The value type of a subgraph.
fn value_type(parts: &[Part; TYPES], subgraph: usize, sdl: &mut String) {
    let values: Vec<bool> =
        parts.iter().filter(|part| part.exists).filter_map(|part| part.value).collect();
    if values.is_empty() {
        return;
    }
    let own = if values.contains(&true) { format!(" e{subgraph}: Int") } else { String::new() };
    write(sdl, &format!("type V @shareable {{ c: Int{own} }}\n"));
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
        // The planner sends requirements to a subgraph that says it cannot be asked by a key.
        if one.message.contains("by which it could be told") {
            continue;
        }
        let operation =
            one.message.split('`').find(|part| part.starts_with("query")).unwrap_or_default();
        let operation = operation.replace("{ ... }", "{ __typename }");
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
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) };
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
