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

/// The values of variables in conditions: a bit for each name that begins in one way or another.
#[derive(Debug, Clone, Copy)]
struct Values(u8);

impl Values {
    fn of(self, variable: &str) -> bool {
        let bit = match variable.strip_prefix('c').and_then(|number| number.parse::<u8>().ok()) {
            Some(number) => number % 8,
            None => u8::from(variable == "yes"),
        };
        self.0 & (1 << bit) != 0
    }
}

fn holds(conditions: &[Condition], values: Values) -> bool {
    conditions.iter().all(|one| values.of(&one.variable) == one.expected)
}

/// The paths of response keys that a plan writes.
fn written(plan: &Plan, values: Values) -> BTreeSet<String> {
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
    values: Values,
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
            | ProjectionValue::Undecided { .. }
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
        for values in [0, 1, 2, 3, 0b1010_0110, 0b0101_1001, 0b0011_1100, 0xFF].map(Values) {
            let written = written(&planned.plan, values);
            let missing = missing(&planned.plan.projection.selection, values, "", &written);
            prop_assert_eq!(missing, None, "{}\n{}", document, gateway_plan::explain::Explanation(&planned.plan));
        }
    }
}
