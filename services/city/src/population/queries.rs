//! The queries of population figures.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use super::model::PopulationFigure;
use crate::tables::population_figures as figures;

/// The figures of some districts, sorted by id.
pub async fn of_districts(
    db: &mut Connection,
    districts: &[String],
) -> Result<Vec<PopulationFigure>, StorageError> {
    on_backend!(db, conn => {
        let query = figures::table.filter(figures::district_code.eq_any(districts));
        query.order(figures::id).select(PopulationFigure::as_select()).load(conn).await
    })
}

/// Writes a figure, whether it was there or not.
pub async fn upsert(db: &mut Connection, figure: &PopulationFigure) -> Result<(), StorageError> {
    on_backend!(db, conn => {
        let insert = diesel::insert_into(figures::table).values(figure);
        insert.on_conflict(figures::id).do_update().set(figure).execute(conn).await
    })?;
    Ok(())
}
