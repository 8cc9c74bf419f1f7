//! A comparison is made where its parts are seen: at a city. A province is told of none, and what
//! would make one above cities is refused when it is composed.

use std::time::Duration;

use gateway::config::Config;
use serde_json::json;
use tests::{Client, shared_city};

use crate::province::{Province, city_gateways, statistics};

#[tokio::test]
async fn a_city_compares_its_own_districts() {
    let province = Province::start().await;
    let codes = ["231002", "231004", "231025"];
    let query = "query($codes: [DistrictCode!]) {
        compare(metrics: [RESOLUTION_RATE, MEDIAN_DAYS], by: DISTRICT, scope: {districts: $codes}, period: {year: 2023}) {
            rows { key cells { metric value numerator denominator low high state } }
            total { cells { metric value numerator denominator } } coverage { asked answered complete } } }";
    let variables = json!({ "codes": codes });
    let expected = shared_city().gateway.data(query, variables.clone()).await;
    let city = Client::new(province.cities[0].address);
    assert_eq!(city.data(query, variables).await, expected);
}

#[tokio::test]
async fn a_province_is_offered_no_comparison() {
    let province = Province::start().await;
    let query = "{ compare(metrics: [RESOLUTION_RATE], by: DISTRICT, scope: {all: true}, period: {year: 2023}) { id } }";
    let answer = province.client.run(json!({ "query": query })).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{answer:#}");
    assert!(error["message"].as_str().is_some_and(|it| it.contains("`compare`")), "{error:#}");

    // A city service beside the cities would want the parts, which they do not show.
    let subgraphs = vec![statistics(), city_gateways(&province.districts, &province.cities)];
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), subgraphs, ..Config::default() };
    let refused = gateway::start(config, Duration::from_secs(60), std::future::pending()).await;
    let refused = format!("{:#}", refused.err().expect("it does not compose"));
    assert!(refused.contains("Comparison.parts"), "{refused}");
}
