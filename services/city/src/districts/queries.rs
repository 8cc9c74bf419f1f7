//! The queries of districts. Lists are in the city's order.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use super::model::{DistrictRow, FormerCodeRow};
use crate::tables::{districts, former_district_codes};

/// Every district.
pub async fn all(db: &mut Connection) -> Result<Vec<DistrictRow>, StorageError> {
    on_backend!(db, conn => {
        let query = districts::table.order((districts::position, districts::code));
        query.select(DistrictRow::as_select()).load(conn).await
    })
}

/// The districts that have one of the codes.
pub async fn by_codes(
    db: &mut Connection,
    codes: &[String],
) -> Result<Vec<DistrictRow>, StorageError> {
    on_backend!(db, conn => {
        let query = districts::table.filter(districts::code.eq_any(codes));
        query.select(DistrictRow::as_select()).load(conn).await
    })
}

/// The former codes of some districts, sorted by code.
pub async fn former_codes(
    db: &mut Connection,
    districts: &[String],
) -> Result<Vec<FormerCodeRow>, StorageError> {
    use former_district_codes as former;
    on_backend!(db, conn => {
        let query = former::table.filter(former::district_code.eq_any(districts));
        query.order(former::code).select(FormerCodeRow::as_select()).load(conn).await
    })
}

/// Writes a district, whether it was there or not.
pub async fn upsert(db: &mut Connection, district: &DistrictRow) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(districts::table).values(district);
        insert.on_conflict(districts::code).do_update().set(district).execute(conn).await
    })?;
    Ok(())
}

/// Writes a former code, whether it was there or not.
pub async fn upsert_former_code(
    db: &mut Connection,
    former: &FormerCodeRow,
) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(former_district_codes::table).values(former);
        let update = insert.on_conflict(former_district_codes::code).do_update();
        update.set(former).execute(conn).await
    })?;
    Ok(())
}
