//! The pool that a service holds for its whole life, and the settings of it.

use std::{sync::Arc, time::Duration};

use deadpool::{
    Runtime,
    managed::{Manager, Object, Pool, PoolError, TimeoutType},
};
use diesel_async::RunQueryDsl as _;

use crate::{
    Backend, Connection, DatabaseUrl, StatementCounter, StorageError, on_backend,
    pool::{PostgresManager, SqliteManager},
};

/// How a database is used.
#[derive(Debug, Clone)]
pub struct DatabaseOptions {
    /// Connections at the same time.
    pub max_connections: usize,
    /// How long a caller waits for a free connection, and how long opening one may take.
    pub acquire_timeout: Duration,
    /// How long a statement may run (PostgreSQL) or wait for a lock (SQLite).
    pub statement_timeout: Duration,
}

impl Default for DatabaseOptions {
    fn default() -> Self {
        Self {
            max_connections: 8,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(10),
        }
    }
}

/// A pool of connections to one database. Cloning it is cheap and shares the pool.
#[derive(Clone)]
pub struct Database {
    url: Arc<DatabaseUrl>,
    pool: BackendPool,
    counter: StatementCounter,
}

#[derive(Clone)]
enum BackendPool {
    Postgres(Pool<PostgresManager>),
    Sqlite(Pool<SqliteManager>),
}

impl Database {
    /// A pool for the database of the URL. Nothing is opened before it is needed: use
    /// [`Database::ping`] to see whether the database answers.
    ///
    /// # Errors
    /// [`StorageError::InvalidUrl`].
    pub fn new(url: &str, options: &DatabaseOptions) -> Result<Self, StorageError> {
        let url: DatabaseUrl = url.parse()?;
        let counter = StatementCounter::default();
        let target = url.target().to_owned();
        let pool = match url.backend() {
            Backend::Postgres => BackendPool::Postgres(build(
                PostgresManager {
                    url: target,
                    statement_timeout: options.statement_timeout,
                    counter: counter.clone(),
                },
                options,
            )?),
            Backend::Sqlite => BackendPool::Sqlite(build(
                SqliteManager {
                    path: target,
                    busy_timeout: options.statement_timeout,
                    counter: counter.clone(),
                },
                options,
            )?),
        };
        Ok(Self { url: Arc::new(url), pool, counter })
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.url.backend()
    }

    /// The URL that the pool was made with.
    #[must_use]
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The count of statements that this pool's connections ran.
    #[must_use]
    pub fn statements(&self) -> &StatementCounter {
        &self.counter
    }

    /// Takes a connection; it goes back when it is dropped.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when none can be opened, [`StorageError::Timeout`] when none
    /// becomes free in time.
    pub async fn connection(&self) -> Result<Connection, StorageError> {
        Ok(match &self.pool {
            BackendPool::Postgres(pool) => Connection::postgres(take(pool).await?),
            BackendPool::Sqlite(pool) => Connection::sqlite(take(pool).await?),
        })
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// As [`Database::connection`], or the error of the statement.
    pub async fn ping(&self) -> Result<(), StorageError> {
        let mut db = self.connection().await?;
        on_backend!(db, conn => diesel::sql_query("SELECT 1").execute(conn).await)?;
        Ok(())
    }
}

fn build<M>(manager: M, options: &DatabaseOptions) -> Result<Pool<M>, StorageError>
where
    M: Manager<Error = StorageError>,
{
    Pool::builder(manager)
        .max_size(options.max_connections)
        .wait_timeout(Some(options.acquire_timeout))
        .create_timeout(Some(options.acquire_timeout))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| StorageError::Internal(Box::new(error)))
}

async fn take<M>(pool: &Pool<M>) -> Result<Object<M>, StorageError>
where
    M: Manager<Error = StorageError>,
{
    pool.get().await.map_err(|error| match error {
        PoolError::Backend(error) => error,
        PoolError::Timeout(TimeoutType::Create) => {
            StorageError::Unavailable("opening a connection took too long".into())
        }
        PoolError::Timeout(_) => StorageError::Timeout("no connection became free in time".into()),
        PoolError::Closed | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
            StorageError::Unavailable("the pool is closed".into())
        }
    })
}
