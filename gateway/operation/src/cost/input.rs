//! What the values of arguments cost: the weight of each input object and of what is in it.

use std::sync::Arc;

use apollo_compiler::{
    Node, Schema,
    ast::{Type, Value as Literal},
    schema::{ExtendedType, InputObjectType},
};
use gateway_supergraph::CostRules;
use serde_json::Value;

use crate::Variables;

/// The cost of the value of an argument, as far as it is known without variables.
#[derive(Debug, Clone)]
pub(super) enum InputCost {
    Known(u64),
    /// Of all together.
    Sum(Vec<InputCost>),
    /// Of what a variable holds, whose type is weighed so.
    Variable {
        name: String,
        ty: Arc<InputWeight>,
    },
}

/// The weights in a type, as far as values of it can nest.
#[derive(Debug)]
pub(super) struct InputWeight {
    /// Of each value.
    own: u64,
    type_name: String,
    weights: Arc<InputWeights>,
}

/// The weights of all input types.
#[derive(Debug, Default)]
pub(super) struct InputWeights {
    /// By type: each field with its weight and its type.
    fields: std::collections::HashMap<String, std::collections::HashMap<String, (u64, String)>>,
}

impl InputWeights {
    pub(super) fn read(schema: &Schema, rules: &CostRules) -> Self {
        let inputs = schema.types.values().filter_map(|ty| match ty {
            ExtendedType::InputObject(input) => Some(input),
            _ => None,
        });
        let of = |input: &Node<InputObjectType>| {
            let fields = input.fields.values().map(|field| {
                let type_name = field.ty.inner_named_type();
                let rule = rules.field(&input.name, &field.name);
                let weight = rule
                    .and_then(|rule| rule.weight)
                    .unwrap_or_else(|| rules.type_weight(type_name));
                (field.name.to_string(), (weight, type_name.to_string()))
            });
            (input.name.to_string(), fields.collect())
        };
        Self { fields: inputs.map(of).collect() }
    }

    /// The cost of a literal where a value of this weight and type stands.
    pub(super) fn literal(
        self: &Arc<Self>,
        literal: &Literal,
        own: u64,
        type_name: &str,
    ) -> InputCost {
        match literal {
            Literal::Null => InputCost::Known(0),
            Literal::Variable(name) => {
                let (type_name, weights) = (type_name.to_owned(), Arc::clone(self));
                let ty = Arc::new(InputWeight { own, type_name, weights });
                InputCost::Variable { name: name.to_string(), ty }
            }
            Literal::List(items) => {
                sum(0, items.iter().map(|item| self.literal(item, own, type_name)))
            }
            Literal::Object(fields) => {
                let fields = fields.iter().filter_map(|(field, value)| {
                    let (weight, type_name) = self.fields.get(type_name)?.get(field.as_str())?;
                    Some(self.literal(value, *weight, type_name))
                });
                sum(own, fields)
            }
            _ => InputCost::Known(own),
        }
    }

    fn json(&self, value: &Value, own: u64, type_name: &str) -> u64 {
        match value {
            Value::Null => 0,
            Value::Array(items) => items
                .iter()
                .fold(0, |sum, item| sum.saturating_add(self.json(item, own, type_name))),
            Value::Object(fields) => {
                // A scalar may be an object too; what is in it has no weight.
                let known = self.fields.get(type_name);
                fields.iter().fold(own, |sum, (field, value)| {
                    let rule = known.and_then(|known| known.get(field));
                    let cost =
                        rule.map_or(0, |(weight, type_name)| self.json(value, *weight, type_name));
                    sum.saturating_add(cost)
                })
            }
            _ => own,
        }
    }
}

/// One cost of several; what is known is added up.
fn sum(own: u64, parts: impl Iterator<Item = InputCost>) -> InputCost {
    let mut known = own;
    let mut others = Vec::new();
    for part in parts {
        match part {
            InputCost::Known(cost) => known = known.saturating_add(cost),
            other => others.push(other),
        }
    }
    if others.is_empty() {
        return InputCost::Known(known);
    }
    others.push(InputCost::Known(known));
    InputCost::Sum(others)
}

impl InputCost {
    /// Of the argument of a field.
    pub(super) fn of(weights: &Arc<InputWeights>, literal: &Literal, own: u64, ty: &Type) -> Self {
        weights.literal(literal, own, ty.inner_named_type())
    }

    pub(super) fn value(&self, variables: &Variables) -> u64 {
        match self {
            Self::Known(cost) => *cost,
            Self::Sum(parts) => {
                parts.iter().fold(0, |sum, part| sum.saturating_add(part.value(variables)))
            }
            Self::Variable { name, ty } => {
                variables.get(name).map_or(0, |value| ty.weights.json(value, ty.own, &ty.type_name))
            }
        }
    }
}
