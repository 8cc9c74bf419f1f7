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
/// More failures than this do not help to find the cause.
const MAX_FAILURES: usize = 50;

/// Reports every field of the public schema that no plan reaches.
pub(crate) fn check(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    let graph = Graph::new(subgraphs, &merged.schema);
    let mut search = Search {
        reach: Reach::new(&graph, MAX_STEPS),
        graph: &graph,
        seen: BTreeSet::new(),
        queue: VecDeque::new(),
        failures: 0,
    };
    for (operation, root) in merged.schema.schema_definition.iter_root_operations() {
        search.enter(&root.name, graph.roots(&root.name), &Path::root(operation.name()));
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
                self.enter(target, next, &path.field(name));
            }
        }
    }

    /// Goes on at a type; of an abstract one, at every object that a value can be.
    fn enter(&mut self, type_name: &Name, positions: Positions, path: &Path<'a>) {
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
            ExtendedType::Interface(_) | ExtendedType::Union(_) => {
                for (object, positions) in self.reach.objects(type_name, &positions) {
                    self.enter(object, positions, &path.on(object));
                }
            }
            ExtendedType::Scalar(_) | ExtendedType::Enum(_) | ExtendedType::InputObject(_) => {}
        }
    }
}
