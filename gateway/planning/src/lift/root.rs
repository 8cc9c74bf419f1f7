//! The root selections of an operation: fragments opened, and what no subgraph is asked for.

use apollo_compiler::{
    ExecutableDocument, Node,
    executable::{InlineFragment, Operation, Selection, SelectionSet},
};

/// The root selections with fragment spreads opened into inline fragments. The guard has bounded
/// the number of root fields after expansion.
pub(super) fn root_selections(
    document: &ExecutableDocument,
    operation: &Operation,
) -> Vec<Selection> {
    opened(document, &operation.selection_set)
}

fn opened(document: &ExecutableDocument, set: &SelectionSet) -> Vec<Selection> {
    let open = |selection: &Selection| match selection {
        Selection::Field(_) => Some(selection.clone()),
        Selection::InlineFragment(fragment) => {
            let mut fragment = InlineFragment::clone(fragment);
            fragment.selection_set.selections = opened(document, &fragment.selection_set);
            Some(Selection::InlineFragment(Node::new(fragment)))
        }
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.fragment_name)?;
            let mut set = fragment.selection_set.clone();
            set.selections = opened(document, &set);
            Some(Selection::InlineFragment(Node::new(InlineFragment {
                type_condition: Some(set.ty.clone()),
                directives: spread.directives.clone(),
                selection_set: set,
            })))
        }
    };
    set.selections.iter().filter_map(open).collect()
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
