//! A plan as text: a line for each call, with what it waits for, where it stands and what it sends.

use gateway_plan::{Condition, PathSegment, RepresentationSelection, Rewrite, RewriteSegment};

use crate::{PlannedStep, QueryPlan, Selection};

/// The text of a plan.
pub(super) fn of(plan: &QueryPlan) -> String {
    let mut lines = Vec::new();
    for (number, fetch) in plan.fetches.iter().enumerate() {
        let mut head = format!("{number}: {}", fetch.subgraph);
        for (place, earlier) in fetch.after.iter().enumerate() {
            head += &format!("{}{earlier}", if place == 0 { " after " } else { ", " });
        }
        for Condition { variable, expected } in &fetch.conditions {
            head += &format!(" {} ${variable}", if *expected { "if" } else { "unless" });
        }
        lines.push(head);
        match &fetch.step {
            PlannedStep::Root(call) => {
                let at = if call.at.is_empty() { String::new() } else { path(&call.at) + ": " };
                lines.push(format!("  {at}{}", selections(&call.selections)));
                lines.extend(call.output_rewrites.iter().map(rewrite));
            }
            PlannedStep::Entities(calls) => {
                for call in calls {
                    let targets: Vec<String> = call.targets.iter().map(|one| path(one)).collect();
                    let by = representation(&call.representation);
                    let asked = selections(&call.selections);
                    lines.push(format!("  {} by {by}: {asked}", targets.join(", ")));
                    let rewrites = call.input_rewrites.iter().chain(&call.output_rewrites);
                    lines.extend(rewrites.map(rewrite));
                }
            }
        }
    }
    lines.join("\n")
}

fn selections(all: &[Selection]) -> String {
    let texts: Vec<String> = all.iter().map(ToString::to_string).collect();
    format!("{{{}}}", texts.join(" "))
}

fn representation(all: &[RepresentationSelection]) -> String {
    let texts = all.iter().map(|one| match one {
        RepresentationSelection::Field { response_key, name, selections } => {
            let alias =
                if response_key == name { String::new() } else { format!("{response_key} as ") };
            let inner =
                if selections.is_empty() { String::new() } else { representation(selections) };
            format!("{alias}{name}{inner}")
        }
        RepresentationSelection::OnTypes { types, selections } => {
            format!("{}{}", types.join("|"), representation(selections))
        }
    });
    format!("{{{}}}", texts.collect::<Vec<_>>().join(" "))
}

fn path(segments: &[PathSegment]) -> String {
    let mut text = String::new();
    for segment in segments {
        match segment {
            PathSegment::Field(key) if text.is_empty() => text += key,
            PathSegment::Field(key) => text += &format!(".{key}"),
            PathSegment::List => text += "[]",
            PathSegment::OnTypes(types) => text += &format!("|{}|", types.join(" ")),
        }
    }
    text
}

fn rewrite(rewrite: &Rewrite) -> String {
    let path = |path: &[RewriteSegment]| -> String {
        let segments = path.iter().map(|segment| match segment {
            RewriteSegment::Key(key) => format!(".{key}"),
            RewriteSegment::OnTypes(types) => format!("|{}|", types.join(" ")),
        });
        segments.collect()
    };
    match rewrite {
        Rewrite::Set { path: to, value } => format!("    {} = {value}", path(to)),
        Rewrite::Rename { path: from, to } => format!("    {} becomes {to}", path(from)),
    }
}
