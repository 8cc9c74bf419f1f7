//! Selections as plainly as they can be said: fragments opened, none on the type that it stands on,
//! nothing that is never included; and without what no subgraph is asked for.

use apollo_compiler::{
    ExecutableDocument, Name, Node, Schema,
    ast::Value,
    executable::{
        Directive, DirectiveList, Field, InlineFragment, Operation, Selection, SelectionSet,
    },
};
use gateway_operation::{RESERVED_PREFIX, variables::refusal};
use gateway_plan::Condition;

use crate::projection::{Included, included};

/// The selections with all fragment spreads opened. The guard has bounded the number of fields
/// after expansion.
///
/// A fragment on the type that it stands on says no more than its selections do, under its
/// conditions. What is included under no variables is left out, and what null decides about, even
/// if nothing is left of a field's selections then.
pub(super) fn opened(
    document: &ExecutableDocument,
    set: &SelectionSet,
    around: &[Condition],
    nulls: &[&str],
) -> SelectionSet {
    let mut selections = Vec::with_capacity(set.selections.len());
    for selection in &set.selections {
        let included = included(around, selection.directives(), nulls);
        let Included::Under(around) = included else { continue };
        match selection {
            Selection::Field(field) => {
                let mut field = field.clone();
                // As the answer's shape does, a field's selections know nothing of what is around it.
                let inner = opened(document, &field.selection_set, &[], nulls);
                let changed = field.make_mut();
                changed.selection_set = inner;
                changed.directives = undecided(&changed.directives);
                selections.push(Selection::Field(field));
            }
            Selection::InlineFragment(fragment) => {
                let inner = opened(document, &fragment.selection_set, &around, nulls);
                let condition = fragment.type_condition.as_ref();
                push_fragment(&set.ty, condition, &fragment.directives, inner, &mut selections);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    let inner = opened(document, &fragment.selection_set, &around, nulls);
                    let condition = Some(fragment.type_condition());
                    push_fragment(&set.ty, condition, &spread.directives, inner, &mut selections);
                }
            }
        }
    }
    SelectionSet { ty: set.ty.clone(), selections }
}

fn push_fragment(
    parent: &Name,
    condition: Option<&Name>,
    directives: &DirectiveList,
    set: SelectionSet,
    selections: &mut Vec<Selection>,
) {
    if set.selections.is_empty() {
        return;
    }
    let directives = undecided(directives);
    match condition.filter(|condition| *condition != parent) {
        Some(condition) => selections.push(fragment(Some(condition.clone()), directives, set)),
        None => {
            let SelectionSet { ty, selections: inner } = set;
            selections.extend(inner.into_iter().map(|one| under(one, &directives, &ty)));
        }
    }
}

fn fragment(
    type_condition: Option<Name>,
    directives: DirectiveList,
    selection_set: SelectionSet,
) -> Selection {
    let fragment = InlineFragment { type_condition, directives, selection_set };
    Selection::InlineFragment(Node::new(fragment))
}

/// A selection on a type under conditions more than its own. They become its own, as the planner
/// finds no path to what is under the condition of a fragment without a type.
fn under(mut selection: Selection, conditions: &DirectiveList, on: &Name) -> Selection {
    let added = |own: &DirectiveList| -> Option<DirectiveList> {
        let mut all = own.clone();
        for condition in conditions {
            match own.get(&condition.name) {
                Some(same) if same.arguments == condition.arguments => {}
                Some(_) => return None,
                None => all.push(condition.clone()),
            }
        }
        Some(all)
    };
    match &mut selection {
        Selection::Field(field) => match added(&field.directives) {
            Some(all) => field.make_mut().directives = all,
            None => {
                let set = SelectionSet { ty: on.clone(), selections: vec![selection] };
                return fragment(None, conditions.clone(), set);
            }
        },
        Selection::InlineFragment(fragment) => {
            let fragment = fragment.make_mut();
            match added(&fragment.directives) {
                Some(all) => fragment.directives = all,
                None => {
                    let SelectionSet { ty, selections } = &mut fragment.selection_set;
                    let inner = std::mem::take(selections);
                    selections.extend(inner.into_iter().map(|one| under(one, conditions, ty)));
                }
            }
        }
        Selection::FragmentSpread(_) => {}
    }
    selection
}

/// Directives without `@skip` and `@include` of literals, which have been obeyed.
fn undecided(directives: &DirectiveList) -> DirectiveList {
    let is_decided = |directive: &Directive| {
        matches!(directive.name.as_str(), "skip" | "include")
            && directive
                .specified_argument_by_name("if")
                .is_some_and(|value| matches!(&**value, Value::Boolean(_)))
    };
    directives.iter().filter(|directive| !is_decided(directive)).cloned().collect()
}

/// Adds what execution needs: the type wherever `needs_type` says so, and something to ask for
/// where nothing is left of an object's selections.
pub(super) fn complete(
    schema: &Schema,
    set: &mut SelectionSet,
    needs_type: &dyn Fn(&SelectionSet) -> bool,
) {
    for selection in &mut set.selections {
        match selection {
            Selection::Field(field) => {
                let is_object = schema
                    .types
                    .get(field.definition.ty.inner_named_type())
                    .is_some_and(|ty| !ty.is_leaf());
                if is_object && !field.name.starts_with("__") {
                    let inner = &mut field.make_mut().selection_set;
                    complete(schema, inner, needs_type);
                    complete_object(schema, inner, needs_type);
                }
            }
            Selection::InlineFragment(fragment) => {
                complete(schema, &mut fragment.make_mut().selection_set, needs_type);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn complete_object(
    schema: &Schema,
    set: &mut SelectionSet,
    needs_type: &dyn Fn(&SelectionSet) -> bool,
) {
    let is_plain_type = |field: &Node<Field>| {
        field.name == "__typename" && field.alias.is_none() && field.directives.is_empty()
    };
    let is_missing = needs_type(set) && !set.fields().any(is_plain_type);
    if !is_missing && !set.selections.is_empty() {
        return;
    }
    if let Ok(mut field) = set.new_field(schema, apollo_compiler::name!("__typename")) {
        if !is_missing {
            field.alias = Name::new(&format!("{RESERVED_PREFIX}object")).ok();
        }
        set.push(field);
    }
}

/// Takes out the fields whose arguments are refused for the null of a variable.
pub(super) fn leave_out_refused(schema: &Schema, set: &mut SelectionSet, nulls: &[&str]) {
    if nulls.is_empty() {
        return;
    }
    set.selections.retain_mut(|selection| match selection {
        Selection::Field(field) => {
            let stays = refusal(schema, field, nulls).is_none();
            if stays {
                leave_out_refused(schema, &mut field.make_mut().selection_set, nulls);
            }
            stays
        }
        Selection::InlineFragment(fragment) => {
            let inner = &mut fragment.make_mut().selection_set;
            leave_out_refused(schema, inner, nulls);
            !inner.selections.is_empty()
        }
        Selection::FragmentSpread(_) => true,
    });
}

/// Takes out what the gateway answers. Says whether anything is left.
pub(super) fn leave_to_subgraphs(operation: &mut Operation) -> bool {
    leave_out_meta_fields(&mut operation.selection_set.selections);
    !operation.selection_set.selections.is_empty()
}

fn leave_out_meta_fields(selections: &mut Vec<Selection>) {
    selections.retain_mut(|selection| match selection {
        Selection::Field(field) => !field.name.starts_with("__"),
        Selection::InlineFragment(fragment) => {
            let inner = &mut fragment.make_mut().selection_set.selections;
            leave_out_meta_fields(inner);
            !inner.is_empty()
        }
        Selection::FragmentSpread(_) => true,
    });
}
