//! From an operation to its cost: fields of one response key together, fragments by the types that
//! they are for, and everything folded that depends on no variable. The work is linear in the
//! fields after fragments are expanded, which the guard has bounded.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use apollo_compiler::{
    ast::{DirectiveList, FieldDefinition, Value as Literal},
    collections::IndexMap,
    executable::{Field, Selection, SelectionSet},
};
use gateway_supergraph::{CostRules, FieldCostRule, ListSizeRule, Supergraph};

use super::{
    Condition, FieldCost, InputCost, ListSize, OperationCost, SelectionCost, Slice, Slicing,
    UnslicedList, evaluate::Evaluation, input::InputWeights,
};
use crate::{PreparedOperation, Variables};

impl OperationCost {
    /// The cost of an operation. Lists of which nothing is said are `list_size` long.
    #[must_use]
    pub fn of(supergraph: &Supergraph, prepared: &PreparedOperation, list_size: u64) -> Self {
        let rules = &supergraph.costs;
        let inputs = Arc::new(InputWeights::read(&supergraph.api_schema, rules));
        let builder = Builder { rules, prepared, inputs, list_size };
        let root = &prepared.operation.selection_set;
        let sets = [Part { set: root, conditions: Vec::new() }];
        Self { root: builder.selection(root.ty.as_str(), &sets, &[]) }
    }
}

struct Builder<'a> {
    rules: &'a CostRules,
    prepared: &'a PreparedOperation,
    inputs: Arc<InputWeights>,
    list_size: u64,
}

/// A selection set that counts under conditions.
#[derive(Clone)]
struct Part<'a> {
    set: &'a SelectionSet,
    conditions: Vec<Condition>,
}

/// What is selected in one object.
#[derive(Default)]
struct Collected<'a> {
    /// By response key.
    fields: IndexMap<&'a str, Vec<(&'a Field, Vec<Condition>)>>,
    /// By the type of objects for which it is selected.
    cases: IndexMap<&'a str, Vec<Part<'a>>>,
    /// Fragments that are spread here under no condition.
    spread: HashSet<&'a str>,
}

impl<'a> Builder<'a> {
    /// `sized` are the fields whose lists follow the size of the object.
    fn selection(&self, parent: &str, parts: &[Part<'a>], sized: &[String]) -> SelectionCost {
        let mut collected = Collected::default();
        for part in parts {
            self.collect(parent, part.set, &part.conditions, &mut collected);
        }
        let mut selection = SelectionCost::default();
        for nodes in collected.fields.values() {
            if let Some(field) = self.field(parent, nodes, sized) {
                add(&mut selection, field);
            }
        }
        let types: Vec<&str> = collected.cases.keys().copied().collect();
        selection.cases =
            collected.cases.iter().map(|(ty, parts)| self.selection(ty, parts, sized)).collect();
        selection.together = self.together(parent, &types);
        fold_cases(&mut selection);
        selection
    }

    fn collect(
        &self,
        parent: &str,
        set: &'a SelectionSet,
        conditions: &[Condition],
        collected: &mut Collected<'a>,
    ) {
        for selection in &set.selections {
            let Some(own) = conditions_of(selection.directives()) else { continue };
            let conditions: Vec<Condition> = conditions.iter().cloned().chain(own).collect();
            let inner = match selection {
                Selection::Field(field) => {
                    let nodes = collected.fields.entry(field.response_key().as_str()).or_default();
                    nodes.push((field, conditions));
                    continue;
                }
                Selection::InlineFragment(inline) => &inline.selection_set,
                Selection::FragmentSpread(spread) => {
                    let name = spread.fragment_name.as_str();
                    let Some(fragment) = self.prepared.document.fragments.get(name) else {
                        continue;
                    };
                    if collected.spread.contains(name) {
                        continue;
                    }
                    if conditions.is_empty() {
                        collected.spread.insert(name);
                    }
                    &fragment.selection_set
                }
            };
            if self.always_applies(&inner.ty, parent) {
                self.collect(parent, inner, &conditions, collected);
            } else {
                let parts = collected.cases.entry(inner.ty.as_str()).or_default();
                parts.push(Part { set: inner, conditions });
            }
        }
    }

    /// Whether every object of type `parent` is one of type `ty`.
    fn always_applies(&self, ty: &str, parent: &str) -> bool {
        if ty == parent {
            return true;
        }
        let Some(possible) = self.rules.possible_types(ty) else { return false };
        match self.rules.possible_types(parent) {
            Some(of_parent) => of_parent.is_subset(possible),
            None => possible.contains(parent),
        }
    }

    /// Which of the cases can apply to one object of type `parent` together.
    fn together(&self, parent: &str, types: &[&str]) -> Vec<Vec<usize>> {
        let applies = |ty: &str, object: &str| {
            ty == object || self.rules.possible_types(ty).is_some_and(|all| all.contains(object))
        };
        let of = |object: &str| -> Vec<usize> {
            (0..types.len()).filter(|&case| applies(types[case], object)).collect()
        };
        if types.is_empty() {
            return Vec::new();
        }
        let together: BTreeSet<Vec<usize>> = match self.rules.possible_types(parent) {
            Some(objects) => objects.iter().map(|object| of(object)).collect(),
            None => [of(parent)].into(),
        };
        together.into_iter().filter(|cases| !cases.is_empty()).collect()
    }

    /// The fields of one response key.
    fn field(
        &self,
        parent: &str,
        nodes: &[(&'a Field, Vec<Condition>)],
        sized: &[String],
    ) -> Option<FieldCost> {
        let (field, _) = nodes.first()?;
        // What the gateway answers itself costs nothing here; it has a bound of its own.
        if field.name.starts_with("__") {
            return None;
        }
        let type_name = field.ty().inner_named_type().as_str();
        let rule = self.rules.field(parent, &field.name);
        let list = rule.and_then(|rule| rule.list.as_ref());
        let own_size = list.map(|list| self.list_size(parent, field, list));
        let inner_sized = list.map_or(&[][..], |list| &list.sized);
        let inner = own_size.clone().filter(|_| !inner_sized.is_empty());
        let size = if !field.ty().is_list() {
            ListSize::Known(1)
        } else if sized.contains(&field.name.to_string()) {
            ListSize::OfObject
        } else {
            own_size.unwrap_or(ListSize::Known(self.list_size))
        };
        // With one node, its conditions are those of the field already.
        let parts: Vec<Part<'a>> = nodes
            .iter()
            .map(|(node, conditions)| Part {
                set: &node.selection_set,
                conditions: if nodes.len() == 1 { Vec::new() } else { conditions.clone() },
            })
            .collect();
        Some(FieldCost {
            alternatives: nodes.iter().map(|(_, conditions)| conditions.clone()).collect(),
            weight: rule
                .and_then(|rule| rule.weight)
                .unwrap_or_else(|| self.rules.type_weight(type_name)),
            size,
            inner,
            arguments: self.arguments(field, rule),
            selection: self.selection(type_name, &parts, inner_sized),
        })
    }

    fn arguments(&self, field: &Field, rule: Option<&FieldCostRule>) -> Vec<InputCost> {
        let cost = |definition: &FieldDefinition, name: &str, value: &Literal| {
            let argument = definition.argument_by_name(name)?;
            let by_type = || self.rules.type_weight(argument.ty.inner_named_type());
            let own = rule.and_then(|rule| rule.arguments.get(name).copied());
            Some(InputCost::of(&self.inputs, value, own.unwrap_or_else(by_type), &argument.ty))
        };
        let given = field.arguments.iter();
        given
            .filter_map(|given| cost(&field.definition, &given.name, &given.value))
            .filter(|cost| !matches!(cost, InputCost::Known(0)))
            .collect()
    }

    fn list_size(&self, parent: &str, field: &Field, rule: &ListSizeRule) -> ListSize {
        let otherwise = rule.assumed.unwrap_or(self.list_size);
        if rule.slicing.is_empty() {
            return ListSize::Known(otherwise);
        }
        let demand = rule.one_slicing.then(|| UnslicedList {
            field: format!("{parent}.{}", field.name),
            arguments: rule.slicing.clone(),
        });
        let arguments = rule.slicing.iter().filter_map(|name| slice(field, name)).collect();
        ListSize::Sliced(Slicing { arguments, otherwise, demand })
    }
}

/// What a slicing argument says; nothing when it is not given and has no default.
fn slice(field: &Field, name: &str) -> Option<Slice> {
    let size =
        |literal: &Literal| literal.to_i32().map(|number| u64::try_from(number).unwrap_or(0));
    let definition = field.definition.argument_by_name(name)?;
    let default = definition.default_value.as_deref().and_then(size);
    match field.arguments.iter().find(|given| given.name == name) {
        None => default.map(Slice::Default),
        Some(given) => match &*given.value {
            Literal::Variable(variable) => {
                Some(Slice::Variable { name: variable.to_string(), default })
            }
            literal => size(literal).map(Slice::Given),
        },
    }
}

/// The conditions of a selection that depend on variables; none when it never counts.
fn conditions_of(directives: &DirectiveList) -> Option<Vec<Condition>> {
    let mut conditions = Vec::new();
    for (name, expected) in [("skip", false), ("include", true)] {
        let Some(directive) = directives.get(name) else { continue };
        match directive.specified_argument_by_name("if").map(|value| &**value) {
            Some(Literal::Boolean(value)) if *value != expected => return None,
            Some(Literal::Variable(variable)) => {
                conditions.push(Condition { variable: variable.to_string(), expected });
            }
            _ => {}
        }
    }
    Some(conditions)
}

/// Adds a field to what is selected: as a number when it depends on no variable.
fn add(selection: &mut SelectionCost, field: FieldCost) {
    let is_known = field.alternatives.iter().any(Vec::is_empty)
        && is_known(&field.size)
        && field.inner.as_ref().is_none_or(is_known)
        && field.arguments.iter().all(|argument| matches!(argument, InputCost::Known(_)))
        && field.selection.fields.is_empty()
        && field.selection.cases.is_empty();
    if !is_known {
        selection.fields.push(field);
        return;
    }
    let variables = Variables::new();
    let cost = Evaluation { variables: &variables, unsliced: None }.field(&field, 1);
    selection.constant = selection.constant.saturating_add(cost);
}

fn is_known(size: &ListSize) -> bool {
    matches!(size, ListSize::Known(_))
}

/// Cases of which all is known are a number: that of the dearest which apply together.
fn fold_cases(selection: &mut SelectionCost) {
    if selection.cases.iter().any(|case| !case.fields.is_empty() || !case.cases.is_empty()) {
        return;
    }
    let cases = std::mem::take(&mut selection.cases);
    let together = std::mem::take(&mut selection.together);
    let sum_of = |together: &Vec<usize>| {
        together.iter().fold(0_u64, |sum, &case| sum.saturating_add(cases[case].constant))
    };
    let dearest = together.iter().map(sum_of).max().unwrap_or(0);
    selection.constant = selection.constant.saturating_add(dearest);
}
