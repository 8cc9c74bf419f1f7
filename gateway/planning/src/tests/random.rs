//! Random valid operations: each has a plan, and the plan fetches everything that the answer shows.

use std::{collections::BTreeSet, sync::Arc, sync::LazyLock};

use apollo_compiler::{
    Schema,
    ast::{self, FieldDefinition, Type},
    schema::ExtendedType,
};
use gateway_plan::{FieldMask, PathSegment, Plan, ProjectionValue, Selection, Step};
use gateway_supergraph::Supergraph;
use proptest::prelude::*;

use super::CITY;
use crate::{PlannerSettings, pipeline::Pipeline};

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

/// Writes operations; the choices are bytes, so that proptest can make them smaller.
struct Writer<'a> {
    schema: &'a Schema,
    choices: std::slice::Iter<'a, u8>,
    aliases: usize,
}

impl Writer<'_> {
    /// One of `of`; the first when the choices have run out.
    fn choose(&mut self, of: usize) -> usize {
        self.choices.next().map_or(0, |choice| usize::from(*choice) % of.max(1))
    }

    fn selections(&mut self, type_name: &str, depth: usize) -> String {
        let mut text = String::from("{");
        for _ in 0..=self.choose(3) {
            text += &self.selection(type_name, depth);
        }
        text + " }"
    }

    fn selection(&mut self, type_name: &str, depth: usize) -> String {
        let schema = self.schema;
        let condition = ["", " @include(if: $yes)", " @skip(if: $no)", "", ""][self.choose(5)];
        let fields = match schema.types.get(type_name) {
            Some(ExtendedType::Object(object)) => &object.fields,
            Some(ExtendedType::Interface(interface)) => &interface.fields,
            _ => return self.fragment(type_name, condition, depth),
        };
        if self.choose(4) == 3 && depth > 0 {
            return self.fragment(type_name, condition, depth);
        }
        let leaf = |field: &&FieldDefinition| {
            let inner = schema.types.get(field.ty.inner_named_type());
            inner.is_some_and(|inner| inner.is_leaf())
        };
        let fields: Vec<&FieldDefinition> = fields
            .values()
            .map(|field| &***field)
            .filter(|field| depth > 0 || leaf(field))
            .collect();
        if fields.is_empty() {
            return " __typename".to_owned();
        }
        let field = fields[self.choose(fields.len())];
        self.field(field, condition, depth)
    }

    fn field(&mut self, field: &FieldDefinition, condition: &str, depth: usize) -> String {
        let mut arguments = String::new();
        for argument in &field.arguments {
            if argument.is_required() || self.choose(3) == 1 {
                arguments += &format!(" {}: {}", argument.name, self.value(&argument.ty, 2));
            }
        }
        // A field with arguments gets a name of its own: others of its name may have different ones.
        let alias = if arguments.is_empty() && self.choose(4) != 1 {
            String::new()
        } else {
            self.aliases += 1;
            format!("a{}: ", self.aliases)
        };
        let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
        let inner = field.ty.inner_named_type();
        let selections = match self.schema.types.get(inner) {
            Some(definition) if !definition.is_leaf() => {
                self.selections(inner, depth.saturating_sub(1))
            }
            _ => String::new(),
        };
        format!(" {alias}{}{arguments}{condition} {selections}", field.name)
    }

    fn fragment(&mut self, type_name: &str, condition: &str, depth: usize) -> String {
        let schema = self.schema;
        let possible: Vec<_> =
            schema.types.keys().filter(|name| schema.is_subtype(type_name, name)).collect();
        if possible.is_empty() || depth == 0 {
            return " __typename".to_owned();
        }
        let on = possible[self.choose(possible.len())];
        let selections = self.selections(on, depth - 1);
        format!(" ... on {on}{condition} {selections}")
    }

    fn value(&mut self, ty: &Type, depth: usize) -> String {
        if ty.is_list() {
            let count = self.choose(3);
            let items: Vec<_> = (0..count).map(|_| self.value(ty.item_type(), depth)).collect();
            return format!("[{}]", items.join(", "));
        }
        let schema = self.schema;
        match schema.types.get(ty.inner_named_type()) {
            Some(ExtendedType::Enum(definition)) => {
                let index = self.choose(definition.values.len());
                definition.values.get_index(index).expect("in range").0.to_string()
            }
            Some(ExtendedType::InputObject(definition)) => {
                let mut fields = String::new();
                for (name, field) in &definition.fields {
                    if field.is_required() || (depth > 0 && self.choose(2) == 1) {
                        fields += &format!(" {name}: {}", self.value(&field.ty, depth - 1));
                    }
                }
                format!("{{{fields} }}")
            }
            _ => match ty.inner_named_type().as_str() {
                "Int" => self.choose(50).to_string(),
                "Boolean" => "true".to_owned(),
                _ => "\"231004\"".to_owned(),
            },
        }
    }
}

/// The paths of response keys that a plan writes.
fn written(plan: &Plan) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for fetch in &plan.fetches {
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
fn missing(selection: &Selection, at: &str, written: &BTreeSet<String>) -> Option<String> {
    selection.fields.iter().find_map(|field| {
        let path = format!("{at}.{}", field.response_key);
        match &field.value {
            ProjectionValue::Typename | ProjectionValue::Introspection => None,
            ProjectionValue::Leaf(_) => (!written.contains(&path)).then_some(path),
            ProjectionValue::Object { selection, .. } => missing(selection, &path, written)
                .or_else(|| (!written.contains(&path)).then_some(path)),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn every_operation_is_planned_completely(graph in 0_usize..2, choices in proptest::collection::vec(any::<u8>(), 0..160)) {
        let graph = &GRAPHS[graph];
        let mut writer =
            Writer { schema: &graph.supergraph.api_schema, choices: choices.iter(), aliases: 0 };
        let document = format!("query($yes: Boolean!, $no: Boolean!) {}", writer.selections("Query", 4));
        let planned = match graph.pipeline.run(&document, None) {
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
        let missing = missing(&planned.plan.projection.selection, "", &written(&planned.plan));
        prop_assert_eq!(missing, None, "{}\n{}", document, gateway_plan::explain::Explanation(&planned.plan));
    }
}
