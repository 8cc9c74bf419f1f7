//! The queries of agencies. Lists are in the order of the city.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use super::model::{Agency, AgencyCategory};
use crate::{
    categories::Category,
    tables::{agencies, agency_categories, categories},
};

/// Every agency.
pub async fn all(db: &mut Connection) -> Result<Vec<Agency>, StorageError> {
    on_backend!(db, conn => {
        let query = agencies::table.order((agencies::position, agencies::code));
        query.select(Agency::as_select()).load(conn).await
    })
}

/// The agencies that have one of the codes.
pub async fn by_codes(db: &mut Connection, codes: &[String]) -> Result<Vec<Agency>, StorageError> {
    on_backend!(db, conn => {
        let query = agencies::table.filter(agencies::code.eq_any(codes));
        query.select(Agency::as_select()).load(conn).await
    })
}

/// The categories that some agencies handle, each with the code of the agency.
pub async fn categories_of(
    db: &mut Connection,
    agencies: &[String],
) -> Result<Vec<(String, Category)>, StorageError> {
    use agency_categories as handled;
    on_backend!(db, conn => {
        let both = handled::table
            .inner_join(categories::table.on(categories::code.eq(handled::category_code)));
        let query = both.filter(handled::agency_code.eq_any(agencies));
        let query = query.order((categories::position, categories::code));
        query.select((handled::agency_code, Category::as_select())).load(conn).await
    })
}

/// Writes an agency, whether it was there or not.
pub async fn upsert(db: &mut Connection, agency: &Agency) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(agencies::table).values(agency);
        insert.on_conflict(agencies::code).do_update().set(agency).execute(conn).await
    })?;
    Ok(())
}

/// Writes that an agency handles a category, whether it was there or not.
pub async fn upsert_category(
    db: &mut Connection,
    handled: &AgencyCategory,
) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(agency_categories::table).values(handled);
        insert.on_conflict_do_nothing().execute(conn).await
    })?;
    Ok(())
}
