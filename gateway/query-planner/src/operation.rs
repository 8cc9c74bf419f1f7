//! Reads a client's operation.

use std::sync::Arc;

use apollo_compiler::{
    ExecutableDocument, Node,
    ast::{DirectiveList, OperationType, Value},
    executable::{Operation, Selection, SelectionSet},
};
use gateway_plan::{Condition, OperationKind};

use crate::{
    model::Model,
    sets::{Arguments, Item, SetId, Sets, Want, both},
};

pub(crate) fn kind(operation: &Operation) -> OperationKind {
    match operation.operation_type {
        OperationType::Query => OperationKind::Query,
        OperationType::Mutation => OperationKind::Mutation,
        OperationType::Subscription => OperationKind::Subscription,
    }
}

/// The selections of an operation.
pub(crate) fn read(
    model: &Model,
    sets: &mut Sets<'_>,
    document: &ExecutableDocument,
    operation: &Node<Operation>,
) -> SetId {
    Reader { model, sets, document }.set(&operation.selection_set)
}

struct Reader<'r, 'a> {
    model: &'r Model,
    sets: &'r mut Sets<'a>,
    document: &'r ExecutableDocument,
}

impl Reader<'_, '_> {
    fn set(&mut self, set: &SelectionSet) -> SetId {
        let mut items = Vec::with_capacity(set.selections.len());
        for selection in &set.selections {
            let Some(conditions) = conditions(selection.directives()) else { continue };
            match selection {
                Selection::Field(field) => {
                    let is_leaf = field.selection_set.selections.is_empty();
                    items.push(Item::Field(Want {
                        key: Arc::from(field.response_key().as_str()),
                        name: Arc::from(field.name.as_str()),
                        arguments: Arc::new(Arguments::new(&field.arguments)),
                        conditions,
                        child: (!is_leaf).then(|| self.set(&field.selection_set)),
                    }));
                }
                Selection::InlineFragment(fragment) => {
                    items.extend(self.fragment(&fragment.selection_set, conditions));
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(found) = self.document.fragments.get(&spread.fragment_name) {
                        items.extend(self.fragment(&found.selection_set, conditions));
                    }
                }
            }
        }
        self.sets.intern(items)
    }

    /// What a fragment selects is on its type, with or without a condition.
    fn fragment(&mut self, set: &SelectionSet, conditions: Vec<Condition>) -> Option<Item> {
        let ty = self.model.type_id(&set.ty)?;
        Some(Item::On { ty, conditions, set: self.set(set) })
    }
}

/// The conditions of a selection; none when it is left out in any case.
fn conditions(directives: &DirectiveList) -> Option<Vec<Condition>> {
    let mut all = Vec::new();
    for directive in directives {
        let expected = match directive.name.as_str() {
            "skip" => false,
            "include" => true,
            _ => continue,
        };
        match directive.specified_argument_by_name("if").map(|value| &**value) {
            Some(Value::Boolean(value)) if *value != expected => return None,
            Some(Value::Variable(variable)) => {
                let condition = Condition { variable: variable.to_string(), expected };
                all = both(&all, &[condition])?;
            }
            _ => {}
        }
    }
    Some(all)
}

/// A selection for people.
pub(crate) fn print(model: &Model, sets: &Sets<'_>, set: SetId) -> String {
    let print = |item: &Item| match item {
        Item::Field(Want { name, child: None, .. }) => name.to_string(),
        Item::Field(Want { name, child: Some(child), .. }) => {
            format!("{name} {}", print(model, sets, *child))
        }
        Item::On { ty, set, .. } => {
            format!("... on {} {}", model.name(*ty), print(model, sets, *set))
        }
    };
    let all: Vec<String> = sets.get(set).iter().map(print).collect();
    format!("{{ {} }}", all.join(" "))
}
