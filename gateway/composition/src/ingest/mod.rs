//! From the SDL of a subgraph to a valid schema in which federation and partition directives have
//! the names of [`crate::spec`], root types are called `Query`, `Mutation` and `Subscription`, and
//! nothing is left of what federation needs to run. No rule of composition is checked here.

mod composed;
mod link_conflicts;
mod links;
mod machinery;
mod names;
mod roots;
mod v1;
mod validity;
mod versions;

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Definition, Directive, Document},
    diagnostic::ToCliReport,
    parser::{Parser, SourceSpan},
    schema::{ExtendedType, ObjectType},
    validation::{DiagnosticList, Valid},
};

use crate::{
    Code, Diagnostic,
    contained::{UNREADABLE, contained},
    diagnostic::Report,
    spec,
};
pub(crate) use composed::ComposedDirective;
use names::{Meaning, Names};

/// Nested values, types and field sets go no deeper.
pub(crate) const RECURSION_LIMIT: usize = 64;
/// About forty megabytes of SDL.
const TOKEN_LIMIT: usize = 4_000_000;

/// The text of a subgraph, or of a partition of one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) subgraph: &'a str,
    pub(crate) partition: Option<&'a str>,
    pub(crate) sdl: &'a str,
}

/// What is made of it.
#[derive(Debug, Clone)]
pub(crate) struct Ingested {
    pub(crate) schema: Valid<Schema>,
    /// Whether it follows federation 1, in which everything may be shared.
    pub(crate) is_v1: bool,
    /// The types that it extends and does not define.
    pub(crate) extensions: BTreeSet<Name>,
    /// The directives of others that go to the supergraph.
    pub(crate) composed: Vec<ComposedDirective>,
}

/// Reads a subgraph. Nothing when something was reported.
pub(crate) fn read(source: Source<'_>, report: &mut Report) -> Option<Ingested> {
    let document = parse(source, report)?;
    let mut schema = build(&document, source, report)?;
    let mut problems = Problems { source, report, found: false };
    let links = links::read(&schema, &mut problems);
    link_conflicts::check(&schema, &links, &mut problems);
    let names = Names::new(&schema, &links, &mut problems);
    let composed = composed::read(&schema, &links, &names, &mut problems);
    let mut extensions = extension_only(&document);
    rewrite_directives(&mut schema, &names, &mut problems);
    versions::check_uses(&schema, &links, &mut problems);
    machinery::remove(&mut schema, &names);
    roots::rename(&mut schema, &mut problems);
    extends(&mut schema, &mut extensions);
    if names.is_v1() {
        v1::upgrade(&mut schema);
    }
    if problems.found {
        return None;
    }
    spec::define(&mut schema);
    let schema = validate(schema, source, report)?;
    let mut problems = Problems { source, report, found: false };
    validity::check(&schema, &document, &mut problems);
    if problems.found {
        return None;
    }
    let schema = if names.is_v1() { v1::without_unused(schema) } else { schema };
    Some(Ingested { schema, is_v1: names.is_v1(), extensions, composed })
}

/// What a directive of Apollo's, linked by its own specification, is called in a supergraph.
pub(crate) fn linked_name(
    schema: &Schema,
    source: Source<'_>,
    name: &str,
    report: &mut Report,
) -> Option<String> {
    let mut problems = Problems { source, report, found: false };
    let links = links::read(schema, &mut problems);
    let identity = format!("specs.apollo.dev/{name}");
    links.iter().find(|link| link.is(&identity)).map(|link| link.local(name))
}

/// The types of a supergraph that belong to linked specifications.
pub(crate) fn linked_types(schema: &Schema) -> LinkedTypes {
    let mut report = Report::default();
    let source = Source { subgraph: "", partition: None, sdl: "" };
    let mut problems = Problems { source, report: &mut report, found: false };
    let links = links::read(schema, &mut problems);
    LinkedTypes(links.into_iter().map(|link| format!("{}__", link.prefix)).collect())
}

/// Prefixes of types that belong to specifications.
#[derive(Debug)]
pub(crate) struct LinkedTypes(Vec<String>);

impl LinkedTypes {
    pub(crate) fn owns(&self, name: &str) -> bool {
        self.0.iter().any(|prefix| name.starts_with(prefix))
    }
}

/// Reports with the place of a node in the text.
struct Problems<'a> {
    source: Source<'a>,
    report: &'a mut Report,
    found: bool,
}

impl Problems<'_> {
    fn push<T: ?Sized>(&mut self, schema: &Schema, node: Option<&Node<T>>, diagnostic: Diagnostic) {
        self.push_at(schema, node.and_then(Node::location), diagnostic);
    }

    fn push_at(&mut self, schema: &Schema, location: Option<SourceSpan>, diagnostic: Diagnostic) {
        self.found = true;
        self.report.push(diagnostic.subgraph(self.source.subgraph).span(&schema.sources, location));
    }
}

fn parse(source: Source<'_>, report: &mut Report) -> Option<Document> {
    let mut parser = Parser::new().recursion_limit(RECURSION_LIMIT).token_limit(TOKEN_LIMIT);
    let path = source.partition.unwrap_or_default();
    let Some(parsed) = contained(|| parser.parse_ast(source.sdl, path)) else {
        unreadable(source, report);
        return None;
    };
    parsed.map_err(|failed| invalid(&failed.errors, source, report)).ok()
}

fn build(document: &Document, source: Source<'_>, report: &mut Report) -> Option<Schema> {
    Schema::builder()
        .adopt_orphan_extensions()
        .ignore_builtin_redefinitions()
        .add_ast(document)
        .build()
        .map_err(|failed| invalid(&failed.errors, source, report))
        .ok()
}

/// Validates by the GraphQL specification; a subgraph without queries is fine.
fn validate(schema: Schema, source: Source<'_>, report: &mut Report) -> Option<Valid<Schema>> {
    match schema.validate() {
        Ok(schema) => Some(schema),
        Err(failed) if invalid(&failed.errors, source, report) => None,
        Err(failed) => Some(Valid::assume_valid(failed.partial)),
    }
}

/// Reports a text that the parser gave up.
pub(crate) fn unreadable(source: Source<'_>, report: &mut Report) {
    let message = format!("the schema cannot be read: {UNREADABLE}");
    let mut diagnostic = Diagnostic::new(Code::InvalidGraphql, message).subgraph(source.subgraph);
    diagnostic.partition = source.partition.map(ToOwned::to_owned);
    report.push(diagnostic);
}

/// Reports what the parser or validation found; whether there was anything.
pub(crate) fn invalid(errors: &DiagnosticList, source: Source<'_>, report: &mut Report) -> bool {
    let mut found = false;
    for error in errors.iter() {
        if error.error.unstable_error_name() == Some("QueryRootOperationType") {
            continue;
        }
        let mut diagnostic = Diagnostic::new(Code::InvalidGraphql, error.error.to_string())
            .subgraph(source.subgraph);
        diagnostic = diagnostic.span(error.sources, error.error.location());
        diagnostic.partition = source.partition.map(ToOwned::to_owned);
        report.push(diagnostic);
        found = true;
    }
    found
}

fn extension_only(document: &Document) -> BTreeSet<Name> {
    let names = |extension: bool| {
        let is_wanted =
            move |definition: &&Definition| definition.is_extension_definition() == extension;
        document.definitions.iter().filter(is_wanted).filter_map(Definition::name).cloned()
    };
    let defined: BTreeSet<Name> = names(false).collect();
    names(true).filter(|name| !defined.contains(name)).collect()
}

/// Turns `@extends` into what it stands for. The key of an extension is marked external by custom,
/// although the extension gives its values.
fn extends(schema: &mut Schema, extensions: &mut BTreeSet<Name>) {
    for (name, definition) in &mut schema.types {
        if definition.directives().has(spec::EXTENDS) {
            extensions.insert(name.clone());
        }
        if let ExtendedType::Object(object) = definition
            && extensions.contains(name)
        {
            owns_its_keys(object.make_mut());
        }
    }
}

fn owns_its_keys(object: &mut ObjectType) {
    let keys: Vec<String> = object
        .directives
        .get_all(spec::KEY)
        .filter_map(|key| key.specified_argument_by_name("fields")?.as_str())
        .map(ToOwned::to_owned)
        .collect();
    let in_key = |field: &str| {
        keys.iter().any(|key| {
            key.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == field)
        })
    };
    for (name, field) in &mut object.fields {
        if field.directives.has(spec::EXTERNAL) && in_key(name) {
            field.make_mut().directives.retain(|directive| directive.name != spec::EXTERNAL);
        }
    }
}

fn rewrite_directives(schema: &mut Schema, names: &Names, problems: &mut Problems<'_>) {
    let mut refused = Vec::new();
    let mut rewrite = |directive: &mut Node<Directive>| match names.meaning(&directive.name) {
        Meaning::Own => true,
        Meaning::Machinery => false,
        Meaning::Canonical(name) => {
            if directive.name != name {
                directive.make_mut().name = Name::new_unchecked(name);
            }
            true
        }
        Meaning::Refused => {
            refused.push(directive.clone());
            false
        }
    };
    let on_schema = &mut schema.schema_definition.make_mut().directives.0;
    on_schema.retain_mut(|directive| rewrite(&mut directive.node));
    for definition in schema.directive_definitions.values_mut().filter(|one| !one.is_built_in()) {
        for argument in &mut definition.make_mut().arguments {
            argument.make_mut().directives.0.retain_mut(&mut rewrite);
        }
    }
    for definition in schema.types.values_mut().filter(|definition| !definition.is_built_in()) {
        rewrite_type(definition, &mut rewrite);
    }
    for directive in refused {
        let message =
            format!("`@{}` is not supported yet, and must not be left out", directive.name);
        let hint =
            "remove it, or compose with another composer and serve the supergraph from a file";
        let diagnostic = Diagnostic::new(Code::UnsupportedFeature, message).hint(hint);
        problems.push(schema, Some(&directive), diagnostic);
    }
}

fn rewrite_type(
    definition: &mut ExtendedType,
    keep: &mut impl FnMut(&mut Node<Directive>) -> bool,
) {
    macro_rules! own {
        ($node:expr) => {
            $node.make_mut().directives.0.retain_mut(|directive| keep(&mut directive.node))
        };
    }
    macro_rules! of {
        ($component:expr) => {
            $component.directives.0.retain_mut(&mut *keep)
        };
    }
    macro_rules! fields {
        ($node:expr) => {
            for field in $node.make_mut().fields.values_mut() {
                let field = field.make_mut();
                of!(field);
                for argument in &mut field.arguments {
                    of!(argument.make_mut());
                }
            }
        };
    }
    match definition {
        ExtendedType::Scalar(scalar) => own!(scalar),
        ExtendedType::Union(union_type) => own!(union_type),
        ExtendedType::Object(object) => {
            own!(object);
            fields!(object);
        }
        ExtendedType::Interface(interface) => {
            own!(interface);
            fields!(interface);
        }
        ExtendedType::Enum(enum_type) => {
            own!(enum_type);
            for value in enum_type.make_mut().values.values_mut() {
                of!(value.make_mut());
            }
        }
        ExtendedType::InputObject(input) => {
            own!(input);
            for field in input.make_mut().fields.values_mut() {
                of!(field.make_mut());
            }
        }
    }
}
