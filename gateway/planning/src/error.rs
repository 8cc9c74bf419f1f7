//! What goes wrong in planning.

use std::sync::Arc;

use contract::ErrorCode;
use gateway_operation::RequestError;
use gateway_query_planner::PlanError;
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
    /// What the client did goes out as it is; of what went wrong here only the code does.
    fn from(error: PlanningError) -> Self {
        match error {
            PlanningError::TooComplex { .. }
            | PlanningError::Engine(PlanError::TooComplex { .. }) => {
                Self::new(ErrorCode::OperationTooComplex, error.to_string())
            }
            PlanningError::Argument(problem) => Self::new(ErrorCode::ArgumentInvalid, problem),
            PlanningError::Engine(PlanError::Timeout) => {
                Self::new(ErrorCode::PlanningFailed, error.to_string())
            }
            PlanningError::Engine(_)
            | PlanningError::Unsupported(_)
            | PlanningError::NoLaw { .. }
            | PlanningError::NoKeyRoute { .. } => {
                tracing::error!(%error, "an operation cannot be planned");
                Self::new(ErrorCode::PlanningFailed, "the operation cannot be planned")
            }
        }
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
    /// There is no plan, or it is not found in time.
    #[error(transparent)]
    Engine(#[from] PlanError),
    /// A plan has something that is not understood.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(error: PlanningError) -> (ErrorCode, String) {
        let failure = PlanFailure::from(error);
        (failure.errors()[0].code, failure.to_string())
    }

    #[test]
    fn what_went_wrong_here_stays_here() {
        let no_law = PlanningError::NoLaw {
            coordinate: "Secret.field".to_owned(),
            subgraph: "internal".to_owned(),
        };
        let (code, message) = failure(no_law);
        assert_eq!(code, ErrorCode::PlanningFailed);
        assert_eq!(message, "the operation cannot be planned");
    }

    #[test]
    fn what_the_client_did_is_said() {
        let (code, message) = failure(PlanningError::Argument("the argument `a` is odd".into()));
        assert_eq!(
            (code, message.as_str()),
            (ErrorCode::ArgumentInvalid, "the argument `a` is odd")
        );
        let (code, _) = failure(PlanningError::TooComplex { limit: 3 });
        assert_eq!(code, ErrorCode::OperationTooComplex);
    }
}
