//! Takes out of arguments what a version lacks: whole arguments, and fields and values of inputs. What
//! a variable holds is looked at when a request comes.

use apollo_compiler::{
    Node,
    ast::{Argument, FieldDefinition, Value},
};
use gateway_plan::skew::ValueRule;

use super::{found::Found, prune::Pruner};

impl Pruner<'_> {
    pub(super) fn arguments(
        &self,
        coordinate: &str,
        definition: &FieldDefinition,
        arguments: &mut Vec<Node<Argument>>,
        found: &mut Found,
    ) {
        arguments.retain_mut(|given| {
            let place = format!("{coordinate}({}:)", given.name);
            if self.lacks.contains(&place) {
                found.is_changed = true;
                match given.value.as_ref() {
                    Value::Null => {}
                    Value::Variable(variable) => {
                        found.value(variable, ValueRule::BeAbsent(place), &self.under);
                    }
                    _ => found.refuse(place, &self.under),
                }
                return false;
            }
            if let Some(argument) = definition.argument_by_name(&given.name) {
                let type_name = argument.ty.inner_named_type();
                self.value(type_name, &mut given.make_mut().value, found);
            }
            true
        });
    }

    /// Holds a value against an input type. Nulls for fields that are lacked are taken out.
    fn value(&self, type_name: &str, value: &mut Node<Value>, found: &mut Found) {
        let Some(input) = self.inputs.get(type_name) else { return };
        match value.make_mut() {
            Value::Variable(variable) => {
                found.value(variable, ValueRule::Fit(type_name.to_owned()), &self.under);
            }
            Value::Enum(name) if input.lacks.contains(name.as_str()) => {
                found.refuse(format!("{type_name}.{name}"), &self.under);
            }
            Value::List(items) => {
                for item in items {
                    self.value(type_name, item, found);
                }
            }
            Value::Object(fields) => {
                fields.retain(|(name, value)| {
                    let is_lacked = input.lacks.contains(name.as_str());
                    if is_lacked && !value.is_null() {
                        found.refuse(format!("{type_name}.{name}"), &self.under);
                    }
                    found.is_changed |= is_lacked;
                    !is_lacked
                });
                for (name, value) in fields {
                    if let Some(inner) = input.fields.get(name.as_str()) {
                        self.value(inner, value, found);
                    }
                }
            }
            _ => {}
        }
    }
}
