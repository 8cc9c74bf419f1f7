//! What people say of products.

use async_graphql::{ID, Object, SimpleObject};

const REVIEWS: [(&str, &str, &str, &str); 11] = [
    ("1", "1", "1", "Love it!"),
    ("2", "1", "2", "Too expensive."),
    ("3", "2", "3", "Could be better."),
    ("4", "2", "1", "Prefer something else."),
    ("5", "3", "4", "Sturdy, and easy to build."),
    ("6", "3", "5", "Warm light."),
    ("7", "4", "1", "Just right for six."),
    ("8", "4", "3", "One broke on the way."),
    ("9", "5", "2", "The cat owns it now."),
    ("10", "6", "4", "Comfortable."),
    ("11", "6", "5", "Stopped working after a year."),
];

#[derive(Clone, Copy)]
pub struct Review(&'static (&'static str, &'static str, &'static str, &'static str));

#[Object]
impl Review {
    async fn id(&self) -> ID {
        ID::from(self.0.0)
    }

    async fn body(&self) -> &str {
        self.0.3
    }

    async fn author(&self) -> User {
        User { id: ID::from(self.0.1) }
    }

    async fn product(&self) -> Product {
        Product { upc: self.0.2.to_owned() }
    }
}

#[derive(SimpleObject)]
#[graphql(complex)]
pub struct User {
    id: ID,
}

#[async_graphql::ComplexObject]
impl User {
    async fn reviews(&self) -> Vec<Review> {
        REVIEWS.iter().filter(|review| review.1 == self.id.as_str()).map(Review).collect()
    }
}

#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Product {
    upc: String,
}

#[async_graphql::ComplexObject]
impl Product {
    async fn reviews(&self) -> Vec<Review> {
        REVIEWS.iter().filter(|review| review.2 == self.upc).map(Review).collect()
    }
}

pub struct Query;

#[Object]
impl Query {
    #[graphql(entity)]
    async fn user_by_id(&self, id: ID) -> User {
        User { id }
    }

    #[graphql(entity)]
    async fn product_by_upc(&self, upc: String) -> Product {
        Product { upc }
    }
}
