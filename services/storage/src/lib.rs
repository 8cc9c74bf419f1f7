//! PostgreSQL or SQLite behind one connection, chosen by the database URL: pool, transactions,
//! migrations, cursor paging, statement spans, test databases.
//!
//! Tables and queries of a domain are not in here, and neither is GraphQL. A query is written once,
//! in [`on_backend!`], and is checked by the compiler against both databases.

mod backend;
mod blocking;
mod connection;
mod database;
mod error;
mod insert;
mod migration;
mod page;
mod pool;
mod portable_sql;
mod seek;
mod statement;
mod text_enum;

#[cfg(feature = "testing")]
pub mod testing;

pub use backend::{Backend, DatabaseUrl};
pub use connection::{Connection, ConnectionMut, PostgresConnection, SqliteConnection};
pub use database::{Database, DatabaseOptions};
pub use error::{BoxError, StorageError};
pub use migration::{Migrations, ensure_migrated, migrate, pending, revert_all};
pub use page::{Page, PageError, PageLimits, PageRequest, PageResult};
pub use portable_sql::placeholders_are_portable;
pub use statement::StatementCounter;
pub use text_enum::UnknownText;

/// What the macros of this crate refer to. Not for direct use.
#[doc(hidden)]
pub mod macro_support {
    pub use contract::{CursorError, Direction};
    pub use diesel;
    pub use diesel_async;
    pub use serde;

    pub use crate::insert::ROWS_PER_INSERT;
}
