//! Writes batches of rows and removes a district's rows. All of it is meant to run in one
//! transaction of the caller.

use diesel::{prelude::*, sql_types::Text};
use diesel_async::RunQueryDsl;
use storage::{Connection, ConnectionMut, StorageError, on_backend};

use super::{
    record::{Record, RecordKind, for_each_kind},
    rows,
};
use crate::schema;

/// How many rows one statement writes: the widest table has 32 columns, and SQLite takes 32 766
/// values in a statement.
const ROWS_PER_STATEMENT: usize = 500;

/// Writes rows of one table. Diesel writes many rows at once to SQLite only on a connection that is
/// not asynchronous, so each database has its own way here.
macro_rules! insert_rows {
    ($db:expr, $table:expr, $rows:expr) => {
        match $db.by_backend() {
            ConnectionMut::Postgres(conn) => {
                for rows in $rows.chunks(ROWS_PER_STATEMENT) {
                    diesel::insert_into($table).values(rows).execute(conn).await?;
                }
            }
            ConnectionMut::Sqlite(conn) if !$rows.is_empty() => {
                conn.spawn_blocking(move |conn| {
                    $rows.chunks(ROWS_PER_STATEMENT).try_for_each(|rows| {
                        let statement = diesel::insert_into($table).values(rows);
                        diesel::RunQueryDsl::execute(statement, conn).map(drop)
                    })
                })
                .await?;
            }
            ConnectionMut::Sqlite(_) => {}
        }
    };
}

macro_rules! declare_batch {
    ($($kind:ident($row:ident) = $text:literal, $table:ident.$column:ident;)+) => {
        /// Rows that wait to be written, by table.
        #[derive(Debug, Default)]
        pub(super) struct Batch {
            length: usize,
            $($table: Vec<rows::$row>,)+
        }

        impl Batch {
            /// Adds a record.
            pub(super) fn push(&mut self, record: Record) {
                self.length += 1;
                match record { $(Record::$kind(row) => self.$table.push(row),)+ }
            }

            /// How many records wait.
            pub(super) fn len(&self) -> usize {
                self.length
            }

            /// Writes all rows, parents before their children, and leaves the batch empty.
            pub(super) async fn insert(&mut self, db: &mut Connection) -> Result<(), StorageError> {
                $(let rows = std::mem::take(&mut self.$table);
                insert_rows!(db, schema::$table::table, rows);)+
                self.length = 0;
                Ok(())
            }
        }

        /// The table of a kind and the column of it that starts with the district's code.
        fn table(kind: RecordKind) -> (&'static str, &'static str) {
            match kind { $(RecordKind::$kind => (stringify!($table), stringify!($column)),)+ }
        }
    };
}
for_each_kind!(declare_batch);

/// Whether the database holds rows of the district.
pub(super) async fn holds(db: &mut Connection, district: &str) -> Result<bool, StorageError> {
    let found: Option<String> = on_backend!(db, conn => {
        schema::districts::table
            .find(district)
            .select(schema::districts::code)
            .first(conn)
            .await
            .optional()
    })?;
    Ok(found.is_some())
}

/// Removes every row of the district, children before their parents.
pub(super) async fn remove(db: &mut Connection, district: &str) -> Result<(), StorageError> {
    for kind in RecordKind::ALL.iter().rev() {
        let (table, column) = table(*kind);
        // The district itself has no tail; of all ids `;` is the byte after `:`.
        let sql = format!(
            "DELETE FROM {table} WHERE {column} = $1 OR ({column} >= $2 AND {column} < $3)"
        );
        let bounds = (district.to_owned(), format!("{district}:"), format!("{district};"));
        on_backend!(db, conn => {
            diesel::sql_query(&sql)
                .bind::<Text, _>(&bounds.0)
                .bind::<Text, _>(&bounds.1)
                .bind::<Text, _>(&bounds.2)
                .execute(conn)
                .await
        })?;
    }
    Ok(())
}
