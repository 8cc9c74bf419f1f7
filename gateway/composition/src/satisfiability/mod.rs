//! Whether every query of the public schema can be answered. The search walks the schema from the
//! root types; a state is a type and the subgraphs from which its fields can be reached there, with
//! the labels of overrides that led there, so that a way that leads to a known state ends. It is
//! bounded: what is too entangled to be checked is refused.

mod explain;
mod graph;
mod labels;
mod path;
mod reach;
mod runtime_types;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use apollo_compiler::{Name, ast::FieldDefinition, schema::ExtendedType};

use crate::{Code, Diagnostic, diagnostic::Report, merge::Merged, model::Subgraph};
use graph::{Graph, Positions};
use labels::{Choice, Seen};
use path::Path;
use reach::Reach;

/// How much work the search does before it gives up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Fields looked at.
    pub(crate) steps: usize,
    /// Ways to choose labels at one place.
    pub(crate) ways: usize,
    /// Choices of labels with which one state is looked at; with more, it is looked at as if nothing
    /// had been chosen before, which finds every failure and perhaps one that cannot happen.
    pub(crate) choices: usize,
}

const LIMITS: Limits = Limits { steps: 4_000_000, ways: 256, choices: 64 };
/// More failures than this do not help to find the cause.
const MAX_FAILURES: usize = 50;

/// Reports every field of the public schema that no plan reaches.
pub(crate) fn check(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    check_within(LIMITS, subgraphs, merged, report);
}

/// The same within other limits.
pub(crate) fn check_within(
    limits: Limits,
    subgraphs: &[Subgraph],
    merged: &Merged,
    report: &mut Report,
) {
    let graph = Graph::new(subgraphs, &merged.schema);
    let mut search = Search {
        limits,
        reach: Reach::new(&graph, limits.steps),
        graph: &graph,
        seen: BTreeMap::new(),
        queue: VecDeque::new(),
        failed: BTreeSet::new(),
        compared: BTreeSet::new(),
        failures: 0,
        gave_up: false,
    };
    for (operation, root) in merged.schema.schema_definition.iter_root_operations() {
        let path = Path::root(operation.name());
        let roots = graph.roots(&root.name);
        search.enter(&root.name, roots, &Chosen::default(), &path, report);
    }
    search.run(report);
}

/// The labels on the way to a state.
#[derive(Debug, Clone, Default)]
struct Chosen {
    choice: Choice,
    /// Whether some were forgotten, because there were too many.
    is_vague: bool,
}

struct State<'a> {
    type_name: &'a Name,
    positions: Positions,
    chosen: Chosen,
    path: Path<'a>,
}

struct Search<'a> {
    limits: Limits,
    graph: &'a Graph<'a>,
    reach: Reach<'a>,
    seen: BTreeMap<(&'a Name, Positions), Seen>,
    queue: VecDeque<State<'a>>,
    /// Fields that were told to fail with some choice of labels.
    failed: BTreeSet<(&'a Name, &'a Name)>,
    /// Fields whose objects were compared between subgraphs.
    compared: BTreeSet<(&'a Name, &'a Name)>,
    failures: usize,
    gave_up: bool,
}

impl<'a> Search<'a> {
    fn run(&mut self, report: &mut Report) {
        while let Some(state) = self.queue.pop_front() {
            self.fields(&state, report);
            if self.reach.is_exhausted() {
                self.give_up(&state.path, "the subgraphs are too entangled", report);
            }
            if self.gave_up || self.failures >= MAX_FAILURES {
                return;
            }
        }
    }

    fn give_up(&mut self, path: &Path<'_>, why: &str, report: &mut Report) {
        if !self.gave_up {
            let message = format!("{why} to check that every query can be answered (at {path})");
            report.push(Diagnostic::new(Code::SatisfiabilityLimit, message));
        }
        self.gave_up = true;
    }

    /// Looks at something with every choice of the labels that matter to it.
    fn each_way<T>(
        &mut self,
        chosen: &Chosen,
        path: &Path<'_>,
        report: &mut Report,
        look: impl Fn(&Graph<'a>, &mut Reach<'a>) -> T,
    ) -> Vec<(Chosen, T)> {
        let mut found = Vec::new();
        let mut todo = vec![chosen.choice.clone()];
        while let Some(choice) = todo.pop() {
            if found.len() == self.limits.ways {
                let why = format!("too many labels meet ({})", self.graph.switches.names());
                self.give_up(path, &why, report);
                break;
            }
            self.graph.switches.start(&choice);
            let result = look(self.graph, &mut self.reach);
            let (choice, others) = self.graph.switches.finish();
            todo.extend(others);
            found.push((Chosen { choice, is_vague: chosen.is_vague }, result));
        }
        found
    }

    fn fields(&mut self, state: &State<'a>, report: &mut Report) {
        for (name, field) in self.graph.visible_fields(state.type_name) {
            let (type_name, positions) = (state.type_name, &state.positions);
            let ways = self.each_way(&state.chosen, &state.path, report, |_, reach| {
                reach.step(type_name, name, positions)
            });
            for (chosen, next) in ways {
                if self.gave_up || self.reach.is_exhausted() {
                    return;
                }
                if next.is_empty() {
                    self.fail(state, &chosen, name, field, report);
                    continue;
                }
                let path = state.path.field(name);
                self.compare(type_name, name, &next, &path, report);
                self.enter(field.ty.inner_named_type(), next, &chosen, &path, report);
            }
        }
    }

    fn fail(
        &mut self,
        state: &State<'a>,
        chosen: &Chosen,
        name: &'a Name,
        field: &FieldDefinition,
        report: &mut Report,
    ) {
        let labels = self.graph.switches.describe(&chosen.choice);
        let is_told = labels.is_some() && !self.failed.insert((state.type_name, name));
        if is_told {
            return;
        }
        self.failures += 1;
        let target = self.graph.schema.types.get(field.ty.inner_named_type());
        let is_leaf = target.is_none_or(ExtendedType::is_leaf);
        let path = state.path.field(name).end(is_leaf);
        self.graph.switches.start(&chosen.choice);
        let failure =
            explain::Failure { type_name: state.type_name, field: name, labels, path: &path };
        let diagnostic = failure.explain(self.graph, &mut self.reach, &state.positions);
        report.push(self.sure(diagnostic, chosen));
    }

    /// What was found after labels were forgotten may not happen.
    fn sure(&self, mut diagnostic: Diagnostic, chosen: &Chosen) -> Diagnostic {
        if chosen.is_vague {
            diagnostic.code = Code::SatisfiabilityLimit;
            diagnostic.message = format!(
                "with so many labels ({}) it cannot be told apart from this: {}",
                self.graph.switches.names(),
                diagnostic.message
            );
        }
        diagnostic
    }

    /// Compares the objects that a field returns in several subgraphs, once.
    fn compare(
        &mut self,
        type_name: &'a Name,
        field: &'a Name,
        next: &Positions,
        path: &Path<'_>,
        report: &mut Report,
    ) {
        let differ = runtime_types::differ(self.graph, type_name, field, next, path);
        if let Some(diagnostic) = differ
            && self.compared.insert((type_name, field))
        {
            report.push(diagnostic);
        }
    }

    /// Goes on at a type; of an abstract one, at every object that a value can be.
    fn enter(
        &mut self,
        type_name: &Name,
        positions: Positions,
        chosen: &Chosen,
        path: &Path<'a>,
        report: &mut Report,
    ) {
        let Some((type_name, definition)) = self.graph.schema.types.get_key_value(type_name) else {
            return;
        };
        match definition {
            ExtendedType::Object(_) => {
                let closures = self.each_way(chosen, path, report, |_, reach| {
                    reach.closure(type_name, positions.clone())
                });
                for (chosen, positions) in closures {
                    self.visit(type_name, positions, chosen, path);
                }
            }
            ExtendedType::Interface(_) => {
                let ways = self.each_way(chosen, path, report, |graph, _| {
                    graph.knows_object(type_name, &positions)
                });
                for (chosen, is_known) in ways {
                    if is_known {
                        self.objects(type_name, &positions, &chosen, path, report);
                    } else {
                        self.unknown(type_name, &positions, &chosen, path, report);
                    }
                }
            }
            ExtendedType::Union(_) => self.objects(type_name, &positions, chosen, path, report),
            ExtendedType::Scalar(_) | ExtendedType::Enum(_) | ExtendedType::InputObject(_) => {}
        }
    }

    /// Looks at a state later, when it is new.
    fn visit(
        &mut self,
        type_name: &'a Name,
        positions: Positions,
        mut chosen: Chosen,
        path: &Path<'a>,
    ) {
        let seen = self.seen.entry((type_name, positions.clone())).or_default();
        if seen.len() >= self.limits.choices {
            chosen = Chosen { choice: Choice::default(), is_vague: true };
        }
        if seen.add(&chosen.choice) {
            self.queue.push_back(State { type_name, positions, chosen, path: path.clone() });
        }
    }

    fn objects(
        &mut self,
        type_name: &Name,
        positions: &Positions,
        chosen: &Chosen,
        path: &Path<'a>,
        report: &mut Report,
    ) {
        for (object, positions) in self.reach.objects(type_name, positions) {
            self.enter(object, positions, chosen, &path.on(object), report);
        }
    }

    fn unknown(
        &mut self,
        interface: &'a Name,
        positions: &Positions,
        chosen: &Chosen,
        path: &Path<'a>,
        report: &mut Report,
    ) {
        if self.seen.entry((interface, positions.clone())).or_default().add(&Choice::default()) {
            self.failures += 1;
            let diagnostic = explain::unknown_object(self.graph, interface, positions, path);
            report.push(self.sure(diagnostic, chosen));
        }
    }
}
