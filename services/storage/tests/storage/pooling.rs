//! Which connections are used again, and how long anyone waits.

use std::time::Duration;

use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};
use storage::{
    Backend, Connection, Database, DatabaseOptions, StorageError, for_each_database, on_backend,
    testing::TestDatabase,
};

use crate::item::{Item, fill, insert};

fn one_connection(test: &TestDatabase) -> Database {
    let options = DatabaseOptions { max_connections: 1, ..DatabaseOptions::default() };
    Database::new(test.url(), &options).expect("a valid URL")
}

async fn run(db: &mut Connection, statements: &str) -> Result<(), StorageError> {
    on_backend!(db, conn => conn.batch_execute(statements).await)
}

/// Marks a connection, so that it is known again.
async fn mark(database: &Database) {
    let mut db = database.connection().await.expect("a connection");
    run(&mut db, "CREATE TEMPORARY TABLE mark (id BIGINT)").await.expect("it is not marked");
}

async fn is_marked(database: &Database) -> bool {
    let mut db = database.connection().await.expect("a connection");
    run(&mut db, "SELECT id FROM mark").await.is_ok()
}

for_each_database! {
    async fn a_connection_is_used_again(test: TestDatabase) {
        let database = one_connection(test);
        mark(&database).await;
        database.ping().await.expect("the database answers");
        assert!(is_marked(&database).await);
    }

    async fn an_error_does_not_spoil_a_connection(test: TestDatabase) {
        let database = one_connection(test);
        mark(&database).await;
        let mut db = database.connection().await.expect("a connection");
        run(&mut db, "SELECT nothing").await.expect_err("there is no such column");
        let query = on_backend!(db, conn => diesel::sql_query("SELECT nothing").execute(conn).await);
        query.expect_err("there is no such column");
        drop(db);
        assert!(is_marked(&database).await);
    }

    async fn a_statement_that_was_cut_off_takes_its_connection_along(test: TestDatabase) {
        let database = one_connection(test);
        mark(&database).await;
        let mut db = database.connection().await.expect("a connection");
        let slow = match db.backend() {
            Backend::Postgres => "SELECT pg_sleep(2)",
            Backend::Sqlite => {
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) \
                 SELECT COUNT(*) FROM n"
            }
        };
        let cut_off = tokio::time::timeout(Duration::from_millis(20), run(&mut db, slow)).await;
        assert!(cut_off.is_err(), "the statement was not slow");
        drop(db);
        assert!(!is_marked(&database).await);
    }

    async fn waiting_for_a_connection_has_an_end(test: TestDatabase) {
        let options = DatabaseOptions {
            max_connections: 1,
            acquire_timeout: Duration::from_millis(300),
            ..DatabaseOptions::default()
        };
        let database = Database::new(test.url(), &options).expect("a valid URL");
        let _held = database.connection().await.expect("a connection");
        let second = database.connection().await.map(drop);
        assert!(matches!(second, Err(StorageError::Timeout(_))), "{second:?}");
    }

    async fn waiting_for_a_lock_has_an_end(test: TestDatabase) {
        fill(test, &[]).await;
        let options = DatabaseOptions {
            statement_timeout: Duration::from_millis(100),
            ..DatabaseOptions::default()
        };
        let impatient = Database::new(test.url(), &options).expect("a valid URL");
        let mut holder = test.connection().await;
        holder
            .transaction(async |db| {
                let row = || vec![Item::new("a", "a", 0)];
                insert(db, row()).await?;
                let mut second = impatient.connection().await?;
                let result = insert(&mut second, row()).await;
                assert!(matches!(result, Err(StorageError::Timeout(_))), "{result:?}");
                Ok::<(), StorageError>(())
            })
            .await
            .expect("the holder is not disturbed");
    }
}
