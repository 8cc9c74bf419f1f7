//! The queries of categories. Lists are in the order of the city.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use super::model::Category;
use crate::tables::categories;

/// Every category, of both levels.
pub async fn all(db: &mut Connection) -> Result<Vec<Category>, StorageError> {
    on_backend!(db, conn => {
        let query = categories::table.order((categories::position, categories::code));
        query.select(Category::as_select()).load(conn).await
    })
}

/// The categories that have one of the codes.
pub async fn by_codes(
    db: &mut Connection,
    codes: &[String],
) -> Result<Vec<Category>, StorageError> {
    on_backend!(db, conn => {
        let query = categories::table.filter(categories::code.eq_any(codes));
        query.select(Category::as_select()).load(conn).await
    })
}

/// The categories that are part of one of the parents.
pub async fn by_parents(
    db: &mut Connection,
    parents: &[String],
) -> Result<Vec<Category>, StorageError> {
    on_backend!(db, conn => {
        let query = categories::table.filter(categories::parent_code.eq_any(parents));
        let query = query.order((categories::position, categories::code));
        query.select(Category::as_select()).load(conn).await
    })
}

/// Writes a category, whether it was there or not.
pub async fn upsert(db: &mut Connection, category: &Category) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(categories::table).values(category);
        insert.on_conflict(categories::code).do_update().set(category).execute(conn).await
    })?;
    Ok(())
}
