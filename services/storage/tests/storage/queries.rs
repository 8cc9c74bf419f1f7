//! Queries that are written once give the same on both databases.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};
use diesel_async::RunQueryDsl;
use storage::{
    Database, DatabaseOptions, StorageError, for_each_database, on_backend, portable_sql,
    testing::TestDatabase,
};

use crate::item::{Item, MIGRATIONS, Status, fill, insert, item};

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    below: i64,
    #[diesel(sql_type = BigInt)]
    inside: i64,
}

for_each_database! {
    async fn text_orders_as_bytes(test: TestDatabase) {
        let mut names = ["b", "A", "a", "Z", "é", "z", "中", "一", "a b", "a-b", "aé", "ab", "👍", "\u{ffee}"];
        fill(test, &names).await;
        let mut db = test.connection().await;
        let read: Vec<String> = on_backend!(db, conn => {
            item::table.select(item::sort_name).order(item::sort_name).load(conn).await
        })
        .expect("the names can be read");
        names.sort_unstable();
        assert_eq!(read, names);
    }

    async fn enums_are_stored_as_their_text(test: TestDatabase) {
        fill(test, &["a"]).await;
        let mut db = test.connection().await;
        on_backend!(db, conn => {
            diesel::update(item::table).set(item::status.eq(Status::Done)).execute(conn).await
        })
        .expect("the row can be written");
        let text: String = on_backend!(db, conn => {
            item::table.select(item::status).first(conn).await
        })
        .expect("the text can be read");
        let status: Status = on_backend!(db, conn => {
            let done = item::table.filter(item::status.eq(Status::Done));
            done.select(item::status).first(conn).await
        })
        .expect("the value can be read");
        assert_eq!((text.as_str(), status), ("DONE", Status::Done));
    }

    async fn text_that_is_no_value_is_an_error_and_no_panic(test: TestDatabase) {
        fill(test, &["a"]).await;
        test.execute("UPDATE item SET status = 'LOST'").await;
        let mut db = test.connection().await;
        let read = on_backend!(db, conn => {
            item::table.select(Item::as_select()).load(conn).await
        });
        assert!(matches!(read, Err(StorageError::Internal(_))), "{read:?}");
    }

    async fn placeholders_mean_the_same_values(test: TestDatabase) {
        test.migrate(&MIGRATIONS).await;
        let items: Vec<Item> =
            (0..10).map(|day| Item::new(&format!("i{day}"), "n", day)).collect();
        let mut db = test.connection().await;
        insert(&mut db, items).await.expect("the rows fit");
        let counts: Counts = on_backend!(db, conn => {
            diesel::sql_query(portable_sql!(
                "SELECT CAST(COALESCE(SUM(CASE WHEN opened_day < $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS below, \
                 CAST(COALESCE(SUM(CASE WHEN opened_day >= $1 AND opened_day < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS inside \
                 FROM item WHERE sort_name = $3 AND opened_day <> $2"
            ))
            .bind::<BigInt, _>(3)
            .bind::<BigInt, _>(5)
            .bind::<Text, _>("n")
            .get_result(conn)
            .await
        })
        .expect("the statement is valid on both");
        assert_eq!((counts.below, counts.inside), (3, 2));
    }

    async fn a_question_mark_after_the_body_leaves_the_function(test: TestDatabase) {
        async fn first(test: &TestDatabase) -> Result<String, StorageError> {
            let mut db = test.connection().await;
            let id = on_backend!(db, conn => item::table.select(item::id).first(conn).await)?;
            Ok(id)
        }
        // There is no table yet.
        assert!(matches!(first(test).await, Err(StorageError::Internal(_))));
        fill(test, &["a"]).await;
        assert_eq!(first(test).await.expect("a row"), "a");
    }

    async fn a_database_that_answers_is_alive(test: TestDatabase) {
        test.database().ping().await.expect("the database answers");
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    for url in ["postgres://nobody@127.0.0.1:1/none", "sqlite:/nowhere/at/all/db.sqlite"] {
        let database = Database::new(url, &DatabaseOptions::default()).expect("a valid URL");
        let ping = database.ping().await;
        assert!(matches!(ping, Err(StorageError::Unavailable(_))), "{url}: {ping:?}");
    }
}
