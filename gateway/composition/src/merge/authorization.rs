//! What protects an element: a signed-in caller, scopes, policies. Requirements of several subgraphs
//! hold together: what one of them protects stays protected. Enforcing is the gateway's.

use std::collections::BTreeSet;

use apollo_compiler::{
    Node,
    ast::{Directive, Value},
};

use super::join::directive;

/// The directives of a supergraph that say it.
pub(crate) const PROTECTING: &[&str] = &["authenticated", "requiresScopes", "policy"];

/// More pairs of alternatives than this are not multiplied out.
const MAX_PAIRS: usize = 4096;

/// Alternatives, of which one must be met as a whole.
type Alternatives = BTreeSet<BTreeSet<String>>;

/// What a caller must have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Requirement {
    is_authenticated: bool,
    scopes: Option<Alternatives>,
    policies: Option<Alternatives>,
}

/// Requirements that have too many alternatives together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyAlternatives;

impl Requirement {
    /// What these directives require together; names may be those of a subgraph or a supergraph.
    pub(crate) fn of<'a>(
        directives: impl Iterator<Item = &'a Node<Directive>>,
    ) -> Result<Self, TooManyAlternatives> {
        let mut all = Self::default();
        for directive in directives {
            all.and(&Self::one(directive))?;
        }
        Ok(all)
    }

    fn one(directive: &Directive) -> Self {
        let mut one = Self::default();
        match directive.name.trim_start_matches("federation__") {
            "authenticated" => one.is_authenticated = true,
            "requiresScopes" => one.scopes = alternatives(directive, "scopes"),
            "policy" => one.policies = alternatives(directive, "policies"),
            _ => {}
        }
        one
    }

    /// Adds what must hold as well.
    pub(crate) fn and(&mut self, other: &Self) -> Result<(), TooManyAlternatives> {
        self.is_authenticated |= other.is_authenticated;
        conjunction(&mut self.scopes, other.scopes.as_ref())?;
        conjunction(&mut self.policies, other.policies.as_ref())
    }

    /// Whether everybody who meets this meets the other.
    pub(crate) fn implies(&self, other: &Self) -> bool {
        (self.is_authenticated || !other.is_authenticated)
            && covers(self.scopes.as_ref(), other.scopes.as_ref())
            && covers(self.policies.as_ref(), other.policies.as_ref())
    }

    /// The directives of a supergraph.
    pub(crate) fn into_directives(self) -> Vec<Directive> {
        let mut directives = Vec::new();
        if self.is_authenticated {
            directives.push(directive("authenticated", []));
        }
        let lists =
            [("requiresScopes", "scopes", self.scopes), ("policy", "policies", self.policies)];
        for (name, argument, alternatives) in lists {
            directives
                .extend(alternatives.map(|found| directive(name, [(argument, value(found))])));
        }
        directives
    }
}

/// The list of lists in an argument; a single value counts as a list of one, as everywhere in
/// GraphQL.
pub(crate) fn alternatives(directive: &Directive, argument: &str) -> Option<Alternatives> {
    let outer = directive.specified_argument_by_name(argument)?;
    Some(items(outer).iter().map(|inner| items(inner).iter().map(text).collect()).collect())
}

fn items(value: &Node<Value>) -> &[Node<Value>] {
    value.as_list().unwrap_or(std::slice::from_ref(value))
}

/// A rule refuses what is not a string; until it speaks nothing may get lost.
fn text(value: &Node<Value>) -> String {
    value.as_str().map_or_else(|| value.serialize().no_indent().to_string(), ToOwned::to_owned)
}

fn conjunction(
    left: &mut Option<Alternatives>,
    right: Option<&Alternatives>,
) -> Result<(), TooManyAlternatives> {
    let Some(right) = right else { return Ok(()) };
    let Some(known) = left else {
        *left = Some(minimal(right.clone()));
        return Ok(());
    };
    if known == right {
        return Ok(());
    }
    if known.len().saturating_mul(right.len()) > MAX_PAIRS {
        return Err(TooManyAlternatives);
    }
    let pairs = known.iter().flat_map(|one| right.iter().map(move |other| one | other)).collect();
    *known = minimal(pairs);
    Ok(())
}

/// Without alternatives that ask for more than another one.
fn minimal(alternatives: Alternatives) -> Alternatives {
    let is_needed = |one: &BTreeSet<String>| {
        !alternatives.iter().any(|other| other != one && other.is_subset(one))
    };
    alternatives.iter().filter(|one| is_needed(one)).cloned().collect()
}

fn covers(have: Option<&Alternatives>, need: Option<&Alternatives>) -> bool {
    let Some(need) = need else { return true };
    have.is_some_and(|have| have.iter().all(|one| need.iter().any(|other| other.is_subset(one))))
}

fn value(alternatives: Alternatives) -> Value {
    let list = |items: BTreeSet<String>| {
        Value::List(items.into_iter().map(|item| Node::new(Value::String(item))).collect())
    };
    Value::List(alternatives.into_iter().map(|one| Node::new(list(one))).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn alternatives() -> impl Strategy<Value = Alternatives> {
        let one = prop::collection::btree_set("[abc]", 1..3);
        prop::collection::btree_set(one, 1..4)
    }

    fn scopes(alternatives: Alternatives) -> Requirement {
        Requirement { scopes: Some(alternatives), ..Requirement::default() }
    }

    /// Whether a caller who has these may pass.
    fn passes(requirement: &Requirement, has: &BTreeSet<String>) -> bool {
        requirement.scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|one| one.is_subset(has)))
    }

    proptest! {
        /// Who passes both passes their conjunction, and nobody else.
        #[test]
        fn nobody_passes_who_lacks_one(
            left in alternatives(), right in alternatives(),
            has in prop::collection::btree_set("[abc]", 0..4),
        ) {
            let (left, right) = (scopes(left), scopes(right));
            let mut both = left.clone();
            prop_assert_eq!(both.and(&right), Ok(()));
            prop_assert_eq!(passes(&both, &has), passes(&left, &has) && passes(&right, &has));
            prop_assert!(both.implies(&left) && both.implies(&right));
            if left.implies(&right) && passes(&left, &has) {
                prop_assert!(passes(&right, &has));
            }
        }
    }

    #[test]
    fn too_many_alternatives_are_no_product() {
        let many = |prefix: &str| {
            let one = |number| BTreeSet::from([format!("{prefix}{number}")]);
            scopes((0..100).map(one).collect())
        };
        assert_eq!(many("a").and(&many("b")), Err(TooManyAlternatives));
        assert_eq!(many("a").and(&many("a")), Ok(()));
    }
}
