//! Prints a plan for people: each fetch with what it waits for, what it asks, where it is sent and
//! how answers are gathered. Execution adds which partitions were chosen.

use std::fmt::{self, Display, Formatter};

use contract::partition::RouteBy;

use crate::{
    Condition, ConnectionGather, Document, EntityCall, EntityFetch, EventPosition, Fetch,
    FieldMask, Gather, PathSegment, Plan, RepresentationSelection, Rewrite, RootFetch, RootField,
    RouteSelector, SkewedDocument, Step,
    gather::{CoverageField, MissingField, RowIds},
    route::PartitionRoute,
    skew::{FieldSkew, Lack, ValueRule, ValueSkew},
};

/// Prints a plan as an indented list of its fetches.
pub struct Explanation<'a>(pub &'a Plan);

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.fetches.is_empty() {
            return writeln!(f, "nothing is fetched");
        }
        for (id, fetch) in self.0.fetches.iter().enumerate() {
            write_fetch(f, id, fetch)?;
        }
        Ok(())
    }
}

fn write_fetch(f: &mut Formatter<'_>, id: usize, fetch: &Fetch) -> fmt::Result {
    write!(f, "{id}: {}", fetch.subgraph)?;
    if !fetch.after.is_empty() {
        let after: Vec<_> = fetch.after.iter().map(ToString::to_string).collect();
        write!(f, ", after {}", after.join(", "))?;
    }
    if !fetch.conditions.is_empty() {
        write!(f, ", if {}", conditions(&fetch.conditions))?;
    }
    writeln!(f)?;
    match &fetch.step {
        Step::Root(root) => write_root(f, root)?,
        Step::Entities(entities) => write_entities(f, entities)?,
    }
    fetch.skewed.iter().try_for_each(|skewed| write_skewed(f, skewed))
}

fn conditions(all: &[Condition]) -> String {
    let one = |condition: &Condition| {
        let not = if condition.expected { "" } else { "not " };
        format!("{not}${}", condition.variable)
    };
    all.iter().map(one).collect::<Vec<_>>().join(" and ")
}

fn write_root(f: &mut Formatter<'_>, root: &RootFetch) -> fmt::Result {
    if !root.at.is_empty() {
        writeln!(f, "  into {}", path(&root.at))?;
    }
    write_document(f, &root.document)?;
    for field in &root.fields {
        write_root_field(f, field)?;
    }
    for change in &root.output_rewrites {
        writeln!(f, "  before merging, {}", rewrite(change))?;
    }
    Ok(())
}

/// What older versions are sent, and what it takes.
fn write_skewed(f: &mut Formatter<'_>, skewed: &SkewedDocument) -> fmt::Result {
    let versions: Vec<_> = skewed.versions.iter().map(ToString::to_string).collect();
    let is_refused = |field: &FieldSkew| field.refused.iter().any(|lack| lack.under.is_empty());
    let asked = skewed.fields.iter().enumerate().filter(|(_, field)| !is_refused(field));
    let mask = asked.fold(FieldMask::none(), |mask, (index, _)| mask.with(index));
    let text = match mask == FieldMask::none() {
        true => "nothing".to_owned(),
        false => skewed.document.render(mask).text,
    };
    writeln!(f, "  to partitions of older version {}: {text}", versions.join(", "))?;
    for field in &skewed.fields {
        for Lack { coordinate, under } in &field.refused {
            let under = when(under);
            writeln!(f, "    lacks {coordinate}, so that the field is not asked{under}")?;
        }
        for Lack { coordinate, under } in &field.left_out {
            writeln!(f, "    lacks {coordinate}, which is null{}", when(under))?;
        }
        for ValueSkew { variable, must, under } in &field.values {
            let under = when(under);
            match must {
                ValueRule::BeAbsent(argument) => {
                    writeln!(
                        f,
                        "    lacks {argument}, so that it is asked without ${variable} only{under}"
                    )?;
                }
                ValueRule::Fit(input) => {
                    writeln!(
                        f,
                        "    lacks something of {input}, to which ${variable} must keep{under}"
                    )?;
                }
            }
        }
        for type_name in &field.types {
            writeln!(f, "    lacks {type_name}, of which no object is asked for")?;
        }
    }
    Ok(())
}

fn when(under: &[Condition]) -> String {
    if under.is_empty() { String::new() } else { format!(", if {}", conditions(under)) }
}

fn write_document(f: &mut Formatter<'_>, document: &Document) -> fmt::Result {
    writeln!(f, "  {}", document.render(document.all_fields()).text)
}

fn write_root_field(f: &mut Formatter<'_>, field: &RootField) -> fmt::Result {
    let Some(PartitionRoute { selectors }) = &field.route else { return Ok(()) };
    write!(f, "  {}: ", field.response_key)?;
    if selectors.is_empty() {
        f.write_str("all partitions")?;
    }
    for (index, selector) in selectors.iter().enumerate() {
        write!(f, "{}{}", if index == 0 { "" } else { " and " }, selected(selector))?;
    }
    writeln!(f, ", {}", GatherText(&field.gather))
}

fn selected(selector: &RouteSelector) -> String {
    let value = selector
        .path
        .iter()
        .fold(format!("${}", selector.variable), |value, segment| format!("{value}.{segment}"));
    let RouteSelector { argument, label, .. } = selector;
    match selector.by {
        RouteBy::Key => format!("by {argument} ({value})"),
        RouteBy::Id => format!("by the owner of {argument} ({value})"),
        RouteBy::Label => format!(
            "by {argument} ({value}), which is the label {}",
            label.as_deref().unwrap_or_default()
        ),
    }
}

fn write_entities(f: &mut Formatter<'_>, entities: &EntityFetch) -> fmt::Result {
    write_document(f, &entities.document)?;
    for call in &entities.calls {
        write_call(f, call)?;
    }
    Ok(())
}

fn write_call(f: &mut Formatter<'_>, call: &EntityCall) -> fmt::Result {
    let targets: Vec<_> = call.targets.iter().map(|target| path(target)).collect();
    writeln!(f, "  {} into {}", call.response_key, targets.join(" and "))?;
    writeln!(f, "    ${} of {}", call.variable, selections(&call.representation))?;
    for route in &call.routes {
        let owner = if route.by == RouteBy::Id { "by the owner of" } else { "by" };
        writeln!(f, "    {owner} {}.{}", route.type_name, route.field)?;
    }
    for change in &call.input_rewrites {
        writeln!(f, "    before sending, {}", rewrite(change))?;
    }
    for change in &call.output_rewrites {
        writeln!(f, "    before merging, {}", rewrite(change))?;
    }
    Ok(())
}

fn selections(all: &[RepresentationSelection]) -> String {
    let one = |selection: &RepresentationSelection| match selection {
        RepresentationSelection::Field { response_key, name, selections: inner } => {
            let from =
                if response_key == name { String::new() } else { format!(" from {response_key}") };
            let inner =
                if inner.is_empty() { String::new() } else { format!(" {}", selections(inner)) };
            format!("{name}{from}{inner}")
        }
        RepresentationSelection::OnTypes { types, selections: inner } => {
            format!("on {} {}", types.join(" or "), selections(inner))
        }
    };
    format!("{{ {} }}", all.iter().map(one).collect::<Vec<_>>().join(", "))
}

fn path(segments: &[PathSegment]) -> String {
    let mut text = String::new();
    for segment in segments {
        match segment {
            PathSegment::Field(name) if text.is_empty() => text.push_str(name),
            PathSegment::Field(name) => {
                text.push('.');
                text.push_str(name);
            }
            PathSegment::List => text.push_str("[]"),
            PathSegment::OnTypes(types) => {
                text.push('<');
                text.push_str(&types.join("|"));
                text.push('>');
            }
        }
    }
    text
}

fn rewrite(rewrite: &Rewrite) -> String {
    let path = |segments: &[crate::RewriteSegment]| -> String {
        let one = |segment: &crate::RewriteSegment| match segment {
            crate::RewriteSegment::Key(key) => key.clone(),
            crate::RewriteSegment::OnTypes(types) => format!("<{}>", types.join("|")),
        };
        segments.iter().map(one).collect::<Vec<_>>().join(".")
    };
    match rewrite {
        Rewrite::Set { path: at, value } => format!("set {} to {value}", path(at)),
        Rewrite::Rename { path: at, to } => format!("rename {} to {to}", path(at)),
    }
}

/// A merge law with its response keys.
struct GatherText<'a>(&'a Gather);

impl Display for GatherText<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Gather::One => f.write_str("one answer"),
            Gather::ByIds { variable } => write!(f, "put in the order of ${variable}"),
            Gather::Concat => f.write_str("joined"),
            Gather::Sorted { by } => {
                let keys = by.iter().map(|key| {
                    format!("{}{}", if key.descending { "-" } else { "" }, key.response_key)
                });
                write!(f, "merged by {}", keys.collect::<Vec<_>>().join(", "))
            }
            Gather::Cut { variable, from_end, of } => {
                let end = if *from_end { "last" } else { "first" };
                write!(f, "{}, cut to the {end} ${variable}", GatherText(of))
            }
            Gather::Held { ids, of } => {
                write!(f, "{}, owner in {}", GatherText(of), ids.join(" or "))
            }
            Gather::Connection(connection) => write_connection(f, connection),
            Gather::Object { fields } => write_fields(f, fields),
            Gather::Sum { int: true } => f.write_str("sum (Int)"),
            Gather::Sum { int: false } => f.write_str("sum"),
            Gather::Min => f.write_str("min"),
            Gather::Max => f.write_str("max"),
            Gather::And => f.write_str("and"),
            Gather::Or => f.write_str("or"),
            Gather::Same => f.write_str("same"),
            Gather::Union => f.write_str("union"),
            Gather::Histogram => f.write_str("histogram"),
            Gather::Grouped { keys, fields } => {
                write!(f, "grouped by {} ", keys.join(", "))?;
                write_fields(f, fields)
            }
            Gather::Coverage { fields } => write!(f, "coverage {{ {} }}", coverage(fields)),
            Gather::Events { position: None } => f.write_str("events"),
            Gather::Events { position: Some(EventPosition { cursor, after }) } => {
                write!(f, "events, going on behind {cursor} by ${after}")
            }
            Gather::Typename => f.write_str("typename"),
        }
    }
}

fn write_fields(f: &mut Formatter<'_>, fields: &[(String, Gather)]) -> fmt::Result {
    f.write_str("{ ")?;
    for (index, (key, gather)) in fields.iter().enumerate() {
        write!(f, "{}{key}: {}", if index == 0 { "" } else { ", " }, GatherText(gather))?;
    }
    f.write_str(" }")
}

fn write_connection(f: &mut Formatter<'_>, connection: &ConnectionGather) -> fmt::Result {
    let ConnectionGather { cursors, nodes, page_info, others, .. } = connection;
    write!(f, "merged by {}.{}", cursors.edges, cursors.cursor)?;
    for (word, variable) in [("first", &connection.first), ("last", &connection.last)] {
        if let Some(variable) = variable {
            write!(f, ", cut to the {word} ${variable}")?;
        }
    }
    let rows = connection.edges.iter().chain(nodes).map(String::as_str).collect::<Vec<_>>();
    write!(f, ", rows in {}", rows.join(", "))?;
    let pages: Vec<_> = page_info.iter().map(|(key, _)| key.as_str()).collect();
    write!(f, ", page in {}", pages.join(", "))?;
    if let Some(RowIds { rows, ids }) =
        connection.edge_ids.as_ref().or(connection.node_ids.as_ref())
    {
        write!(f, ", owner in {rows}.{}", ids.join(" or "))?;
    }
    if others.is_empty() {
        return Ok(());
    }
    f.write_str(", ")?;
    write_fields(f, others)
}

fn coverage(fields: &[(String, CoverageField)]) -> String {
    let one = |(key, field): &(String, CoverageField)| {
        let (name, inner) = match field {
            CoverageField::Asked => ("asked", String::new()),
            CoverageField::Answered => ("answered", String::new()),
            CoverageField::Missing { fields } => ("missing", format!(" {{ {} }}", missing(fields))),
            CoverageField::Complete => ("complete", String::new()),
            CoverageField::Typename => ("typename", String::new()),
        };
        named(key, name) + &inner
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn missing(fields: &[(String, MissingField)]) -> String {
    let one = |(key, field): &(String, MissingField)| match field {
        MissingField::Code => named(key, "code"),
        MissingField::Reason => named(key, "reason"),
        MissingField::Typename => named(key, "typename"),
    };
    fields.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn named(key: &str, name: &str) -> String {
    if key == name { name.to_owned() } else { format!("{key}: {name}") }
}

#[cfg(test)]
mod tests;
