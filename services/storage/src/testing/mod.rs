//! Throw-away databases for tests: a SQLite file, or a database of its own on a PostgreSQL server
//! that the tests of a machine share. Neither is ever skipped: without PostgreSQL's binaries a test
//! fails and says so.

mod binaries;
mod database;
mod server;

pub use database::TestDatabase;

/// Declares a test that runs on SQLite and on PostgreSQL, each time with a database of its own.
///
/// ```ignore
/// storage::for_each_database! {
///     /// What the test shows.
///     async fn a_row_is_read_back(test: TestDatabase) {
///         test.migrate(&MIGRATIONS).await;
///         let mut db = test.connection().await;
///         // …
///     }
/// }
/// ```
///
/// It becomes a module of the test's name with the tests `sqlite` and `postgres`.
#[macro_export]
macro_rules! for_each_database {
    ($(
        $(#[$meta:meta])*
        async fn $name:ident($test:ident: TestDatabase) $body:block
    )+) => { $(
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "the test sees what stands around it")]
            use super::*;

            async fn on_database($test: &$crate::testing::TestDatabase) $body

            #[test]
            fn sqlite() {
                $crate::testing::block_on(async {
                    on_database(&$crate::testing::TestDatabase::sqlite().await).await;
                });
            }

            #[test]
            fn postgres() {
                $crate::testing::block_on(async {
                    on_database(&$crate::testing::TestDatabase::postgres().await).await;
                });
            }
        }
    )+ };
}

/// Runs a test on a runtime of its own.
///
/// # Panics
/// When the runtime cannot be started.
pub fn block_on<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be started")
        .block_on(test)
}
