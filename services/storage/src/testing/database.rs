//! A database for one test.

use std::{
    any::Any,
    process,
    sync::atomic::{AtomicU32, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use diesel_async::{
    AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _,
};
use tempfile::TempDir;

use super::server::Server;
use crate::{
    Backend, Connection, ConnectionMut, Database, DatabaseOptions, Migrations, migrate, on_backend,
};

/// An empty database that is gone when it is dropped.
pub struct TestDatabase {
    url: String,
    database: Database,
    /// Clears the database away when it is dropped; fields go in order, so the pool goes first.
    _place: Box<dyn Any + Send + Sync>,
}

struct PostgresDatabase {
    server: &'static Server,
    name: String,
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // A database that stays does no harm: the next server starts without it.
        if let Err(error) = self.server.drop_database(&self.name) {
            tracing::warn!(%error, name = self.name, "a test database could not be dropped");
        }
    }
}

impl TestDatabase {
    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub async fn sqlite() -> Self {
        let folder = TempDir::with_prefix("yituan-test-").expect("a temporary folder can be made");
        let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
        Self::at(url, folder)
    }

    /// A database on the server that tests share. Its collation is Chinese, so that text which
    /// must compare as bytes does so by its column's own collation or not at all.
    ///
    /// # Panics
    /// When there is no server and none can be started; the text says why.
    pub async fn postgres() -> Self {
        let server = tokio::task::spawn_blocking(Server::shared)
            .await
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
        let name = unique_name();
        let mut connection = AsyncPgConnection::establish(&server.url("postgres"))
            .await
            .expect("the test server takes connections");
        connection
            .batch_execute(&format!(
                "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' \
                 LOCALE_PROVIDER icu ICU_LOCALE 'zh'"
            ))
            .await
            .expect("a database can be created (PostgreSQL 15 or newer, with ICU)");
        Self::at(server.url(&name), PostgresDatabase { server, name })
    }

    fn at(url: String, place: impl Any + Send + Sync) -> Self {
        let options = DatabaseOptions { max_connections: 4, ..DatabaseOptions::default() };
        let database = Database::new(&url, &options).expect("the URL is our own");
        Self { url, database, _place: Box::new(place) }
    }

    /// The URL, as a service takes it from `DATABASE_URL`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.database.backend()
    }

    /// The pool.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// A connection of the pool.
    ///
    /// # Panics
    /// When there is none.
    pub async fn connection(&self) -> Connection {
        self.database.connection().await.expect("the test database takes connections")
    }

    /// Runs the migrations of a service.
    ///
    /// # Panics
    /// When one fails.
    pub async fn migrate(&self, migrations: &'static Migrations) {
        migrate(&self.url, migrations).await.expect("the migrations run");
    }

    /// Runs statements that both databases know, separated by `;`.
    ///
    /// # Panics
    /// When one fails.
    pub async fn execute(&self, statements: &str) {
        let mut db = self.connection().await;
        on_backend!(db, conn => conn.batch_execute(statements).await).expect("the statements run");
    }
}

#[derive(diesel::QueryableByName)]
struct SqlitePlanLine {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[derive(diesel::QueryableByName)]
struct PostgresPlanLine {
    #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
    text: String,
}

impl TestDatabase {
    /// How the database would run a statement, a step a line. PostgreSQL is told to avoid reading
    /// whole tables and sorting where it can, since test tables are so small that it would not mind.
    ///
    /// # Panics
    /// When the database does not take the statement.
    pub async fn explain(&self, statement: &str) -> String {
        let mut db = self.connection().await;
        let lines: Result<Vec<String>, diesel::result::Error> = match db.by_backend() {
            ConnectionMut::Postgres(conn) => {
                conn.batch_execute("SET enable_seqscan = off; SET enable_sort = off")
                    .await
                    .expect("the settings exist");
                let plan = diesel::sql_query(format!("EXPLAIN (COSTS OFF) {statement}"));
                let lines = plan.load::<PostgresPlanLine>(conn).await;
                conn.batch_execute("RESET enable_seqscan; RESET enable_sort")
                    .await
                    .expect("the settings exist");
                lines.map(|lines| lines.into_iter().map(|line| line.text).collect())
            }
            ConnectionMut::Sqlite(conn) => {
                let plan = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}"));
                let lines = plan.load::<SqlitePlanLine>(conn).await;
                lines.map(|lines| lines.into_iter().map(|line| line.detail).collect())
            }
        };
        lines.expect("the database takes the statement").join("\n")
    }
}

/// Unique among the processes and runs that share a server.
fn unique_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_nanos());
    format!("test_{}_{number}_{now:x}", process::id())
}
