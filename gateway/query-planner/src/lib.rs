//! Plans operations over the subgraphs of a supergraph.
//!
//! A value of the answer is at a *place*: it has a type, a subgraph has sent it, and the way to it may
//! provide fields that this subgraph has nowhere else. What is wanted of the value is a selection.
//! Planning is one question, asked over and over: *what does this selection cost at this place?*
//!
//! 1. **Here** (`search`). Fields that the subgraph of the place resolves, with all below them, cost
//!    nothing. If that is everything, there is nothing to decide.
//! 2. **Reach.** Otherwise: which other subgraphs can be asked for the object? Those that have a key
//!    whose fields can be had from what is reached already, round after round, until nothing is new.
//!    Root types need no key. An interface that is an object in a subgraph is a key for every object
//!    that implements it.
//! 3. **Choices.** Each open field can come from every subgraph that is reached and resolves it. If
//!    it `@requires` something, that is a selection at this very place: the same question, before the
//!    subgraph is asked. What is below the field is the same question at the next place.
//! 4. **Choose.** Few subgraphs that cover all fields; for each field the choice with the fewest
//!    fetches one after another, then the fewest fetches, then the fewest ways and fields by keys, so
//!    that the subgraph is asked that answers most by itself. What a choice leaves over (objects
//!    without a key that several subgraphs know in part) is taken from others, and what nobody at
//!    this place can give is left to the place before.
//! 5. **Types.** A value of an abstract type is each of the objects that its subgraph knows, so that
//!    the question is asked for each. A field that is selected of all of them alike is given of all
//!    of them or left for all of them: which subgraph to ask never depends on what another one
//!    answers. Of an interface object the type is known elsewhere; only what depends on it is asked
//!    there.
//!
//! Each answer is kept by place and selection, which bounds the work; what is being asked cannot be
//! its own condition. Then the solution is written down (`emit`): a call for each subgraph and place,
//! with an edge to every call that it reads from. Keys and requirements are written under names that
//! the client has not taken (`names`). Last (`finish`), calls to one subgraph that are equally deep
//! become one fetch, fields whose types differ between objects travel under other names, and edges
//! that follow from others go.
//!
//! Partitions, caching and running are deliberately not in here.

mod emit;
mod finish;
mod model;
mod names;
mod operation;
mod output;
mod plan;
mod print;
mod search;
mod sets;
mod solution;

#[cfg(test)]
mod tests;

use std::{rc::Rc, time::Instant};

use apollo_compiler::ExecutableDocument;
use gateway_plan::OperationKind;
use gateway_supergraph::{OverrideLabels, Overrides, Supergraph};
use thiserror::Error;

pub use plan::{
    EntityCall, Field, Fragment, PlannedFetch, PlannedStep, QueryPlan, RootCall, Selection,
    variables_of,
};

use emit::Emitter;
use model::Model;
use names::Names;
use search::{At, Search};
use sets::Item;

/// Why an operation has no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// No subgraph can be asked for something.
    #[error("no subgraph can be asked for {what}")]
    NoWay {
        /// What.
        what: String,
    },
    /// There was not enough time.
    #[error("planning takes too long")]
    Timeout,
    /// The documents would be too large.
    #[error("the documents for subgraphs have more than {limit} selections")]
    TooComplex {
        /// The limit.
        limit: usize,
    },
    /// The document has no operation, or the supergraph no root type for it.
    #[error("there is nothing to plan")]
    NoOperation,
}

/// What is asked to be planned.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// A valid document with one operation.
    pub document: &'a ExecutableDocument,
    /// What names that planning adds begin with; the operation has none of them.
    pub prefix: &'a str,
    /// The labels of the supergraph.
    pub labels: &'a OverrideLabels,
    /// Those that hold.
    pub overrides: Overrides,
    /// When planning is given up.
    pub until: Instant,
}

/// Plans operations for one supergraph.
#[derive(Debug)]
pub struct QueryPlanner {
    model: Model,
}

impl QueryPlanner {
    /// Reads what planning needs of a supergraph.
    #[must_use]
    pub fn new(supergraph: &Supergraph) -> Self {
        Self { model: Model::new(supergraph) }
    }

    /// The fetches of an operation.
    ///
    /// # Errors
    /// [`PlanError`].
    pub fn plan(&self, request: Request<'_>) -> Result<QueryPlan, PlanError> {
        let model = &self.model;
        let operation = request.document.operations.iter().next().ok_or(PlanError::NoOperation)?;
        let kind = operation::kind(operation);
        let root = model.root(kind).ok_or(PlanError::NoOperation)?;
        let is_on = |label: &str| request.labels.holds(request.overrides, label);
        let mut search = Search::new(model, &is_on, request.until);
        let set = operation::read(model, &mut search.sets, request.document, operation);
        let names = Names::new(request.prefix, &search.sets, set);
        // Reads are planned together, writes one by one.
        let sets = match kind {
            OperationKind::Mutation => {
                let wants = search.sets.collect(model, set, root);
                wants.into_iter().map(|want| search.sets.intern(vec![Item::Field(want)])).collect()
            }
            _ => vec![set],
        };
        let mut solutions = Vec::with_capacity(sets.len());
        for set in sets {
            let at = At { ty: root, graph: None, provided: None };
            let solution = search.solve(at, set);
            if let Some(failure) = search.failure() {
                return Err(failure);
            }
            if let Some(left) = solution.left {
                return Err(PlanError::NoWay { what: operation::print(model, &search.sets, left) });
            }
            solutions.push(Rc::clone(&solution));
        }
        let mut emitter = Emitter::new(model, kind, names);
        emitter.root(root, &solutions)?;
        Ok(finish::finish(model, emitter, operation.variables.clone()))
    }
}
