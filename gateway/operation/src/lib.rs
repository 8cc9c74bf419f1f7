//! From request text to a prepared operation: read the request, guard, parse, validate, select;
//! then, for each request, coerce its variables, estimate its cost
//! and answer its introspection. HTTP, the plan and
//! planning are deliberately not in here.

pub mod cost;
pub mod error;
pub mod guard;
pub mod introspection;
pub mod limits;
pub mod prepare;
pub mod request;
pub mod variables;

mod directive;
mod locate;
mod parse;
mod select;
mod validate;

pub use cost::{CostEstimate, OperationCost, UnslicedList};
pub use error::{ErrorPathSegment, Location, RequestError};
pub use introspection::Introspector;
pub use limits::Limits;
pub use prepare::{PrepareSettings, PreparedOperation, prepare};
pub use request::GraphQlRequest;
pub use validate::RESERVED_PREFIX;
pub use variables::Variables;
