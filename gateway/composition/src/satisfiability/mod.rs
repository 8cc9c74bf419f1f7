//! Whether every query of the public schema can be answered. The search walks the schema from the
//! root types; a state is a type and the subgraphs from which its fields can be reached there, so
//! that a way that leads to a known state ends. It is bounded: what is too entangled to be checked
//! is refused.

mod explain;
mod graph;
mod path;
mod reach;

use std::collections::{BTreeSet, VecDeque};

use apollo_compiler::{Name, schema::ExtendedType};

use crate::{Code, Diagnostic, diagnostic::Report, merge::Merged, model::Subgraph};
use graph::{Graph, Positions};
use path::Path;
use reach::Reach;

/// Work, counted in fields looked at, before the search gives up.
const MAX_STEPS: usize = 4_000_000;
/// Labels of which every combination is looked at.
const MAX_COMBINED_LABELS: usize = 4;
/// More failures than this do not help to find the cause.
const MAX_FAILURES: usize = 50;

/// Reports every field of the public schema that no plan reaches.
pub(crate) fn check(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    check_within(MAX_STEPS, subgraphs, merged, report);
}

/// The same with so many steps for each combination of labels.
pub(crate) fn check_within(
    steps: usize,
    subgraphs: &[Subgraph],
    merged: &Merged,
    report: &mut Report,
) {
    let mut graph = Graph::new(subgraphs, &merged.schema);
    for active in assignments(&graph.labels()) {
        graph.activate(active);
        search(&graph, steps, merged, report);
        if report.has_errors() {
            return;
        }
    }
}

/// Which labels of overrides are on. All combinations of a few; of many, none, all, and each alone
/// on or off: more than two labels rarely meet on one way.
fn assignments(labels: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
    if labels.len() <= MAX_COMBINED_LABELS {
        let subset = |bits: usize| {
            let is_on = |(index, _): &(usize, &String)| bits & (1 << index) != 0;
            labels.iter().enumerate().filter(is_on).map(|(_, label)| label.clone()).collect()
        };
        return (0..1usize << labels.len()).map(subset).collect();
    }
    let mut assignments = vec![BTreeSet::new(), labels.clone()];
    for label in labels {
        assignments.push(BTreeSet::from([label.clone()]));
        assignments.push(labels.iter().filter(|other| *other != label).cloned().collect());
    }
    assignments
}

fn search(graph: &Graph<'_>, steps: usize, merged: &Merged, report: &mut Report) {
    let mut search = Search {
        reach: Reach::new(graph, steps),
        graph,
        seen: BTreeSet::new(),
        queue: VecDeque::new(),
        failures: 0,
    };
    for (operation, root) in merged.schema.schema_definition.iter_root_operations() {
        let path = Path::root(operation.name());
        search.enter(&root.name, graph.roots(&root.name), &path, report);
    }
    search.run(report);
}

struct Search<'a> {
    graph: &'a Graph<'a>,
    reach: Reach<'a>,
    seen: BTreeSet<(&'a Name, Positions)>,
    queue: VecDeque<(&'a Name, Positions, Path<'a>)>,
    failures: usize,
}

impl<'a> Search<'a> {
    fn run(&mut self, report: &mut Report) {
        while let Some((type_name, positions, path)) = self.queue.pop_front() {
            self.fields(type_name, &positions, &path, report);
            if self.reach.is_exhausted() {
                let message = format!(
                    "the subgraphs are too entangled to check that every query can be answered (at {path})"
                );
                report.push(Diagnostic::new(Code::SatisfiabilityLimit, message));
                return;
            }
            if self.failures >= MAX_FAILURES {
                return;
            }
        }
    }

    fn fields(
        &mut self,
        type_name: &'a Name,
        positions: &Positions,
        path: &Path<'a>,
        report: &mut Report,
    ) {
        for (name, field) in self.graph.visible_fields(type_name) {
            let next = self.reach.step(type_name, name, positions);
            let target = field.ty.inner_named_type();
            if next.is_empty() {
                self.failures += 1;
                let is_leaf = self.graph.schema.types.get(target).is_none_or(ExtendedType::is_leaf);
                let path = path.field(name).end(is_leaf);
                report.push(explain::failure(
                    self.graph,
                    &mut self.reach,
                    type_name,
                    name,
                    positions,
                    &path,
                ));
            } else {
                self.enter(target, next, &path.field(name), report);
            }
        }
    }

    /// Goes on at a type; of an abstract one, at every object that a value can be.
    fn enter(
        &mut self,
        type_name: &Name,
        positions: Positions,
        path: &Path<'a>,
        report: &mut Report,
    ) {
        let Some((type_name, definition)) = self.graph.schema.types.get_key_value(type_name) else {
            return;
        };
        match definition {
            ExtendedType::Object(_) => {
                let positions = self.reach.closure(type_name, positions);
                if self.seen.insert((type_name, positions.clone())) {
                    self.queue.push_back((type_name, positions, path.clone()));
                }
            }
            ExtendedType::Interface(_) if !self.graph.knows_object(type_name, &positions) => {
                if self.seen.insert((type_name, positions.clone())) {
                    self.failures += 1;
                    report.push(explain::unknown_object(self.graph, type_name, &positions, path));
                }
            }
            ExtendedType::Interface(_) | ExtendedType::Union(_) => {
                for (object, positions) in self.reach.objects(type_name, &positions) {
                    self.enter(object, positions, &path.on(object), report);
                }
            }
            ExtendedType::Scalar(_) | ExtendedType::Enum(_) | ExtendedType::InputObject(_) => {}
        }
    }
}
