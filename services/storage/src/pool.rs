//! The pools of both databases: how a connection is opened, and when it may be used again.
//!
//! A connection whose user went away in the middle (a cancelled request) is dropped instead of
//! pooled: it may hold an open transaction, and with it the only write lock of SQLite.

use std::time::Duration;

use deadpool::managed::{Manager, Metrics, Object, RecycleError, RecycleResult};
use diesel::Connection as _;
use diesel_async::{
    AsyncConnection, AsyncPgConnection, SimpleAsyncConnection,
    pooled_connection::PoolableConnection, sync_connection_wrapper::SpawnBlocking as _,
};

use crate::connection::{PostgresConnection, SqliteConnection};
use crate::{
    Backend, StatementCounter, StorageError,
    blocking::{Activity, BlockingRunner},
    statement::{OpenStatement, StatementLog},
};

/// A connection with what must be known about it when it comes back.
pub(crate) struct Slot<C> {
    connection: C,
    open_statement: OpenStatement,
    /// Present where statements run on another thread.
    activity: Option<Activity>,
}

impl<C: PoolableConnection> Slot<C> {
    fn is_reusable(&mut self) -> bool {
        // A statement that was cut off still runs: the next user would wait for it.
        let was_cut_off = self.open_statement.finish().is_some();
        // The order matters: a busy connection cannot be asked for its transaction.
        let is_busy = self.activity.as_ref().is_some_and(Activity::is_busy);
        !was_cut_off && !is_busy && !self.connection.is_broken()
    }
}

/// A connection out of its pool. On drop it goes back, unless it is not fit to.
pub(crate) struct Checkout<C, M>
where
    C: PoolableConnection,
    M: Manager<Type = Slot<C>>,
{
    object: Option<Object<M>>,
}

impl<C, M> Checkout<C, M>
where
    C: PoolableConnection,
    M: Manager<Type = Slot<C>>,
{
    pub(crate) fn new(object: Object<M>) -> Self {
        Self { object: Some(object) }
    }

    pub(crate) fn connection(&mut self) -> &mut C {
        &mut self.object.as_mut().expect("only drop takes the object").connection
    }
}

impl<C, M> Drop for Checkout<C, M>
where
    C: PoolableConnection,
    M: Manager<Type = Slot<C>>,
{
    fn drop(&mut self) {
        let Some(mut object) = self.object.take() else { return };
        if !object.is_reusable() {
            drop(Object::take(object));
        }
    }
}

fn recycle<C: PoolableConnection>(slot: &mut Slot<C>) -> RecycleResult<StorageError> {
    if slot.is_reusable() { Ok(()) } else { Err(RecycleError::message("the connection is broken")) }
}

/// Opens connections to PostgreSQL.
pub(crate) struct PostgresManager {
    pub(crate) url: String,
    pub(crate) statement_timeout: Duration,
    pub(crate) counter: StatementCounter,
}

impl Manager for PostgresManager {
    type Type = Slot<PostgresConnection>;
    type Error = StorageError;

    async fn create(&self) -> Result<Self::Type, StorageError> {
        let mut connection = AsyncPgConnection::establish(&self.url).await?;
        let timeout = self.statement_timeout.as_millis();
        connection.batch_execute(&format!("SET statement_timeout = {timeout}")).await?;
        let (log, open_statement) = StatementLog::new(Backend::Postgres, self.counter.clone());
        connection.set_instrumentation(log);
        Ok(Slot { connection, open_statement, activity: None })
    }

    async fn recycle(&self, slot: &mut Self::Type, _: &Metrics) -> RecycleResult<StorageError> {
        recycle(slot)
    }
}

/// Opens connections to a SQLite file.
pub(crate) struct SqliteManager {
    pub(crate) path: String,
    pub(crate) busy_timeout: Duration,
    pub(crate) counter: StatementCounter,
}

impl Manager for SqliteManager {
    type Type = Slot<SqliteConnection>;
    type Error = StorageError;

    async fn create(&self) -> Result<Self::Type, StorageError> {
        let mut runner = BlockingRunner::default();
        let activity = runner.activity();
        let (path, busy_timeout) = (self.path.clone(), self.busy_timeout);
        let mut connection = runner
            .spawn_blocking(move || open_sqlite(&path, busy_timeout))
            .await
            .map_err(StorageError::Unavailable)??;
        let (log, open_statement) = StatementLog::new(Backend::Sqlite, self.counter.clone());
        diesel::Connection::set_instrumentation(&mut connection, log);
        let connection = SqliteConnection::with_runtime(connection, runner);
        Ok(Slot { connection, open_statement, activity: Some(activity) })
    }

    async fn recycle(&self, slot: &mut Self::Type, _: &Metrics) -> RecycleResult<StorageError> {
        recycle(slot)
    }
}

/// Opens a file with the settings that every connection needs: readers beside one writer (WAL),
/// waiting for a lock instead of failing at once, foreign keys, and no sync of the disk at each
/// commit (WAL keeps the file consistent; a power cut may lose the last transactions).
pub(crate) fn open_sqlite(
    path: &str,
    busy_timeout: Duration,
) -> Result<diesel::SqliteConnection, StorageError> {
    use diesel::connection::SimpleConnection as _;
    let mut connection = diesel::SqliteConnection::establish(path)?;
    // The timeout comes first: changing the journal mode needs a lock as well.
    connection.batch_execute(&format!(
        "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
         PRAGMA foreign_keys = ON;",
        busy_timeout.as_millis()
    ))?;
    Ok(connection)
}
