//! Who writes reviews.

use async_graphql::{ID, Object, SimpleObject};

const USERS: [(&str, &str, &str, &str); 6] = [
    ("1", "Wang Fang", "wang.fang", "1984-03-02"),
    ("2", "Li Wei", "li.wei", "1990-11-19"),
    ("3", "Zhang Min", "zhang.min", "1976-07-30"),
    ("4", "Liu Yang", "liu.yang", "1988-01-08"),
    ("5", "Chen Jing", "chen.jing", "1993-05-24"),
    ("6", "Zhao Lei", "zhao.lei", "1981-09-15"),
];

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
        user("1")
    }

    async fn users(&self) -> Vec<User> {
        USERS.iter().filter_map(|(id, ..)| user(id)).collect()
    }

    #[graphql(entity)]
    async fn user_by_id(&self, id: ID) -> Option<User> {
        user(&id)
    }
}

fn user(id: &str) -> Option<User> {
    let (id, name, username, birthday) = USERS.iter().find(|(known, ..)| *known == id)?;
    Some(User { id: ID::from(*id), name, username, birthday })
}
