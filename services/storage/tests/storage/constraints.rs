//! What the schema refuses is told apart from what went wrong.

use storage::{StorageError, for_each_database};

use crate::item::{Item, fill, ids, insert};

for_each_database! {
    async fn a_second_row_with_a_key_is_a_conflict(test: TestDatabase) {
        fill(test, &["a"]).await;
        let mut db = test.connection().await;
        let result = insert(&mut db, vec![Item::new("a", "again", 0)]).await;
        assert!(matches!(result, Err(StorageError::Conflict(_))), "{result:?}");
        assert_eq!(ids(&mut db).await, ["a"]);
    }

    async fn a_broken_rule_is_a_constraint(test: TestDatabase) {
        test.execute(
            "CREATE TABLE parent (id BIGINT PRIMARY KEY); \
             CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parent)",
        )
        .await;
        for statement in ["INSERT INTO child VALUES (1, 7)", "INSERT INTO child VALUES (1, NULL)"] {
            let mut db = test.connection().await;
            let result = run(&mut db, statement).await;
            assert!(matches!(result, Err(StorageError::Constraint(_))), "{statement}: {result:?}");
        }
    }
}

async fn run(db: &mut storage::Connection, statement: &str) -> Result<usize, StorageError> {
    use diesel_async::RunQueryDsl;
    storage::on_backend!(db, conn => diesel::sql_query(statement).execute(conn).await)
}
