//! The public schema: the supergraph without what belongs to linked specifications and without
//! what is inaccessible. Descriptions, deprecations and executable directives stay.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{DirectiveList, FieldDefinition, InputValueDefinition, Type},
    collections::IndexMap,
    schema::{self, Component, ComponentName, ExtendedType, SchemaDefinition},
    validation::Valid,
};

use crate::{SupergraphError, demand_directive, link::Links};

/// Type system directives that clients may see; every other one is internal to a graph.
const PUBLIC_DIRECTIVES: &[&str] = &["deprecated", "oneOf", "specifiedBy"];

/// Derives it; with the directive by which clients demand something of partitions, when it is
/// offered.
pub(crate) fn derive(
    schema: &Schema,
    links: &Links,
    offers_demands: bool,
) -> Result<Valid<Schema>, SupergraphError> {
    let mut api = schema.clone();
    let view = View::new(links);
    api.directive_definitions.retain(|name, definition| {
        PUBLIC_DIRECTIVES.contains(&name.as_str())
            || (!links.keeps_directive(name)
                && definition.locations.iter().any(|location| is_executable(location.name())))
    });
    let needed = argument_types(&api);
    api.types.retain(|name, definition| {
        view.shows_type(definition)
            || (needed.contains(name) && !definition.directives().has(&view.inaccessible))
    });
    let decorated = |argument: &Node<InputValueDefinition>| !argument.directives.is_empty();
    for definition in api.directive_definitions.values_mut() {
        if definition.arguments.iter().any(decorated) {
            view.arguments(&mut definition.make_mut().arguments);
        }
    }
    view.schema_definition(api.schema_definition.make_mut(), schema);
    let kept: BTreeSet<String> = api.types.keys().map(ToString::to_string).collect();
    for definition in api.types.values_mut().filter(|definition| !definition.is_built_in()) {
        view.prune(definition, |name| kept.contains(name));
    }
    if offers_demands {
        demand_directive::define(&mut api);
    }
    add_is_one_of(&mut api);
    api.types.sort_by(|left, _, right, _| left.cmp(right));
    api.directive_definitions.sort_by(|left, _, right, _| left.cmp(right));
    api.validate()
        .map_err(|failed| SupergraphError::InvalidApi { problems: failed.errors.to_string() })
}

/// The types of arguments of directives, and what these are made of. A specification may have brought
/// them together with its directive.
fn argument_types(schema: &Schema) -> BTreeSet<Name> {
    let definitions = schema.directive_definitions.values();
    let arguments = definitions.flat_map(|definition| &definition.arguments);
    let mut open: Vec<Name> =
        arguments.map(|argument| argument.ty.inner_named_type().clone()).collect();
    let mut found = BTreeSet::new();
    while let Some(name) = open.pop() {
        if found.insert(name.clone())
            && let Some(input) = schema.get_input_object(&name)
        {
            open.extend(input.fields.values().map(|field| field.ty.inner_named_type().clone()));
        }
    }
    found
}

/// Lets introspection tell `@oneOf` input objects, which the compiler's own types do not.
fn add_is_one_of(api: &mut Schema) {
    let Some(ExtendedType::Object(type_of_types)) = api.types.get_mut("__Type") else { return };
    let Some(ofs) = type_of_types.fields.get("specifiedByURL").cloned() else { return };
    let name = apollo_compiler::name!("isOneOf");
    let mut field = ofs;
    let definition = field.make_mut();
    definition.name = name.clone();
    definition.ty = Type::Named(apollo_compiler::name!("Boolean"));
    definition.description =
        Some("Whether an input object takes exactly one of its fields.".into());
    type_of_types.make_mut().fields.insert(name, field);
}

/// Whether a directive may stand in an operation, by the name of a location.
fn is_executable(location: &str) -> bool {
    const EXECUTABLE: &[&str] = &[
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FIELD",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    ];
    EXECUTABLE.contains(&location)
}

/// What of the supergraph is seen from outside.
struct View<'a> {
    links: &'a Links,
    inaccessible: String,
}

impl<'a> View<'a> {
    fn new(links: &'a Links) -> Self {
        let inaccessible = links
            .find("specs.apollo.dev/inaccessible")
            .map_or_else(|| "inaccessible".to_owned(), |link| link.directive("inaccessible"));
        Self { links, inaccessible }
    }

    fn shows_type(&self, definition: &ExtendedType) -> bool {
        definition.is_built_in()
            || !(self.links.owns_type(definition.name())
                || definition.directives().has(&self.inaccessible))
    }

    fn shows(&self, directives: &DirectiveList) -> bool {
        !directives.has(&self.inaccessible)
    }

    fn schema_definition(&self, definition: &mut SchemaDefinition, schema: &Schema) {
        let hidden = |name: &mut Option<ComponentName>| {
            let type_definition = name.as_ref().and_then(|name| schema.types.get(&name.name));
            if type_definition.is_some_and(|definition| !self.shows_type(definition)) {
                *name = None;
            }
        };
        hidden(&mut definition.query);
        hidden(&mut definition.mutation);
        hidden(&mut definition.subscription);
        definition.directives.retain(|_| false);
    }

    fn prune(&self, definition: &mut ExtendedType, is_kept: impl Fn(&str) -> bool) {
        match definition {
            ExtendedType::Scalar(scalar) => public_only(&mut scalar.make_mut().directives),
            ExtendedType::Object(object) => {
                let object = object.make_mut();
                public_only(&mut object.directives);
                object.implements_interfaces.retain(|name| is_kept(name));
                self.fields(&mut object.fields);
            }
            ExtendedType::Interface(interface) => {
                let interface = interface.make_mut();
                public_only(&mut interface.directives);
                interface.implements_interfaces.retain(|name| is_kept(name));
                self.fields(&mut interface.fields);
            }
            ExtendedType::Union(union_type) => {
                let union_type = union_type.make_mut();
                public_only(&mut union_type.directives);
                union_type.members.retain(|name| is_kept(name));
            }
            ExtendedType::Enum(enum_type) => {
                let enum_type = enum_type.make_mut();
                public_only(&mut enum_type.directives);
                enum_type.values.retain(|_, value| self.shows(&value.directives));
                for value in enum_type.values.values_mut() {
                    public_only_ast(&mut value.make_mut().directives);
                }
            }
            ExtendedType::InputObject(input) => {
                let input = input.make_mut();
                public_only(&mut input.directives);
                input.fields.retain(|_, field| self.shows(&field.directives));
                for field in input.fields.values_mut() {
                    public_only_ast(&mut field.make_mut().directives);
                }
            }
        }
    }

    fn fields(&self, fields: &mut IndexMap<Name, Component<FieldDefinition>>) {
        fields.retain(|_, field| self.shows(&field.directives));
        for field in fields.values_mut() {
            let field = field.make_mut();
            public_only_ast(&mut field.directives);
            self.arguments(&mut field.arguments);
        }
    }

    fn arguments(&self, arguments: &mut Vec<Node<InputValueDefinition>>) {
        arguments.retain(|argument| self.shows(&argument.directives));
        for argument in arguments {
            public_only_ast(&mut argument.make_mut().directives);
        }
    }
}

fn public_only(directives: &mut schema::DirectiveList) {
    directives.retain(|directive| PUBLIC_DIRECTIVES.contains(&directive.name.as_str()));
}

fn public_only_ast(directives: &mut DirectiveList) {
    directives.retain(|directive| PUBLIC_DIRECTIVES.contains(&directive.name.as_str()));
}
