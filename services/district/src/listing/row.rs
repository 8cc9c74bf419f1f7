//! What listing needs to know of a row type, and the one place that loads rows from text.

use storage::{Connection, StorageError};

use super::Sql;

/// A row of a table that has lists.
pub trait Row: Clone + Send + Sync + 'static {
    /// The table.
    const TABLE: &'static str;

    /// Runs `SELECT <columns of the row> <rest>`.
    fn select(
        db: &mut Connection,
        rest: Sql,
    ) -> impl Future<Output = Result<Vec<Self>, StorageError>> + Send;

    /// Runs `SELECT <first>, <columns of the row> <rest>`, where the first column is text.
    fn select_with_text(
        db: &mut Connection,
        first: &'static str,
        rest: Sql,
    ) -> impl Future<Output = Result<Vec<(String, Self)>, StorageError>> + Send;
}

/// A row that is known by an id.
pub trait Identified: Row {
    /// The column that holds it.
    const KEY: &'static str;

    /// The id.
    fn id(&self) -> &str;
}

/// Implements [`Row`], and with `by id` (or another column) also [`Identified`], for row structs.
macro_rules! rows {
    ($($row:ty, $table:ident $(by $id:ident)?;)*) => {$(
        impl $crate::listing::Row for $row {
            const TABLE: &'static str = stringify!($table);

            async fn select(
                db: &mut storage::Connection,
                rest: $crate::listing::Sql,
            ) -> Result<Vec<Self>, storage::StorageError> {
                storage::on_backend!(db, conn => {
                    let columns = <$row as diesel::SelectableHelper<Db>>::as_select();
                    let query = $crate::listing::sql::Select::<
                        _, diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<$row, Db>>, Db,
                    >::new(columns, rest);
                    diesel_async::RunQueryDsl::load(query, conn).await
                })
            }

            async fn select_with_text(
                db: &mut storage::Connection,
                first: &'static str,
                rest: $crate::listing::Sql,
            ) -> Result<Vec<(String, Self)>, storage::StorageError> {
                storage::on_backend!(db, conn => {
                    let columns = (
                        diesel::dsl::sql::<diesel::sql_types::Text>(first),
                        <$row as diesel::SelectableHelper<Db>>::as_select(),
                    );
                    let query = $crate::listing::sql::Select::<
                        _, (diesel::sql_types::Text, diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<$row, Db>>), Db,
                    >::new(columns, rest);
                    diesel_async::RunQueryDsl::load(query, conn).await
                })
            }
        }

        $(impl $crate::listing::Identified for $row {
            const KEY: &'static str = stringify!($id);

            fn id(&self) -> &str {
                &self.$id
            }
        })?
    )*};
}

pub(crate) use rows;
