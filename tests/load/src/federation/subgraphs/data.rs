//! The rows behind the four subgraphs, ours, in the sizes of the usual benchmark.

pub struct UserRow {
    pub id: &'static str,
    pub name: &'static str,
    pub username: &'static str,
    pub birthday: &'static str,
}

pub struct ProductRow {
    pub upc: &'static str,
    pub name: &'static str,
    pub price: i32,
    pub weight: i32,
}

pub struct ReviewRow {
    pub id: &'static str,
    pub author: &'static str,
    pub product: &'static str,
    pub body: &'static str,
}

pub const USERS: [UserRow; 6] = [
    user("1", "Wang Fang", "wang.fang", "1984-03-02"),
    user("2", "Li Wei", "li.wei", "1990-11-19"),
    user("3", "Zhang Min", "zhang.min", "1976-07-30"),
    user("4", "Liu Yang", "liu.yang", "1988-01-08"),
    user("5", "Chen Jing", "chen.jing", "1993-05-24"),
    user("6", "Zhao Lei", "zhao.lei", "1981-09-15"),
];

pub const PRODUCTS: [ProductRow; 9] = [
    product("1", "Table", 899, 100),
    product("2", "Couch", 1299, 1000),
    product("3", "Glass", 15, 20),
    product("4", "Chair", 499, 100),
    product("5", "Lamp", 129, 50),
    product("6", "Kettle", 89, 30),
    product("7", "Shelf", 349, 400),
    product("8", "Rug", 259, 200),
    product("9", "Mirror", 179, 80),
];

pub const REVIEWS: [ReviewRow; 11] = [
    review("1", "1", "1", "Love it!"),
    review("2", "1", "2", "Too expensive."),
    review("3", "2", "3", "Could be better."),
    review("4", "2", "1", "Prefer something else."),
    review("5", "3", "4", "Sturdy, and easy to build."),
    review("6", "3", "5", "Warm light."),
    review("7", "4", "1", "Just right for six."),
    review("8", "4", "3", "One broke on the way."),
    review("9", "5", "2", "The cat owns it now."),
    review("10", "6", "4", "Comfortable."),
    review("11", "6", "5", "Stopped working after a year."),
];

impl ProductRow {
    pub fn in_stock(&self) -> bool {
        in_stock(self.upc)
    }

    pub fn shipping_estimate(&self) -> i32 {
        shipping_estimate(self.price, self.weight)
    }
}

/// What the inventory knows of a product.
pub fn in_stock(upc: &str) -> bool {
    upc.bytes().map(u32::from).sum::<u32>() % 2 == 1
}

/// What shipping costs: nothing for what is dear enough.
pub fn shipping_estimate(price: i32, weight: i32) -> i32 {
    if price > 1000 { 0 } else { weight / 2 }
}

const fn user(
    id: &'static str,
    name: &'static str,
    username: &'static str,
    birthday: &'static str,
) -> UserRow {
    UserRow { id, name, username, birthday }
}

const fn product(upc: &'static str, name: &'static str, price: i32, weight: i32) -> ProductRow {
    ProductRow { upc, name, price, weight }
}

const fn review(
    id: &'static str,
    author: &'static str,
    product: &'static str,
    body: &'static str,
) -> ReviewRow {
    ReviewRow { id, author, product, body }
}
