//! The operations that clients already hold work as they are written, and answer what the article
//! says.

use serde_json::{Value, json};
use tests::{operations, shared_city};

async fn city(name: &str, variables: Value) -> Value {
    shared_city().gateway.operation(operations("city.graphql"), name, variables).await
}

async fn compare(name: &str) -> Value {
    shared_city().gateway.operation(operations("compare.graphql"), name, json!({})).await
}

#[tokio::test]
async fn districts_are_ten_with_their_codes() {
    let data = city("Districts", json!({})).await;
    let codes: Vec<&str> = data["districts"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|district| district["code"].as_str())
        .collect();
    assert_eq!(
        codes,
        [
            "231002", "231003", "231004", "231005", "231025", "231081", "231083", "231084",
            "231085", "231086"
        ]
    );
    assert_eq!(data["districts"][2]["name"], json!({"zh": "爱民区", "en": "Aimin District"}));
    assert_eq!(data["districts"][2]["peerGroup"], "URBAN_DISTRICT");
}

#[tokio::test]
async fn aimin_has_eight_brands_one_for_each_delegation() {
    let data = city("AiminBrands", json!({})).await;
    let brands = &data["brands"];
    assert_eq!(brands["totalCount"], 8);
    let nodes = brands["nodes"].as_array().expect("a list");
    assert!(nodes.iter().all(|brand| brand["lead"] == true));
    let mut delegations: Vec<&str> =
        nodes.iter().filter_map(|brand| brand["delegation"]["id"].as_str()).collect();
    delegations.sort_unstable();
    delegations.dedup();
    assert_eq!(delegations.len(), 8);
    let names: Vec<&str> = nodes.iter().filter_map(|brand| brand["name"]["zh"].as_str()).collect();
    for name in ["一码、多站、大网格", "一家四站", "向阳有约·代表行", "一米暖阳"]
    {
        assert!(names.contains(&name), "{name} is not among {names:?}");
    }
}

#[tokio::test]
async fn the_figures_of_tiebei_read_as_in_the_article() {
    let data = city("AiminBrands", json!({})).await;
    let nodes = data["brands"]["nodes"].as_array().expect("a list");
    let tiebei = nodes
        .iter()
        .find(|brand| brand["name"]["zh"] == "一码、多站、大网格")
        .expect("the brand of Tiebei");
    let figures = tiebei["reportedFigures"].as_array().expect("a list");
    let with_value = |value: f64| {
        figures.iter().filter(|figure| figure["value"].as_f64() == Some(value)).collect::<Vec<_>>()
    };
    for value in [90.0, 85.0, 5.0, 100.0, 98.0] {
        assert!(!with_value(value).is_empty(), "no figure reads {value}: {figures:#?}");
    }
    assert_eq!(with_value(98.0)[0]["qualifier"], "ROUNDED");
    assert_eq!(with_value(90.0)[0]["qualifier"], "EXACT");
    assert!(
        figures
            .iter()
            .all(|figure| figure["windowText"].as_str().is_some_and(|text| !text.is_empty()))
    );
}

#[tokio::test]
async fn delegations_have_the_people_groups_and_grids_that_the_article_counts() {
    let data = city("AiminDelegations", json!({})).await;
    let nodes = data["delegations"]["nodes"].as_array().expect("a list");
    assert_eq!(nodes.len(), 8);
    let counts = |english: &str| {
        let delegation = nodes
            .iter()
            .find(|node| node["name"]["en"].as_str().is_some_and(|name| name.contains(english)))
            .unwrap_or_else(|| panic!("no delegation of {english}"));
        (
            delegation["deputies"]["totalCount"].as_u64().expect("a count"),
            delegation["workingGroups"].as_array().expect("a list").len(),
            delegation["grids"]["totalCount"].as_u64().expect("a count"),
        )
    };
    assert_eq!(counts("Tiebei"), (20, 4, 38));
    assert_eq!(counts("Xiangyang"), (27, 5, 27));
    let (deputies, groups, _) = counts("Huanghua");
    assert_eq!((deputies, groups), (24, 5));
}

#[tokio::test]
async fn deputies_of_two_districts_come_in_one_order() {
    let variables = json!({ "districts": ["231004", "231002"], "first": 25 });
    let data = city("DeputiesOfDistricts", variables).await;
    let deputies = &data["deputies"];
    let edges = deputies["edges"].as_array().expect("a list");
    assert_eq!(edges.len(), 25);
    assert_eq!(deputies["coverage"]["asked"], json!(["231002", "231004"]));
    assert_eq!(deputies["coverage"]["complete"], true);
    assert_eq!(deputies["pageInfo"]["hasNextPage"], true);
    assert_eq!(deputies["pageInfo"]["endCursor"], edges[24]["cursor"]);
    for edge in edges {
        let node = &edge["node"];
        let code = node["district"]["code"].as_str().expect("a code");
        assert!(node["id"].as_str().is_some_and(|id| id.starts_with(code)));
        assert_eq!(node["district"]["peerGroup"], "URBAN_DISTRICT");
    }
}

#[tokio::test]
async fn the_latest_petitions_of_all_districts_come_newest_first() {
    let data = city("LatestPetitions", json!({ "first": 50 })).await;
    let edges = data["petitions"]["edges"].as_array().expect("a list");
    assert_eq!(edges.len(), 50);
    let accepted: Vec<&str> =
        edges.iter().filter_map(|edge| edge["node"]["acceptedAt"].as_str()).collect();
    assert!(accepted.is_sorted_by(|a, b| a >= b), "not newest first: {accepted:?}");
}

#[tokio::test]
async fn a_grid_shows_its_deputies_and_petitions() {
    let data = city("GridWithPeople", json!({ "districts": ["231004"] })).await;
    let grids = data["grids"]["nodes"].as_array().expect("a list");
    assert_eq!(grids.len(), 5);
    assert!(grids.iter().any(|grid| !grid["deputies"].as_array().expect("a list").is_empty()));
    assert!(grids.iter().any(|grid| grid["petitions"]["totalCount"] != 0));
}

#[tokio::test]
async fn objects_are_found_by_id_in_the_order_of_the_ids() {
    let data = city("DeputiesOfDistricts", json!({ "first": 12 })).await;
    let mut ids: Vec<Value> = data["deputies"]["edges"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|edge| edge["node"]["id"].clone())
        .collect();
    ids.reverse();
    ids.insert(3, json!("231004:deputy:nobody"));

    let one = city("ById", json!({ "id": ids[0] })).await;
    assert_eq!(one["node"], json!({ "__typename": "Deputy", "id": ids[0] }));
    let all = city("ByIds", json!({ "ids": ids })).await;
    let found = all["nodes"].as_array().expect("a list");
    assert_eq!(found.len(), ids.len());
    for (index, (id, node)) in ids.iter().zip(found).enumerate() {
        if index == 3 {
            assert_eq!(node, &Value::Null);
        } else {
            assert_eq!(&node["id"], id);
        }
    }
}

#[tokio::test]
async fn tiebei_in_2023_reads_85_90_and_88_of_90() {
    let data = compare("AiminDelegationsCompared").await;
    let rows = data["compare"]["rows"].as_array().expect("rows");
    let tiebei = rows
        .iter()
        .find(|row| row["label"]["en"].as_str().is_some_and(|label| label.contains("Tiebei")))
        .expect("the row of Tiebei");
    let cell = |metric: &str| {
        let cells = tiebei["cells"].as_array().expect("cells");
        let cell = cells.iter().find(|cell| cell["metric"] == metric).expect("the metric");
        (cell["value"].as_f64(), cell["numerator"].as_u64(), cell["denominator"].as_u64())
    };
    assert_eq!(cell("RESOLUTION_RATE"), (Some(94.4), Some(85), Some(90)));
    assert_eq!(cell("REPLY_RATE"), (Some(100.0), Some(90), Some(90)));
    assert_eq!(cell("SATISFACTION_RATE"), (Some(97.8), Some(88), Some(90)));
    assert_eq!(data["compare"]["coverage"]["complete"], true);
}

#[tokio::test]
async fn the_urban_districts_are_compared_and_their_total_is_made_of_their_parts() {
    let data = compare("UrbanDistricts").await;
    let comparison = &data["compare"];
    assert_eq!(comparison["coverage"]["asked"], json!(["231002", "231003", "231004", "231005"]));
    let rows = comparison["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 4);
    for (index, total) in comparison["total"]["cells"].as_array().expect("cells").iter().enumerate()
    {
        for part in ["numerator", "denominator"] {
            let sum: u64 = rows.iter().filter_map(|row| row["cells"][index][part].as_u64()).sum();
            assert_eq!(total[part].as_u64(), Some(sum), "{} {part}", total["metric"]);
        }
    }
    assert_eq!(comparison["definitions"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn median_days_by_category_are_days_of_resolved_petitions() {
    let data = compare("MedianDaysByCategory").await;
    let rows = data["compare"]["rows"].as_array().expect("rows");
    assert!(rows.len() > 3);
    for row in rows {
        let cell = &row["cells"][0];
        if cell["state"] == "OK" {
            assert!(cell["value"].as_f64().is_some_and(|days| (0.0..=731.0).contains(&days)));
        }
        assert!(row["label"]["zh"].as_str().is_some_and(|label| !label.is_empty()));
    }
}
