//! A district that is down is missing from answers, never zero, and every answer says so.

use http::{HeaderValue, Method, header};
use http_body_util::Full;
use serde_json::{Value, json};
use tests::{Client, operations, own_city};

const DOWN: &str = "231003";

async fn with_policy(gateway: &Client, query: &str, policy: &str) -> (Value, Option<HeaderValue>) {
    let body = json!({ "query": query }).to_string();
    let request = gateway
        .request(Method::POST, "/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-partition-policy", policy)
        .body(Full::new(body.into()))
        .expect("a valid request");
    let answer = gateway.send(request).await;
    (answer.json(), answer.headers.get(header::CACHE_CONTROL).cloned())
}

#[tokio::test]
async fn a_district_that_is_down_is_missing_and_the_rest_stands() {
    let (_folder, mut city) = own_city().await;
    let gateway = Client::new(city.gateway.address);
    let query = "{ deputies(first: 5) { totalCount nodes { id } coverage { asked answered complete missing { code reason } } } }";
    let before = gateway.data(query, json!({})).await;
    let of_one = format!(r#"{{ deputies(districts: ["{DOWN}"], first: 1) {{ totalCount }} }}"#);
    let lost = gateway.data(&of_one, json!({})).await["deputies"]["totalCount"].as_u64();
    city.take_down(DOWN).await.expect("it ends");

    let (answer, cache) = with_policy(&gateway, query, "PARTIAL").await;
    let deputies = &answer["data"]["deputies"];
    assert_eq!(
        deputies["totalCount"].as_u64().zip(lost).map(|(now, lost)| now + lost),
        before["deputies"]["totalCount"].as_u64()
    );
    assert_eq!(deputies["coverage"]["complete"], false);
    assert_eq!(deputies["coverage"]["missing"], json!([{ "code": DOWN, "reason": "UNREACHABLE" }]));
    assert_eq!(deputies["coverage"]["asked"].as_array().map(Vec::len), Some(10));
    let errors = answer["errors"].as_array().expect("one error");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!(errors[0]["extensions"]["code"], "PARTITION_FAILED");
    assert_eq!(errors[0]["extensions"]["partition"], DOWN);
    assert_eq!(answer["extensions"]["partitions"]["failed"][0]["code"], DOWN);
    assert_eq!(cache, Some(HeaderValue::from_static("no-store")));

    let (answer, _) = with_policy(&gateway, query, "ABORT").await;
    assert_eq!(answer["data"], Value::Null);
    assert_eq!(answer["errors"][0]["extensions"]["code"], "PARTITIONS_MISSING");

    let (answer, _) = with_policy(&gateway, &of_one, "PARTIAL").await;
    assert_eq!(answer["data"], Value::Null, "all failed is an error, never an empty list");
    city.stop().await.expect("the city ends");
}

#[tokio::test]
async fn a_comparison_says_which_peer_is_missing() {
    let (_folder, mut city) = own_city().await;
    let gateway = Client::new(city.gateway.address);
    city.take_down(DOWN).await.expect("it ends");
    let request = json!({
        "query": operations("compare.graphql"),
        "operationName": "UrbanDistricts",
    });
    let answer = gateway.run(request).await;
    let comparison = &answer["data"]["compare"];
    assert_eq!(comparison["coverage"]["missing"][0]["code"], DOWN);
    let rows = comparison["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["key"] == DOWN).expect("the missing district has a row");
    for cell in row["cells"].as_array().expect("cells") {
        assert_eq!(cell["state"], "UNAVAILABLE");
        assert_eq!(cell["value"], Value::Null);
        assert_eq!(cell["denominator"], Value::Null);
    }
    let cautions = comparison["cautions"].as_array().expect("cautions");
    assert!(cautions.iter().any(|caution| caution["code"] == "MISSING_PEER"), "{cautions:#?}");
    city.stop().await.expect("the city ends");
}

#[tokio::test]
async fn with_everyone_down_there_is_an_error_and_no_empty_list() {
    let (_folder, mut city) = own_city().await;
    let gateway = Client::new(city.gateway.address);
    let codes: Vec<&str> = city.districts.iter().map(|(district, _)| district.code).collect();
    for code in codes {
        city.take_down(code).await.expect("it ends");
    }
    let answer = gateway
        .run(json!({ "query": "{ deputies(first: 1) { nodes { id } } districts { code } }" }))
        .await;
    assert!(answer["data"].is_null() || answer["data"]["deputies"].is_null());
    let codes: Vec<&str> = answer["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .filter_map(|error| error["extensions"]["code"].as_str())
        .collect();
    assert!(codes.contains(&"PARTITIONS_MISSING"), "{codes:?}");
    city.stop().await.expect("the city ends");
}
