//! The shape of the client's answer: which values stand where, which may be null, and under which
//! conditions and on which types a field appears.

use serde::Serialize;

/// How the client's answer is made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// The name of the root type.
    pub root_type: String,
    /// The fields of the root.
    pub selection: Selection,
}

/// The fields of an object, in the order in which the answer has them. One response key may stand
/// several times for different concrete types, and for conditions of which only one can hold at a
/// time; never twice in one answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Selection {
    /// The fields.
    pub fields: Vec<ProjectedField>,
}

/// One field of an object of the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectedField {
    /// The key in the answer, and in the fetched data.
    pub response_key: String,
    /// The concrete types that have the field; `None` for every type that can stand here.
    pub types: Option<Vec<String>>,
    /// Alternatives of conjunctions: the field appears when one of the lists holds completely.
    /// Empty: always. (The same field may be selected twice under different conditions.)
    pub conditions: Vec<Vec<Condition>>,
    /// Lists and nullability.
    pub shape: TypeShape,
    /// What the value is.
    pub value: ProjectionValue,
    /// The type that declares the field and its name there, `Deputy.name`, for error messages.
    pub coordinate: String,
}

/// `@skip` or `@include` on a variable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Condition {
    /// The variable, without `$`.
    pub variable: String,
    /// The value that it must have: `true` for `@include`, `false` for `@skip`.
    pub expected: bool,
}

/// The wrappers of a type, outermost first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeShape {
    /// The named type.
    Named {
        /// Whether `!` follows.
        non_null: bool,
    },
    /// A list.
    List {
        /// Whether `!` follows the list.
        non_null: bool,
        /// The elements.
        of: Box<TypeShape>,
    },
}

/// What stands at the end of the wrappers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectionValue {
    /// A scalar or an enum value.
    Leaf(LeafKind),
    /// An object, an interface or a union.
    Object {
        /// The concrete type when only one is possible; else `__typename` in the data tells it.
        /// For an interface that is an object in some subgraph it is the interface's own name when
        /// no field depends on the type: the data may not have it then.
        concrete: Option<String>,
        /// The concrete types that may stand here in the public schema; others become null.
        possible: Vec<String>,
        /// The fields.
        selection: Selection,
    },
    /// The name of the object's type.
    Typename,
    /// `__schema` or `__type`: answered by the gateway and handed to execution under the response
    /// key.
    Introspection,
    /// No field, and without a key: where it appears the object fails, as null decides whether one
    /// of its selections does.
    Undecided {
        /// The message of the object's error.
        message: String,
    },
    /// Nothing: the field fails, as its arguments cannot be what they are given as.
    Refused {
        /// The message of its error.
        message: String,
    },
}

/// How a leaf is checked on its way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeafKind {
    /// `Int`: a JSON integer of 32 bits.
    Int,
    /// `Float`: a JSON number.
    Float,
    /// `String`.
    String,
    /// `Boolean`.
    Boolean,
    /// `ID`: text, or an integer that becomes text.
    Id,
    /// An enum. Values that are hidden become null; any other is a mistake of the subgraph.
    Enum {
        /// The values of the public schema.
        values: Vec<String>,
        /// The values that clients must not see.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        hidden: Vec<String>,
    },
    /// A custom scalar: any JSON, untouched.
    Custom,
}
