//! The search: the cheapest solution for a selection at a place. A place is a type, the subgraph
//! that sent the value, and what is provided there; what was found for it is kept, so that the work
//! grows with the operation times the subgraphs and no faster.

mod abstracts;
mod choose;
mod reach;
mod typed;

use std::{collections::HashMap, rc::Rc, time::Instant};

use crate::{
    PlanError,
    model::{GraphId, Kind, Model, Resolver, TypeId},
    sets::{SetId, Sets, TYPENAME, Want},
    solution::{Cost, Entry, ObjectShape, Pick, Reach, Required, Shape, Solution, Way},
};

/// How many steps are done between two looks at the clock.
const STEPS_PER_LOOK: usize = 256;

/// Where a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct At {
    pub(crate) ty: TypeId,
    /// None for the root of the operation, which is nowhere yet.
    pub(crate) graph: Option<GraphId>,
    /// What the way here provides.
    pub(crate) provided: Option<SetId>,
}

/// What is being found out, and cannot be its own condition.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pending {
    Reach(At),
    Required(TypeId, String, GraphId),
}

pub(crate) struct Search<'a> {
    pub(crate) model: &'a Model,
    pub(crate) sets: Sets<'a>,
    is_on: &'a dyn Fn(&str) -> bool,
    until: Instant,
    steps: usize,
    failure: Option<PlanError>,
    solutions: HashMap<(At, SetId), Rc<Solution>>,
    reaches: HashMap<At, Rc<Reach>>,
    pending: Vec<Pending>,
    /// How often something was its own condition: what was found meanwhile may be too little.
    cuts: usize,
}

/// One way to have a field.
#[derive(Debug, Clone)]
struct Choice {
    pick: Pick,
    /// Of the way there and of what follows.
    cost: Cost,
    left: Option<SetId>,
}

impl Choice {
    /// Of a field that is had by a way which costs this.
    fn new(pick: Pick, entry: &Entry, way: Cost) -> Self {
        let child = pick.child.as_ref().map(|(_, child)| child);
        let mut below = child.map(|child| child.cost).unwrap_or_default();
        if matches!(entry.way, Way::Key { .. }) {
            below.fields = pick.fields();
        }
        Self { cost: way.then(below), left: child.and_then(|child| child.left), pick }
    }
}

impl<'a> Search<'a> {
    pub(crate) fn new(model: &'a Model, is_on: &'a dyn Fn(&str) -> bool, until: Instant) -> Self {
        Self {
            model,
            sets: Sets::over(&model.sets),
            is_on,
            until,
            steps: 0,
            failure: None,
            solutions: HashMap::new(),
            reaches: HashMap::new(),
            pending: Vec::new(),
            cuts: 0,
        }
    }

    /// Why the search was given up.
    pub(crate) fn failure(&self) -> Option<PlanError> {
        self.failure.clone()
    }

    /// Counts a step; whether the search goes on.
    fn goes_on(&mut self) -> bool {
        self.steps += 1;
        if self.steps % STEPS_PER_LOOK == 1 && Instant::now() >= self.until {
            self.failure = Some(PlanError::Timeout);
        }
        self.failure.is_none()
    }

    /// The solution for a selection at a place.
    pub(crate) fn solve(&mut self, at: At, set: SetId) -> Rc<Solution> {
        if let Some(known) = self.solutions.get(&(at, set)) {
            return Rc::clone(known);
        }
        let cuts = self.cuts;
        let solution = Rc::new(if !self.goes_on() {
            Solution::new(Cost::default(), Some(set), Shape::Object(ObjectShape::default()))
        } else if self.is_abstract(at) {
            self.solve_abstract(at, set)
        } else {
            self.solve_object(at, set)
        });
        if self.pending.is_empty() || cuts == self.cuts {
            self.solutions.insert((at, set), Rc::clone(&solution));
        }
        solution
    }

    /// Whether a value at a place can be of several types that the subgraph tells apart.
    fn is_abstract(&self, at: At) -> bool {
        let is_object = |graph| self.model.is_interface_object(at.ty, graph);
        matches!(self.model.kind(at.ty), Kind::Interface | Kind::Union)
            && !at.graph.is_some_and(is_object)
    }

    fn solve_object(&mut self, at: At, set: SetId) -> Solution {
        let model = self.model;
        let mut wants = self.sets.collect(model, set, at.ty);
        let mut typed = Vec::new();
        if model.kind(at.ty) == Kind::Interface {
            typed = self.typed(at, set, &mut wants);
        }
        let mut picks = Vec::new();
        let mut open: Vec<Want> = Vec::new();
        for want in wants {
            if want.name.as_ref() == TYPENAME {
                if let Some(source) = at.graph {
                    picks.push(Pick { want, source, required: None, child: None });
                }
                continue;
            }
            match self.here(at, &want) {
                Some(pick) => picks.push(pick),
                None => open.push(want),
            }
        }
        let mut cost = Cost::default();
        if open.is_empty() && typed.is_empty() {
            let shape = ObjectShape { picks, reach: None, typed: None };
            return Solution::new(cost, None, Shape::Object(shape));
        }
        let reach = self.reach(at);
        let left = self.choose(at, &reach, open, &mut picks, &mut cost);
        let (typed, left) = self.solve_typed(at, &reach, typed, left, &mut cost);
        let left = (!left.is_empty()).then(|| self.sets.intern(left));
        let reach = Some(reach);
        Solution::new(cost, left, Shape::Object(ObjectShape { picks, reach, typed }))
    }

    /// The field from the subgraph of the place, when all of it comes with no other fetch.
    fn here(&mut self, at: At, want: &Want) -> Option<Pick> {
        let source = at.graph?;
        let (resolver, provided) = self.resolves(at, &want.name, source)?;
        if resolver.requires.is_some() {
            return None;
        }
        let child = self.child(want, source, resolver.target, provided);
        let is_all = child
            .as_ref()
            .is_none_or(|(_, child)| child.left.is_none() && child.cost == Cost::default());
        is_all.then(|| Pick { want: want.clone(), source, required: None, child })
    }

    fn child(
        &mut self,
        want: &Want,
        source: GraphId,
        target: TypeId,
        provided: Option<SetId>,
    ) -> Option<(TypeId, Rc<Solution>)> {
        let set = want.child?;
        let at = At { ty: target, graph: Some(source), provided };
        Some((target, self.solve(at, set)))
    }

    /// How a subgraph resolves a field of the object at a place, and what it provides of its value.
    fn resolves(
        &mut self,
        at: At,
        field: &str,
        source: GraphId,
    ) -> Option<(&'a Resolver, Option<SetId>)> {
        let model = self.model;
        let resolver = model.declared(at.ty, field, source)?;
        let is_on = self.is_on;
        let mut provided = None;
        if let Some(set) = at.provided.filter(|_| at.graph == Some(source)) {
            let all = self.sets.collect(model, set, at.ty);
            provided = all.into_iter().find(|want| want.name.as_ref() == field);
        }
        if provided.is_none() && !resolver.resolves(is_on) {
            return None;
        }
        // Of an interface that it tells apart, a subgraph must resolve it for every object.
        if self.is_abstract(At { graph: Some(source), ..at }) {
            let is_plain = |ty: &TypeId| {
                model
                    .declared(*ty, field, source)
                    .is_some_and(|one| one.resolves(is_on) && one.requires.is_none())
            };
            if !model.possible_in(at.ty, source).iter().all(is_plain) {
                return None;
            }
        }
        let nested = provided.and_then(|want| want.child);
        let provided = match (nested, resolver.provides) {
            (Some(one), Some(other)) => Some(self.sets.union(one, other)),
            (one, other) => one.or(other),
        };
        Some((resolver, provided))
    }

    /// The field from a subgraph that resolves it without requirements.
    fn plain(&mut self, at: At, entry: &Entry, want: &Want) -> Option<Choice> {
        let (resolver, provided) = self.resolves(at, &want.name, entry.graph)?;
        if resolver.requires.is_some() {
            return None;
        }
        let child = self.child(want, entry.graph, resolver.target, provided);
        let pick = Pick { want: want.clone(), source: entry.graph, required: None, child };
        Some(Choice::new(pick, entry, entry.cost))
    }

    /// The field from a subgraph that must be sent what it requires.
    fn requiring(
        &mut self,
        at: At,
        reach: &Reach,
        entry: &Rc<Entry>,
        want: &Want,
    ) -> Option<Choice> {
        let source = entry.graph;
        let (resolver, provided) = self.resolves(at, &want.name, source)?;
        let set = resolver.requires?;
        let pending = Pending::Required(at.ty, want.name.to_string(), source);
        if self.pending.contains(&pending) {
            self.cuts += 1;
            return None;
        }
        let entry = match entry.way {
            Way::Here => reach.again.as_ref()?,
            _ => entry,
        };
        self.pending.push(pending);
        let solution = self.solve(at, set);
        self.pending.pop();
        if solution.left.is_some() {
            return None;
        }
        let hops = entry.cost.hops.max(solution.cost.hops + 1);
        let cost = Cost { hops, ..entry.cost.and(solution.cost) };
        let child = self.child(want, source, resolver.target, provided);
        let required = Some(Required { set, solution, entry: Rc::clone(entry) });
        let pick = Pick { want: want.clone(), source, required, child };
        Some(Choice::new(pick, entry, cost))
    }
}
