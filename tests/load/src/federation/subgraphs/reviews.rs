//! What people say of products.

use async_graphql::{ID, Object, SimpleObject};

use super::data::{REVIEWS, ReviewRow};

#[derive(Clone, Copy)]
pub struct Review(&'static ReviewRow);

#[Object]
impl Review {
    async fn id(&self) -> ID {
        ID::from(self.0.id)
    }

    async fn body(&self) -> &str {
        self.0.body
    }

    async fn author(&self) -> User {
        User { id: ID::from(self.0.author) }
    }

    async fn product(&self) -> Product {
        Product { upc: self.0.product.to_owned() }
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
        REVIEWS.iter().filter(|review| review.author == self.id.as_str()).map(Review).collect()
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
        REVIEWS.iter().filter(|review| review.product == self.upc).map(Review).collect()
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
