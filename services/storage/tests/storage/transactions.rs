//! All or nothing, also when nobody waits for the end any more.

use std::time::Duration;

use storage::{Connection, Database, StorageError, for_each_database};

use crate::item::{Item, fill, ids, insert};

async fn add(db: &mut Connection, id: &str) -> Result<(), StorageError> {
    insert(db, vec![Item::new(id, id, 0)]).await.map(drop)
}

for_each_database! {
    async fn what_ends_well_stays(test: TestDatabase) {
        fill(test, &[]).await;
        let mut db = test.connection().await;
        let value = db
            .transaction(async |db| {
                add(db, "a").await?;
                add(db, "b").await?;
                Ok::<_, StorageError>(7)
            })
            .await
            .expect("nothing fails");
        assert_eq!((value, ids(&mut db).await), (7, vec!["a".to_owned(), "b".to_owned()]));
    }

    async fn what_fails_leaves_nothing(test: TestDatabase) {
        fill(test, &["a"]).await;
        let mut db = test.connection().await;
        let result = db
            .transaction(async |db| {
                add(db, "b").await?;
                add(db, "a").await
            })
            .await;
        assert!(matches!(result, Err(StorageError::Conflict(_))), "{result:?}");
        assert_eq!(ids(&mut db).await, ["a"]);
        add(&mut db, "c").await.expect("the connection is fit for use");
    }

    async fn a_transaction_inside_can_fail_alone(test: TestDatabase) {
        fill(test, &["a"]).await;
        let mut db = test.connection().await;
        db.transaction(async |db| {
            add(db, "b").await?;
            let inner = db
                .transaction(async |db| {
                    add(db, "c").await?;
                    add(db, "a").await
                })
                .await;
            assert!(matches!(inner, Err(StorageError::Conflict(_))), "{inner:?}");
            add(db, "d").await
        })
        .await
        .expect("the inner failure is handled");
        assert_eq!(ids(&mut db).await, ["a", "b", "d"]);
    }

    async fn a_cancelled_transaction_leaves_no_lock(test: TestDatabase) {
        fill(test, &["a"]).await;
        let database = test.database().clone();
        let task = tokio::spawn(never_ending(database.clone()));
        tokio::time::sleep(Duration::from_millis(200)).await;
        task.abort();
        assert!(task.await.expect_err("it was aborted").is_cancelled());
        // On SQLite this waits for the write lock, on PostgreSQL for the row's key.
        for id in ["b", "c", "d", "e", "f"] {
            let mut db = database.connection().await.expect("a fresh connection");
            tokio::time::timeout(Duration::from_secs(5), add(&mut db, id))
                .await
                .expect("no lock is held")
                .expect("the row is not there");
        }
        let mut db = test.connection().await;
        assert_eq!(ids(&mut db).await, ["a", "b", "c", "d", "e", "f"]);
    }
}

async fn never_ending(database: Database) -> Result<(), StorageError> {
    let mut db = database.connection().await?;
    db.transaction(async |db| {
        add(db, "b").await?;
        std::future::pending::<Result<(), StorageError>>().await
    })
    .await
}
