//! Migrations run once, are named when they have not run, and can be undone.

use storage::{StorageError, ensure_migrated, for_each_database, migrate, pending, revert_all};

use crate::item::{MIGRATIONS, fill};

const FIRST: &str = "2026-01-01-000001_first";
const SECOND: &str = "2026-01-02-000001_second";

for_each_database! {
    async fn a_new_database_has_all_migrations_pending(test: TestDatabase) {
        assert_eq!(pending(test.url(), &MIGRATIONS).await.expect("it opens"), [FIRST, SECOND]);
        let error = ensure_migrated(test.url(), &MIGRATIONS).await.expect_err("nothing has run");
        assert!(matches!(&error, StorageError::NotMigrated { pending } if pending.len() == 2));
        assert!(error.to_string().contains(FIRST), "{error}");
    }

    async fn migrations_run_once(test: TestDatabase) {
        assert_eq!(migrate(test.url(), &MIGRATIONS).await.expect("they run"), [FIRST, SECOND]);
        assert!(migrate(test.url(), &MIGRATIONS).await.expect("nothing is left").is_empty());
        ensure_migrated(test.url(), &MIGRATIONS).await.expect("nothing is pending");
    }

    async fn services_that_migrate_at_once_take_turns(test: TestDatabase) {
        let (one, other) = tokio::join!(
            migrate(test.url(), &MIGRATIONS),
            migrate(test.url(), &MIGRATIONS),
        );
        let (one, other) = (one.expect("they run"), other.expect("they run"));
        assert_eq!(one.len() + other.len(), 2, "{one:?} {other:?}");
    }

    async fn every_migration_can_be_undone(test: TestDatabase) {
        fill(test, &["a"]).await;
        assert_eq!(revert_all(test.url(), &MIGRATIONS).await.expect("they revert").len(), 2);
        assert_eq!(pending(test.url(), &MIGRATIONS).await.expect("it opens").len(), 2);
        fill(test, &["a"]).await;
    }
}
