//! What a request costs, before it runs: whether it may cost that much, and what the client is told
//! when its request has `"extensions": {"cost": true}`.

use contract::ErrorCode;
use gateway_operation::{GraphQlRequest, RequestError, Variables};
use gateway_planning::Planned;
use serde_json::{Value, json};

use crate::snapshot::Snapshot;

/// What an operation may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostSettings {
    /// Dearer requests are refused; without it, none is.
    pub max: Option<u64>,
    /// How long lists are of which the schema says nothing.
    pub list_size: u64,
}

impl Default for CostSettings {
    fn default() -> Self {
        Self { max: None, list_size: 10 }
    }
}

/// Estimates the cost when there is a limit or the client asks; gives what the client is told.
///
/// # Errors
/// With a limit: when the cost is beyond it, or cannot be known although the schema demands it.
pub(crate) fn price(
    snapshot: &Snapshot,
    planned: &Planned,
    request: &GraphQlRequest,
    variables: &Variables,
) -> Result<Option<Value>, RequestError> {
    let CostSettings { max, list_size } = snapshot.settings.cost;
    let is_asked = request.extensions.get("cost").and_then(Value::as_bool).unwrap_or(false);
    if max.is_none() && !is_asked {
        return Ok(None);
    }
    let estimate = planned.cost(&snapshot.supergraph, list_size).estimate(variables);
    let estimated = estimate.cost;
    if let Some(max) = max {
        if let Some(unsliced) = estimate.unsliced {
            return Err(RequestError::new(ErrorCode::ArgumentInvalid, unsliced.to_string()));
        }
        if estimated > max {
            let message =
                format!("the operation costs {estimated} by estimate; the limit is {max}");
            let error = RequestError::new(ErrorCode::CostLimitExceeded, message);
            return Err(error.with("estimated", estimated).with("max", max));
        }
    }
    Ok(is_asked.then(|| json!({ "estimated": estimated, "max": max })))
}
