//! The city's database: its migrations, and the reference data that belong to it.

use anyhow::Context as _;
use diesel_migrations::embed_migrations;
use futures::future::BoxFuture;
use storage::{Database, DatabaseOptions, Migrations};

use crate::seed;

pub(crate) static MIGRATIONS: Migrations = Migrations {
    postgres: embed_migrations!("../../migrations/city/postgres"),
    sqlite: embed_migrations!("../../migrations/city/sqlite"),
};

/// Brings the database up to date, schema and reference data, and returns the names of the
/// migrations that ran.
///
/// # Errors
/// When the database cannot be reached, or a migration fails.
#[inline(never)]
pub fn migrate(url: &str) -> BoxFuture<'_, anyhow::Result<Vec<String>>> {
    // Boxed here, so that it is compiled with this crate and not in every program that calls it.
    Box::pin(async move {
        let done = storage::migrate(url, &MIGRATIONS).await;
        let done = done.context("cannot migrate the database")?;
        seed::apply(&Database::new(url, &DatabaseOptions::default())?).await?;
        Ok(done)
    })
}

/// A pool of connections to a database that is up to date.
///
/// # Errors
/// When the database cannot be reached, or has pending migrations: serving does not migrate.
pub async fn open(url: &str, options: &DatabaseOptions) -> anyhow::Result<Database> {
    storage::ensure_migrated(url, &MIGRATIONS).await?;
    Ok(Database::new(url, options)?)
}
