//! What the benchmark's queries must be answered with, made from the data without any GraphQL.

use serde_json::{Value, json};

use super::subgraphs::data::{PRODUCTS, ProductRow, REVIEWS, ReviewRow, USERS, UserRow};

/// The products of a page, whatever the page.
const PAGE: usize = 5;

/// `data` of the query that one subgraph answers.
#[must_use]
pub fn one_fetch() -> Value {
    let product = |row: &ProductRow| json!({ "upc": row.upc, "name": row.name, "price": row.price, "weight": row.weight });
    json!({ "topProducts": PRODUCTS.iter().map(product).collect::<Vec<_>>() })
}

/// `data` of the query that takes seven fetches.
#[must_use]
pub fn seven_fetches() -> Value {
    let users: Vec<Value> = USERS.iter().map(user_with_all).collect();
    let products: Vec<Value> = PRODUCTS.iter().take(PAGE).map(product_with_reviews).collect();
    json!({ "users": users, "topProducts": products })
}

fn user_with_all(row: &UserRow) -> Value {
    let review = |review: &ReviewRow| {
        let product = product_with_reviews(product_of(review));
        with(self::review(review), "product", product)
    };
    with(user(row), "reviews", reviews_by(row).map(review).collect())
}

fn product_with_reviews(row: &ProductRow) -> Value {
    let review = |review: &ReviewRow| {
        with(self::review(review), "author", user_with_products(author_of(review)))
    };
    let reviews = REVIEWS.iter().filter(|review| review.product == row.upc).map(review);
    with(product(row), "reviews", reviews.collect())
}

fn user_with_products(row: &UserRow) -> Value {
    let review =
        |review: &ReviewRow| with(self::review(review), "product", product(product_of(review)));
    with(user(row), "reviews", reviews_by(row).map(review).collect())
}

fn user(row: &UserRow) -> Value {
    json!({ "id": row.id, "username": row.username, "name": row.name })
}

fn review(row: &ReviewRow) -> Value {
    json!({ "id": row.id, "body": row.body })
}

fn product(row: &ProductRow) -> Value {
    json!({
        "inStock": row.in_stock(),
        "name": row.name,
        "price": row.price,
        "shippingEstimate": row.shipping_estimate(),
        "upc": row.upc,
        "weight": row.weight,
    })
}

fn reviews_by(user: &UserRow) -> impl Iterator<Item = &'static ReviewRow> {
    REVIEWS.iter().filter(|review| review.author == user.id)
}

fn product_of(review: &ReviewRow) -> &'static ProductRow {
    PRODUCTS
        .iter()
        .find(|product| product.upc == review.product)
        .expect("a product for each review")
}

fn author_of(review: &ReviewRow) -> &'static UserRow {
    USERS.iter().find(|user| user.id == review.author).expect("an author for each review")
}

fn with(mut object: Value, key: &str, value: Value) -> Value {
    object[key] = value;
    object
}
