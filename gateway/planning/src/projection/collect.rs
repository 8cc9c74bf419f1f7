//! The specification's `CollectFields` for all concrete types and all conditions at once.

use std::{collections::HashMap, rc::Rc};

use apollo_compiler::{
    ExecutableDocument, Name,
    executable::{Field, Selection, SelectionSet},
};

use super::{
    Conditions,
    conditions::{Included, included},
    types::PossibleTypes,
};

/// A selection set and the conditions around it.
pub(super) struct Source<'a> {
    pub(super) set: &'a SelectionSet,
    pub(super) conditions: Conditions,
}

/// One selection of a field.
#[derive(Clone)]
pub(super) struct Collected<'a> {
    pub(super) field: &'a Field,
    /// Its place among all selections of the object.
    pub(super) position: usize,
    pub(super) conditions: Conditions,
    /// The concrete types that have it, sorted.
    types: Rc<[&'a str]>,
}

impl Collected<'_> {
    pub(super) fn is_on(&self, concrete: &str) -> bool {
        self.types.binary_search(&concrete).is_ok()
    }
}

/// A selection that null decides about.
pub(super) struct Undecided<'a> {
    /// When it is met.
    pub(super) conditions: Conditions,
    /// The concrete types whose objects have it, sorted.
    pub(super) types: Rc<[&'a str]>,
    /// The variable that is null.
    pub(super) variable: &'a str,
}

/// What is selected of an object.
pub(super) struct Fields<'a> {
    /// By response key, keys in the order of their first selection.
    pub(super) by_key: Vec<(&'a Name, Vec<Collected<'a>>)>,
    /// In the order in which they are met.
    pub(super) undecided: Vec<Undecided<'a>>,
}

/// All fields of an object, when these variables are null where null decides nothing.
pub(super) fn collect<'a>(
    document: &'a ExecutableDocument,
    nulls: &[&str],
    possible: &PossibleTypes<'a>,
    on: &[&'a str],
    sources: Vec<Source<'a>>,
) -> Fields<'a> {
    let fields = Fields { by_key: Vec::new(), undecided: Vec::new() };
    let mut walk = Walk { document, nulls, possible, fields, places: HashMap::new(), position: 0 };
    let on: Rc<[&str]> = on.into();
    for source in sources {
        walk.set(source.set, &source.conditions, &on);
    }
    walk.fields
}

struct Walk<'a, 'p> {
    document: &'a ExecutableDocument,
    nulls: &'p [&'p str],
    possible: &'p PossibleTypes<'a>,
    fields: Fields<'a>,
    places: HashMap<&'a Name, usize>,
    position: usize,
}

impl<'a> Walk<'a, '_> {
    fn set(&mut self, set: &'a SelectionSet, around: &Conditions, on: &Rc<[&'a str]>) {
        for selection in &set.selections {
            let conditions = match included(around, selection.directives(), self.nulls) {
                Included::Never => continue,
                Included::Under(conditions) => conditions,
                Included::Undecided { when, variable } => {
                    let (conditions, types) = (when, Rc::clone(on));
                    self.fields.undecided.push(Undecided { conditions, types, variable });
                    continue;
                }
            };
            match selection {
                Selection::Field(field) => self.field(field, conditions, on),
                Selection::InlineFragment(fragment) => {
                    let on = match &fragment.type_condition {
                        Some(condition) => self.narrowed(on, condition),
                        None => Rc::clone(on),
                    };
                    self.fragment(&fragment.selection_set, &conditions, &on);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        let on = self.narrowed(on, &fragment.selection_set.ty);
                        self.fragment(&fragment.selection_set, &conditions, &on);
                    }
                }
            }
        }
    }

    fn fragment(&mut self, set: &'a SelectionSet, around: &Conditions, on: &Rc<[&'a str]>) {
        if !on.is_empty() {
            self.set(set, around, on);
        }
    }

    fn field(&mut self, field: &'a Field, conditions: Conditions, on: &Rc<[&'a str]>) {
        let key = field.response_key();
        let place = *self.places.entry(key).or_insert_with(|| {
            self.fields.by_key.push((key, Vec::new()));
            self.fields.by_key.len() - 1
        });
        let collected =
            Collected { field, position: self.position, conditions, types: Rc::clone(on) };
        self.position += 1;
        if let Some((_, found)) = self.fields.by_key.get_mut(place) {
            found.push(collected);
        }
    }

    fn narrowed(&self, on: &Rc<[&'a str]>, condition: &str) -> Rc<[&'a str]> {
        if on.iter().all(|concrete| self.possible.includes(condition, concrete)) {
            return Rc::clone(on);
        }
        on.iter().filter(|concrete| self.possible.includes(condition, concrete)).copied().collect()
    }
}
