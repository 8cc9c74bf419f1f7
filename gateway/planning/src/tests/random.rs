//! Random valid operations: each has a plan, and the plan fetches everything that the answer shows.

use std::{collections::BTreeSet, sync::Arc, sync::LazyLock};

use apollo_compiler::ast;
use gateway_differential::{Choices, OperationWriter};
use gateway_plan::{
    Condition, FieldMask, PathSegment, Plan, ProjectedField, ProjectionValue, Selection, Step,
};
use gateway_supergraph::Supergraph;
use proptest::prelude::*;

use super::CITY;
use crate::{PlannerSettings, cache::Key, pipeline::Pipeline};

const LIBRARY: &str = include_str!("library.graphql");

struct Graph {
    supergraph: Arc<Supergraph>,
    pipeline: Pipeline,
}

static GRAPHS: LazyLock<Vec<Graph>> = LazyLock::new(|| {
    let graph = |sdl: &str| {
        let supergraph = Arc::new(Supergraph::parse(sdl).expect("the supergraph is sound"));
        let pipeline = Pipeline::new(Arc::clone(&supergraph), &PlannerSettings::default())
            .expect("the supergraph can be planned");
        Graph { supergraph, pipeline }
    };
    vec![graph(CITY), graph(LIBRARY)]
});

/// The values of `$yes` and `$no`.
type Values = [(&'static str, bool); 2];

fn holds(conditions: &[Condition], values: &Values) -> bool {
    conditions.iter().all(|one| values.contains(&(one.variable.as_str(), one.expected)))
}

/// The paths of response keys that a plan writes.
fn written(plan: &Plan, values: &Values) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for fetch in plan.fetches.iter().filter(|fetch| holds(&fetch.conditions, values)) {
        match &fetch.step {
            Step::Root(root) => {
                let parsed = parse(&root.document.render(root.document.all_fields()).text);
                write_fields(&parsed, &root_selections(&parsed), &text(&root.at), &mut paths);
            }
            Step::Entities(entities) => {
                for (index, call) in entities.calls.iter().enumerate() {
                    let one = entities.document.render(FieldMask::none().with(index));
                    let parsed = parse(&one.text);
                    for target in &call.targets {
                        let calls = root_selections(&parsed);
                        let inner = calls[0].as_field().expect("a call").selection_set.clone();
                        write_fields(&parsed, &inner, &text(target), &mut paths);
                    }
                }
            }
        }
    }
    paths
}

fn parse(document: &str) -> ast::Document {
    ast::Document::parse(document, "subgraph.graphql").expect("subgraph documents are GraphQL")
}

fn root_selections(document: &ast::Document) -> Vec<ast::Selection> {
    let mut operations =
        document.definitions.iter().filter_map(|found| found.as_operation_definition());
    operations.next().expect("an operation").selection_set.clone()
}

fn write_fields(
    document: &ast::Document,
    selections: &[ast::Selection],
    at: &str,
    paths: &mut BTreeSet<String>,
) {
    for selection in selections {
        match selection {
            ast::Selection::Field(field) => {
                let path = format!("{at}.{}", field.response_name());
                write_fields(document, &field.selection_set, &path, paths);
                paths.insert(path);
            }
            ast::Selection::InlineFragment(inline) => {
                write_fields(document, &inline.selection_set, at, paths);
            }
            ast::Selection::FragmentSpread(spread) => {
                let mut fragments =
                    document.definitions.iter().filter_map(|found| found.as_fragment_definition());
                let fragment = fragments
                    .find(|fragment| fragment.name == spread.fragment_name)
                    .expect("the document has its fragments");
                write_fields(document, &fragment.selection_set, at, paths);
            }
        }
    }
}

fn text(path: &[PathSegment]) -> String {
    let key = |segment: &PathSegment| match segment {
        PathSegment::Field(name) => format!(".{name}"),
        _ => String::new(),
    };
    path.iter().map(key).collect()
}

/// The first path that the answer shows and that nobody fetches.
fn missing(
    selection: &Selection,
    values: &Values,
    at: &str,
    written: &BTreeSet<String>,
) -> Option<String> {
    let appears = |field: &&ProjectedField| {
        field.conditions.is_empty() || field.conditions.iter().any(|all| holds(all, values))
    };
    selection.fields.iter().filter(appears).find_map(|field| {
        let path = format!("{at}.{}", field.response_key);
        match &field.value {
            ProjectionValue::Typename
            | ProjectionValue::Introspection
            | ProjectionValue::Refused { .. } => None,
            ProjectionValue::Leaf(_) => (!written.contains(&path)).then_some(path),
            ProjectionValue::Object { selection, .. } => missing(selection, values, &path, written)
                .or_else(|| (!written.contains(&path)).then_some(path)),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_operation_is_planned_completely(graph in 0_usize..2, choices in proptest::collection::vec(any::<u8>(), 0..160)) {
        let graph = &GRAPHS[graph];
        let schema = &graph.supergraph.api_schema;
        let texts = ["231004".to_owned()];
        let document = OperationWriter::new(schema, &texts, Choices::new(&choices)).query(4).document;
        let planned = match graph.pipeline.run(Key::of(&document)) {
            Ok(planned) => planned,
            // A conflict of two random selections, or a variable that was not used.
            Err(failure) if failure.errors()[0].code.as_str() == "GRAPHQL_VALIDATION_FAILED" => {
                return Err(TestCaseError::reject("not valid"));
            }
            Err(failure) => panic!("{document}\n{failure}"),
        };
        for (id, fetch) in planned.plan.fetches.iter().enumerate() {
            prop_assert!(fetch.after.iter().all(|earlier| *earlier < id));
        }
        for values in [(true, true), (true, false), (false, true), (false, false)] {
            let values = [("yes", values.0), ("no", values.1)];
            let written = written(&planned.plan, &values);
            let missing = missing(&planned.plan.projection.selection, &values, "", &written);
            prop_assert_eq!(missing, None, "{}\n{}", document, gateway_plan::explain::Explanation(&planned.plan));
        }
    }
}
