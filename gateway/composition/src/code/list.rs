//! The closed list. A code is stable: it names a rule, the message may change. Of each the page
//! `DIAGNOSTICS.md` is made.

use super::codes;

codes! {
    "What subgraphs are given as" {
        /// A subgraph has no name or that of another.
        InvalidSubgraphName = "INVALID_SUBGRAPH_NAME", "subgraphs `city` and `city`", "Give every subgraph a name of its own.";
        /// The SDL is not a valid schema.
        InvalidGraphql = "INVALID_GRAPHQL", "type Query { a: Nothing }", "Correct the SDL at the place that is named; the message is that of the GraphQL specification.";
        /// An `@link` that cannot be understood or contradicts another one.
        InvalidLink = "INVALID_LINK_DIRECTIVE_USAGE", r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@kye"])"#, "Correct the name or the version, or do not import it.";
        /// An `@link` of a known specification without a version.
        InvalidLinkIdentifier = "INVALID_LINK_IDENTIFIER", r#"extend schema @link(url: "https://specs.apollo.dev/federation", import: ["@key"])"#, "End the URL in a version, such as `/v2.9`.";
        /// A version of federation that is not known here.
        UnknownFederationVersion = "UNKNOWN_FEDERATION_LINK_VERSION", r#"extend schema @link(url: "https://specs.apollo.dev/federation/v3.0")"#, "Link a known version of federation 2; without any link it is federation 1.";
        /// Something that composition knows and does not do. It is never left out.
        UnsupportedFeature = "UNSUPPORTED_FEATURE", r#"a(x: Int @fromContext(field: "$c { x }")): Int"#, "Remove it, or compose with another composer and serve the supergraph from a file.";
        /// `@composeDirective` of a directive that cannot be composed, or that subgraphs disagree on.
        DirectiveComposition = "DIRECTIVE_COMPOSITION_ERROR", r#"extend schema @composeDirective(name: "@cache") # and no @link of a specification that has @cache"#, "Define the directive, link its specification in one major version, and import it under one name everywhere.";
        /// A type takes the name that the root type of queries must get.
        RootQueryUsed = "ROOT_QUERY_USED", "schema { query: Q } type Q { a: Query } type Query { b: Int }", "Rename the type.";
        /// A type takes the name that the root type of mutations must get, or is not said to be it.
        RootMutationUsed = "ROOT_MUTATION_USED", "schema { query: Query } type Query { a: Mutation } type Mutation { b: Int }", "Rename the type, or say in the schema definition that it is the root type.";
        /// A type takes the name that the root type of subscriptions must get, or is not said to be it.
        RootSubscriptionUsed = "ROOT_SUBSCRIPTION_USED", "schema { query: Query } type Query { a: Subscription } type Subscription { b: Int }", "Rename the type, or say in the schema definition that it is the root type.";
        /// No subgraph has a query.
        NoQueries = "NO_QUERIES", "type T { a: Int } # and no type Query anywhere", "Add a query to a subgraph.";
    }
    "Field sets and federation directives in one subgraph" {
        /// A field set cannot be read, or names fields that do not exist.
        KeyInvalidFields = "KEY_INVALID_FIELDS", r#"type T @key(fields: "nope") { id: ID! }"#, "Name fields of the type, as a selection without aliases and directives.";
        /// The field set of `@key` is no string.
        KeyInvalidFieldsType = "KEY_INVALID_FIELDS_TYPE", r#"type T @key(fields: 5) { id: ID! }"#, "Write the fields as one string.";
        /// Something in the field set of `@key` has a directive.
        KeyDirectiveInFields = "KEY_DIRECTIVE_IN_FIELDS_ARG", r#"@key(fields: "id @skip(if: true)")"#, "Remove the directive.";
        /// A key selects a field that has arguments.
        KeyFieldsHasArgs = "KEY_FIELDS_HAS_ARGS", r#"type T @key(fields: "id") { id(x: Int): ID! }"#, "Choose a field without arguments.";
        /// A key selects an interface or a union.
        KeyFieldsSelectInvalidType = "KEY_FIELDS_SELECT_INVALID_TYPE", r#"type T @key(fields: "i { id }") { i: I } interface I { id: ID! }"#, "Choose plain values and fields of objects.";
        /// `@requires` with fields that cannot be read.
        RequiresInvalidFields = "REQUIRES_INVALID_FIELDS", r#"r: Int @requires(fields: "nope")"#, "Declare the field here as @external and select it.";
        /// The field set of `@requires` is no string.
        RequiresInvalidFieldsType = "REQUIRES_INVALID_FIELDS_TYPE", r#"r: Int @requires(fields: 5)"#, "Write the fields as one string.";
        /// Something in the field set of `@requires` has a directive.
        RequiresDirectiveInFields = "REQUIRES_DIRECTIVE_IN_FIELDS_ARG", r#"@requires(fields: "id @skip(if: true)")"#, "Remove the directive.";
        /// `@requires` of a field that is not external.
        RequiresFieldsMissingExternal = "REQUIRES_FIELDS_MISSING_EXTERNAL", r#"x: Int r: Int @requires(fields: "x")"#, "Mark the field @external, or do not require what the subgraph has anyway.";
        /// `@provides` with fields that cannot be read.
        ProvidesInvalidFields = "PROVIDES_INVALID_FIELDS", r#"t: T @provides(fields: "nope")"#, "Declare the field on the type as @external and select it.";
        /// The field set of `@provides` is no string.
        ProvidesInvalidFieldsType = "PROVIDES_INVALID_FIELDS_TYPE", r#"t: T @provides(fields: 5)"#, "Write the fields as one string.";
        /// Something in the field set of `@provides` has a directive.
        ProvidesDirectiveInFields = "PROVIDES_DIRECTIVE_IN_FIELDS_ARG", r#"@provides(fields: "id @skip(if: true)")"#, "Remove the directive.";
        /// `@provides` of a field that is not external.
        ProvidesFieldsMissingExternal = "PROVIDES_FIELDS_MISSING_EXTERNAL", r#"t: T @provides(fields: "x") # and type T { x: Int }"#, "Mark the field @external, or do not provide what the subgraph has anyway.";
        /// `@provides` of a field that has arguments.
        ProvidesFieldsHasArgs = "PROVIDES_FIELDS_HAS_ARGS", r#"t: T @provides(fields: "x") # and type T { x(y: Int): Int @external }"#, "Make it @shareable and resolve it, or leave it to its subgraph.";
        /// `@provides` on a field that returns no object.
        ProvidesOnNonObjectField = "PROVIDES_ON_NON_OBJECT_FIELD", r#"a: Int @provides(fields: "x")"#, "Remove it.";
        /// An external field that nothing uses.
        ExternalUnused = "EXTERNAL_UNUSED", r#"type T @key(fields: "id") { id: ID! x: Int @external }"#, "Remove the field.";
        /// `@external` on a field of an interface.
        ExternalOnInterface = "EXTERNAL_ON_INTERFACE", "interface I { x: Int @external }", "Mark the fields of the implementations.";
        /// `@tag`, `@inaccessible` and the like on a field that is only referred to.
        MergedDirectiveOnExternal = "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL", r#"x: Int @external @tag(name: "a")"#, "Put it where the field is resolved.";
        /// `@key` on an interface in a version of federation that has no such keys.
        KeyOnInterface = "KEY_UNSUPPORTED_ON_INTERFACE", r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.2", import: ["@key"]) interface I @key(fields: "id") { id: ID! }"#, "Link version 2.3 or newer, or remove the key.";
        /// `@requires` on a field of an interface, which nobody resolves.
        RequiresOnInterface = "REQUIRES_UNSUPPORTED_ON_INTERFACE", r#"interface I { x: Int y: Int @requires(fields: "x") }"#, "Put it on the fields of the implementations.";
        /// `@provides` on a field of an interface, which nobody resolves.
        ProvidesOnInterface = "PROVIDES_UNSUPPORTED_ON_INTERFACE", r#"interface I { t: T @provides(fields: "x") }"#, "Put it on the fields of the implementations.";
        /// `@override` on a field of an interface, which nobody resolves.
        OverrideOnInterface = "OVERRIDE_ON_INTERFACE", r#"interface I { x: Int @override(from: "a") }"#, "Put it on the fields of the implementations.";
        /// `@shareable` on a field of an interface, or twice on one definition.
        InvalidShareable = "INVALID_SHAREABLE_USAGE", "interface I { x: Int @shareable }", "Put it once, on the fields of the implementations.";
        /// `@external` together with `@provides`.
        ExternalCollision = "EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE", r#"t: T @external @provides(fields: "x")"#, "Remove one of them.";
        /// A directive that protects, on an interface, a field of one, or an interface object: what protects the implementations protects the interface.
        AuthorizationOnInterface = "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE", "interface I @authenticated { x: Int }", "Put it on the implementations or their fields; the interface gets what all of them require.";
        /// An `@interfaceObject` without a key, with no interface of its name anywhere, beside an implementation of it, or in a union.
        InterfaceObjectUsage = "INTERFACE_OBJECT_USAGE_ERROR", "type Media @interfaceObject { id: ID! }", "Give it a @key of the interface, and define implementations only where the interface is defined.";
        /// An interface key that an implementation lacks.
        InterfaceKeyNotOnImplementation = "INTERFACE_KEY_NOT_ON_IMPLEMENTATION", r#"interface I @key(fields: "id") { id: ID! } type T implements I { id: ID! }"#, "Give every implementation in that subgraph the same @key.";
        /// An interface with a resolvable key in a subgraph that does not know all of its implementations.
        InterfaceKeyMissingImplementation = "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE", r#"interface I @key(fields: "id") { id: ID! } # and another subgraph has type U implements I"#, "Define the missing types there too, or make the key `resolvable: false`.";
        /// A directive with the name of one that protects, and nothing that makes it one.
        AuthorizationNotLinked = "AUTHORIZATION_NOT_LINKED", "directive @authenticated on FIELD_DEFINITION # and no import of it", "Import it from the federation specification, or give it another name.";
        /// Scopes or policies that name nothing: routers disagree whether that is everybody or nobody.
        AuthorizationInvalid = "AUTHORIZATION_INVALID", "a: Int @requiresScopes(scopes: [])", "Name at least one scope or policy in every alternative, as strings.";
        /// `@cost` on a field of an interface.
        CostOnInterface = "COST_APPLIED_TO_INTERFACE_FIELD", "interface I { x: Int @cost(weight: 5) }", "Put it on the fields of the implementations.";
        /// `@listSize` on a field that returns no list and has no sized fields.
        ListSizeOnNonList = "LIST_SIZE_APPLIED_TO_NON_LIST", "a: Int @listSize(assumedSize: 5)", "Remove it, or name the lists in `sizedFields`.";
        /// An assumed size below zero.
        ListSizeAssumed = "LIST_SIZE_INVALID_ASSUMED_SIZE", "a: [Int] @listSize(assumedSize: -1)", "Give a size of zero or more.";
        /// A slicing argument that the field does not have, or that is no `Int`.
        ListSizeSlicing = "LIST_SIZE_INVALID_SLICING_ARGUMENT", r#"a(first: String): [Int] @listSize(slicingArguments: ["first"])"#, "Name arguments of the field that are an `Int`.";
        /// A sized field that the returned type does not have, or that is no list.
        ListSizeSized = "LIST_SIZE_INVALID_SIZED_FIELD", r#"a: T @listSize(sizedFields: ["nope"], assumedSize: 5)"#, "Name lists of the returned type.";
    }
    "Between subgraphs" {
        /// One name, several kinds of types.
        TypeKindMismatch = "TYPE_KIND_MISMATCH", "type T { a: Int } # and elsewhere enum T { A }", "Give one of them another name.";
        /// `extend type` of a type that no subgraph defines.
        ExtensionWithNoBase = "EXTENSION_WITH_NO_BASE", "extend type T { a: Int } # everywhere, in federation 1", "Define the type in one subgraph.";
        /// Output types that have no common supertype, or types of an input field of which none fits all.
        FieldTypeMismatch = "FIELD_TYPE_MISMATCH", "a: Int # and elsewhere a: String", "Give the field the same type everywhere, or types of which one includes the others.";
        /// Argument types of which none fits all.
        FieldArgumentTypeMismatch = "FIELD_ARGUMENT_TYPE_MISMATCH", "a(x: Int): Int # and elsewhere a(x: String): Int", "Give the argument the same type everywhere.";
        /// Different default values of an argument.
        FieldArgumentDefaultMismatch = "FIELD_ARGUMENT_DEFAULT_MISMATCH", "a(x: Int = 1): Int # and elsewhere a(x: Int = 2): Int", "Give the argument the same default everywhere.";
        /// An argument that is required here and unknown there.
        RequiredArgumentMissing = "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH", "a(x: Int!): Int # and elsewhere a: Int", "Make it nullable or give it a default, or add it everywhere.";
        /// Different default values of an input field.
        InputFieldDefaultMismatch = "INPUT_FIELD_DEFAULT_MISMATCH", "input I { x: Int = 1 } # and elsewhere input I { x: Int = 2 }", "Give the field the same default everywhere.";
        /// An input field that is required here and unknown there.
        RequiredInputFieldMissing = "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH", "input I { x: Int! y: Int } # and elsewhere input I { y: Int }", "Make it nullable or give it a default, or add it everywhere.";
        /// Input objects with no field in common.
        EmptyMergedInputType = "EMPTY_MERGED_INPUT_TYPE", "input I { x: Int } # and elsewhere input I { y: Int }", "Have at least one field everywhere, or give the types different names.";
        /// An enum of inputs and outputs that is not the same everywhere.
        EnumValueMismatch = "ENUM_VALUE_MISMATCH", "a(e: E): E enum E { X Y } # and elsewhere enum E { X }", "Give it the same values everywhere, or make a value @inaccessible until all have it.";
        /// Enums of inputs with no value in common.
        EmptyMergedEnumType = "EMPTY_MERGED_ENUM_TYPE", "a(e: E): Int enum E { X } # and elsewhere enum E { Y }", "Have at least one value everywhere, or give the types different names.";
        /// An input object that is `@oneOf` in some subgraphs only.
        OneOfMismatch = "ONE_OF_MISMATCH", "input I @oneOf { x: Int } # and elsewhere input I { x: Int }", "Say `@oneOf` everywhere or nowhere.";
        /// An external field that no subgraph resolves.
        ExternalMissingOnBase = "EXTERNAL_MISSING_ON_BASE", "x: Int @external # everywhere", "Resolve it in one subgraph, or remove it.";
        /// An external field declared with another type.
        ExternalTypeMismatch = "EXTERNAL_TYPE_MISMATCH", "x: String @external # and x: Int where it is resolved", "Declare it as it is.";
        /// An external field declared without an argument that it has.
        ExternalArgumentMissing = "EXTERNAL_ARGUMENT_MISSING", "x: Int @external # and x(a: Int): Int where it is resolved", "Declare it with its arguments.";
        /// An external field declared with another argument type.
        ExternalArgumentTypeMismatch = "EXTERNAL_ARGUMENT_TYPE_MISMATCH", "x(a: ID): Int @external # and x(a: Int): Int where it is resolved", "Declare the argument as it is.";
        /// An external field declared with another default value of an argument.
        ExternalArgumentDefaultMismatch = "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH", "x(a: Int = 1): Int @external # and x(a: Int = 2): Int where it is resolved", "Declare the default as it is.";
        /// A field resolved in several subgraphs that do not all say that it may be, or a subscription that several have.
        InvalidFieldSharing = "INVALID_FIELD_SHARING", "type Query { a: Int } # in two subgraphs", "Mark it @shareable everywhere when all give the same answer, @external where it is only referred to, or remove it.";
        /// An object that lacks a field of its interface in the supergraph.
        InterfaceFieldNoImplem = "INTERFACE_FIELD_NO_IMPLEM", "interface I { x: Int } # elsewhere interface I { y: Int }, and no subgraph has y on type T implements I", "Add the field to the type in one subgraph.";
        /// `@override` from the own subgraph.
        OverrideFromSelf = "OVERRIDE_FROM_SELF_ERROR", r#"x: Int @override(from: "a") # in subgraph a"#, "Name the subgraph that had the field before.";
        /// Overrides that point at each other, or twice at one.
        OverrideSourceHasOverride = "OVERRIDE_SOURCE_HAS_OVERRIDE", r#"x: Int @override(from: "a") # in b, and in c"#, "Keep the one of the subgraph that shall resolve the field.";
        /// `@override` together with `@external` or on an interface object, or of a field with `@requires` or `@provides`.
        OverrideCollision = "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE", r#"x: Int @external @override(from: "a")"#, "Remove the other directive first.";
        /// `@override` from a subgraph that does not exist.
        OverrideFromUnknown = "FROM_SUBGRAPH_DOES_NOT_EXIST", r#"x: Int @override(from: "gone")"#, "Correct the name, or remove @override once the subgraph is gone.";
        /// A label of `@override` that routers cannot understand.
        OverrideLabelInvalid = "OVERRIDE_LABEL_INVALID", r#"x: Int @override(from: "a", label: "percent(200)")"#, "Write `percent(…)` with a number from 0 to 100, or a name that begins with a letter.";
        /// Scopes or policies of several subgraphs that have too many alternatives together.
        AuthorizationTooComplex = "AUTHORIZATION_TOO_COMPLEX", "100 alternatives in one subgraph and 100 others in another", "Require the same everywhere, or have fewer alternatives.";
        /// A field that `@requires` something protected and is less protected itself: it would let it out.
        AuthorizationNotTransitive = "MISSING_TRANSITIVE_AUTH_REQUIREMENTS", r#"y: Int @requires(fields: "x") # and x: Int @authenticated where it is resolved"#, "Give the field at least the protection of what it requires.";
    }
    "Accessibility" {
        /// Nothing of a type can be seen by clients.
        OnlyInaccessibleChildren = "ONLY_INACCESSIBLE_CHILDREN", "type T { a: Int @inaccessible }", "Make the type @inaccessible, or a part of it accessible.";
        /// The query type can not be seen by clients.
        QueryRootInaccessible = "QUERY_ROOT_TYPE_INACCESSIBLE", "type Query @inaccessible { a: Int }", "Hide fields, not the type.";
        /// A visible element refers to an inaccessible one.
        ReferencedInaccessible = "REFERENCED_INACCESSIBLE", "type Query { t: T } type T @inaccessible { a: Int }", "Make both accessible or both inaccessible.";
        /// An inaccessible argument or input field that must be given.
        RequiredInaccessible = "REQUIRED_INACCESSIBLE", "a(x: Int! @inaccessible): Int", "Make it nullable, give it a default, or make it accessible.";
        /// An inaccessible field or argument that a visible interface has.
        ImplementedByInaccessible = "IMPLEMENTED_BY_INACCESSIBLE", "interface I { x: Int } type T implements I { x: Int @inaccessible }", "Make both accessible or both inaccessible.";
        /// A default value with an inaccessible enum value or input field.
        DefaultValueUsesInaccessible = "DEFAULT_VALUE_USES_INACCESSIBLE", "a(e: E = Y): Int enum E { X Y @inaccessible }", "Choose another default, or make the value accessible.";
    }
    "Satisfiability" {
        /// A field of several subgraphs that returns an abstract type, of which they have no object in common.
        MismatchedRuntimeTypes = "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES", "u: U @shareable union U = A # and elsewhere union U = B", "Let every subgraph return the same objects.";
        /// A query of the public schema that no plan can answer.
        Unsatisfiable = "SATISFIABILITY_ERROR", "type Query { t: T } type T { a: Int } # and elsewhere type T { b: Int }, with no @key", "Give the type a @key that both sides know, resolve the field where the value comes from, or make the way inaccessible.";
        /// The subgraphs are too entangled to check every query.
        SatisfiabilityLimit = "MAX_VALIDATION_STATES_EXCEEDED", "hundreds of keys of one type, each over others", "Use fewer keys of one type, or one key that all subgraphs have.";
    }
    "Partitions" {
        /// Partition keys that are absent, not unique, or cannot begin an id.
        PartitionKeys = "PARTITION_KEYS", "partitions `231004` and `231004`", "Give every partition a key of its own, of 1 to 32 ASCII letters, digits, `_` or `-`, and a partitioned subgraph at least one.";
        /// Partitions whose types differ in kind, in interfaces or in directives.
        PartitionTypeMismatch = "PARTITION_TYPE_MISMATCH", "type T { a: Int } # and in another partition enum T { A }", "Give the new type a new name.";
        /// Partitions that give a field another type.
        PartitionFieldMismatch = "PARTITION_FIELD_MISMATCH", "a: Int # and in another partition a: String", "Give the new field a new name.";
        /// A non-null field that some partitions lack.
        PartitionFieldMissing = "PARTITION_FIELD_MISSING", "a: Int! # and no a in another partition", "Make it nullable until all partitions have it.";
        /// An argument that differs, or is required and lacked by some partitions.
        PartitionArgumentMismatch = "PARTITION_ARGUMENT_MISMATCH", "a(x: Int!): Int # and in another partition a: Int", "Give it a default until all partitions have it.";
        /// An input field that differs, or is required and lacked by some partitions.
        PartitionInputMismatch = "PARTITION_INPUT_MISMATCH", "input I { x: Int! } # and no x in another partition", "Give it a default until all partitions have it.";
        /// Federation or partition directives that differ between partitions.
        PartitionRuleMismatch = "PARTITION_RULE_MISMATCH", "a: Int @merge(law: SUM) # and in another partition @merge(law: MAX)", "Give the element the same directives in every partition, or a new name.";
        /// A merge law that the specification does not know.
        PartitionLawUnknown = "PARTITION_LAW_UNKNOWN", "a: Int @merge(law: AVERAGE)", "Choose a known law; averages and percentiles are made of parts that merge.";
        /// A field that several partitions answer and that has no law.
        PartitionLawMissing = "PARTITION_LAW_MISSING", "type Query { count: Int! }", "Give it `@merge(law: …)`, or a required argument with `@route(by: ID)`.";
        /// A law on a type that it does not fit, or beside an argument by which partitions would cut or order what only the whole can.
        PartitionLawMisfit = "PARTITION_LAW_MISFIT", "name: String @merge(law: SUM)", "Choose a law for this type, or take the argument away.";
        /// A name in `by` that is no field of the object, or not fit to go by.
        PartitionByInvalid = "PARTITION_BY_INVALID", r#"list: [T!]! @merge(law: SORTED, by: ["nope"])"#, "Name fields that are not null and can be compared.";
        /// A `@route` that cannot be understood.
        PartitionRouteInvalid = "PARTITION_ROUTE_INVALID", "a(x: Int @route(by: LABEL)): Int", "Say `by: KEY`, `by: ID`, or `by: LABEL` with a `label`.";
        /// A `@route` that nothing looks at.
        PartitionRouteUnused = "PARTITION_ROUTE_UNUSED", "type T { a(x: ID @route(by: ID)): Int } # T is no root type", "Remove it, or put it on an argument of a root field or a field of a key.";
        /// A mutation that is not sent to exactly one partition, or a subscription without that and without the law `EVENTS`.
        PartitionOwnerMissing = "PARTITION_OWNER_MISSING", "type Mutation { set(value: Int!): Int }", "Give it a required argument with `@route(by: ID)` or a required single `@route(by: KEY)`; a subscription may say `@merge(law: EVENTS)` instead.";
        /// An entity whose key does not say which partition owns it.
        PartitionKeyRouteMissing = "PARTITION_KEY_ROUTE_MISSING", r#"type T @key(fields: "id") { id: ID! }"#, "Put `@route(by: ID)` or `@route(by: KEY)` on a field of the key.";
        /// Partition rules in a subgraph that has no partitions.
        PartitionRulesUnused = "PARTITION_RULES_UNUSED", "a: Int @merge(law: SUM) # in an ordinary subgraph", "Remove them, or list the partitions in the configuration.";
    }
    "Contracts" {
        /// A tag that a contract both includes and excludes.
        ContractTagConflict = "CONTRACT_TAG_CONFLICT", r#"include: ["a"], exclude: ["a"]"#, "Name it once.";
        /// A tag of a contract that nothing in the supergraph has.
        ContractTagUnknown = "CONTRACT_TAG_UNKNOWN", r#"include: ["pulbic"]"#, "Correct the name, or tag something with it.";
    }
    "Hints" {
        /// A field of several subgraphs that returns an abstract type, of which some have objects that others lack.
        InconsistentRuntimeTypes = "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN", "u: U @shareable union U = A | B # and elsewhere union U = B", "Let every subgraph return the same objects.";
        /// `@override` of a field that its source only refers to.
        OverrideUnneeded = "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED", r#"x: Int @override(from: "a") # and x: Int @external in a"#, "Remove @override.";
        /// An argument or input field that is left out since not every subgraph has it.
        InconsistentInput = "INCONSISTENT_ARGUMENT_PRESENCE", "a(x: Int): Int # and elsewhere a: Int", "Add it everywhere.";
        /// Different descriptions, of which one was taken.
        InconsistentDescription = "INCONSISTENT_DESCRIPTION", r#""A." type T { a: Int } # and elsewhere "B." type T { a: Int }"#, "Describe it in one subgraph, or in the same words.";
        /// A default value that is left out since not every subgraph has it.
        InconsistentDefault = "INCONSISTENT_DEFAULT_VALUE_PRESENCE", "a(x: Int = 1): Int # and elsewhere a(x: Int): Int", "Give it the same default everywhere.";
        /// An executable directive that is left out since not every subgraph has it.
        InconsistentExecutableDirective = "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE", "directive @fast on FIELD # in one subgraph", "Define it everywhere in the same way.";
        /// The composer made something that is not a schema: its own fault.
        Internal = "INTERNAL", "none is known", "Report it with the subgraphs.";
    }
}
