//! The table that the tests use.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use diesel_migrations::embed_migrations;
use storage::{
    Connection, Migrations, StorageError, insert_all, on_backend, testing::TestDatabase,
};

pub static MIGRATIONS: Migrations = Migrations {
    postgres: embed_migrations!("tests/migrations/postgres"),
    sqlite: embed_migrations!("tests/migrations/sqlite"),
};

diesel::table! {
    item (id) {
        id -> Text,
        sort_name -> Text,
        opened_day -> BigInt,
        status -> Text,
    }
}

storage::text_enum! {
    /// Where an item stands.
    pub enum Status {
        /// Not done.
        Open = "OPEN",
        /// Done.
        Done = "DONE",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = item)]
pub struct Item {
    pub id: String,
    pub sort_name: String,
    pub opened_day: i64,
    pub status: Status,
}

impl Item {
    pub fn new(id: &str, sort_name: &str, opened_day: i64) -> Self {
        Self {
            id: id.to_owned(),
            sort_name: sort_name.to_owned(),
            opened_day,
            status: Status::Open,
        }
    }
}

pub async fn insert(db: &mut Connection, items: Vec<Item>) -> Result<usize, StorageError> {
    insert_all!(db, item::table, items)
}

pub async fn ids(db: &mut Connection) -> Vec<String> {
    on_backend!(db, conn => item::table.select(item::id).order(item::id).load(conn).await)
        .expect("the ids can be read")
}

/// A migrated database with a row for each name; the id is the name.
pub async fn fill(test: &TestDatabase, names: &[&str]) {
    test.migrate(&MIGRATIONS).await;
    let items: Vec<Item> = names.iter().map(|name| Item::new(name, name, 0)).collect();
    insert(&mut test.connection().await, items).await.expect("the rows fit the table");
}
