//! Which partitions a root field must ask, read from the directives of the district's schema and
//! not from the gateway.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    city::UnionCity,
    graph::{ENTITY_ROOT, Graph, InputDefinition, Route},
    operation::{Field, Selection},
};

/// The places of the partitions that a root field asks.
pub fn asked(graph: &Graph, city: &UnionCity, root: &Field) -> BTreeSet<usize> {
    let mut asked: BTreeSet<usize> = (0..city.partitions.len()).collect();
    for definition in &graph.root(&root.name).arguments {
        if let Some(value) = root.argument(&definition.name) {
            narrow(graph, city, definition, &value.json(), &mut asked);
        }
    }
    if root.name == ENTITY_ROOT && !looks_up(&root.selections) {
        asked.clear();
    }
    asked
}

/// Whether there is something to look up of a district: its code is known before.
fn looks_up(selections: &[Selection]) -> bool {
    selections.iter().any(|selection| match selection {
        Selection::Field(field) => !["code", "__typename"].contains(&field.name.as_str()),
        Selection::On { selections, .. } => looks_up(selections),
    })
}

fn narrow(
    graph: &Graph,
    city: &UnionCity,
    definition: &InputDefinition,
    value: &Value,
    asked: &mut BTreeSet<usize>,
) {
    if let Some(route) = &definition.route {
        let texts: Vec<&str> = match value {
            Value::Array(elements) => elements.iter().filter_map(Value::as_str).collect(),
            single => single.as_str().into_iter().collect(),
        };
        let is_meant = |place: usize| {
            let partition = &city.partitions[place];
            texts.iter().any(|text| match route {
                Route::Key => *text == partition.code,
                Route::Id => text.split(':').next() == Some(partition.code),
                Route::Label(label) => label == "peerGroup" && *text == partition.peer_group,
            })
        };
        asked.retain(|place| is_meant(*place));
    }
    for field in graph.inputs(&definition.named_type) {
        if let Some(value) = value.get(&field.name) {
            narrow(graph, city, field, value, asked);
        }
    }
}
