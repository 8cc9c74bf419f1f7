//! Selections as the search sees them: numbered, equal ones once, so that what was found out about
//! a selection at one place is found again by its number.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use apollo_compiler::{Node, ast::Argument};
use gateway_plan::Condition;

use crate::model::{Model, TypeId};

/// The number of a selection set.
pub(crate) type SetId = usize;

pub(crate) const TYPENAME: &str = "__typename";

/// The arguments of a field; equal when their texts are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Arguments {
    pub(crate) text: String,
    pub(crate) given: Vec<Node<Argument>>,
}

impl Arguments {
    pub(crate) fn new(given: &[Node<Argument>]) -> Self {
        let texts: Vec<String> = given
            .iter()
            .map(|one| format!("{}: {}", one.name, one.value.serialize().no_indent()))
            .collect();
        Self { text: texts.join(", "), given: given.to_vec() }
    }
}

impl PartialEq for Arguments {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Arguments {}

impl Hash for Arguments {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// A field that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Want {
    /// The key in the answer.
    pub(crate) key: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) arguments: Arc<Arguments>,
    /// What must hold, sorted.
    pub(crate) conditions: Vec<Condition>,
    /// None for a leaf.
    pub(crate) child: Option<SetId>,
}

impl Want {
    /// Whether it is the same field under the same key, whatever is selected of it.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        self.key == other.key
            && self.name == other.name
            && self.arguments == other.arguments
            && self.conditions == other.conditions
    }

    /// The name of the type.
    pub(crate) fn typename() -> Self {
        Self {
            key: Arc::from(TYPENAME),
            name: Arc::from(TYPENAME),
            arguments: Arc::default(),
            conditions: Vec::new(),
            child: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Item {
    Field(Want),
    On { ty: TypeId, conditions: Vec<Condition>, set: SetId },
}

/// The sets of a supergraph, or those of one run on top of them.
#[derive(Debug, Default)]
pub(crate) struct Sets<'a> {
    base: Option<&'a Sets<'static>>,
    list: Vec<Arc<[Item]>>,
    known: HashMap<Arc<[Item]>, SetId>,
}

impl<'a> Sets<'a> {
    pub(crate) fn over(base: &'a Sets<'static>) -> Self {
        Self { base: Some(base), list: Vec::new(), known: HashMap::new() }
    }

    pub(crate) fn intern(&mut self, items: Vec<Item>) -> SetId {
        let below = self.base.map_or(0, |base| base.list.len());
        let items: Arc<[Item]> = items.into();
        if let Some(known) = self.base.and_then(|base| base.known.get(&items)) {
            return *known;
        }
        if let Some(known) = self.known.get(&items) {
            return *known;
        }
        let id = below + self.list.len();
        self.list.push(Arc::clone(&items));
        self.known.insert(items, id);
        id
    }

    pub(crate) fn get(&self, id: SetId) -> Arc<[Item]> {
        let below = self.base.map_or(0, |base| base.list.len());
        let found = match id.checked_sub(below) {
            Some(own) => self.list.get(own),
            None => self.base.and_then(|base| base.list.get(id)),
        };
        found.cloned().unwrap_or_else(|| Arc::from([]))
    }

    /// The set with the selections of both.
    pub(crate) fn union(&mut self, one: SetId, other: SetId) -> SetId {
        if one == other {
            return one;
        }
        let mut items = self.get(one).to_vec();
        for item in self.get(other).iter() {
            if !items.contains(item) {
                items.push(item.clone());
            }
        }
        self.intern(items)
    }

    /// The fields that a set selects of an object of a type. Fields of one key are one field,
    /// unless they stand under different conditions.
    pub(crate) fn collect(&mut self, model: &Model, set: SetId, on: TypeId) -> Vec<Want> {
        let mut wants = Vec::new();
        self.collect_into(model, set, on, &[], &mut wants);
        wants
    }

    fn collect_into(
        &mut self,
        model: &Model,
        set: SetId,
        on: TypeId,
        around: &[Condition],
        wants: &mut Vec<Want>,
    ) {
        for item in self.get(set).iter() {
            match item {
                Item::Field(want) => {
                    let Some(conditions) = both(around, &want.conditions) else { continue };
                    self.add(Want { conditions, ..want.clone() }, wants);
                }
                Item::On { ty, conditions, set } => {
                    if model.is_a(on, *ty)
                        && let Some(conditions) = both(around, conditions)
                    {
                        self.collect_into(model, *set, on, &conditions, wants);
                    }
                }
            }
        }
    }

    pub(crate) fn add(&mut self, want: Want, wants: &mut Vec<Want>) {
        match wants.iter_mut().find(|known| known.is_of(&want)) {
            Some(known) => {
                if let Some((one, other)) = known.child.zip(want.child) {
                    known.child = Some(self.union(one, other));
                }
            }
            None => wants.push(want),
        }
    }
}

/// Both conjunctions; none when they contradict each other.
pub(crate) fn both(one: &[Condition], other: &[Condition]) -> Option<Vec<Condition>> {
    if other.is_empty() {
        return Some(one.to_vec());
    }
    let mut all = [one, other].concat();
    all.sort();
    all.dedup();
    let contradict =
        all.iter().zip(all.iter().skip(1)).any(|(one, next)| one.variable == next.variable);
    (!contradict).then_some(all)
}
