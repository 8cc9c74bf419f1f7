//! A connection to either database, and [`on_backend!`], by which a query is written once.

use deadpool::managed::Object;
use diesel::connection::AnsiTransactionManager;
use diesel_async::{
    AsyncConnection, AsyncPgConnection, TransactionManager,
    sync_connection_wrapper::SyncConnectionWrapper,
};

use crate::{
    Backend, StorageError,
    blocking::BlockingRunner,
    pool::{Checkout, PostgresManager, SqliteManager},
};

/// The connection that queries see in the PostgreSQL arm of [`on_backend!`].
pub type PostgresConnection = AsyncPgConnection;

/// The connection that queries see in the SQLite arm of [`on_backend!`].
pub type SqliteConnection = SyncConnectionWrapper<diesel::SqliteConnection, BlockingRunner>;

/// A connection of a [`crate::Database`]; it goes back to the pool on drop.
pub struct Connection(Inner);

#[expect(
    clippy::large_enum_variant,
    reason = "the large one is that of production, and a box would cost an allocation a checkout"
)]
enum Inner {
    Postgres(Checkout<PostgresConnection, PostgresManager>),
    Sqlite(Checkout<SqliteConnection, SqliteManager>),
}

/// A connection by its concrete type, for [`on_backend!`].
pub enum ConnectionMut<'a> {
    /// A connection to PostgreSQL.
    Postgres(&'a mut PostgresConnection),
    /// A connection to SQLite.
    Sqlite(&'a mut SqliteConnection),
}

impl Connection {
    pub(crate) fn postgres(object: Object<PostgresManager>) -> Self {
        Self(Inner::Postgres(Checkout::new(object)))
    }

    pub(crate) fn sqlite(object: Object<SqliteManager>) -> Self {
        Self(Inner::Sqlite(Checkout::new(object)))
    }

    /// Which database the connection leads to.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match &self.0 {
            Inner::Postgres(_) => Backend::Postgres,
            Inner::Sqlite(_) => Backend::Sqlite,
        }
    }

    /// The connection by its concrete type.
    pub fn by_backend(&mut self) -> ConnectionMut<'_> {
        match &mut self.0 {
            Inner::Postgres(checkout) => ConnectionMut::Postgres(checkout.connection()),
            Inner::Sqlite(checkout) => ConnectionMut::Sqlite(checkout.connection()),
        }
    }

    /// Runs `body` in a transaction: committed when it returns `Ok`, rolled back when it returns
    /// an error. Within a transaction it makes a savepoint.
    ///
    /// On SQLite the write lock is taken at the start (`BEGIN IMMEDIATE`), so that a transaction
    /// that reads first never fails for want of it later.
    ///
    /// ```
    /// # use storage::{Connection, StorageError, on_backend};
    /// # use diesel_async::RunQueryDsl;
    /// # async fn clear(db: &mut Connection) -> Result<(), StorageError> {
    /// db.transaction(async |db| {
    ///     on_backend!(db, conn => diesel::sql_query("DELETE FROM step").execute(conn).await)?;
    ///     on_backend!(db, conn => diesel::sql_query("DELETE FROM task").execute(conn).await)
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// That of `body`, or the one of beginning or committing.
    pub async fn transaction<T, E>(
        &mut self,
        body: impl AsyncFnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StorageError>,
    {
        self.begin().await?;
        match body(self).await {
            Ok(value) => {
                self.commit().await?;
                Ok(value)
            }
            Err(error) => {
                if let Err(rollback) = self.rollback().await {
                    // The connection is not pooled again, which rolls back as well.
                    tracing::warn!(error = %rollback, "a transaction could not be rolled back");
                }
                Err(error)
            }
        }
    }

    async fn begin(&mut self) -> Result<(), StorageError> {
        match self.by_backend() {
            ConnectionMut::Postgres(conn) => begin(conn).await,
            ConnectionMut::Sqlite(conn) => {
                if in_transaction(conn) {
                    return begin(conn).await;
                }
                let sql = "BEGIN IMMEDIATE";
                Ok(conn
                    .spawn_blocking(|conn| AnsiTransactionManager::begin_transaction_sql(conn, sql))
                    .await?)
            }
        }
    }

    async fn commit(&mut self) -> Result<(), StorageError> {
        match self.by_backend() {
            ConnectionMut::Postgres(conn) => commit(conn).await,
            ConnectionMut::Sqlite(conn) => commit(conn).await,
        }
    }

    async fn rollback(&mut self) -> Result<(), StorageError> {
        match self.by_backend() {
            ConnectionMut::Postgres(conn) => rollback(conn).await,
            ConnectionMut::Sqlite(conn) => rollback(conn).await,
        }
    }
}

async fn begin<C: AsyncConnection>(conn: &mut C) -> Result<(), StorageError> {
    Ok(C::TransactionManager::begin_transaction(conn).await?)
}

async fn commit<C: AsyncConnection>(conn: &mut C) -> Result<(), StorageError> {
    Ok(C::TransactionManager::commit_transaction(conn).await?)
}

async fn rollback<C: AsyncConnection>(conn: &mut C) -> Result<(), StorageError> {
    Ok(C::TransactionManager::rollback_transaction(conn).await?)
}

fn in_transaction<C: AsyncConnection>(conn: &mut C) -> bool {
    let status = C::TransactionManager::transaction_manager_status_mut(conn);
    !matches!(status.transaction_depth(), Ok(None))
}

/// Runs a query on whichever database a [`Connection`] leads to.
///
/// The body is compiled once for each database: in it the name before `=>` is the concrete
/// connection, and `Db` the Diesel backend, for `into_boxed::<Db>()`. The body is a
/// `diesel::QueryResult`; the whole is a `Result<_, StorageError>`. A `?` within the body leaves the
/// function around it. Many rows at once are inserted by [`crate::insert_all!`].
///
/// ```
/// use diesel::prelude::*;
/// use diesel_async::RunQueryDsl;
/// use storage::{Connection, StorageError, on_backend};
///
/// diesel::table! {
///     grid (id) { id -> Text, delegation_id -> Text, }
/// }
///
/// /// The ids of the grids, of one delegation or of all.
/// pub async fn grid_ids(
///     db: &mut Connection,
///     delegation: Option<&str>,
/// ) -> Result<Vec<String>, StorageError> {
///     on_backend!(db, conn => {
///         let mut query = grid::table.select(grid::id).order(grid::id).into_boxed::<Db>();
///         if let Some(delegation) = delegation {
///             query = query.filter(grid::delegation_id.eq(delegation));
///         }
///         query.load(conn).await
///     })
/// }
/// ```
#[macro_export]
macro_rules! on_backend {
    ($db:expr, $conn:ident => $body:expr) => {
        match $db.by_backend() {
            $crate::ConnectionMut::Postgres($conn) => {
                #[allow(dead_code, reason = "only queries that are boxed name it")]
                type Db = $crate::macro_support::diesel::pg::Pg;
                let result: $crate::macro_support::diesel::QueryResult<_> = $body;
                result.map_err($crate::StorageError::from)
            }
            $crate::ConnectionMut::Sqlite($conn) => {
                #[allow(dead_code, reason = "only queries that are boxed name it")]
                type Db = $crate::macro_support::diesel::sqlite::Sqlite;
                let result: $crate::macro_support::diesel::QueryResult<_> = $body;
                result.map_err($crate::StorageError::from)
            }
        }
    };
}
