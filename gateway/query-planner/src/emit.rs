//! From a solution to fetches: each pick is written into the document of the fetch that its source
//! is asked by, and what it needs before becomes an edge.

mod shared;

use std::{
    collections::{BTreeSet, HashMap},
    rc::Rc,
    sync::Arc,
};

use gateway_plan::{Condition, OperationKind, RepresentationSelection as Sent};

use crate::{
    PlanError,
    model::{GraphId, Model, TypeId},
    names::{Names, NamesId},
    output::{OutId, Output},
    sets::{SetId, TYPENAME},
    solution::{ObjectShape, Pick, Reach, Shape, Solution, Way},
};

use shared::same_pick;

/// The most selection sets that all documents of an operation may have.
const MAX_SETS: usize = 200_000;

pub(crate) type CallId = usize;

/// A step to a place in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Field(Arc<str>),
    List,
    On(Vec<TypeId>),
}

/// A call for one place.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) graph: GraphId,
    pub(crate) path: Vec<Step>,
    pub(crate) ask: Ask,
    /// The selections of the root, or of the entity.
    pub(crate) set: OutId,
    pub(crate) after: BTreeSet<CallId>,
    /// What must hold for it to be of use, as far as is known.
    pub(crate) conditions: Option<Vec<Condition>>,
}

#[derive(Debug)]
pub(crate) enum Ask {
    Root(OperationKind),
    Entity {
        /// As what the subgraph is asked for it.
        as_type: TypeId,
        /// What it can be.
        types: Vec<TypeId>,
        /// Without the name of the type.
        sent: Vec<Sent>,
    },
}

/// Who wants a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    /// The client, under its own key.
    Answer,
    /// A key or a requirement.
    Sending,
}

/// Where selections are written.
#[derive(Debug, Clone)]
struct Place {
    ty: TypeId,
    /// What can stand there.
    types: Vec<TypeId>,
    graph: Option<GraphId>,
    call: Option<CallId>,
    set: OutId,
    path: Vec<Step>,
    names: NamesId,
}

pub(crate) struct Emitter<'a> {
    model: &'a Model,
    kind: OperationKind,
    pub(crate) names: Names,
    pub(crate) output: Output,
    pub(crate) calls: Vec<Call>,
    /// The call that was made from a set to a subgraph, with what was required.
    made: HashMap<(OutId, GraphId, Option<SetId>), (CallId, OutId)>,
}

impl<'a> Emitter<'a> {
    pub(crate) fn new(model: &'a Model, kind: OperationKind, names: Names) -> Self {
        Self {
            model,
            kind,
            names,
            output: Output::default(),
            calls: Vec::new(),
            made: HashMap::new(),
        }
    }

    /// Writes what is wanted of the root.
    pub(crate) fn root(&mut self, ty: TypeId, solutions: &[Rc<Solution>]) -> Result<(), PlanError> {
        let mut set = self.output.set();
        let mut last = None;
        for solution in solutions {
            // Writes are done one after another; neighbours of one subgraph travel together.
            let source = match &solution.shape {
                Shape::Object(shape) => shape.picks.first().map(|pick| pick.source),
                Shape::Abstract(_) => None,
            };
            let first = self.calls.len();
            let is_next = last.is_some() && last != source;
            if is_next {
                set = self.output.set();
            }
            last = source;
            let place = Place {
                ty,
                types: vec![ty],
                graph: None,
                call: None,
                set,
                path: Vec::new(),
                names: Names::ROOT,
            };
            self.solution(&place, solution, For::Answer, &mut BTreeSet::new())?;
            if is_next {
                let is_root =
                    |call: &&mut Call| matches!(call.ask, Ask::Root(_)) && call.path.is_empty();
                for call in self.calls.iter_mut().skip(first).filter(is_root) {
                    call.after.extend(0..first);
                }
            }
        }
        Ok(())
    }

    fn solution(
        &mut self,
        place: &Place,
        solution: &Solution,
        whose: For,
        after: &mut BTreeSet<CallId>,
    ) -> Result<Vec<Sent>, PlanError> {
        match &solution.shape {
            Shape::Object(shape) => {
                let picks: Vec<&Pick> = shape.picks.iter().collect();
                self.object(place, shape, &picks, whose, after)
            }
            Shape::Abstract(by_type) => self.by_type(place, by_type, whose, after),
        }
    }

    fn object(
        &mut self,
        place: &Place,
        shape: &ObjectShape,
        picks: &[&Pick],
        whose: For,
        after: &mut BTreeSet<CallId>,
    ) -> Result<Vec<Sent>, PlanError> {
        let mut sent = Vec::new();
        for pick in picks {
            merge(&mut sent, self.pick(place, shape.reach.as_deref(), pick, whose, after)?);
        }
        if let Some((graph, solution)) = &shape.typed {
            let (call, set) = self.source(place, shape.reach.as_deref(), *graph)?;
            after.insert(call);
            let there = Place { graph: Some(*graph), call: Some(call), set, ..place.clone() };
            for one in self.solution(&there, solution, whose, after)? {
                merge(&mut sent, one);
            }
        }
        Ok(sent)
    }

    fn by_type(
        &mut self,
        place: &Place,
        by_type: &[(TypeId, Rc<Solution>)],
        whose: For,
        after: &mut BTreeSet<CallId>,
    ) -> Result<Vec<Sent>, PlanError> {
        self.output.typename(place.set);
        let mut sent = Vec::new();
        let types: Vec<TypeId> = by_type.iter().map(|(ty, _)| *ty).collect();
        let place = Place { types, ..place.clone() };
        let shapes: Vec<(TypeId, &ObjectShape)> = by_type
            .iter()
            .filter_map(|(ty, solution)| match &solution.shape {
                Shape::Object(shape) => Some((*ty, shape)),
                Shape::Abstract(_) => None,
            })
            .collect();
        let shared = self.shared(&place, &shapes);
        for (pick, reach) in &shared {
            merge(&mut sent, self.pick(&place, reach.as_deref(), pick, whose, after)?);
        }
        for (ty, shape) in shapes {
            let is_own = |pick: &&Pick| !shared.iter().any(|(one, _)| same_pick(one, pick));
            let own: Vec<&Pick> = shape.picks.iter().filter(is_own).collect();
            if own.is_empty() && shape.typed.is_none() {
                continue;
            }
            let mut path = place.path.clone();
            path.push(Step::On(vec![ty]));
            let set = self.output.on(place.set, ty);
            let on = Place { ty, types: vec![ty], set, path, ..place.clone() };
            let selections = self.object(&on, shape, &own, whose, after)?;
            sent.push(Sent::OnTypes { types: self.model.names_of(ty), selections });
        }
        Ok(sent)
    }

    fn pick(
        &mut self,
        place: &Place,
        reach: Option<&Reach>,
        pick: &Pick,
        whose: For,
        after: &mut BTreeSet<CallId>,
    ) -> Result<Sent, PlanError> {
        if self.output.len() > MAX_SETS {
            return Err(PlanError::TooComplex { limit: MAX_SETS });
        }
        let (call, set) = match &pick.required {
            None => self.source(place, reach, pick.source)?,
            Some(required) => {
                let made = (place.set, pick.source, Some(required.set));
                match self.made.get(&made) {
                    Some(known) => *known,
                    None => {
                        let mut before = BTreeSet::new();
                        let needed =
                            self.solution(place, &required.solution, For::Sending, &mut before)?;
                        let way = &required.entry.way;
                        let call = self.entity(place, reach, pick.source, way, needed, before)?;
                        self.made.insert(made, call);
                        call
                    }
                }
            }
        };
        after.insert(call);
        let want = &pick.want;
        let key = match whose {
            For::Answer => Arc::clone(&want.key),
            For::Sending if want.name.as_ref() == TYPENAME => Arc::clone(&want.name),
            For::Sending => self.names.add(place.names, &want.name, &want.arguments),
        };
        self.meet(call, &place.path, &want.conditions);
        let child_set = self.output.field(set, &key, want);
        let mut selections = Vec::new();
        if let Some((set, (ty, solution))) = child_set.zip(pick.child.as_ref()) {
            let mut path = place.path.clone();
            path.push(Step::Field(Arc::clone(&key)));
            if self.model.is_list(place.ty, &want.name) || self.is_list(place, &want.name) {
                path.push(Step::List);
            }
            let names = self.names.under(place.names, &key);
            let (graph, call) = (Some(pick.source), Some(call));
            let under = Place { ty: *ty, types: vec![*ty], graph, call, set, path, names };
            selections = self.solution(&under, solution, whose, after)?;
        }
        Ok(Sent::Field { response_key: key.to_string(), name: want.name.to_string(), selections })
    }

    fn is_list(&self, place: &Place, field: &str) -> bool {
        place.types.iter().any(|ty| self.model.is_list(*ty, field))
    }

    /// Where fields of a subgraph are written for a place.
    fn source(
        &mut self,
        place: &Place,
        reach: Option<&Reach>,
        graph: GraphId,
    ) -> Result<(CallId, OutId), PlanError> {
        if let Some(call) = place.call.filter(|_| place.graph == Some(graph)) {
            return Ok((call, place.set));
        }
        let made = (place.set, graph, None);
        if let Some(known) = self.made.get(&made) {
            return Ok(*known);
        }
        let entry = reach.and_then(|reach| reach.entry(graph)).ok_or_else(lost)?;
        let call = match &entry.way {
            Way::Here => return Err(lost()),
            Way::Root => {
                let kind = if place.call.is_none() { self.kind } else { OperationKind::Query };
                let set = self.output.set();
                self.push(Call {
                    graph,
                    path: place.path.clone(),
                    ask: Ask::Root(kind),
                    set,
                    after: place.call.into_iter().collect(),
                    conditions: None,
                })
            }
            way => self.entity(place, reach, graph, way, Vec::new(), BTreeSet::new())?,
        };
        self.made.insert(made, call);
        Ok(call)
    }

    /// A call for entities at a place, by a key and what else is sent.
    fn entity(
        &mut self,
        place: &Place,
        reach: Option<&Reach>,
        graph: GraphId,
        way: &Way,
        needed: Vec<Sent>,
        mut after: BTreeSet<CallId>,
    ) -> Result<(CallId, OutId), PlanError> {
        let Way::Key { as_type, parts } = way else { return Err(lost()) };
        self.output.typename(place.set);
        after.extend(place.call);
        let mut sent = Vec::new();
        for part in parts {
            merge(&mut sent, self.pick(place, reach, part, For::Sending, &mut after)?);
        }
        for one in needed {
            merge(&mut sent, one);
        }
        let set = self.output.set();
        Ok(self.push(Call {
            graph,
            path: place.path.clone(),
            ask: Ask::Entity { as_type: *as_type, types: place.types.clone(), sent },
            set,
            after,
            conditions: None,
        }))
    }

    fn push(&mut self, call: Call) -> (CallId, OutId) {
        let set = call.set;
        self.calls.push(call);
        (self.calls.len() - 1, set)
    }

    /// Keeps of the conditions of a call those that all its fields have. Fields of some types are
    /// the call's own as well; those of objects below are not.
    fn meet(&mut self, call: CallId, path: &[Step], conditions: &[Condition]) {
        let depth = |path: &[Step]| path.iter().filter(|step| !matches!(step, Step::On(_))).count();
        let is_own = |call: &&mut Call| depth(&call.path) == depth(path);
        let Some(call) = self.calls.get_mut(call).filter(is_own) else { return };
        match &mut call.conditions {
            Some(known) => known.retain(|one| conditions.contains(one)),
            None => call.conditions = Some(conditions.to_vec()),
        }
    }
}

/// Adds to what is sent, the same once.
pub(crate) fn merge(all: &mut Vec<Sent>, one: Sent) {
    match one {
        Sent::Field { response_key, name, selections } => {
            let known = all.iter_mut().find_map(|known| match known {
                Sent::Field { response_key: key, selections, .. } if *key == response_key => {
                    Some(selections)
                }
                _ => None,
            });
            match known {
                Some(known) => selections.into_iter().for_each(|one| merge(known, one)),
                None => all.push(Sent::Field { response_key, name, selections }),
            }
        }
        Sent::OnTypes { types, selections } => {
            let known = all.iter_mut().find_map(|known| match known {
                Sent::OnTypes { types: of, selections } if *of == types => Some(selections),
                _ => None,
            });
            match known {
                Some(known) => selections.into_iter().for_each(|one| merge(known, one)),
                None => all.push(Sent::OnTypes { types, selections }),
            }
        }
    }
}

/// The search chose a way that is not there: a mistake of ours.
fn lost() -> PlanError {
    PlanError::NoWay { what: "a subgraph that was chosen".to_owned() }
}
