//! Which districts a database holds.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use crate::schema::districts;

/// The codes of the districts that have a profile, sorted.
///
/// # Errors
/// [`StorageError`].
pub async fn codes(db: &mut Connection) -> Result<Vec<String>, StorageError> {
    on_backend!(db, conn => {
        districts::table.select(districts::code).order(districts::code).load(conn).await
    })
}
