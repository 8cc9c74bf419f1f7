//! Refuses by name what a supergraph asks for and this gateway does not do. A directive that
//! protects fields must never be ignored: it would make them public.

use apollo_compiler::{
    Node, Schema,
    ast::{Directive, FieldDefinition},
    schema::ExtendedType,
};

use crate::{
    SupergraphError,
    directive::list,
    link::{Link, Links},
};

/// The versions of the join specification that differ from 0.3 in nothing that planning needs.
const JOIN_VERSIONS: &[&str] = &["0.1", "0.2", "0.3", "0.4", "0.5"];

/// Specifications that are understood, or that can be ignored without changing an answer.
const KNOWN: &[&str] = &[
    "specs.apollo.dev/core",
    "specs.apollo.dev/cost",
    "specs.apollo.dev/federation",
    "specs.apollo.dev/inaccessible",
    "specs.apollo.dev/join",
    "specs.apollo.dev/link",
    "specs.apollo.dev/tag",
    crate::partition::IDENTITY,
];

/// Specifications that change what runs, refused even when nothing marks them so.
const REFUSED: &[&str] =
    &["specs.apollo.dev/connect", "specs.apollo.dev/context", "specs.apollo.dev/source"];

/// Specifications that protect fields, each by the directive of its name.
const PROTECTING: &[&str] = &["authenticated", "policy", "requiresScopes"];

pub(crate) fn check(schema: &Schema, links: &Links) -> Result<(), SupergraphError> {
    let join = links.find("specs.apollo.dev/join").ok_or(SupergraphError::NotASupergraph)?;
    // Planning looks for these names, so a renamed join specification cannot be served.
    if !JOIN_VERSIONS.contains(&join.version.as_str()) || join.prefix != "join" {
        return Err(SupergraphError::UnsupportedSpecification { url: join.url.clone() });
    }
    protection(schema, links)?;
    // A context that nothing takes arguments from does no harm, the field is the better place to name.
    each_field(schema, context_arguments)?;
    links.iter().try_for_each(linked)
}

fn linked(link: &Link) -> Result<(), SupergraphError> {
    let is = |list: &[&str]| list.iter().any(|known| link.identity.ends_with(known));
    let protects = PROTECTING.iter().any(|name| link.is_specification(name));
    if is(REFUSED) || (link.purpose.is_some() && !is(KNOWN) && !protects) {
        return Err(SupergraphError::UnsupportedSpecification { url: link.url.clone() });
    }
    Ok(())
}

/// Nothing that is protected can be served as long as nobody asks who the caller is. The directives
/// count by their names, linked or not: a composer that forgot the link meant them all the same.
fn protection(schema: &Schema, links: &Links) -> Result<(), SupergraphError> {
    for specification in PROTECTING {
        let linked = links.iter().filter(|link| link.is_specification(specification));
        let mut names: Vec<String> = linked.map(|link| link.directive(specification)).collect();
        names.push((*specification).to_owned());
        for name in names {
            unprotected(schema, &name)?;
        }
    }
    Ok(())
}

fn unprotected(schema: &Schema, name: &str) -> Result<(), SupergraphError> {
    let refuse = |coordinate: String| SupergraphError::Authorization {
        coordinate,
        directive: format!("@{name}"),
    };
    for (type_name, definition) in &schema.types {
        if definition.directives().has(name) {
            return Err(refuse(type_name.to_string()));
        }
    }
    each_field(schema, |coordinate, field| match field.directives.has(name) {
        true => Err(refuse(coordinate)),
        false => Ok(()),
    })
}

fn context_arguments(coordinate: String, field: &FieldDefinition) -> Result<(), SupergraphError> {
    let takes = |join: &Node<Directive>| !list(join, "contextArguments").is_empty();
    match field.directives.get_all("join__field").any(takes) {
        true => Err(SupergraphError::ContextArguments { coordinate }),
        false => Ok(()),
    }
}

/// Calls for every field of an object or interface, with its coordinate.
fn each_field(
    schema: &Schema,
    mut check: impl FnMut(String, &FieldDefinition) -> Result<(), SupergraphError>,
) -> Result<(), SupergraphError> {
    for (type_name, definition) in &schema.types {
        let fields = match definition {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            _ => continue,
        };
        for (name, field) in fields {
            check(format!("{type_name}.{name}"), field)?;
        }
    }
    Ok(())
}
