//! Walks through pages: every page is that of one gateway over all districts, with its cursors.

use serde_json::{Value, json};
use tests::{Client, shared_city};

use crate::province::Province;

/// A list, an order of it, and the size of a page. Names of brands and grids and days tie within
/// and between districts.
const WALKS: [(&str, &str, usize); 8] = [
    ("deputies", "NAME_ASC", 97),
    ("deputies", "ID_ASC", 100),
    ("petitions", "ACCEPTED_AT_DESC", 61),
    ("petitions", "DUE_ASC", 89),
    ("brands", "NAME_ASC", 7),
    ("brands", "NAME_DESC", 3),
    ("grids", "NAME_ASC", 83),
    ("activities", "OCCURRED_AT_ASC", 100),
];

/// The most pages of a walk that are read.
const MAX_PAGES: usize = 6;

/// A page of a list, from a cursor on in one of two directions.
async fn page(client: &Client, walk: &Walk, cursor: &Value) -> Value {
    let Walk { field, order, size, backward } = *walk;
    let (count, from) = if backward { ("last", "before") } else { ("first", "after") };
    let query = format!(
        "query($cursor: String) {{ {field}({count}: {size}, {from}: $cursor, orderBy: {order}) {{
            totalCount edges {{ cursor node {{ id district {{ code name {{ en }} }} }} }}
            nodes {{ id synthetic }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
            coverage {{ asked answered complete missing {{ code reason }} }} }} }}"
    );
    client.data(&query, json!({ "cursor": cursor })).await[field].clone()
}

#[derive(Clone, Copy, Debug)]
struct Walk {
    field: &'static str,
    order: &'static str,
    size: usize,
    backward: bool,
}

impl Walk {
    /// The cursor to go on with.
    fn next(&self, page: &Value) -> Option<Value> {
        let (more, cursor) = if self.backward {
            ("hasPreviousPage", "startCursor")
        } else {
            ("hasNextPage", "endCursor")
        };
        let info = &page["pageInfo"];
        (info[more] == true).then(|| info[cursor].clone())
    }
}

#[tokio::test]
async fn pages_through_two_gateways_are_pages_of_one() {
    let flat = &shared_city().gateway;
    let province = Province::start().await;
    for (field, order, size) in WALKS {
        for backward in [false, true] {
            let walk = Walk { field, order, size, backward };
            let (mut cursor, mut pages) = (Value::Null, 0);
            while pages < MAX_PAGES {
                let expected = page(flat, &walk, &cursor).await;
                let found = page(&province.client, &walk, &cursor).await;
                assert_eq!(found, expected, "{walk:?}, page {pages}");
                pages += 1;
                match walk.next(&found) {
                    Some(next) => cursor = next,
                    None => break,
                }
            }
            assert!(pages > 2, "{walk:?} has too few pages to say anything: {pages}");
        }
    }
}

#[tokio::test]
async fn a_cursor_of_one_gateway_goes_on_at_any_other_that_has_its_list() {
    let flat = &shared_city().gateway;
    let province = Province::start().await;
    let walk = Walk { field: "petitions", order: "DUE_ASC", size: 23, backward: false };
    let start = page(flat, &walk, &Value::Null).await;
    let cursor = walk.next(&start).expect("a second page");
    let second = page(flat, &walk, &cursor).await;
    assert_eq!(page(&province.client, &walk, &cursor).await, second);
    let back = Walk { backward: true, ..walk };
    let before = second["pageInfo"]["startCursor"].clone();
    assert_eq!(page(&province.client, &back, &before).await["edges"], start["edges"]);

    // A city goes on with the rows of its own.
    let city = &province.cities[0];
    let own = page(&Client::new(city.address), &walk, &cursor).await;
    let last = own["edges"].as_array().and_then(|edges| edges.last()).expect("rows of the city");
    let wide = Walk { size: 100, ..walk };
    let all = page(flat, &wide, &cursor).await;
    let all = all["edges"].as_array().expect("rows");
    let end = all.iter().position(|edge| edge == last).expect("the list has the city's rows");
    let codes = own["coverage"]["asked"].as_array().expect("codes");
    let of_city = all[..=end].iter().filter(|it| codes.contains(&it["node"]["district"]["code"]));
    assert_eq!(own["edges"], of_city.cloned().collect::<Value>());
}
