//! The rows of simulated districts: made from district and number, so that they need no storage,
//! and such that the rows of all districts fall between each other in the merged list.

use contract::{Cursor, Direction, OrderKey};
use serde_json::{Value, json};

/// Districts that all hold as many rows.
#[derive(Debug, Clone, Copy)]
pub struct Country {
    /// The rows that each holds.
    pub held: usize,
}

impl Country {
    /// The code of a district.
    #[must_use]
    pub fn code(district: usize) -> String {
        format!("{:06}", 110_000 + district)
    }

    /// The page that a district sends: its first rows.
    #[must_use]
    pub fn page_of(self, district: usize, first: usize) -> Value {
        let edges: Vec<Value> = (0..first.min(self.held)).map(|row| edge(district, row)).collect();
        connection(edges, self.held > first, self.held)
    }

    /// The first page of the merged list of those that answer, by sorting rows and nothing else.
    #[must_use]
    pub fn merged_page(self, answering: &[usize], first: usize) -> Value {
        let mut keys: Vec<(i64, usize, usize)> = answering
            .iter()
            .flat_map(|&district| {
                (0..first.min(self.held)).map(move |row| (place(district, row), district, row))
            })
            .collect();
        keys.sort_unstable();
        let edges = keys.iter().take(first).map(|&(_, district, row)| edge(district, row));
        let total = answering.len() * self.held;
        connection(edges.collect(), total > first, total)
    }
}

fn connection(edges: Vec<Value>, has_next: bool, total: usize) -> Value {
    let end = edges.last().map_or(Value::Null, |edge| edge["cursor"].clone());
    json!({
        "edges": edges,
        "pageInfo": { "hasNextPage": has_next, "hasPreviousPage": false, "endCursor": end },
        "totalCount": total,
    })
}

fn edge(district: usize, row: usize) -> Value {
    let id = format!("{}:deputy:{row:06}", Country::code(district));
    let key = OrderKey::new()
        .int(place(district, row), Direction::Ascending)
        .text(&id, Direction::Ascending);
    json!({
        "cursor": Cursor::new("ACCEPTED_AT_ASC", &key).encode(),
        "node": {
            "id": id,
            "name": { "zh": format!("代表{row}"), "en": format!("Deputy {row}") },
            "birthYear": 1950 + row % 50,
            "level": LEVELS[row % LEVELS.len()],
            "active": !row.is_multiple_of(7),
        },
    })
}

const LEVELS: [&str; 4] = ["DISTRICT", "CITY", "PROVINCE", "NATION"];

/// Where a row stands among all. The districts take turns in an order that is not theirs.
fn place(district: usize, row: usize) -> i64 {
    (row * 100_003 + district * 7_919 % 100_003) as i64
}
