//! [`insert_all!`](crate::insert_all!): many rows at once, which Diesel writes differently for each
//! database.

/// The rows of one `INSERT` on PostgreSQL, which takes 65 535 values in a statement: room for rows of
/// 65 columns.
pub const ROWS_PER_INSERT: usize = 1_000;

/// Inserts a `Vec` of insertable rows into a table, and gives how many were inserted.
///
/// PostgreSQL takes them a thousand in a statement; SQLite one by one with a prepared statement, on
/// one trip to the blocking thread. Call it in a transaction: rows that were inserted before one that
/// fails are in the table otherwise.
///
/// ```
/// # use diesel::prelude::*;
/// # use storage::{Connection, StorageError, insert_all};
/// # diesel::table! { grid (id) { id -> Text, } }
/// #[derive(Insertable)]
/// #[diesel(table_name = grid)]
/// struct NewGrid {
///     id: String,
/// }
///
/// async fn add(db: &mut Connection, grids: Vec<NewGrid>) -> Result<usize, StorageError> {
///     insert_all!(db, grid::table, grids)
/// }
/// ```
#[macro_export]
macro_rules! insert_all {
    ($db:expr, $table:expr, $rows:expr) => {
        async {
            let rows = $rows;
            match $db.by_backend() {
                $crate::ConnectionMut::Postgres(conn) => {
                    let mut inserted = 0;
                    for rows in rows.chunks($crate::macro_support::ROWS_PER_INSERT) {
                        let insert =
                            $crate::macro_support::diesel::insert_into($table).values(rows);
                        inserted +=
                            $crate::macro_support::diesel_async::RunQueryDsl::execute(insert, conn)
                                .await?;
                    }
                    Ok::<usize, $crate::StorageError>(inserted)
                }
                $crate::ConnectionMut::Sqlite(conn) => {
                    let insert =
                        move |conn: &mut $crate::macro_support::diesel::SqliteConnection| {
                            let insert =
                                $crate::macro_support::diesel::insert_into($table).values(&rows);
                            $crate::macro_support::diesel::RunQueryDsl::execute(insert, conn)
                        };
                    Ok(conn.spawn_blocking(insert).await?)
                }
            }
        }
        .await
    };
}
