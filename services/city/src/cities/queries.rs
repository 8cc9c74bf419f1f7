//! The queries of the city's row.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use super::model::City;
use crate::tables::cities;

/// The city; a database holds one.
pub async fn the_city(db: &mut Connection) -> Result<Option<City>, StorageError> {
    on_backend!(db, conn => {
        let query = cities::table.order(cities::code).select(City::as_select());
        query.first(conn).await.optional()
    })
}

/// Writes the city, whether it was there or not.
pub async fn upsert(db: &mut Connection, city: &City) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(cities::table).values(city);
        insert.on_conflict(cities::code).do_update().set(city).execute(conn).await
    })?;
    Ok(())
}
