//! What is kept, what is shared, and what happens to those who wait.

use std::{sync::Arc, time::Duration};

use gateway_supergraph::Overrides;

use super::city;
use crate::{Planner, PlannerSettings};

fn planner(settings: PlannerSettings) -> Planner {
    Planner::new(city(), settings).expect("the supergraph can be planned")
}

#[tokio::test]
async fn documents_that_differ_in_literals_share_a_plan() {
    let planner = planner(PlannerSettings::default());
    let document = |n: u32| format!("query Q{n} {{ deputies(first: {n}) {{ totalCount }} }}");
    let one = planner.plan(&document(1), None, Overrides::default()).await.expect("a plan");
    let two = planner.plan(&document(2), None, Overrides::default()).await.expect("a plan");
    let again = planner.plan(&document(1), Some("Q1"), Overrides::default()).await.expect("a plan");
    assert!(Arc::ptr_eq(&one.plan, &two.plan) && Arc::ptr_eq(&one.plan, &again.plan));
    assert_ne!(one.lifted, two.lifted);
    let same = planner.plan(&document(1), None, Overrides::default()).await.expect("a plan");
    assert!(Arc::ptr_eq(&one, &same));
    let (documents, plans) = (planner.document_cache(), planner.plan_cache());
    assert_eq!((documents.hits, documents.misses, documents.entries), (1, 3, 3));
    assert_eq!((plans.hits, plans.misses, plans.entries), (2, 1, 1));
}

#[tokio::test]
async fn documents_that_differ_in_spelling_share_a_plan() {
    let planner = planner(PlannerSettings::default());
    let spellings = [
        "{ deputies(first: 3) { totalCount nodes { ...N } } } fragment N on Deputy { id }",
        "query Q {\n  # a comment\n  deputies(first: 3), { totalCount, nodes { ...N } }\n}\n\
         fragment N on Deputy {\n  id\n}",
        "fragment N on Deputy{id} query Other{deputies(first:4){totalCount nodes{...N}}}",
    ];
    let mut planned = Vec::new();
    for spelling in spellings {
        planned.push(planner.plan(spelling, None, Overrides::default()).await.expect("a plan"));
    }
    assert!(planned.iter().all(|other| Arc::ptr_eq(&other.plan, &planned[0].plan)));
    let (documents, plans) = (planner.document_cache(), planner.plan_cache());
    assert_eq!((documents.entries, plans.entries, plans.hits), (3, 1, 2));
}

#[tokio::test]
async fn the_shape_of_the_answer_is_part_of_a_plan() {
    let planner = planner(PlannerSettings::default());
    let first = planner
        .plan("{ __typename districts { code } }", None, Overrides::default())
        .await
        .expect("a plan");
    let last = planner
        .plan("{ districts { code } __typename }", None, Overrides::default())
        .await
        .expect("a plan");
    assert_ne!(first.plan.projection, last.plan.projection);
    assert_eq!(first.plan.fetches, last.plan.fetches);
}

#[tokio::test]
async fn a_type_that_the_client_asks_for_is_no_type_that_is_added() {
    let library = include_str!("library.graphql");
    let supergraph = Arc::new(gateway_supergraph::Supergraph::parse(library).expect("it is sound"));
    let planner = Planner::new(supergraph, PlannerSettings::default()).expect("it can be planned");
    let fields = async |document: &str| {
        let planned = planner.plan(document, None, Overrides::default()).await.expect("a plan");
        format!("{:?}", planned.plan.projection).matches("__typename").count()
    };
    assert_eq!(fields("{ search(text: \"x\") { ... on Book { id } } }").await, 0);
    assert_ne!(fields("{ search(text: \"x\") { ... on Book { id } __typename } }").await, 0);
}

#[tokio::test]
async fn concurrent_requests_for_one_document_share_one_run() {
    let planner = Arc::new(planner(PlannerSettings { threads: 1, ..PlannerSettings::default() }));
    let requests = (0..20).map(|_| {
        let planner = Arc::clone(&planner);
        tokio::spawn(async move {
            planner.plan("{ districts { code name } }", None, Overrides::default()).await
        })
    });
    let requests: Vec<_> = requests.collect();
    let mut plans = Vec::new();
    for request in requests {
        plans.push(request.await.expect("no panic").expect("a plan"));
    }
    assert!(plans.iter().all(|plan| Arc::ptr_eq(plan, &plans[0])));
    assert_eq!(planner.plan_cache().misses, 1);
}

#[tokio::test]
async fn failures_are_shared_and_not_kept() {
    let planner = planner(PlannerSettings::default());
    for _ in 0..2 {
        let failure =
            planner.plan("{ nope }", None, Overrides::default()).await.expect_err("no such field");
        assert_eq!(failure.errors()[0].code.as_str(), "GRAPHQL_VALIDATION_FAILED");
    }
    assert_eq!(planner.document_cache().entries, 0);
}

#[tokio::test]
async fn nobody_waits_longer_than_the_deadline() {
    let planner =
        planner(PlannerSettings { deadline: Duration::ZERO, ..PlannerSettings::default() });
    let failure = planner
        .plan("{ districts { code } }", None, Overrides::default())
        .await
        .expect_err("no time");
    assert_eq!(failure.errors()[0].code.as_str(), "PLANNING_FAILED");
}
