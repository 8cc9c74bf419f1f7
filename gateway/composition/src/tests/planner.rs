//! Planners as judges: what composition accepts, our own must plan, whatever labels are on, and the
//! external one, which shares nothing with composition, must find a way.

use std::{
    collections::{BTreeSet, HashSet},
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use apollo_compiler::{
    ExecutableDocument, Name, Schema, ast::FieldDefinition, schema::ExtendedType,
};
use gateway_query_planner::{QueryPlanner, Request};
use gateway_supergraph::{Draw, LabelShares, Share, Supergraph};
use hive_router_query_planner::{
    ast::normalization::normalize_operation,
    graph::PlannerOverrideContext,
    planner::{Planner, PlannerError, QueryPlannerOptions},
    utils::{cancellation::CancellationToken, parsing},
};

/// Why there is no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// No way leads to some field.
    NoWay,
    /// There is a way, and the planner failed to put the plan together, or panicked.
    Broken,
}

/// The plan of an operation.
pub(super) fn plan(sdl: &str, operation: &str) -> String {
    try_plan(&planner(sdl), operation).expect("it plans")
}

/// The plan of an operation when these labels of overrides are on.
pub(super) fn plan_labelled(sdl: &str, operation: &str, labels: HashSet<String>) -> String {
    try_plan_with(&planner(sdl), operation, &labels).expect("it plans")
}

/// Plans one operation for every way of up to five fields to every leaf of the public schema; how
/// many there were.
pub(super) fn plan_everything(sdl: &str) -> usize {
    plan_ways(sdl, 5, |_| false)
}

/// The same for ways of some length, some failures excused.
pub(super) fn plan_ways(sdl: &str, depth: usize, is_excused: impl Fn(Failure) -> bool) -> usize {
    let supergraph = Supergraph::parse(sdl).expect("what composition prints is a supergraph");
    let planner = planner(sdl);
    let operations = operations(&supergraph.api_schema, depth);
    let ours = Ours { planner: QueryPlanner::new(&supergraph), supergraph };
    for labels in assignments(sdl) {
        for operation in &operations {
            ours.plans(operation, &labels);
            match try_plan_with(&planner, operation, &labels) {
                Err(failure) if !is_excused(failure) => {
                    panic!("`{operation}` with {labels:?}: {failure:?}\n{sdl}")
                }
                _ => {}
            }
        }
    }
    operations.len()
}

/// What came of planning a public schema.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Planned {
    /// So many operations have plans.
    All(usize),
    /// An operation for which the planner finds no way.
    Failed(String),
}

/// Plans every way of some length to every leaf of the public schema, with every choice of labels.
/// That the planner finds a way is what counts: it can break when it puts some plans together.
pub(super) fn plan_public(sdl: &str, depth: usize) -> Planned {
    let schema = gateway_supergraph::public_schema(sdl).expect("it has a public schema");
    let planner = planner(sdl);
    let operations = operations(&schema, depth);
    // What the gateway refuses to serve is not for our own planner.
    let ours = Supergraph::parse(sdl).ok();
    let ours = ours.map(|one| Ours { planner: QueryPlanner::new(&one), supergraph: one });
    for labels in assignments(sdl) {
        for operation in &operations {
            if let Some(ours) = &ours {
                ours.plans(operation, &labels);
            }
            if try_plan_with(&planner, operation, &labels) == Err(Failure::NoWay) {
                return Planned::Failed(format!("{operation} {labels:?}"));
            }
        }
    }
    Planned::All(operations.len())
}

/// Our own planner.
struct Ours {
    supergraph: Supergraph,
    planner: QueryPlanner,
}

impl Ours {
    /// Fails when an operation has no plan while these labels are on.
    fn plans(&self, operation: &str, labels: &HashSet<String>) {
        let schema = &self.supergraph.api_schema;
        let document = ExecutableDocument::parse(schema, operation, "operation.graphql");
        let document = document.unwrap_or_else(|error| panic!("{operation}: {}", error.errors));
        let shares: LabelShares =
            labels.iter().map(|label| (label.clone(), Share::EVERYBODY)).collect();
        let known = &self.supergraph.override_labels;
        let plan = self.planner.plan(Request {
            document: &document,
            prefix: "_y_",
            labels: known,
            overrides: known.decide(&shares, Draw::of("a request")),
            until: Instant::now() + Duration::from_secs(60),
        });
        if let Err(error) = plan {
            panic!("`{operation}` with {labels:?}: {error}\n{}", self.supergraph.sdl);
        }
    }
}

fn operations(schema: &Schema, depth: usize) -> Vec<String> {
    let mut operations = Vec::new();
    for (operation, root) in schema.schema_definition.iter_root_operations() {
        let mut ways = Ways { schema, depth, found: Vec::new() };
        ways.of(&root.name, &mut vec![operation.name().to_owned()]);
        operations.append(&mut ways.found);
    }
    operations
}

const LABEL: &str = "overrideLabel: \"";

/// Every combination of the labels.
fn assignments(sdl: &str) -> Vec<HashSet<String>> {
    let labels: BTreeSet<&str> =
        sdl.split(LABEL).skip(1).filter_map(|part| Some(part.split_once('"')?.0)).collect();
    let mut assignments = vec![HashSet::new()];
    for label in labels {
        let with = |others: &HashSet<String>| {
            others.iter().cloned().chain([label.to_owned()]).collect::<HashSet<String>>()
        };
        let more: Vec<_> = assignments.iter().map(with).collect();
        assignments.extend(more);
    }
    assignments
}

/// Whether the planner finds a way for an operation, whatever labels are on.
pub(super) fn way(sdl: &str, operation: &str) -> Result<(), Failure> {
    let planner = planner(sdl);
    let mut each = assignments(sdl).into_iter();
    each.try_for_each(|labels| try_plan_with(&planner, operation, &labels).map(|_| ()))
}

/// Whether the planner finds a way for an operation when these labels are on.
pub(super) fn way_labelled(
    sdl: &str,
    operation: &str,
    labels: &HashSet<String>,
) -> Result<(), Failure> {
    try_plan_with(&planner(sdl), operation, labels).map(|_| ())
}

fn planner(sdl: &str) -> Planner {
    let schema = parsing::safe_parse_schema(sdl).expect("the planner reads it");
    Planner::new_from_supergraph(&schema, QueryPlannerOptions::default())
        .expect("the planner takes it")
}

fn try_plan(planner: &Planner, operation: &str) -> Result<String, Failure> {
    try_plan_with(planner, operation, &HashSet::new())
}

fn try_plan_with(
    planner: &Planner,
    operation: &str,
    labels: &HashSet<String>,
) -> Result<String, Failure> {
    let document = parsing::safe_parse_operation_with_token_limit(operation, 10_000)
        .expect("the operation is one");
    let normalized =
        normalize_operation(&planner.supergraph, &document, None).expect("it normalises");
    let plan = || {
        planner.plan_from_normalized_operation(
            normalized.executable_operation(),
            PlannerOverrideContext::new(labels.clone(), 0),
            &CancellationToken::new(),
        )
    };
    match catch_unwind(AssertUnwindSafe(plan)) {
        Ok(Ok(plan)) => Ok(plan.to_string()),
        Ok(Err(PlannerError::PathLocatorError(_))) => Err(Failure::NoWay),
        Ok(Err(_)) | Err(_) => Err(Failure::Broken),
    }
}

/// The ways from a root type to every leaf, as operations.
struct Ways<'a> {
    schema: &'a Schema,
    depth: usize,
    found: Vec<String>,
}

impl Ways<'_> {
    fn of(&mut self, type_name: &Name, way: &mut Vec<String>) {
        match &self.schema.types[type_name] {
            ExtendedType::Object(object) => {
                for field in object.fields.values() {
                    self.field(field, way);
                }
            }
            ExtendedType::Interface(interface) => {
                for field in interface.fields.values() {
                    self.field(field, way);
                }
                self.objects(type_name, way);
            }
            ExtendedType::Union(_) => self.objects(type_name, way),
            _ => {}
        }
    }

    fn objects(&mut self, type_name: &Name, way: &mut Vec<String>) {
        let of_type = |name: &&Name| {
            self.schema.is_subtype(type_name, name) && self.schema.get_object(name).is_some()
        };
        let objects: Vec<Name> = self.schema.types.keys().filter(of_type).cloned().collect();
        for object in objects {
            way.push(format!("... on {object}"));
            self.of(&object, way);
            way.pop();
        }
    }

    fn field(&mut self, field: &FieldDefinition, way: &mut Vec<String>) {
        let is_leaf = self.schema.types[field.ty.inner_named_type()].is_leaf();
        way.push(format!("{}{}", field.name, self.arguments(field)));
        if is_leaf {
            let closing = " }".repeat(way.len() - 1);
            self.found.push(format!("{}{closing}", way.join(" { ")));
        } else if way.len() < self.depth + 2 {
            self.of(field.ty.inner_named_type(), way);
        }
        way.pop();
    }

    /// Values for the arguments that must be given.
    fn arguments(&self, field: &FieldDefinition) -> String {
        let given: Vec<String> = field
            .arguments
            .iter()
            .filter(|argument| argument.is_required())
            .map(|argument| {
                format!(
                    "{}: {}",
                    argument.name,
                    self.value(argument.ty.inner_named_type(), argument.ty.is_list())
                )
            })
            .collect();
        if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
    }

    fn value(&self, type_name: &Name, is_list: bool) -> String {
        let one = match &self.schema.types[type_name] {
            ExtendedType::Enum(found) => {
                found.values.keys().next().expect("enums have values").to_string()
            }
            ExtendedType::InputObject(input) => {
                let fields: Vec<String> = input
                    .fields
                    .iter()
                    .filter(|(_, field)| field.is_required())
                    .map(|(name, field)| {
                        format!(
                            "{name}: {}",
                            self.value(field.ty.inner_named_type(), field.ty.is_list())
                        )
                    })
                    .collect();
                format!("{{{}}}", fields.join(", "))
            }
            _ => "1".to_owned(),
        };
        if is_list { format!("[{one}]") } else { one }
    }
}
