//! What a fetch reads of the answer and what it writes into it, by response keys. A fetch depends
//! on an earlier one exactly when it reads something that the other writes: lists and types do not
//! matter for that.

use std::collections::BTreeMap;

use hive_router_query_planner::{
    ast::{
        document::Document,
        selection_item::SelectionItem,
        selection_set::{FieldSelection, SelectionSet},
    },
    planner::plan_nodes::FlattenNodePathSegment,
};

/// A set of paths of response keys.
#[derive(Debug, Default)]
struct Paths {
    here: bool,
    under: BTreeMap<String, Paths>,
}

impl Paths {
    fn under(&mut self, key: &str) -> &mut Self {
        self.under.entry(key.to_owned()).or_default()
    }

    fn mark(&mut self, key: &str) -> &mut Self {
        let inner = self.under(key);
        inner.here = true;
        inner
    }

    fn meets(&self, other: &Self) -> bool {
        (self.here && other.here)
            || self
                .under
                .iter()
                .any(|(key, mine)| other.under.get(key).is_some_and(|theirs| mine.meets(theirs)))
    }
}

/// The reads and writes of a fetch.
#[derive(Debug, Default)]
pub(super) struct DataFlow {
    reads: Paths,
    writes: Paths,
}

impl DataFlow {
    pub(super) fn reads_from(&self, earlier: &Self) -> bool {
        self.reads.meets(&earlier.writes)
    }

    /// Adds the objects at a path: they must be there, and where a type decides, their type too.
    pub(super) fn read_objects(&mut self, path: &[FlattenNodePathSegment]) {
        read_objects(&mut self.reads, path);
    }

    /// Adds what representations of the objects at a path are made of.
    pub(super) fn read_representations(
        &mut self,
        path: &[FlattenNodePathSegment],
        requires: &SelectionSet,
    ) {
        read_selections(read_objects(&mut self.reads, path), requires);
    }

    /// Adds what selections write into the objects at a path.
    pub(super) fn write(
        &mut self,
        path: &[FlattenNodePathSegment],
        selections: &SelectionSet,
        document: &Document,
    ) {
        write_selections(objects(&mut self.writes, path), selections, document);
    }

    /// Adds what a root field writes into the objects at a path.
    pub(super) fn write_field(
        &mut self,
        path: &[FlattenNodePathSegment],
        field: &FieldSelection,
        document: &Document,
    ) {
        write_field(objects(&mut self.writes, path), field, document);
    }
}

/// The objects at a path, which are there already.
fn objects<'p>(writes: &'p mut Paths, path: &[FlattenNodePathSegment]) -> &'p mut Paths {
    path.iter().fold(writes, |at, segment| match segment {
        FlattenNodePathSegment::Field(key) => at.under(key),
        _ => at,
    })
}

fn read_objects<'p>(reads: &'p mut Paths, path: &[FlattenNodePathSegment]) -> &'p mut Paths {
    let mut at = reads;
    for segment in path {
        match segment {
            FlattenNodePathSegment::Field(key) => at = at.mark(key),
            FlattenNodePathSegment::TypeCondition(_) => {
                at.mark("__typename");
            }
            FlattenNodePathSegment::List => {}
        }
    }
    at
}

fn read_selections(at: &mut Paths, selections: &SelectionSet) {
    for item in &selections.items {
        match item {
            SelectionItem::Field(field) => {
                // The planner writes a renamed field as `sent: stored`.
                read_selections(at.mark(&field.name), &field.selections);
            }
            SelectionItem::InlineFragment(fragment) => read_selections(at, &fragment.selections),
            SelectionItem::FragmentSpread(_) => {}
        }
    }
}

fn write_field(at: &mut Paths, field: &FieldSelection, document: &Document) {
    write_selections(at.mark(field.selection_identifier()), &field.selections, document);
    if field.alias.is_some() {
        // A rewrite of the answer may give the field its own name back.
        write_selections(at.mark(&field.name), &field.selections, document);
    }
}

fn write_selections(at: &mut Paths, selections: &SelectionSet, document: &Document) {
    for item in &selections.items {
        match item {
            SelectionItem::Field(field) => write_field(at, field, document),
            SelectionItem::InlineFragment(fragment) => {
                write_selections(at, &fragment.selections, document);
            }
            SelectionItem::FragmentSpread(name) => {
                let fragment = document.fragments.iter().find(|fragment| fragment.name == *name);
                if let Some(fragment) = fragment {
                    write_selections(at, &fragment.selection_set, document);
                }
            }
        }
    }
}
