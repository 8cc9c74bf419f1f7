//! How an answer was made: the plan as it was printed for this operation, and for each fetch which
//! partitions were asked and which were pruned, by which argument.

use gateway_plan::{FetchId, Plan, explain::Explanation};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    route::{Choice, Routed},
    topology::Partitions,
};

/// What one fetch did.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FetchTrace {
    pub fetch: FetchId,
    pub subgraph: String,
    /// How many requests were sent.
    pub calls: usize,
    /// How many distinct entities were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<usize>,
    /// The root fields that were routed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteTrace>,
}

/// Where one root field went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RouteTrace {
    pub field: String,
    /// `One`, `Some(k)`, `All(n)` or `None`.
    pub targets: String,
    pub asked: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pruned: Vec<PruneTrace>,
    /// Chosen ones that are not asked, as their version lacks what the field needs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

/// What one argument pruned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PruneTrace {
    pub by: String,
    pub partitions: Vec<String>,
}

impl FetchTrace {
    /// A fetch of which there is nothing more to tell.
    pub(crate) fn plain(fetch: FetchId, subgraph: &str, calls: usize) -> Self {
        Self { fetch, subgraph: subgraph.to_owned(), calls, entities: None, routes: Vec::new() }
    }
}

impl RouteTrace {
    pub(crate) fn new(field: &str, routed: &Routed, partitions: &Partitions) -> Self {
        let key = |place: usize| partitions.all()[place].key.clone();
        Self {
            field: field.to_owned(),
            targets: targets(routed),
            asked: routed.targets.iter().copied().map(key).collect(),
            pruned: routed.choices.iter().filter_map(|choice| pruned(choice, partitions)).collect(),
            left_out: routed.left_out.iter().copied().map(key).collect(),
        }
    }
}

fn targets(routed: &Routed) -> String {
    match routed.targets.len() {
        0 => "None".to_owned(),
        count if count == routed.total => format!("All({count})"),
        1 => "One".to_owned(),
        count => format!("Some({count})"),
    }
}

fn pruned(choice: &Choice, partitions: &Partitions) -> Option<PruneTrace> {
    let left_out: Vec<String> = partitions
        .keys()
        .enumerate()
        .filter(|(place, _)| !choice.chosen.contains(place))
        .map(|(_, key)| key.to_owned())
        .collect();
    (!left_out.is_empty()).then(|| PruneTrace { by: choice.argument.clone(), partitions: left_out })
}

/// The value of `extensions.plan`.
pub(crate) fn to_json(plan: &Plan, traces: &[FetchTrace]) -> Value {
    json!({ "text": Explanation(plan).to_string(), "fetches": traces })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::tests::partitions;

    #[test]
    fn a_route_tells_who_was_pruned_and_why() {
        let partitions = partitions(&[("231002", ""), ("231003", ""), ("231004", "")]);
        let by_group =
            Choice { argument: "scope.peerGroup".into(), chosen: [1, 2].into_iter().collect() };
        let routed = Routed {
            targets: vec![1, 2],
            total: 3,
            choices: vec![by_group],
            ids: None,
            left_out: vec![],
        };
        let trace = RouteTrace::new("compare", &routed, &partitions);
        insta::assert_snapshot!(
            serde_json::to_string(&trace).expect("plain data"),
            @r#"{"field":"compare","targets":"Some(2)","asked":["231003","231004"],"pruned":[{"by":"scope.peerGroup","partitions":["231002"]}]}"#
        );
    }

    #[test]
    fn a_route_tells_whose_version_is_too_old() {
        let partitions = partitions(&[("231002", ""), ("231003", "")]);
        let mut routed =
            Routed { targets: vec![0, 1], total: 2, choices: vec![], ids: None, left_out: vec![] };
        routed.leave_out(|place| place == 1);
        let trace = RouteTrace::new("compare", &routed, &partitions);
        insta::assert_snapshot!(
            serde_json::to_string(&trace).expect("plain data"),
            @r#"{"field":"compare","targets":"One","asked":["231002"],"leftOut":["231003"]}"#
        );
    }

    #[test]
    fn targets_are_named_by_their_number() {
        let named = |chosen: &[usize], total| {
            targets(&Routed {
                targets: chosen.into(),
                total,
                choices: vec![],
                ids: None,
                left_out: vec![],
            })
        };
        assert_eq!(named(&[], 3), "None");
        assert_eq!(named(&[2], 3), "One");
        assert_eq!(named(&[0, 2], 3), "Some(2)");
        assert_eq!(named(&[0, 1, 2], 3), "All(3)");
    }
}
