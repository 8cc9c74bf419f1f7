//! What is in stock, and what shipping costs by price and weight.

use async_graphql::{Object, Result};

use super::data;

pub struct Product {
    upc: String,
    price: Option<i32>,
    weight: Option<i32>,
}

#[Object]
impl Product {
    async fn upc(&self) -> &str {
        &self.upc
    }

    #[graphql(external)]
    async fn price(&self) -> Result<i32> {
        Ok(self.price.ok_or("the price was not sent")?)
    }

    #[graphql(external)]
    async fn weight(&self) -> Result<i32> {
        Ok(self.weight.ok_or("the weight was not sent")?)
    }

    async fn in_stock(&self) -> bool {
        data::in_stock(&self.upc)
    }

    #[graphql(requires = "price weight")]
    async fn shipping_estimate(&self) -> Option<i32> {
        Some(data::shipping_estimate(self.price?, self.weight?))
    }
}

pub struct Query;

#[Object]
impl Query {
    #[graphql(entity)]
    async fn product_by_upc(
        &self,
        #[graphql(key)] upc: String,
        price: Option<i32>,
        weight: Option<i32>,
    ) -> Product {
        Product { upc, price, weight }
    }
}
