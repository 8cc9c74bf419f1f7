//! The gateway goes away in the middle of a walk through pages. It has kept nothing, so the walk
//! goes on with the cursor.

use serde_json::{Value, json};

use crate::city::DrillCity;

const WALK: &str =
    "query($after: String) { petitions(first: 9, after: $after, orderBy: SUBMITTED_AT_ASC) {
    totalCount nodes { id } pageInfo { hasNextPage endCursor } } }";

#[tokio::test]
async fn a_walk_goes_on_after_the_gateway_was_killed_and_started_again() {
    let mut city = DrillCity::direct().await;
    let undisturbed = walk(&mut city, false).await;
    assert!(undisturbed.len() > 30, "enough pages to be disturbed: {}", undisturbed.len());
    let disturbed = walk(&mut city, true).await;
    assert_eq!(disturbed, undisturbed);
}

/// The ids of the list, in its order.
async fn walk(city: &mut DrillCity, is_disturbed: bool) -> Vec<String> {
    let mut ids = Vec::new();
    let mut after = Value::Null;
    for page_number in 1.. {
        let data = city.client.data(WALK, json!({ "after": after })).await;
        let page = &data["petitions"];
        let nodes = page["nodes"].as_array().expect("rows").iter();
        ids.extend(nodes.filter_map(|node| node["id"].as_str()).map(str::to_owned));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] != true {
            assert_eq!(page["totalCount"], ids.len());
            break;
        }
        if is_disturbed && page_number % 2 == 0 && page_number <= 4 {
            city.gateway.kill().await;
            city.gateway.start_again().await;
        }
    }
    ids
}
