//! Runs the migrations that a service embeds, one set for each database, and tells which have not
//! run. A service that serves does not migrate: it refuses to start instead.

use diesel::{
    Connection as _, RunQueryDsl as _,
    backend::Backend as DieselBackend,
    migration::{Migration, MigrationSource},
    pg::Pg,
    sqlite::Sqlite,
};
use diesel_async::{AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};

use crate::{Backend, BoxError, DatabaseOptions, DatabaseUrl, StorageError, pool::open_sqlite};

/// Held while migrations run on PostgreSQL, so that several starting services take turns. The
/// number has no meaning; it must only be ours.
const ADVISORY_LOCK: i64 = 0x5969_7475_616e;

/// The migrations of a service, as pairs.
///
/// ```ignore
/// pub static MIGRATIONS: Migrations = Migrations {
///     postgres: embed_migrations!("../../migrations/city/postgres"),
///     sqlite: embed_migrations!("../../migrations/city/sqlite"),
/// };
/// ```
pub struct Migrations {
    /// For PostgreSQL.
    pub postgres: EmbeddedMigrations,
    /// For SQLite.
    pub sqlite: EmbeddedMigrations,
}

/// Runs the migrations that have not run, and returns their names, oldest first.
///
/// # Errors
/// [`StorageError::Migration`], or why the database could not be opened.
pub async fn migrate(
    url: &str,
    migrations: &'static Migrations,
) -> Result<Vec<String>, StorageError> {
    on_harness(url, migrations, Task::Run).await
}

/// The names of the migrations that have not run, oldest first.
///
/// # Errors
/// [`StorageError::Migration`], or why the database could not be opened.
pub async fn pending(
    url: &str,
    migrations: &'static Migrations,
) -> Result<Vec<String>, StorageError> {
    on_harness(url, migrations, Task::ListPending).await
}

/// Refuses a database that is older than the program: what serving calls first.
///
/// # Errors
/// [`StorageError::NotMigrated`] with the names of the pending migrations, or as [`pending`].
pub async fn ensure_migrated(
    url: &str,
    migrations: &'static Migrations,
) -> Result<(), StorageError> {
    let pending = pending(url, migrations).await?;
    if pending.is_empty() { Ok(()) } else { Err(StorageError::NotMigrated { pending }) }
}

/// Runs the `down.sql` of every migration that has run, newest first, and returns their versions.
///
/// # Errors
/// [`StorageError::Migration`], or why the database could not be opened.
pub async fn revert_all(
    url: &str,
    migrations: &'static Migrations,
) -> Result<Vec<String>, StorageError> {
    on_harness(url, migrations, Task::RevertAll).await
}

#[derive(Debug, Clone, Copy)]
enum Task {
    Run,
    ListPending,
    RevertAll,
}

/// Diesel's migrations are synchronous, so they run on a blocking thread with their own connection.
async fn on_harness(
    url: &str,
    migrations: &'static Migrations,
    task: Task,
) -> Result<Vec<String>, StorageError> {
    let url: DatabaseUrl = url.parse()?;
    let work = move || match url.backend() {
        Backend::Postgres => {
            let mut connection =
                AsyncConnectionWrapper::<AsyncPgConnection>::establish(url.target())?;
            // The end of the connection gives the lock back.
            diesel::sql_query("SELECT pg_advisory_lock($1)")
                .bind::<diesel::sql_types::BigInt, _>(ADVISORY_LOCK)
                .execute(&mut connection)?;
            run::<Pg>(&mut connection, &migrations.postgres, task)
        }
        Backend::Sqlite => {
            let timeout = DatabaseOptions::default().statement_timeout;
            let mut connection = open_sqlite(url.target(), timeout)?;
            // Holds the write lock from before it is read which migrations have run.
            connection.immediate_transaction(|connection| {
                run::<Sqlite>(connection, &migrations.sqlite, task)
            })
        }
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StorageError::Migration(Box::new(error)))?
}

fn run<DB: DieselBackend>(
    harness: &mut impl MigrationHarness<DB>,
    migrations: &'static EmbeddedMigrations,
    task: Task,
) -> Result<Vec<String>, StorageError> {
    let done = match task {
        Task::ListPending => names_of_pending(harness, migrations),
        Task::Run => names_of_pending(harness, migrations).and_then(|names| {
            harness.run_pending_migrations(Borrowed(migrations))?;
            Ok(names)
        }),
        Task::RevertAll => harness
            .revert_all_migrations(Borrowed(migrations))
            .map(|versions| versions.iter().map(ToString::to_string).collect()),
    };
    done.map_err(StorageError::Migration)
}

fn names_of_pending<DB: DieselBackend>(
    harness: &mut impl MigrationHarness<DB>,
    migrations: &'static EmbeddedMigrations,
) -> Result<Vec<String>, BoxError> {
    let pending = harness.pending_migrations(Borrowed(migrations))?;
    Ok(pending.iter().map(|migration| migration.name().to_string()).collect())
}

/// Diesel takes a source by value, and its embedded one is not `Copy`.
struct Borrowed(&'static EmbeddedMigrations);

impl<DB: DieselBackend> MigrationSource<DB> for Borrowed {
    fn migrations(&self) -> Result<Vec<Box<dyn Migration<DB>>>, BoxError> {
        self.0.migrations()
    }
}
