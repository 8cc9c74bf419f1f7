//! Why a text is not a supergraph that this gateway can serve.

use thiserror::Error;

/// A supergraph that is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SupergraphError {
    /// The text is not a valid GraphQL schema.
    #[error("the supergraph is not a valid schema:\n{problems}")]
    Invalid {
        /// Every problem, with its place in the text.
        problems: String,
    },
    /// The schema does not link the join specification.
    #[error(
        "this schema is not a supergraph: its `schema` definition links no \
         https://specs.apollo.dev/join/ specification"
    )]
    NotASupergraph,
    /// A linked specification is not known here, and its directives must not be ignored.
    #[error("the supergraph needs {url}, which this gateway does not support")]
    UnsupportedSpecification {
        /// The URL of the specification.
        url: String,
    },
    /// Fields or types are protected, and this gateway does not enforce it: serving them would
    /// make them public.
    #[error(
        "`{coordinate}` is protected by {directive}, which this gateway does not enforce: serving it \
         would make it public"
    )]
    Authorization {
        /// The type, as `Type`, or the field, as `Type.field`.
        coordinate: String,
        /// The directive, with `@`.
        directive: String,
    },
    /// Which labels hold for a request is remembered in a set of bounded size.
    #[error("the supergraph has {found} labels of overrides; this gateway serves {limit} at most")]
    TooManyOverrideLabels {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Arguments taken from a context: planning would leave them out without a word.
    #[error("`{coordinate}` takes arguments from a context, which this gateway does not support")]
    ContextArguments {
        /// The field, as `Type.field`.
        coordinate: String,
    },
    /// `join__Graph` is absent or one of its values says nothing usable.
    #[error("`join__Graph` does not name the subgraphs: {problem}")]
    Graphs {
        /// What is wrong.
        problem: String,
    },
    /// A partition directive that cannot be understood.
    #[error("the partition rule on `{coordinate}` cannot be used: {problem}")]
    PartitionRule {
        /// Where it stands.
        coordinate: String,
        /// What is wrong.
        problem: String,
    },
    /// An input was said to be `@oneOf` that cannot be.
    #[error("`{input}` cannot be `@oneOf`: {problem}")]
    OneOf {
        /// The input.
        input: String,
        /// Why not.
        problem: String,
    },
    /// What is left for clients is not a valid schema, for example because a visible field
    /// has an inaccessible type.
    #[error("the public part of the supergraph is not a valid schema:\n{problems}")]
    InvalidApi {
        /// Every problem.
        problems: String,
    },
}
