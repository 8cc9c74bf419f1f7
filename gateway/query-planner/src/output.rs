//! The documents while they grow: selection sets by number, so that whoever adds to one needs
//! nothing but the number.

use std::sync::Arc;

use gateway_plan::Condition;

use crate::{
    model::TypeId,
    sets::{Arguments, TYPENAME, Want},
};

pub(crate) type OutId = usize;

#[derive(Debug, Clone)]
pub(crate) struct OutField {
    pub(crate) key: Arc<str>,
    pub(crate) name: Arc<str>,
    pub(crate) arguments: Arc<Arguments>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) child: Option<OutId>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct OutSet {
    pub(crate) fields: Vec<OutField>,
    pub(crate) on: Vec<(TypeId, OutId)>,
}

/// All selection sets of all documents.
#[derive(Debug, Default)]
pub(crate) struct Output(Vec<OutSet>);

impl Output {
    pub(crate) fn set(&mut self) -> OutId {
        self.0.push(OutSet::default());
        self.0.len() - 1
    }

    pub(crate) fn get(&self, set: OutId) -> Option<&OutSet> {
        self.0.get(set)
    }

    pub(crate) fn get_mut(&mut self, set: OutId) -> Option<&mut OutSet> {
        self.0.get_mut(set)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a field; its selections, when it has any.
    pub(crate) fn field(&mut self, set: OutId, key: &Arc<str>, want: &Want) -> Option<OutId> {
        let same = |field: &&OutField| {
            field.key == *key
                && field.name == want.name
                && field.arguments == want.arguments
                && field.conditions == want.conditions
        };
        if let Some(known) = self.0.get(set)?.fields.iter().find(same) {
            return known.child;
        }
        let child = want.child.map(|_| self.set());
        let field = OutField {
            key: Arc::clone(key),
            name: Arc::clone(&want.name),
            arguments: Arc::clone(&want.arguments),
            conditions: want.conditions.clone(),
            child,
        };
        self.0.get_mut(set)?.fields.push(field);
        child
    }

    /// Adds the name of the type, before all else.
    pub(crate) fn typename(&mut self, set: OutId) {
        let Some(one) = self.0.get_mut(set) else { return };
        let is_name =
            |field: &OutField| field.key.as_ref() == TYPENAME && field.conditions.is_empty();
        if !one.fields.iter().any(is_name) {
            let Want { key, name, arguments, conditions, child: _ } = Want::typename();
            one.fields.insert(0, OutField { key, name, arguments, conditions, child: None });
        }
    }

    /// The selections of a set on one type.
    pub(crate) fn on(&mut self, set: OutId, ty: TypeId) -> OutId {
        let known = self.0.get(set).and_then(|one| one.on.iter().find(|(on, _)| *on == ty));
        if let Some((_, id)) = known {
            return *id;
        }
        let id = self.set();
        if let Some(one) = self.0.get_mut(set) {
            one.on.push((ty, id));
        }
        id
    }

    /// Whether two sets select the same.
    pub(crate) fn same(&self, one: OutId, other: OutId) -> bool {
        if one == other {
            return true;
        }
        let Some((one, other)) = self.get(one).zip(self.get(other)) else { return false };
        one.fields.len() == other.fields.len()
            && one.on.len() == other.on.len()
            && one.fields.iter().all(|field| {
                other.fields.iter().any(|found| {
                    field.key == found.key
                        && field.name == found.name
                        && field.arguments == found.arguments
                        && field.conditions == found.conditions
                        && match (field.child, found.child) {
                            (Some(one), Some(other)) => self.same(one, other),
                            (one, other) => one == other,
                        }
                })
            })
            && one.on.iter().all(|(ty, set)| {
                other.on.iter().any(|(found, other)| ty == found && self.same(*set, *other))
            })
    }

    /// Adds all that another set selects.
    pub(crate) fn absorb(&mut self, into: OutId, from: OutId) {
        let Some(from) = self.get(from).cloned() else { return };
        for field in from.fields {
            let want = Want {
                key: Arc::clone(&field.key),
                name: field.name,
                arguments: field.arguments,
                conditions: field.conditions,
                child: field.child,
            };
            if let Some((into, from)) = self.field(into, &field.key, &want).zip(field.child) {
                self.absorb(into, from);
            }
        }
        for (ty, from) in from.on {
            let into = self.on(into, ty);
            self.absorb(into, from);
        }
    }

    pub(crate) fn is_empty(&self, set: OutId) -> bool {
        self.get(set).is_none_or(|one| {
            one.fields.is_empty() && one.on.iter().all(|(_, inner)| self.is_empty(*inner))
        })
    }
}
