//! What goes wrong in planning.

use std::sync::Arc;

use contract::ErrorCode;
use gateway_operation::RequestError;
use thiserror::Error;

/// Why a planner cannot be built for a supergraph.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlannerBuildError {
    /// The planner does not take the supergraph.
    #[error("the supergraph cannot be planned: {0}")]
    Refused(String),
    /// No thread could be started.
    #[error("a planning thread could not be started: {0}")]
    Thread(String),
}

/// Why an operation has no plan: errors for the client. Cheap to clone, as requests share it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct PlanFailure(Arc<[RequestError]>);

impl PlanFailure {
    /// The errors; at least one.
    #[must_use]
    pub fn errors(&self) -> &[RequestError] {
        &self.0
    }

    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Arc::from([RequestError::new(code, message)]))
    }
}

impl From<Vec<RequestError>> for PlanFailure {
    fn from(errors: Vec<RequestError>) -> Self {
        Self(errors.into())
    }
}

impl From<PlanningError> for PlanFailure {
    fn from(error: PlanningError) -> Self {
        let code = match error {
            PlanningError::TooComplex { .. } => ErrorCode::OperationTooComplex,
            PlanningError::Argument(_) => ErrorCode::ArgumentInvalid,
            _ => ErrorCode::PlanningFailed,
        };
        Self::new(code, error.to_string())
    }
}

/// Why one stage of planning fails.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum PlanningError {
    /// A literal does not fit its argument in a way that validation does not look at.
    #[error("{0}")]
    Argument(String),
    /// The answer's shape has too many cases.
    #[error("the operation selects too many fields on too many types: more than {limit} cases")]
    TooComplex {
        /// The limit.
        limit: usize,
    },
    /// The external planner does not find a plan.
    #[error("the operation cannot be planned: {0}")]
    Engine(String),
    /// The external planner ran out of time.
    #[error("planning the operation takes too long")]
    Timeout,
    /// The external planner's plan has something that is not understood.
    #[error("the plan cannot be carried out: {0}")]
    Unsupported(String),
    /// A field that several partitions answer has no merge law.
    #[error("`{coordinate}` of the partitioned subgraph {subgraph} has no merge law")]
    NoLaw {
        /// The field.
        coordinate: String,
        /// The subgraph.
        subgraph: String,
    },
    /// Nothing in a representation names the partition that owns the entity.
    #[error("no key of `{type_name}` that the plan sends to {subgraph} names its partition")]
    NoKeyRoute {
        /// The entity.
        type_name: String,
        /// The subgraph.
        subgraph: String,
    },
}
