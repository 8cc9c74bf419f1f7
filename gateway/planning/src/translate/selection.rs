//! Small things about the planner's selections.

use std::collections::BTreeMap;

use hive_router_query_planner::ast::{
    document::Document,
    selection_item::SelectionItem,
    selection_set::{FieldSelection, InlineFragmentSelection, SelectionSet},
};

/// Selections of one object by response key, in the order of first appearance.
pub(super) type ByKey<T> = Vec<(String, Vec<T>)>;

/// Adds to the selections of a response key.
pub(super) fn add_by_key<T>(fields: &mut ByKey<T>, key: &str, field: T) {
    match fields.iter_mut().find(|(known, _)| known == key) {
        Some((_, found)) => found.push(field),
        None => fields.push((key.to_owned(), vec![field])),
    }
}

/// The fields of selections by response key, those of inline fragments included; whether each is
/// always there when the object is.
pub(super) fn fields_by_key<'s>(
    sets: impl IntoIterator<Item = &'s SelectionSet>,
) -> ByKey<(&'s FieldSelection, bool)> {
    fn visit<'s>(
        set: &'s SelectionSet,
        always: bool,
        fields: &mut ByKey<(&'s FieldSelection, bool)>,
    ) {
        for item in &set.items {
            match item {
                SelectionItem::Field(field) => {
                    let always = always && field.skip_if.is_none() && field.include_if.is_none();
                    add_by_key(fields, field.selection_identifier(), (field, always));
                }
                SelectionItem::InlineFragment(fragment) => {
                    let always = always && is_unconditional(fragment);
                    visit(&fragment.selections, always, fields);
                }
                SelectionItem::FragmentSpread(_) => {}
            }
        }
    }
    let mut fields = Vec::new();
    for set in sets {
        visit(set, true, &mut fields);
    }
    fields
}

/// The same, to change them.
pub(super) fn fields_by_key_mut<'s>(
    sets: impl IntoIterator<Item = &'s mut SelectionSet>,
) -> ByKey<&'s mut FieldSelection> {
    fn visit<'s>(set: &'s mut SelectionSet, fields: &mut ByKey<&'s mut FieldSelection>) {
        for item in &mut set.items {
            match item {
                SelectionItem::Field(field) => {
                    let key = field.selection_identifier().to_owned();
                    add_by_key(fields, &key, field);
                }
                SelectionItem::InlineFragment(fragment) => visit(&mut fragment.selections, fields),
                SelectionItem::FragmentSpread(_) => {}
            }
        }
    }
    let mut fields = Vec::new();
    for set in sets {
        visit(set, &mut fields);
    }
    fields
}

fn is_unconditional(fragment: &InlineFragmentSelection) -> bool {
    fragment.skip_if.is_none() && fragment.include_if.is_none()
}

/// Opens fragment spreads into inline fragments. The planner has made fragments of what repeats,
/// from selections that were open, so this is never larger than what was planned.
pub(super) fn open_fragments(set: &mut SelectionSet, document: &Document) {
    let fragments: BTreeMap<&str, _> =
        document.fragments.iter().map(|fragment| (fragment.name.as_str(), fragment)).collect();
    open(set, &|name| {
        let fragment = fragments.get(name)?;
        Some(InlineFragmentSelection {
            type_condition: fragment.type_condition.clone(),
            selections: fragment.selection_set.clone(),
            skip_if: None,
            include_if: None,
        })
    });
}

fn open(set: &mut SelectionSet, fragment: &dyn Fn(&str) -> Option<InlineFragmentSelection>) {
    for item in &mut set.items {
        if let SelectionItem::FragmentSpread(name) = item
            && let Some(opened) = fragment(name)
        {
            *item = SelectionItem::InlineFragment(opened);
        }
        match item {
            SelectionItem::Field(field) => open(&mut field.selections, fragment),
            SelectionItem::InlineFragment(inline) => open(&mut inline.selections, fragment),
            SelectionItem::FragmentSpread(_) => {}
        }
    }
}
