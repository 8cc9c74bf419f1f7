//! Refuses by name what a supergraph asks for and this gateway does not do. A directive that
//! protects fields must never be ignored: it would make them public.

use apollo_compiler::{Schema, schema::ExtendedType};

use crate::{SupergraphError, directive::list, link::Link, link::Links};

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

/// Specifications that protect fields or change what runs, refused even when nothing marks them so.
const REFUSED: &[&str] = &[
    "specs.apollo.dev/authenticated",
    "specs.apollo.dev/connect",
    "specs.apollo.dev/context",
    "specs.apollo.dev/policy",
    "specs.apollo.dev/requiresScopes",
    "specs.apollo.dev/source",
];

pub(crate) fn check(schema: &Schema, links: &Links) -> Result<(), SupergraphError> {
    let join = links.find("specs.apollo.dev/join").ok_or(SupergraphError::NotASupergraph)?;
    // Planning looks for these names, so a renamed join specification cannot be served.
    if !JOIN_VERSIONS.contains(&join.version.as_str()) || join.prefix != "join" {
        return Err(SupergraphError::UnsupportedSpecification { url: join.url.clone() });
    }
    // A context that nothing takes arguments from does no harm, the field is the better place to name.
    context_arguments(schema)?;
    links.iter().try_for_each(linked)
}

fn linked(link: &Link) -> Result<(), SupergraphError> {
    let is = |list: &[&str]| list.iter().any(|known| link.identity.ends_with(known));
    if is(REFUSED) || (link.purpose.is_some() && !is(KNOWN)) {
        return Err(SupergraphError::UnsupportedSpecification { url: link.url.clone() });
    }
    Ok(())
}

fn context_arguments(schema: &Schema) -> Result<(), SupergraphError> {
    for (type_name, definition) in &schema.types {
        let fields = match definition {
            ExtendedType::Object(object) => &object.fields,
            ExtendedType::Interface(interface) => &interface.fields,
            _ => continue,
        };
        for (field_name, field) in fields {
            if field
                .directives
                .get_all("join__field")
                .any(|join| !list(join, "contextArguments").is_empty())
            {
                let coordinate = format!("{type_name}.{field_name}");
                return Err(SupergraphError::ContextArguments { coordinate });
            }
        }
    }
    Ok(())
}
