//! What is sold.

use async_graphql::{Object, SimpleObject};

const PRODUCTS: [(&str, &str, i32, i32); 9] = [
    ("1", "Table", 899, 100),
    ("2", "Couch", 1299, 1000),
    ("3", "Glass", 15, 20),
    ("4", "Chair", 499, 100),
    ("5", "Lamp", 129, 50),
    ("6", "Kettle", 89, 30),
    ("7", "Shelf", 349, 400),
    ("8", "Rug", 259, 200),
    ("9", "Mirror", 179, 80),
];

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
        PRODUCTS.iter().take(first).filter_map(|(upc, ..)| product(upc)).collect()
    }

    #[graphql(entity)]
    async fn product_by_upc(&self, upc: String) -> Option<Product> {
        product(&upc)
    }
}

fn product(upc: &str) -> Option<Product> {
    let (upc, name, price, weight) = *PRODUCTS.iter().find(|(known, ..)| *known == upc)?;
    Some(Product { upc, name, price, weight })
}
