//! Documents. Subgraphs may know narrower types than clients do: where fields of one key have
//! types that cannot stand together, one travels under another name and gets its own back on the
//! way in.

use std::{collections::BTreeMap, sync::Arc};

use gateway_plan::{Rewrite, RewriteSegment};

use crate::{
    emit::Emitter,
    model::{GraphId, Kind, Model, TypeId},
    output::{OutField, OutId},
    plan::{Field, Fragment, Selection},
    sets::TYPENAME,
};

/// Makes documents for one subgraph.
pub(super) struct Documents<'r, 'a> {
    pub(super) model: &'r Model,
    pub(super) graph: GraphId,
    pub(super) emitted: &'r mut Emitter<'a>,
    /// What gives fields their own names back.
    pub(super) rewrites: Vec<Rewrite>,
}

/// A field of a key, in one of the sets that stand at one place.
struct Found {
    on: TypeId,
    set: OutId,
    /// The place among the fields of its set.
    index: usize,
    field: OutField,
}

impl Documents<'_, '_> {
    pub(super) fn selections(&mut self, ty: TypeId, set: OutId) -> Vec<Selection> {
        self.separate(&[(ty, set)], &[]);
        self.print(set)
    }

    fn print(&self, set: OutId) -> Vec<Selection> {
        let Some(one) = self.emitted.output.get(set) else { return Vec::new() };
        let fields = one.fields.iter().map(|field| {
            let mut selections = field.child.map(|child| self.print(child)).unwrap_or_default();
            if field.child.is_some() && selections.is_empty() {
                let name = TYPENAME.to_owned();
                selections.push(Selection::Field(Field { name, ..Field::default() }));
            }
            Selection::Field(Field {
                alias: (field.key != field.name).then(|| field.key.to_string()),
                name: field.name.to_string(),
                arguments: field.arguments.given.clone(),
                conditions: field.conditions.clone(),
                selections,
            })
        });
        let on = one.on.iter().filter(|(_, set)| !self.emitted.output.is_empty(*set));
        let on = on.map(|(ty, set)| {
            Selection::Fragment(Fragment {
                on: Some(self.model.name(*ty).to_owned()),
                conditions: Vec::new(),
                selections: self.print(*set),
            })
        });
        fields.chain(on).collect()
    }

    /// Renames what cannot stand together, in all sets at one place.
    fn separate(&mut self, sets: &[(TypeId, OutId)], path: &[RewriteSegment]) {
        let mut by_key: BTreeMap<Arc<str>, Vec<Found>> = BTreeMap::new();
        for (ty, set) in sets {
            self.collect(*ty, *set, &mut by_key);
        }
        for (key, found) in by_key {
            let mut groups: Vec<(String, Vec<Found>)> = Vec::new();
            for one in found {
                let shape = self.shape(&one);
                match groups.iter_mut().find(|(known, _)| *known == shape) {
                    Some((_, group)) => group.push(one),
                    None => groups.push((shape, vec![one])),
                }
            }
            for (number, (_, group)) in groups.into_iter().enumerate() {
                let name = if number == 0 { Arc::clone(&key) } else { self.emitted.names.fresh() };
                let mut inner = path.to_vec();
                inner.push(RewriteSegment::Key(name.to_string()));
                let children: Vec<(TypeId, OutId)> = group
                    .iter()
                    .filter_map(|one| Some((self.target(one)?, one.field.child?)))
                    .collect();
                if !children.is_empty() {
                    self.separate(&children, &inner);
                }
                if number > 0 {
                    self.rename(&group, &key, &name, path);
                }
            }
        }
    }

    fn collect(&self, ty: TypeId, set: OutId, by_key: &mut BTreeMap<Arc<str>, Vec<Found>>) {
        let Some(one) = self.emitted.output.get(set) else { return };
        for (index, field) in one.fields.iter().enumerate() {
            let found = Found { on: ty, set, index, field: field.clone() };
            by_key.entry(Arc::clone(&field.key)).or_default().push(found);
        }
        for (ty, set) in &one.on {
            self.collect(*ty, *set, by_key);
        }
    }

    fn target(&self, one: &Found) -> Option<TypeId> {
        Some(self.model.declared(one.on, &one.field.name, self.graph)?.target)
    }

    /// What must be equal for fields of one key: lists, nulls, and the type of a leaf.
    fn shape(&self, one: &Found) -> String {
        let Some(known) = self.model.declared(one.on, &one.field.name, self.graph) else {
            return TYPENAME.to_owned();
        };
        match self.model.kind(known.target) {
            Kind::Leaf => known.ty.clone(),
            _ => known.ty.chars().filter(|c| matches!(c, '[' | ']' | '!')).collect(),
        }
    }

    fn rename(&mut self, group: &[Found], key: &Arc<str>, to: &Arc<str>, path: &[RewriteSegment]) {
        let mut types: Vec<String> = Vec::new();
        for one in group {
            let set = self.emitted.output.get_mut(one.set);
            if let Some(field) = set.and_then(|set| set.fields.get_mut(one.index)) {
                field.key = Arc::clone(to);
            }
            types.extend(self.model.names_of(one.on));
        }
        types.sort();
        types.dedup();
        let mut path = path.to_vec();
        path.push(RewriteSegment::OnTypes(types));
        path.push(RewriteSegment::Key(to.to_string()));
        self.rewrites.push(Rewrite::Rename { path, to: key.to_string() });
    }
}
