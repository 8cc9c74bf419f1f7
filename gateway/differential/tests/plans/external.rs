//! The other planner: frozen code that panics on what its authors did not think of.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use hive_router_query_planner::{
    ast::normalization::normalize_operation,
    graph::PlannerOverrideContext,
    planner::{
        Planner, QueryPlannerOptions,
        plan_nodes::{PlanNode, QueryPlan},
    },
    utils::{cancellation::CancellationToken, parsing},
};

use crate::Size;

pub fn planner(sdl: &str) -> Planner {
    let schema = parsing::safe_parse_schema(sdl).expect("the planner reads it");
    Planner::new_from_supergraph(&schema, QueryPlannerOptions::default())
        .expect("the planner takes it")
}

/// How large its plan is and how long it took; nothing when it has none.
pub fn plan(planner: &Planner, operation: &str) -> Option<(Size, Duration)> {
    let (plan, time) = try_plan(planner, operation)?;
    Some((plan.node.as_ref().map(size).unwrap_or_default(), time))
}

/// Its plan, for people.
pub fn text(planner: &Planner, operation: &str) -> String {
    try_plan(planner, operation).map(|(plan, _)| plan.to_string()).unwrap_or_default()
}

fn try_plan(planner: &Planner, operation: &str) -> Option<(QueryPlan, Duration)> {
    let plan = || {
        let document = parsing::safe_parse_operation(operation).ok()?;
        let start = Instant::now();
        let normalized = normalize_operation(&planner.supergraph, &document, None).ok()?;
        let labels = PlannerOverrideContext::new(Default::default(), 0);
        let token = CancellationToken::with_timeout(Duration::from_secs(20));
        let operation = normalized.executable_operation();
        let plan = planner.plan_from_normalized_operation(operation, labels, &token).ok()?;
        Some((plan, start.elapsed()))
    };
    catch_unwind(AssertUnwindSafe(plan)).ok().flatten()
}

fn size(node: &PlanNode) -> Size {
    let one = Size { hops: 1, fetches: 1 };
    let side_by_side = |nodes: &[PlanNode]| {
        nodes.iter().map(size).fold(Size::default(), |all, one| Size {
            hops: all.hops.max(one.hops),
            fetches: all.fetches + one.fetches,
        })
    };
    match node {
        PlanNode::Fetch(_) | PlanNode::BatchFetch(_) | PlanNode::Subscription(_) => one,
        PlanNode::Flatten(flatten) => size(&flatten.node),
        PlanNode::Parallel(parallel) => side_by_side(&parallel.nodes),
        PlanNode::Sequence(sequence) => {
            sequence.nodes.iter().map(size).fold(Size::default(), |all, one| Size {
                hops: all.hops + one.hops,
                fetches: all.fetches + one.fetches,
            })
        }
        PlanNode::Condition(condition) => {
            let clauses = [&condition.if_clause, &condition.else_clause];
            clauses.into_iter().flatten().map(|node| size(node)).fold(
                Size::default(),
                |all, one| Size {
                    hops: all.hops.max(one.hops),
                    fetches: all.fetches + one.fetches,
                },
            )
        }
        PlanNode::Defer(_) => Size::default(),
    }
}
