//! A change: how bad, of which kind, where, in words.

use std::fmt;

use serde::Serialize;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What it means for clients.
    pub severity: Severity,
    /// The schema element: `Type`, `Type.field`, `Type.field(argument:)`, `@directive`,
    /// `@directive(argument:)`, or `schema`.
    pub coordinate: String,
    /// What was done.
    pub kind: Kind,
    /// The same in words.
    pub message: String,
}

/// What a change means for clients; the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// What was valid may be refused.
    Breaking,
    /// What was valid stays so, and may get what it could not get before.
    Dangerous,
    /// Neither.
    Safe,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Dangerous, Self::Safe];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Dangerous => "dangerous",
            Self::Safe => "safe",
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal, undone by $mirror:ident;)*) => {
        /// What was done. The list is closed, and each kind has a stable name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name as it is printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What the way back is called: a change from A to B of this kind is one of that kind
            /// from B to A.
            #[must_use]
            pub fn mirror(self) -> Self {
                match self { $(Self::$name => Self::$mirror,)* }
            }
        }
    };
}

kinds! {
    /// The schema has a root that it had not.
    RootAdded = "ROOT_ADDED", undone by RootRemoved;
    /// The schema has lost a root.
    RootRemoved = "ROOT_REMOVED", undone by RootAdded;
    /// A root is another type.
    RootChanged = "ROOT_CHANGED", undone by RootChanged;

    /// A type is new.
    TypeAdded = "TYPE_ADDED", undone by TypeRemoved;
    /// A type is gone.
    TypeRemoved = "TYPE_REMOVED", undone by TypeAdded;
    /// A name stands for another kind of type.
    TypeKindChanged = "TYPE_KIND_CHANGED", undone by TypeKindChanged;

    /// An object or an interface implements one more interface.
    InterfaceAdded = "INTERFACE_ADDED", undone by InterfaceRemoved;
    /// An object or an interface implements one interface less.
    InterfaceRemoved = "INTERFACE_REMOVED", undone by InterfaceAdded;
    /// A field is new.
    FieldAdded = "FIELD_ADDED", undone by FieldRemoved;
    /// A field is gone.
    FieldRemoved = "FIELD_REMOVED", undone by FieldAdded;
    /// A field returns another type.
    FieldTypeChanged = "FIELD_TYPE_CHANGED", undone by FieldTypeChanged;

    /// An argument is new.
    ArgumentAdded = "ARGUMENT_ADDED", undone by ArgumentRemoved;
    /// An argument is gone.
    ArgumentRemoved = "ARGUMENT_REMOVED", undone by ArgumentAdded;
    /// An argument takes another type.
    ArgumentTypeChanged = "ARGUMENT_TYPE_CHANGED", undone by ArgumentTypeChanged;
    /// An input field is new.
    InputFieldAdded = "INPUT_FIELD_ADDED", undone by InputFieldRemoved;
    /// An input field is gone.
    InputFieldRemoved = "INPUT_FIELD_REMOVED", undone by InputFieldAdded;
    /// An input field takes another type.
    InputFieldTypeChanged = "INPUT_FIELD_TYPE_CHANGED", undone by InputFieldTypeChanged;
    /// An argument or input field has got a default value.
    DefaultAdded = "DEFAULT_ADDED", undone by DefaultRemoved;
    /// An argument or input field has lost its default value.
    DefaultRemoved = "DEFAULT_REMOVED", undone by DefaultAdded;
    /// An argument or input field has another default value.
    DefaultChanged = "DEFAULT_CHANGED", undone by DefaultChanged;
    /// An input object takes exactly one of its fields.
    OneOfAdded = "ONE_OF_ADDED", undone by OneOfRemoved;
    /// An input object takes any of its fields.
    OneOfRemoved = "ONE_OF_REMOVED", undone by OneOfAdded;

    /// An enum value is new.
    EnumValueAdded = "ENUM_VALUE_ADDED", undone by EnumValueRemoved;
    /// An enum value is gone.
    EnumValueRemoved = "ENUM_VALUE_REMOVED", undone by EnumValueAdded;
    /// A union has one more member.
    UnionMemberAdded = "UNION_MEMBER_ADDED", undone by UnionMemberRemoved;
    /// A union has one member less.
    UnionMemberRemoved = "UNION_MEMBER_REMOVED", undone by UnionMemberAdded;
    /// A scalar refers to another specification.
    SpecificationChanged = "SPECIFICATION_CHANGED", undone by SpecificationChanged;

    /// A directive is new.
    DirectiveAdded = "DIRECTIVE_ADDED", undone by DirectiveRemoved;
    /// A directive is gone.
    DirectiveRemoved = "DIRECTIVE_REMOVED", undone by DirectiveAdded;
    /// A directive may stand in one more kind of place.
    DirectiveLocationAdded = "DIRECTIVE_LOCATION_ADDED", undone by DirectiveLocationRemoved;
    /// A directive may stand in one kind of place less.
    DirectiveLocationRemoved = "DIRECTIVE_LOCATION_REMOVED", undone by DirectiveLocationAdded;
    /// A directive may stand several times in one place.
    DirectiveRepeatableAdded = "DIRECTIVE_REPEATABLE_ADDED", undone by DirectiveRepeatableRemoved;
    /// A directive may stand only once in one place.
    DirectiveRepeatableRemoved = "DIRECTIVE_REPEATABLE_REMOVED", undone by DirectiveRepeatableAdded;

    /// Something is deprecated.
    DeprecationAdded = "DEPRECATION_ADDED", undone by DeprecationRemoved;
    /// Something is no longer deprecated.
    DeprecationRemoved = "DEPRECATION_REMOVED", undone by DeprecationAdded;
    /// Something is deprecated for another reason.
    DeprecationReasonChanged = "DEPRECATION_REASON_CHANGED", undone by DeprecationReasonChanged;
    /// A description is new, gone or another.
    DescriptionChanged = "DESCRIPTION_CHANGED", undone by DescriptionChanged;
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}: {}", self.severity, self.kind, self.coordinate, self.message)
    }
}

/// Collects changes in the order in which they are found.
#[derive(Debug, Default)]
pub(crate) struct Changes(Vec<Change>);

impl Changes {
    pub(crate) fn breaking(
        &mut self,
        kind: Kind,
        coordinate: impl fmt::Display,
        message: impl Into<String>,
    ) {
        self.push(Severity::Breaking, kind, coordinate, message);
    }

    pub(crate) fn dangerous(
        &mut self,
        kind: Kind,
        coordinate: impl fmt::Display,
        message: impl Into<String>,
    ) {
        self.push(Severity::Dangerous, kind, coordinate, message);
    }

    pub(crate) fn safe(
        &mut self,
        kind: Kind,
        coordinate: impl fmt::Display,
        message: impl Into<String>,
    ) {
        self.push(Severity::Safe, kind, coordinate, message);
    }

    /// For a change of which a rule has found out how bad it is.
    pub(crate) fn push(
        &mut self,
        severity: Severity,
        kind: Kind,
        coordinate: impl fmt::Display,
        message: impl Into<String>,
    ) {
        let (coordinate, message) = (coordinate.to_string(), message.into());
        self.0.push(Change { severity, coordinate, kind, message });
    }

    pub(crate) fn into_sorted(mut self) -> Vec<Change> {
        self.0.sort();
        self.0.dedup();
        self.0
    }
}
