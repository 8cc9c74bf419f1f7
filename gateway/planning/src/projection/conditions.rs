//! `@skip` and `@include`: literals are decided here, variables become conditions.

use apollo_compiler::{
    ast::{DirectiveList, Value},
    executable::Directive,
};
use gateway_plan::Condition;

use super::Conditions;

/// The conditions of directives beside those around them; none when the selection is left out in
/// any case.
pub(crate) fn conditions(around: &[Condition], directives: &DirectiveList) -> Option<Conditions> {
    let mut all = around.to_vec();
    for directive in directives {
        let expected = match directive.name.as_str() {
            "skip" => false,
            "include" => true,
            _ => continue,
        };
        match if_argument(directive) {
            Some(Value::Boolean(value)) if *value == expected => {}
            Some(Value::Boolean(_)) => return None,
            Some(Value::Variable(variable)) => {
                all.push(Condition { variable: variable.to_string(), expected });
            }
            _ => {}
        }
    }
    all.sort();
    all.dedup();
    // Sorted and without doubles, two of one variable stand together and contradict each other.
    let contradict = all.windows(2).any(|pair| pair[0].variable == pair[1].variable);
    (!contradict).then_some(all)
}

fn if_argument(directive: &Directive) -> Option<&Value> {
    directive.specified_argument_by_name("if").map(|value| &**value)
}

/// Conjunctions of which one must hold; empty when one always does.
pub(super) fn alternatives<'a>(of: impl Iterator<Item = &'a Conditions>) -> Vec<Vec<Condition>> {
    let mut all: Vec<Conditions> = Vec::new();
    for conditions in of {
        if conditions.is_empty() {
            return Vec::new();
        }
        if !all.contains(conditions) {
            all.push(conditions.clone());
        }
    }
    all
}

/// Whether all conjunctions are the same one.
pub(super) fn same_conditions<'a>(mut of: impl Iterator<Item = &'a Conditions>) -> bool {
    let Some(first) = of.next() else { return true };
    of.all(|other| other == first)
}
