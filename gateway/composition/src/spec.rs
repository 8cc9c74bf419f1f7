//! The federation and partition directives under the names that they have after ingest, whatever
//! a subgraph calls them, and their definitions, by which their use is validated.

use apollo_compiler::Schema;

/// `@key`.
pub(crate) const KEY: &str = "federation__key";
/// `@requires`.
pub(crate) const REQUIRES: &str = "federation__requires";
/// `@provides`.
pub(crate) const PROVIDES: &str = "federation__provides";
/// `@external`.
pub(crate) const EXTERNAL: &str = "federation__external";
/// `@shareable`.
pub(crate) const SHAREABLE: &str = "federation__shareable";
/// `@override`.
pub(crate) const OVERRIDE: &str = "federation__override";
/// `@inaccessible`.
pub(crate) const INACCESSIBLE: &str = "federation__inaccessible";
/// `@tag`.
pub(crate) const TAG: &str = "federation__tag";
/// `@extends`.
pub(crate) const EXTENDS: &str = "federation__extends";
/// `@interfaceObject`.
pub(crate) const INTERFACE_OBJECT: &str = "federation__interfaceObject";
/// `@authenticated`.
pub(crate) const AUTHENTICATED: &str = "federation__authenticated";
/// `@requiresScopes`.
pub(crate) const REQUIRES_SCOPES: &str = "federation__requiresScopes";
/// `@policy`.
pub(crate) const POLICY: &str = "federation__policy";
/// `@cost`.
pub(crate) const COST: &str = "federation__cost";
/// `@listSize`.
pub(crate) const LIST_SIZE: &str = "federation__listSize";
/// `@merge`.
pub(crate) const MERGE: &str = "partition__merge";
/// `@route`.
pub(crate) const ROUTE: &str = "partition__route";

/// Laws and routes are any value here, so that a wrong one gets a message of its own. `@oneOf` is of
/// GraphQL itself, and not every library knows it.
const DEFINITIONS: &str = "
scalar federation__FieldSet
scalar federation__Policy
scalar federation__Scope
scalar partition__Word
directive @oneOf on INPUT_OBJECT
directive @federation__key(fields: federation__FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @federation__requires(fields: federation__FieldSet!) on FIELD_DEFINITION
directive @federation__provides(fields: federation__FieldSet!) on FIELD_DEFINITION
directive @federation__external(reason: String) on OBJECT | FIELD_DEFINITION
directive @federation__shareable repeatable on OBJECT | FIELD_DEFINITION
directive @federation__override(from: String!, label: String) on FIELD_DEFINITION
directive @federation__inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION
directive @federation__tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT | INPUT_FIELD_DEFINITION | ARGUMENT_DEFINITION | SCHEMA
directive @federation__extends on OBJECT | INTERFACE
directive @federation__interfaceObject on OBJECT
directive @federation__authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @federation__requiresScopes(scopes: [[federation__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @federation__policy(policies: [[federation__Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
directive @federation__cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
directive @federation__listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
directive @partition__merge(law: partition__Word!, by: [String!]) on FIELD_DEFINITION
directive @partition__route(by: partition__Word!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
";

/// Federation directives that are understood, by their names in the specification.
pub(crate) fn federation(name: &str) -> Option<&'static str> {
    Some(match name {
        "key" => KEY,
        "requires" => REQUIRES,
        "provides" => PROVIDES,
        "external" => EXTERNAL,
        "shareable" => SHAREABLE,
        "override" => OVERRIDE,
        "inaccessible" => INACCESSIBLE,
        "tag" => TAG,
        "extends" => EXTENDS,
        "interfaceObject" => INTERFACE_OBJECT,
        "authenticated" => AUTHENTICATED,
        "requiresScopes" => REQUIRES_SCOPES,
        "policy" => POLICY,
        "cost" => COST,
        "listSize" => LIST_SIZE,
        _ => return None,
    })
}

/// Partition directives, by their names in the specification.
pub(crate) fn partition(name: &str) -> Option<&'static str> {
    match name {
        contract::partition::MERGE_DIRECTIVE => Some(MERGE),
        contract::partition::ROUTE_DIRECTIVE => Some(ROUTE),
        _ => None,
    }
}

/// Whether a type is one of the definitions below and not of the subgraph.
pub(crate) fn owns_type(name: &str) -> bool {
    matches!(
        name,
        "federation__FieldSet" | "federation__Policy" | "federation__Scope" | "partition__Word"
    )
}

/// Adds the definitions to a schema.
pub(crate) fn define(schema: &mut Schema) {
    let definitions = Schema::parse(DEFINITIONS, "").unwrap_or_else(|failed| failed.partial);
    for (name, definition) in definitions.directive_definitions {
        if !definition.is_built_in() {
            schema.directive_definitions.insert(name, definition);
        }
    }
    for (name, definition) in definitions.types {
        if owns_type(&name) {
            schema.types.insert(name, definition);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_a_schema() {
        let sdl = format!("{DEFINITIONS} type Query {{ a: Int }}");
        assert!(Schema::parse_and_validate(sdl, "").is_ok());
    }
}
