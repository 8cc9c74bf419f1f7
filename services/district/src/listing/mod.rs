//! Lists of rows, the same for every domain: conditions, orders, pages, counts, batches and the
//! connection that GraphQL serves. What a domain's rows are and how they are filtered is in the
//! domain.

mod conditions;
mod connection;
mod error;
mod fields;
mod loader;
mod order;
mod queries;
mod relation;
mod row;
pub(crate) mod sql;

pub use conditions::{Conditions, ListFilter, in_force};
pub(crate) use connection::listed;
pub use connection::{Connection, Edge, ListOf, Listed, page};
pub use error::ListError;
pub(crate) use fields::{list_fields, root_lists};
pub use loader::{ById, ChildCounts, ChildPages, Children, Lists, Page};
pub use order::{ListOrder, OrderBy};
pub use relation::{ChildList, Relation};
pub(crate) use row::rows;
pub use row::{Identified, Row};
pub use sql::{Sql, Value};

#[cfg(test)]
mod tests;
