//! Puts variables in the place of literals. Documents that differ in literals alone then have one
//! plan, and every argument of a partitioned root field is a value that routing can read and that
//! can be rewritten for one partition. The operation is also made ready to be planned:
//! introspection and the root's `__typename` are answered here, and every selection on an abstract
//! type asks for `__typename`, which execution tells types by.

mod cases;
mod selections;
mod template;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::{Argument, InputValueDefinition, Type, Value, VariableDefinition},
    executable::{Field, Operation, Selection, SelectionSet},
    schema::ExtendedType,
};
use contract::partition::{AFTER_ARGUMENT, MergeLaw, cuts_a_list};
use gateway_operation::PreparedOperation;
use gateway_supergraph::{MergeRule, Supergraph};

use crate::error::PlanningError;

pub(crate) use cases::Case;
pub use template::{LiftedVariable, Template};

use cases::cases;
use template::Templates;

/// An operation whose literals are lifted.
#[derive(Debug)]
pub(crate) struct Lifted {
    /// What is planned; none when no subgraph is needed.
    pub(crate) cases: Vec<Case>,
    /// What the plan may be kept by: the whole operation, introspection included, as the answer's
    /// shape depends on it.
    pub(crate) cache_text: String,
    /// The variables that stand for literals.
    pub(crate) variables: Vec<LiftedVariable>,
}

/// Lifts the literals of an operation. What the null of one of the variables `nulls` fails is left
/// out of what is planned.
///
/// The new variables have names that begin with `prefix`, which the operation has none of.
pub(crate) fn lift(
    supergraph: &Supergraph,
    prepared: &PreparedOperation,
    nulls: &[&str],
    prefix: &str,
) -> Result<Lifted, PlanningError> {
    let mut lifter = Lifter::new(supergraph, prefix);
    let mut operation = Operation::clone(&prepared.operation);
    operation.name = None;
    // It is the gateway's own, and operations that differ in it alone share a plan.
    if let Some(demand) = supergraph.demand_directive() {
        operation.directives.retain(|directive| directive.name != demand);
    }
    let whole = &prepared.operation.selection_set;
    operation.selection_set = selections::opened(&prepared.document, whole, &[], nulls);
    let mut refused = String::new();
    if !nulls.is_empty() {
        // The answer still has what is left out here.
        let whole = selections::opened(&prepared.document, whole, &[], &[]);
        refused = format!(" {nulls:?} {}", whole.serialize().no_indent());
        selections::leave_out_refused(lifter.schema, &mut operation.selection_set, nulls);
    }
    lifter.selections(&mut operation.selection_set)?;
    operation.variables.extend(lifter.definitions()?);

    let mut document = ExecutableDocument::new();
    document.operations.insert(operation);
    let cache_text = print(&document) + &refused;
    let to_plan = document.operations.anonymous.as_mut().is_some_and(|operation| {
        let operation = operation.make_mut();
        let needs_type = |set: &SelectionSet| lifter.needs_typename(set);
        selections::complete(lifter.schema, &mut operation.selection_set, &needs_type);
        selections::leave_to_subgraphs(operation)
    });
    Ok(Lifted {
        cases: if to_plan { cases(lifter.schema, &document) } else { Vec::new() },
        cache_text,
        variables: lifter.variables,
    })
}

fn print(document: &ExecutableDocument) -> String {
    document.serialize().no_indent().to_string()
}

struct Lifter<'a> {
    supergraph: &'a Supergraph,
    prefix: &'a str,
    schema: &'a Schema,
    interface_objects: BTreeSet<&'a str>,
    variables: Vec<LiftedVariable>,
    /// Equal values of equal types share a variable: fields that merge must stay equal.
    known: HashMap<String, usize>,
}

impl<'a> Lifter<'a> {
    fn new(supergraph: &'a Supergraph, prefix: &'a str) -> Self {
        Self {
            supergraph,
            prefix,
            schema: &supergraph.api_schema,
            interface_objects: supergraph.interface_objects().collect(),
            variables: Vec::new(),
            known: HashMap::new(),
        }
    }

    fn selections(&mut self, set: &mut SelectionSet) -> Result<(), PlanningError> {
        let parent = set.ty.clone();
        for selection in &mut set.selections {
            match selection {
                Selection::Field(field) if field.name.starts_with("__") => {}
                Selection::Field(field) => self.field(&parent, field.make_mut())?,
                Selection::InlineFragment(fragment) => {
                    self.selections(&mut fragment.make_mut().selection_set)?;
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        Ok(())
    }

    fn field(&mut self, parent: &Name, field: &mut Field) -> Result<(), PlanningError> {
        // An alias that is the name says nothing, and texts that differ in it share a plan.
        field.alias.take_if(|alias| *alias == field.name);
        if self.is_partitioned(parent, &field.name) {
            self.all_arguments(parent, field)?;
        } else {
            self.literal_arguments(parent, field)?;
        }
        self.selections(&mut field.selection_set)
    }

    /// Whether a field is one of the root fields that several partitions answer.
    fn is_partitioned(&self, parent: &str, field: &str) -> bool {
        self.supergraph.partitions.values().any(|rules| {
            !rules.routes(parent, field).is_empty()
                || (self.is_root(parent) && rules.merge(parent, field).is_some())
        })
    }

    fn is_root(&self, type_name: &str) -> bool {
        let mut roots = self.schema.schema_definition.iter_root_operations();
        roots.any(|(_, root)| root.name == type_name)
    }

    /// Of a partitioned root field every argument is lifted, bare variables too, under names that
    /// no other field has. So are defaults of the schema that routing or cutting must know.
    fn all_arguments(&mut self, parent: &Name, field: &mut Field) -> Result<(), PlanningError> {
        let scope = field.response_key().to_string();
        let definition = field.definition.clone();
        for argument in &definition.arguments {
            let default = argument.default_value.as_ref();
            let given = field.arguments.iter_mut().find(|given| given.name == argument.name);
            match (given, default) {
                (Some(given), _) => {
                    let variable = self.variable(&scope, argument, &given.value)?;
                    given.make_mut().value = variable;
                }
                (None, Some(default)) if self.matters(parent, &field.name, &argument.name) => {
                    let value = self.variable(&scope, argument, default)?;
                    let name = argument.name.clone();
                    field.arguments.push(Node::new(Argument { name, value }));
                }
                (None, None) if self.resumes(parent, &field.name, &argument.name) => {
                    let value = self.unset_variable(argument)?;
                    let name = argument.name.clone();
                    field.arguments.push(Node::new(Argument { name, value }));
                }
                (None, _) => {}
            }
        }
        Ok(())
    }

    /// Whether an argument is that by which lost events are asked for. It is in the document even
    /// if the client does not give it, so that execution can.
    fn resumes(&self, parent: &str, field: &str, argument: &str) -> bool {
        let has_position = |rule: &MergeRule| rule.law == MergeLaw::Events && !rule.by.is_empty();
        argument == AFTER_ARGUMENT
            && self
                .supergraph
                .partitions
                .values()
                .any(|rules| rules.merge(parent, field).is_some_and(has_position))
    }

    /// Whether the gateway itself reads an argument of a partitioned field.
    fn matters(&self, parent: &str, field: &str, argument: &str) -> bool {
        let cuts = |rule: &MergeRule| match rule.law {
            MergeLaw::Connection => matches!(argument, "first" | "last"),
            MergeLaw::Concat | MergeLaw::Sorted => cuts_a_list(argument),
            _ => false,
        };
        self.supergraph.partitions.values().any(|rules| {
            let routes = || rules.routes(parent, field).iter();
            let merge = rules.merge(parent, field);
            routes().any(|route| route.argument == argument)
                || merge.is_some_and(cuts)
                || self.resumes(parent, field, argument)
        })
    }

    /// Of other fields literals are lifted, and variables of a name that the planner itself uses.
    /// Of what is merged below a root field, also what cuts it, with its default.
    fn literal_arguments(&mut self, parent: &Name, field: &mut Field) -> Result<(), PlanningError> {
        let definition = field.definition.clone();
        let name = field.name.clone();
        for argument in &definition.arguments {
            let is_given = field.arguments.iter().any(|given| given.name == argument.name);
            if let Some(default) = argument.default_value.as_ref().filter(|_| !is_given)
                && self.matters(parent, &name, &argument.name)
            {
                let (name, value) = (argument.name.clone(), default.clone());
                field.arguments.push(Node::new(Argument { name, value }));
            }
        }
        for given in &mut field.arguments {
            let is_plain = given.value.as_variable().is_some_and(|name| !is_planner_name(name));
            if is_plain && !self.matters(parent, &name, &given.name) {
                continue;
            }
            if let Some(argument) = definition.argument_by_name(&given.name) {
                let value = self.variable("", argument, &given.value)?;
                given.make_mut().value = value;
            }
        }
        Ok(())
    }

    /// The variable that stands for a value, as a value.
    fn variable(
        &mut self,
        scope: &str,
        argument: &InputValueDefinition,
        literal: &Value,
    ) -> Result<Node<Value>, PlanningError> {
        let type_text = argument.ty.to_string();
        let default = argument.default_value.as_deref();
        let text = literal.serialize().no_indent().to_string();
        let identity = format!("{scope} {type_text} {text} {}", default.is_some());
        let index = match self.known.get(&identity) {
            Some(index) => *index,
            None => {
                let template = Templates { schema: self.schema }
                    .of(&argument.ty, literal, default)
                    .map_err(|problem| {
                        PlanningError::Argument(format!(
                            "the argument `{}`{problem}",
                            argument.name
                        ))
                    })?;
                let index = self.variables.len();
                let name = format!("{}{index}", self.prefix);
                self.variables.push(LiftedVariable { name, type_text, template });
                self.known.insert(identity, index);
                index
            }
        };
        let name = Name::new(&self.variables[index].name).map_err(invalid_name)?;
        Ok(Node::new(Value::Variable(name)))
    }

    /// A variable of an argument's type that has no value.
    fn unset_variable(
        &mut self,
        argument: &InputValueDefinition,
    ) -> Result<Node<Value>, PlanningError> {
        let name = format!("{}{}", self.prefix, self.variables.len());
        let value = Value::Variable(Name::new(&name).map_err(invalid_name)?);
        let (type_text, template) = (argument.ty.to_string(), Template::Absent);
        self.variables.push(LiftedVariable { name, type_text, template });
        Ok(Node::new(value))
    }

    fn definitions(&self) -> Result<Vec<Node<VariableDefinition>>, PlanningError> {
        let definition = |variable: &LiftedVariable| {
            let ty = Type::parse(&variable.type_text, "type")
                .map_err(|error| PlanningError::Unsupported(error.to_string()))?;
            Ok(Node::new(VariableDefinition {
                name: Name::new(&variable.name).map_err(invalid_name)?,
                ty: Node::new(ty),
                default_value: None,
                directives: Default::default(),
            }))
        };
        self.variables.iter().map(definition).collect()
    }

    fn needs_typename(&self, set: &SelectionSet) -> bool {
        let is_abstract = matches!(
            self.schema.types.get(&set.ty),
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_))
        );
        // An interface object knows no concrete type: asking would cost a fetch.
        is_abstract && !self.interface_objects.contains(set.ty.as_str())
    }
}

/// Names of variables that representations have in documents.
fn is_planner_name(name: &str) -> bool {
    name == "representations" || name.starts_with("__")
}

fn invalid_name(error: impl std::fmt::Display) -> PlanningError {
    PlanningError::Unsupported(error.to_string())
}
