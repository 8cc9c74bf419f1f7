//! The database of a district service: its migrations, and what serving asks of it.

use anyhow::Context as _;
use diesel_migrations::embed_migrations;
use storage::{Database, DatabaseOptions, Migrations};

/// The migrations, as pairs.
pub static MIGRATIONS: Migrations = Migrations {
    postgres: embed_migrations!("../../migrations/district/postgres"),
    sqlite: embed_migrations!("../../migrations/district/sqlite"),
};

/// Brings the database up to date and returns the names of the migrations that ran.
///
/// # Errors
/// When the database cannot be reached, or a migration fails.
pub async fn migrate(url: &str) -> anyhow::Result<Vec<String>> {
    storage::migrate(url, &MIGRATIONS).await.context("cannot migrate the database")
}

/// A pool of connections to a database that is up to date.
///
/// # Errors
/// When the database cannot be reached, or has pending migrations: serving does not migrate.
pub async fn open(url: &str, options: &DatabaseOptions) -> anyhow::Result<Database> {
    storage::ensure_migrated(url, &MIGRATIONS).await?;
    Ok(Database::new(url, options)?)
}
