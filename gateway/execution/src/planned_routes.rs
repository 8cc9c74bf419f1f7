//! Which partitions the root fields of a plan would ask, without asking them: for people who want
//! to see a route before they run it.

use std::fmt::Write as _;

use gateway_plan::{Plan, Step};

use crate::{
    explain::RouteTrace,
    route::{self, Variables},
    skew,
    topology::Topology,
};

/// The routes of all root fields of partitioned subgraphs as indented text: who is asked, who is
/// pruned and by which argument. A field that cannot be routed says why. Routes of entities follow
/// from data and are not known before.
#[must_use]
pub fn planned_routes(plan: &Plan, variables: &Variables, topology: &Topology) -> String {
    let mut text = String::new();
    for (id, fetch) in plan.fetches.iter().enumerate() {
        let (Step::Root(root), Some(partitions)) =
            (&fetch.step, topology.partitions(&fetch.subgraph))
        else {
            continue;
        };
        for (index, field) in root.fields.iter().enumerate() {
            let _ = write!(text, "fetch {id} {}: ", field.response_key);
            let _ = match route::route(partitions, field, variables) {
                Ok(mut routed) => {
                    skew::leave_out(&mut routed, index, &fetch.skewed, partitions, variables);
                    let trace = RouteTrace::new(&field.response_key, &routed, partitions);
                    write_trace(&mut text, &trace)
                }
                Err(error) => writeln!(text, "refused: {error}"),
            };
        }
    }
    text
}

fn write_trace(text: &mut String, trace: &RouteTrace) -> std::fmt::Result {
    writeln!(text, "{} asks {}", trace.targets, trace.asked.join(", "))?;
    for prune in &trace.pruned {
        writeln!(text, "  `{}` prunes {}", prune.by, prune.partitions.join(", "))?;
    }
    if !trace.left_out.is_empty() {
        writeln!(text, "  older versions leave out {}", trace.left_out.join(", "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use contract::partition::RouteBy;
    use gateway_plan::{
        Document, Fetch, Gather, OperationKind, PartitionRoute, Projection, RootFetch, RootField,
        RouteSelector, Selection,
    };
    use serde_json::json;

    use super::*;
    use crate::topology::{Service, tests::partitions};

    fn plan() -> Plan {
        let selector = RouteSelector {
            by: RouteBy::Label,
            label: Some("peerGroup".into()),
            variable: "_y_0".into(),
            path: vec!["peerGroup".into()],
            argument: "scope.peerGroup".into(),
        };
        let field = RootField {
            response_key: "rows".into(),
            route: Some(PartitionRoute { selectors: vec![selector] }),
            gather: Gather::Concat,
        };
        let document = Document {
            kind: OperationKind::Query,
            variables: vec![],
            fields: vec![],
            fragments: vec![],
        };
        let root = RootFetch { document, at: vec![], fields: vec![field], output_rewrites: vec![] };
        let fetch = Fetch {
            subgraph: "areas".into(),
            after: vec![],
            conditions: vec![],
            step: Step::Root(root),
            skewed: vec![],
        };
        let projection = Projection { root_type: "Query".into(), selection: Selection::default() };
        Plan { kind: OperationKind::Query, fetches: vec![fetch], projection }
    }

    fn routes(variables: serde_json::Value) -> String {
        let areas = partitions(&[("231002", "URBAN"), ("231003", "RURAL"), ("231004", "URBAN")]);
        let topology = Topology::new().with("areas", Service::Partitioned(areas));
        let variables = variables.as_object().expect("an object").clone();
        planned_routes(&plan(), &variables, &topology)
    }

    #[test]
    fn chosen_and_pruned_partitions_are_named() {
        insta::assert_snapshot!(routes(json!({ "_y_0": { "peerGroup": "URBAN" } })), @r"
        fetch 0 rows: Some(2) asks 231002, 231004
          `scope.peerGroup` prunes 231003
        ");
        insta::assert_snapshot!(routes(json!({})), @"fetch 0 rows: All(3) asks 231002, 231003, 231004");
    }
}
