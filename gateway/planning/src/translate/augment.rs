//! Adds to a subgraph document what gathering reads and the operation does not ask for: cursors,
//! page flags, ids, sort keys and group keys. They stand under reserved aliases, so the projection, made
//! of the client's operation, never shows them. A selection that is there anyway is used as it is.

use contract::partition::MergeLaw;
use gateway_query_planner::{Field, Fragment, Selection};
use gateway_supergraph::RowId;

use super::{
    gather::{Gatherer, carrier, object_id},
    selection::fields_by_key_mut,
};

/// Completes the selections of one response key, all of the field `fields[0].name` of `parent`.
pub(super) fn augment(gatherer: &Gatherer<'_>, parent: &str, mut fields: Vec<&mut Field>) {
    let Some(name) = fields.first().map(|field| field.name.clone()) else { return };
    let Some(rule) = gatherer.rules.merge(parent, &name) else { return };
    match rule.law {
        MergeLaw::Connection => connection(gatherer, parent, &mut fields),
        MergeLaw::Concat => ids(gatherer, gatherer.return_type(parent, &name), &mut fields),
        MergeLaw::Sorted => {
            for key in &rule.by {
                ensure(&mut fields, key.trim_start_matches('-'), gatherer.prefix);
            }
            ids(gatherer, gatherer.return_type(parent, &name), &mut fields);
        }
        MergeLaw::Grouped | MergeLaw::Events => {
            for key in &rule.by {
                ensure(&mut fields, key, gatherer.prefix);
            }
        }
        MergeLaw::Object => {}
        _ => return,
    }
    if matches!(rule.law, MergeLaw::Object | MergeLaw::Grouped | MergeLaw::Connection)
        && let Some(inner) = gatherer.return_type(parent, &name)
    {
        let sets = fields.into_iter().map(|field| &mut field.selections);
        for (_, selections) in fields_by_key_mut(sets) {
            augment(gatherer, inner, selections);
        }
    }
}

fn connection(gatherer: &Gatherer<'_>, parent: &str, fields: &mut [&mut Field]) {
    if !gatherer.has_rows(fields.iter().map(|field| &**field)) {
        return;
    }
    let prefix = gatherer.prefix;
    let edges = ensure(fields, "edges", prefix);
    ensure(&mut selections_of(fields, &edges), "cursor", prefix);
    ids_of_connection(gatherer, parent, fields, &edges);
    let page_info = ensure(fields, "pageInfo", prefix);
    let mut page_info = selections_of(fields, &page_info);
    ensure(&mut page_info, "hasNextPage", prefix);
    ensure(&mut page_info, "hasPreviousPage", prefix);
}

/// The ids of the rows: in `nodes` when rows are asked for there alone, and else in `edges`.
fn ids_of_connection(
    gatherer: &Gatherer<'_>,
    parent: &str,
    fields: &mut [&mut Field],
    edges: &str,
) {
    let Some(name) = fields.first().map(|field| field.name.clone()) else { return };
    let Some(connection) = gatherer.return_type(parent, &name) else { return };
    let nodes = carrier(fields.iter().map(|field| &**field), "nodes");
    let in_edges = carrier(selections_of(fields, edges).iter().map(|edge| &**edge), "node");
    if let (Some(nodes), None) = (&nodes, &in_edges) {
        let row_type = gatherer.type_in_nodes(connection);
        return ids(gatherer, row_type, &mut selections_of(fields, nodes));
    }
    let row_type = gatherer.type_in_edges(connection);
    if row_type.is_some_and(|row_type| gatherer.rules.row_id(row_type).is_some()) {
        let mut edges = selections_of(fields, edges);
        let node = ensure(&mut edges, "node", gatherer.prefix);
        ids(gatherer, row_type, &mut selections_of(&mut edges, &node));
    }
}

/// The ids of rows, by which rows of other partitions and rows that stand there twice are found.
fn ids(gatherer: &Gatherer<'_>, row_type: Option<&str>, rows: &mut [&mut Field]) {
    let prefix = gatherer.prefix;
    match row_type.and_then(|row_type| gatherer.rules.row_id(row_type)) {
        Some(RowId::Field(id)) => {
            ensure(rows, id, prefix);
        }
        Some(RowId::Objects(objects)) => {
            for (index, (object, id)) in objects.iter().enumerate() {
                for selections in rows.iter_mut().map(|row| &mut row.selections) {
                    selections.push(Selection::Fragment(Fragment {
                        on: Some(object.clone()),
                        selections: vec![added(id, object_id(prefix, index))],
                        ..Fragment::default()
                    }));
                }
            }
        }
        None => {}
    }
}

/// Sees to it that a field is selected, always, and says under which response key.
fn ensure(fields: &mut [&mut Field], name: &str, prefix: &str) -> String {
    if let Some(key) = carrier(fields.iter().map(|field| &**field), name) {
        return key;
    }
    let key = format!("{prefix}{name}");
    for field in fields.iter_mut() {
        field.selections.push(added(name, key.clone()));
    }
    key
}

fn added(name: &str, alias: String) -> Selection {
    Selection::Field(Field { name: name.to_owned(), alias: Some(alias), ..Field::default() })
}

fn selections_of<'s>(fields: &'s mut [&mut Field], key: &str) -> Vec<&'s mut Field> {
    let sets: Vec<&mut Vec<Selection>> =
        fields.iter_mut().map(|field| &mut field.selections).collect();
    let found = fields_by_key_mut(sets).into_iter().find(|(found, _)| found == key);
    found.map(|(_, selections)| selections).unwrap_or_default()
}
