//! `@skip` and `@include`: literals are decided here, variables become conditions.

use apollo_compiler::ast::{DirectiveList, Value};
use gateway_operation::variables::condition;
use gateway_plan::Condition;

use super::Conditions;

/// Whether a selection is part of the answer.
pub(crate) enum Included<'a> {
    /// It never is.
    Never,
    /// It is when all of these hold.
    Under(Conditions),
    /// Null decides it, when all of these hold; the object fails then. When they do not, it is left
    /// out.
    Undecided {
        /// The conditions.
        when: Conditions,
        /// The variable that is null.
        variable: &'a str,
    },
}

/// What directives say beside the conditions around them, when these variables are null. `@skip`
/// comes first, as in the specification's `CollectFields`.
pub(crate) fn included<'a>(
    around: &[Condition],
    directives: &'a DirectiveList,
    nulls: &[&str],
) -> Included<'a> {
    let mut all = around.to_vec();
    for (name, expected) in [("skip", false), ("include", true)] {
        match condition(directives, name) {
            Some(Value::Boolean(value)) if *value == expected => {}
            Some(Value::Boolean(_)) => return Included::Never,
            Some(Value::Variable(variable)) if nulls.contains(&variable.as_str()) => {
                return match consistent(all) {
                    Some(when) => Included::Undecided { when, variable },
                    None => Included::Never,
                };
            }
            Some(Value::Variable(variable)) => {
                all.push(Condition { variable: variable.to_string(), expected });
            }
            _ => {}
        }
    }
    consistent(all).map_or(Included::Never, Included::Under)
}

/// Conditions sorted and each once; none when they contradict each other.
fn consistent(mut all: Conditions) -> Option<Conditions> {
    all.sort();
    all.dedup();
    // Sorted and without doubles, two of one variable stand together and contradict each other.
    let contradict = all.windows(2).any(|pair| pair[0].variable == pair[1].variable);
    (!contradict).then_some(all)
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
