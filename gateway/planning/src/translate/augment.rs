//! Adds to a subgraph document what gathering reads and the operation does not ask for: cursors,
//! page flags, ids, sort keys and group keys. They stand under reserved aliases, so the projection, made
//! of the client's operation, never shows them. A selection that is there anyway is used as it is.

use contract::partition::MergeLaw;
use gateway_query_planner::{Field, Selection};

use super::{
    gather::{Gatherer, carrier},
    selection::fields_by_key_mut,
};

/// Completes the selections of one response key, all of the field `fields[0].name` of `parent`.
pub(super) fn augment(gatherer: &Gatherer<'_>, parent: &str, mut fields: Vec<&mut Field>) {
    let Some(name) = fields.first().map(|field| field.name.clone()) else { return };
    let Some(rule) = gatherer.rules.merge(parent, &name) else { return };
    match rule.law {
        MergeLaw::Connection => connection(gatherer, parent, &mut fields),
        MergeLaw::Concat => row_ids(gatherer, parent, &name, &mut fields),
        MergeLaw::Sorted => {
            for key in &rule.by {
                ensure(&mut fields, key.trim_start_matches('-'), gatherer.prefix);
            }
            row_ids(gatherer, parent, &name, &mut fields);
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
    ids(gatherer, parent, fields, &edges);
    let page_info = ensure(fields, "pageInfo", prefix);
    let mut page_info = selections_of(fields, &page_info);
    ensure(&mut page_info, "hasNextPage", prefix);
    ensure(&mut page_info, "hasPreviousPage", prefix);
}

/// The ids of the rows, by which rows of other partitions and rows that stand there twice are found:
/// in `nodes` when rows are asked for there alone, and else in `edges`.
fn ids(gatherer: &Gatherer<'_>, parent: &str, fields: &mut [&mut Field], edges: &str) {
    let Some(name) = fields.first().map(|field| field.name.clone()) else { return };
    let Some(connection) = gatherer.return_type(parent, &name) else { return };
    let nodes = carrier(fields.iter().map(|field| &**field), "nodes");
    let in_edges = carrier(selections_of(fields, edges).iter().map(|edge| &**edge), "node");
    if let (Some(nodes), None) = (&nodes, &in_edges) {
        if let Some(id) = gatherer.id_of_nodes(connection) {
            ensure(&mut selections_of(fields, nodes), id, gatherer.prefix);
        }
        return;
    }
    if let Some(id) = gatherer.id_in_edges(connection) {
        let mut edges = selections_of(fields, edges);
        let node = ensure(&mut edges, "node", gatherer.prefix);
        ensure(&mut selections_of(&mut edges, &node), id, gatherer.prefix);
    }
}

/// The ids of the rows of a list.
fn row_ids(gatherer: &Gatherer<'_>, parent: &str, name: &str, fields: &mut [&mut Field]) {
    let row_type = gatherer.return_type(parent, name).unwrap_or_default();
    if let Some(id) = gatherer.id_field(row_type) {
        ensure(fields, id, gatherer.prefix);
    }
}

/// Sees to it that a field is selected, always, and says under which response key.
fn ensure(fields: &mut [&mut Field], name: &str, prefix: &str) -> String {
    if let Some(key) = carrier(fields.iter().map(|field| &**field), name) {
        return key;
    }
    let key = format!("{prefix}{name}");
    for field in fields.iter_mut() {
        field.selections.push(Selection::Field(Field {
            name: name.to_owned(),
            alias: Some(key.clone()),
            ..Field::default()
        }));
    }
    key
}

fn selections_of<'s>(fields: &'s mut [&mut Field], key: &str) -> Vec<&'s mut Field> {
    let sets: Vec<&mut Vec<Selection>> =
        fields.iter_mut().map(|field| &mut field.selections).collect();
    let found = fields_by_key_mut(sets).into_iter().find(|(found, _)| found == key);
    found.map(|(_, selections)| selections).unwrap_or_default()
}
