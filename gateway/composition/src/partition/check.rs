//! What the partition specification asks of a schema: every root field has a law or one owner,
//! every field of a merged object has a law, every key reveals its owner.

use apollo_compiler::{Name, ast::FieldDefinition, schema::Component};

use super::{laws::Laws, routes};
use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    field_set,
    model::{Key, Subgraph, fields_of},
    spec,
};

/// Checks a partitioned subgraph; of an ordinary one, that it has nothing of partitions.
pub(crate) fn check(subgraph: &Subgraph, report: &mut Report) {
    if !subgraph.is_partitioned {
        return unused_rules(subgraph, report);
    }
    routes::check(subgraph, report);
    let mut laws = Laws::new(subgraph, report);
    for (name, field) in root_fields(subgraph, "Query") {
        laws.query(name, field);
    }
    for (name, field) in root_fields(subgraph, "Subscription") {
        laws.subscription(name, field);
    }
    let merged = laws.into_merged();
    for (name, field) in root_fields(subgraph, "Mutation") {
        one_owner(subgraph, name, field, report);
    }
    for (type_name, keys) in &subgraph.facts.keys {
        // An object that all partitions have a part of has no owner: it is known by its key to
        // others, and never asked for by it.
        for key in keys.iter().filter(|key| key.resolvable && !merged.contains(type_name)) {
            key_reveals_owner(subgraph, type_name, key, report);
        }
    }
}

fn root_fields<'a>(
    subgraph: &'a Subgraph,
    root: &str,
) -> impl Iterator<Item = (&'a Name, &'a Component<FieldDefinition>)> {
    subgraph
        .fields(root)
        .into_iter()
        .flatten()
        .filter(move |(_, field)| !field.directives.has(spec::EXTERNAL))
}

/// A mutation runs in one partition.
fn one_owner(subgraph: &Subgraph, name: &Name, field: &FieldDefinition, report: &mut Report) {
    let place = format!("Mutation.{name}");
    if field.directives.has(spec::MERGE) {
        let message = format!("`{place}` cannot be merged: it runs in one partition");
        let diagnostic = Diagnostic::new(Code::PartitionOwnerMissing, message).coordinate(&place);
        report.push(diagnostic.hint("remove @merge").at(subgraph, field.name.location()));
    } else if routes::owner(field) != Some(routes::Owner::One) {
        let message = format!("nothing says which partition runs `{place}`");
        let hint = routes::OWNER_HINT;
        let diagnostic = Diagnostic::new(Code::PartitionOwnerMissing, message).coordinate(&place);
        report.push(diagnostic.hint(hint).at(subgraph, field.name.location()));
    }
}

/// A representation of an entity must say whom to ask.
fn key_reveals_owner(subgraph: &Subgraph, type_name: &Name, key: &Key, report: &mut Report) {
    let reveals = |field: &FieldDefinition| {
        field.ty.is_non_null() && !field.ty.is_list() && field.directives.has(spec::ROUTE)
    };
    let mut fields = field_set::top_fields(&key.fields);
    if fields
        .any(|field| subgraph.field(type_name, &field.name).is_some_and(|field| reveals(field)))
    {
        return;
    }
    let set = field_set::print(&key.fields);
    let message =
        format!("the key `{set}` of `{type_name}` does not say which partition owns the entity");
    let hint = "put @route(by: ID) or @route(by: KEY) on one of its non-null fields, or say `resolvable: false`";
    let diagnostic = Diagnostic::new(Code::PartitionKeyRouteMissing, message);
    report.push(diagnostic.coordinate(type_name).hint(hint).at(subgraph, key.node.location()));
}

/// Types that are shared with partitioned subgraphs may carry their directives anywhere; that
/// they mean nothing here is worth a word, once.
fn unused_rules(subgraph: &Subgraph, report: &mut Report) {
    let carries = |field: &Component<FieldDefinition>| {
        field.directives.has(spec::MERGE)
            || field.directives.has(spec::ROUTE)
            || field.arguments.iter().any(|argument| argument.directives.has(spec::ROUTE))
    };
    let first = subgraph.types().find_map(|(type_name, definition)| {
        let field = fields_of(definition)?.values().find(|field| carries(field))?;
        Some((format!("{type_name}.{}", field.name), field))
    });
    if let Some((place, field)) = first {
        let message =
            format!("`{}` has no partitions, so its @merge and @route mean nothing", subgraph.name);
        let hint = "configure its partitions, or remove the directives";
        let diagnostic = Diagnostic::new(Code::PartitionRulesUnused, message).suspicious();
        report.push(diagnostic.coordinate(place).hint(hint).at(subgraph, field.location()));
    }
}
