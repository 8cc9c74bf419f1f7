//! The specifications that a supergraph can need: what defines their elements, and how they are
//! linked. Which of them one needs is `print`'s to find out.

/// A specification, linked when one of its directives stands in the supergraph.
pub(crate) struct Specification {
    pub(crate) directives: &'static [&'static str],
    pub(crate) url: &'static str,
    pub(crate) is_security: bool,
    /// Directives that stand under their own name although the specification is called otherwise.
    pub(crate) imports: &'static [&'static str],
    pub(crate) definitions: &'static str,
}

/// Those that describe elements, in the order of their links.
pub(crate) const SPECIFICATIONS: &[Specification] = &[
    Specification {
        directives: &["tag"],
        url: "https://specs.apollo.dev/tag/v0.3",
        is_security: false,
        imports: &[],
        definitions: "directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION",
    },
    Specification {
        directives: &["inaccessible"],
        url: "https://specs.apollo.dev/inaccessible/v0.2",
        is_security: true,
        imports: &[],
        definitions: "directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION",
    },
    Specification {
        directives: &["authenticated"],
        url: "https://specs.apollo.dev/authenticated/v0.1",
        is_security: true,
        imports: &[],
        definitions: "directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM",
    },
    Specification {
        directives: &["requiresScopes"],
        url: "https://specs.apollo.dev/requiresScopes/v0.1",
        is_security: true,
        imports: &[],
        definitions: "directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
scalar requiresScopes__Scope",
    },
    Specification {
        directives: &["policy"],
        url: "https://specs.apollo.dev/policy/v0.1",
        is_security: true,
        imports: &[],
        definitions: "directive @policy(policies: [[policy__Policy!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
scalar policy__Policy",
    },
    Specification {
        directives: &["cost", "listSize"],
        url: "https://specs.apollo.dev/cost/v0.1",
        is_security: false,
        imports: &["@listSize"],
        definitions: "directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION",
    },
];

/// What every supergraph needs.
pub(crate) const JOIN: &str = "
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
scalar join__FieldSet
scalar link__Import
enum link__Purpose { SECURITY EXECUTION }
";

/// Version 0.3, which every router of federation 2 knows.
pub(crate) const JOIN_FIELD: &str = "directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION";

/// Version 0.4, for labels.
pub(crate) const JOIN_FIELD_LABELLED: &str = "directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION";

/// A part of GraphQL that not every library knows.
pub(crate) const ONE_OF: &str = "directive @oneOf on INPUT_OBJECT";

/// The rules of partitioned subgraphs.
pub(crate) const PARTITION: &str = "
directive @partition__graph(graph: join__Graph!) repeatable on SCHEMA
directive @partition__merge(graph: join__Graph!, law: String!, by: [String!]) repeatable on FIELD_DEFINITION
directive @partition__route(graph: join__Graph!, by: String!, label: String) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
";

/// What older partitions lack; only where there are some.
pub(crate) const PARTITION_LACKS: &str = "directive @partition__lacks(graph: join__Graph!, partitions: [String!]!, elements: [String!]!) repeatable on SCHEMA";
