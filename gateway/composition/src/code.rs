//! The closed list of codes. A code is stable: it names a rule, the message may change.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Which rule a diagnostic comes from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it is printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A subgraph has no name or that of another.
    InvalidSubgraphName = "INVALID_SUBGRAPH_NAME",
    /// The SDL is not a valid schema.
    InvalidGraphql = "INVALID_GRAPHQL",
    /// An `@link` that cannot be understood.
    InvalidLink = "INVALID_LINK_DIRECTIVE_USAGE",
    /// Something that composition knows and does not do.
    UnsupportedFeature = "UNSUPPORTED_FEATURE",
    /// `@composeDirective` of a directive that is not supported.
    UnsupportedComposeDirective = "UNSUPPORTED_COMPOSE_DIRECTIVE",
    /// A type takes the name that a root type must get.
    RootTypeUsed = "ROOT_TYPE_USED",
    /// No subgraph has a query.
    NoQueries = "NO_QUERIES",

    /// A field set cannot be read, or names fields that do not exist.
    KeyInvalidFields = "KEY_INVALID_FIELDS",
    /// A key selects a field that has arguments.
    KeyFieldsHasArgs = "KEY_FIELDS_HAS_ARGS",
    /// A key selects a list, an interface or a union.
    KeyFieldsSelectInvalidType = "KEY_FIELDS_SELECT_INVALID_TYPE",
    /// `@requires` with fields that cannot be read.
    RequiresInvalidFields = "REQUIRES_INVALID_FIELDS",
    /// `@requires` of a field that is not external.
    RequiresFieldsMissingExternal = "REQUIRES_FIELDS_MISSING_EXTERNAL",
    /// `@provides` with fields that cannot be read.
    ProvidesInvalidFields = "PROVIDES_INVALID_FIELDS",
    /// `@provides` of a field that is not external.
    ProvidesFieldsMissingExternal = "PROVIDES_FIELDS_MISSING_EXTERNAL",
    /// `@provides` on a field that returns no object.
    ProvidesOnNonObjectField = "PROVIDES_ON_NON_OBJECT_FIELD",
    /// An external field that nothing uses.
    ExternalUnused = "EXTERNAL_UNUSED",
    /// `@external` on a field of an interface.
    ExternalOnInterface = "EXTERNAL_ON_INTERFACE",
    /// `@requires`, `@provides`, `@override` or `@shareable` where it means nothing.
    InvalidFieldDirective = "INVALID_FIELD_DIRECTIVE_USAGE",
    /// An `@interfaceObject` without a key, or with no interface of its name anywhere.
    InterfaceObjectUsage = "INTERFACE_OBJECT_USAGE_ERROR",
    /// An interface key that an implementation lacks.
    InterfaceKeyNotOnImplementation = "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",

    /// One name, several kinds of types.
    TypeKindMismatch = "TYPE_KIND_MISMATCH",
    /// `extend type` of a type that no subgraph defines.
    ExtensionWithNoBase = "EXTENSION_WITH_NO_BASE",
    /// Output types that have no common supertype.
    FieldTypeMismatch = "FIELD_TYPE_MISMATCH",
    /// Argument types of which none fits all.
    FieldArgumentTypeMismatch = "FIELD_ARGUMENT_TYPE_MISMATCH",
    /// Different default values of an argument.
    FieldArgumentDefaultMismatch = "FIELD_ARGUMENT_DEFAULT_MISMATCH",
    /// An argument that is required here and unknown there.
    RequiredArgumentMissing = "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
    /// Input field types of which none fits all.
    InputFieldTypeMismatch = "INPUT_FIELD_TYPE_MISMATCH",
    /// Different default values of an input field.
    InputFieldDefaultMismatch = "INPUT_FIELD_DEFAULT_MISMATCH",
    /// An input field that is required here and unknown there.
    RequiredInputFieldMissing = "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH",
    /// Input objects with no field in common.
    EmptyMergedInputType = "EMPTY_MERGED_INPUT_TYPE",
    /// An enum of inputs and outputs that is not the same everywhere.
    EnumValueMismatch = "ENUM_VALUE_MISMATCH",
    /// Enums of inputs with no value in common.
    EmptyMergedEnumType = "EMPTY_MERGED_ENUM_TYPE",
    /// An input object that is `@oneOf` in some subgraphs only.
    OneOfMismatch = "ONE_OF_MISMATCH",
    /// An external field that no subgraph resolves.
    ExternalMissingOnBase = "EXTERNAL_MISSING_ON_BASE",
    /// An external field declared with another type.
    ExternalTypeMismatch = "EXTERNAL_TYPE_MISMATCH",
    /// An external field declared without an argument that it has.
    ExternalArgumentMissing = "EXTERNAL_ARGUMENT_MISSING",
    /// An external field declared with another argument type.
    ExternalArgumentTypeMismatch = "EXTERNAL_ARGUMENT_TYPE_MISMATCH",
    /// A field resolved in several subgraphs that do not all say that it may be.
    InvalidFieldSharing = "INVALID_FIELD_SHARING",
    /// An object that lacks a field of its interface in the supergraph.
    InterfaceFieldNoImplem = "INTERFACE_FIELD_NO_IMPLEM",
    /// `@override` from the own subgraph.
    OverrideFromSelf = "OVERRIDE_FROM_SELF_ERROR",
    /// Overrides that point at each other, or twice at one.
    OverrideSourceHasOverride = "OVERRIDE_SOURCE_HAS_OVERRIDE",
    /// `@override` together with `@external`.
    OverrideCollision = "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
    /// `@override` from a subgraph that does not exist.
    OverrideFromUnknown = "FROM_SUBGRAPH_DOES_NOT_EXIST",

    /// Nothing of a type can be seen by clients.
    OnlyInaccessibleChildren = "ONLY_INACCESSIBLE_CHILDREN",
    /// The query type can not be seen by clients.
    QueryRootInaccessible = "QUERY_ROOT_TYPE_INACCESSIBLE",
    /// A visible element refers to an inaccessible one.
    ReferencedInaccessible = "REFERENCED_INACCESSIBLE",
    /// An inaccessible argument or input field that must be given.
    RequiredInaccessible = "REQUIRED_INACCESSIBLE",
    /// An inaccessible field or argument that a visible interface has.
    ImplementedByInaccessible = "IMPLEMENTED_BY_INACCESSIBLE",
    /// A default value with an inaccessible enum value or input field.
    DefaultValueUsesInaccessible = "DEFAULT_VALUE_USES_INACCESSIBLE",

    /// A query of the public schema that no plan can answer.
    Unsatisfiable = "SATISFIABILITY_ERROR",
    /// The subgraphs are too entangled to check every query.
    SatisfiabilityLimit = "MAX_VALIDATION_STATES_EXCEEDED",

    /// Partition keys that are absent or not unique.
    PartitionKeys = "PARTITION_KEYS",
    /// Partitions whose types differ in kind, in interfaces or in directives.
    PartitionTypeMismatch = "PARTITION_TYPE_MISMATCH",
    /// Partitions that give a field another type.
    PartitionFieldMismatch = "PARTITION_FIELD_MISMATCH",
    /// A non-null field that some partitions lack.
    PartitionFieldMissing = "PARTITION_FIELD_MISSING",
    /// An argument that differs, or is required and lacked by some partitions.
    PartitionArgumentMismatch = "PARTITION_ARGUMENT_MISMATCH",
    /// An input field that differs, or is required and lacked by some partitions.
    PartitionInputMismatch = "PARTITION_INPUT_MISMATCH",
    /// Partition rules that differ between partitions.
    PartitionRuleMismatch = "PARTITION_RULE_MISMATCH",
    /// A merge law that the specification does not know.
    PartitionLawUnknown = "PARTITION_LAW_UNKNOWN",
    /// A field that several partitions answer and that has no law.
    PartitionLawMissing = "PARTITION_LAW_MISSING",
    /// A law on a type that it does not fit.
    PartitionLawMisfit = "PARTITION_LAW_MISFIT",
    /// A name in `by` that is no field of the object, or not fit to go by.
    PartitionByInvalid = "PARTITION_BY_INVALID",
    /// A `@route` that cannot be understood.
    PartitionRouteInvalid = "PARTITION_ROUTE_INVALID",
    /// A `@route` that nothing looks at.
    PartitionRouteUnused = "PARTITION_ROUTE_UNUSED",
    /// A mutation or subscription that is not sent to exactly one partition.
    PartitionOwnerMissing = "PARTITION_OWNER_MISSING",
    /// An entity whose key does not say which partition owns it.
    PartitionKeyRouteMissing = "PARTITION_KEY_ROUTE_MISSING",
    /// Partition rules in a subgraph that has no partitions.
    PartitionRulesUnused = "PARTITION_RULES_UNUSED",

    /// An argument or input field that is left out since not every subgraph has it.
    InconsistentInput = "INCONSISTENT_ARGUMENT_PRESENCE",
    /// Different descriptions, of which one was taken.
    InconsistentDescription = "INCONSISTENT_DESCRIPTION",
    /// A default value that is left out since not every subgraph has it.
    InconsistentDefault = "INCONSISTENT_DEFAULT_VALUE_PRESENCE",
    /// An executable directive that is left out since not every subgraph has it.
    InconsistentExecutableDirective = "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE",
    /// The composer made something that is not a schema: its own fault.
    Internal = "INTERNAL",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
