//! Documents in pieces: one for each root field, with the variables and fragments that it needs.

use std::collections::{BTreeMap, BTreeSet};

use gateway_plan::{
    Condition, Document, OperationKind,
    document::{DocumentFragment, DocumentPiece, VariableDefinition},
};
use hive_router_query_planner::ast::{
    document::Document as PlannedDocument,
    selection_item::SelectionItem,
    selection_set::{FieldSelection, InlineFragmentSelection, SelectionSet},
};

use super::selection::{ByKey, add_by_key};

/// One selection of a root field; it may stand in an inline fragment with a condition.
#[derive(Clone)]
pub(super) struct RootSelection {
    pub(super) field: FieldSelection,
    /// The fragments around it, outermost first, without their selections.
    around: Vec<InlineFragmentSelection>,
}

impl RootSelection {
    fn print(&self) -> String {
        let field = SelectionItem::Field(self.field.clone());
        self.around
            .iter()
            .rev()
            .fold(field, |inner, fragment| {
                let selections = SelectionSet { items: vec![inner] };
                SelectionItem::InlineFragment(fragment.with_new_selections(selections))
            })
            .to_string()
    }

    /// What must hold for the field to be asked for.
    pub(super) fn conditions(&self) -> BTreeSet<Condition> {
        let directives =
            self.around.iter().map(|fragment| (&fragment.skip_if, &fragment.include_if));
        let own = (&self.field.skip_if, &self.field.include_if);
        directives
            .chain([own])
            .flat_map(|(skip, include)| {
                let condition = |variable: &String, expected| Condition {
                    variable: variable.clone(),
                    expected,
                };
                let skip = skip.iter().map(move |variable| condition(variable, false));
                skip.chain(include.iter().map(move |variable| condition(variable, true)))
            })
            .collect()
    }

    fn variables(&self) -> BTreeSet<String> {
        let conditions = self.around.iter().flat_map(|fragment| {
            [&fragment.skip_if, &fragment.include_if].into_iter().flatten().cloned()
        });
        self.field.variable_usages().into_iter().chain(conditions).collect()
    }
}

/// The root fields of a document by response key: a field that is selected twice is one field.
pub(super) fn root_fields(document: &PlannedDocument) -> ByKey<RootSelection> {
    fn visit(
        set: &SelectionSet,
        around: &[InlineFragmentSelection],
        fragments: &PlannedDocument,
        fields: &mut ByKey<RootSelection>,
    ) {
        for item in &set.items {
            match item {
                SelectionItem::Field(field) => {
                    let selection = RootSelection { field: field.clone(), around: around.to_vec() };
                    add_by_key(fields, field.selection_identifier(), selection);
                }
                SelectionItem::InlineFragment(fragment) => {
                    let mut inner = around.to_vec();
                    inner.push(fragment.with_new_selections(SelectionSet::default()));
                    visit(&fragment.selections, &inner, fragments, fields);
                }
                SelectionItem::FragmentSpread(name) => {
                    let found = fragments.fragments.iter().find(|found| found.name == *name);
                    if let Some(fragment) = found {
                        visit(&fragment.selection_set, around, fragments, fields);
                    }
                }
            }
        }
    }
    let mut fields = Vec::new();
    visit(&document.operation.selection_set, &[], document, &mut fields);
    fields
}

/// A document of some root fields of a planned document.
pub(super) fn document(
    kind: OperationKind,
    planned: &PlannedDocument,
    fields: &ByKey<RootSelection>,
) -> Document {
    let book = Book::of(planned);
    let mut used = Used::default();
    let needs: Vec<Needs> = fields.iter().map(|(_, selections)| book.needs(selections)).collect();
    for need in &needs {
        used.add(need);
    }
    let pieces = fields.iter().zip(&needs).map(|((_, selections), need)| DocumentPiece {
        text: selections.iter().map(RootSelection::print).collect::<Vec<_>>().join(" "),
        variables: used.variables.positions(&need.variables),
        fragments: used.fragments.positions(&need.fragments),
    });
    Document {
        kind,
        fields: pieces.collect(),
        variables: used.variables.0.iter().filter_map(|index| book.variable(*index)).collect(),
        fragments: used.fragments.0.iter().filter_map(|index| book.fragment(*index)).collect(),
    }
}

/// Variables and fragments of a planned document, and which fragments need which.
struct Book<'a> {
    planned: &'a PlannedDocument,
    variables: BTreeMap<&'a str, usize>,
    fragments: BTreeMap<&'a str, usize>,
}

/// What a piece needs, by places in the planned document.
#[derive(Default)]
struct Needs {
    variables: BTreeSet<usize>,
    fragments: BTreeSet<usize>,
}

impl<'a> Book<'a> {
    fn of(planned: &'a PlannedDocument) -> Self {
        let variables = planned.operation.variable_definitions.iter().flatten();
        let names = variables.map(|variable| variable.name.as_str());
        let fragments = planned.fragments.iter().map(|fragment| fragment.name.as_str());
        Self {
            planned,
            variables: names.enumerate().map(|(index, name)| (name, index)).collect(),
            fragments: fragments.enumerate().map(|(index, name)| (name, index)).collect(),
        }
    }

    fn needs(&self, selections: &[RootSelection]) -> Needs {
        let mut needs = Needs::default();
        for selection in selections {
            self.add_variables(&selection.variables(), &mut needs);
            self.add_spreads(&selection.field.selections, &mut needs);
        }
        needs
    }

    fn add_variables(&self, names: &BTreeSet<String>, needs: &mut Needs) {
        let places = names.iter().filter_map(|name| self.variables.get(name.as_str()));
        needs.variables.extend(places);
    }

    fn add_spreads(&self, set: &SelectionSet, needs: &mut Needs) {
        for item in &set.items {
            match item {
                SelectionItem::Field(field) => self.add_spreads(&field.selections, needs),
                SelectionItem::InlineFragment(inline) => {
                    self.add_spreads(&inline.selections, needs);
                }
                SelectionItem::FragmentSpread(name) => self.add_fragment(name, needs),
            }
        }
    }

    fn add_fragment(&self, name: &str, needs: &mut Needs) {
        let Some(&place) = self.fragments.get(name) else { return };
        if needs.fragments.insert(place)
            && let Some(fragment) = self.planned.fragments.get(place)
        {
            self.add_variables(&fragment.selection_set.variable_usages(), needs);
            self.add_spreads(&fragment.selection_set, needs);
        }
    }

    fn variable(&self, place: usize) -> Option<VariableDefinition> {
        let variable = self.planned.operation.variable_definitions.as_ref()?.get(place)?;
        Some(VariableDefinition {
            name: variable.name.clone(),
            type_text: variable.variable_type.to_string(),
            default_text: variable.default_value.as_ref().map(ToString::to_string),
        })
    }

    fn fragment(&self, place: usize) -> Option<DocumentFragment> {
        let fragment = self.planned.fragments.get(place)?;
        Some(DocumentFragment { text: fragment.to_string() })
    }
}

/// The places of a planned document that a document uses, in their order.
#[derive(Default)]
struct Used {
    variables: Places,
    fragments: Places,
}

#[derive(Default)]
struct Places(BTreeSet<usize>);

impl Used {
    fn add(&mut self, needs: &Needs) {
        self.variables.0.extend(&needs.variables);
        self.fragments.0.extend(&needs.fragments);
    }
}

impl Places {
    /// Where these stand among the used ones.
    fn positions(&self, of: &BTreeSet<usize>) -> Vec<usize> {
        let numbered = self.0.iter().enumerate();
        numbered.filter(|(_, place)| of.contains(place)).map(|(position, _)| position).collect()
    }
}
