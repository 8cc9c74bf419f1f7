//! What is sold.

use async_graphql::{Object, SimpleObject};

use super::data::{PRODUCTS, ProductRow};

#[derive(SimpleObject)]
pub struct Product {
    upc: &'static str,
    name: &'static str,
    price: i32,
    weight: i32,
}

pub struct Query;

#[Object]
impl Query {
    async fn top_products(&self, #[graphql(default = 5)] first: usize) -> Vec<Product> {
        PRODUCTS.iter().take(first).map(Product::from).collect()
    }

    #[graphql(entity)]
    async fn product_by_upc(&self, upc: String) -> Option<Product> {
        PRODUCTS.iter().find(|row| row.upc == upc).map(Product::from)
    }
}

impl From<&ProductRow> for Product {
    fn from(row: &ProductRow) -> Self {
        let ProductRow { upc, name, price, weight } = *row;
        Self { upc, name, price, weight }
    }
}
