//! Who writes reviews.

use async_graphql::{ID, Object, SimpleObject};

use super::data::{USERS, UserRow};

#[derive(SimpleObject)]
pub struct User {
    id: ID,
    name: &'static str,
    username: &'static str,
    birthday: &'static str,
}

pub struct Query;

#[Object]
impl Query {
    async fn me(&self) -> Option<User> {
        USERS.first().map(User::from)
    }

    async fn users(&self) -> Vec<User> {
        USERS.iter().map(User::from).collect()
    }

    #[graphql(entity)]
    async fn user_by_id(&self, id: ID) -> Option<User> {
        USERS.iter().find(|row| row.id == id.as_str()).map(User::from)
    }
}

impl From<&UserRow> for User {
    fn from(row: &UserRow) -> Self {
        let UserRow { id, name, username, birthday } = *row;
        Self { id: ID::from(id), name, username, birthday }
    }
}
