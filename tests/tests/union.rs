//! The oracle: the gateway over ten districts answers as one service that holds all their rows.

use std::sync::Arc;

use demo::DISTRICTS;
use district::{dataset::ImportOptions, generate::Spec};
use serde_json::{Value, json};
use storage::DatabaseOptions;
use tempfile::TempDir;
use tests::{Client, SharedCity, shared_city};
use tokio_util::sync::CancellationToken;

/// One service with the rows of all districts of the shared city.
async fn union_service() -> (TempDir, Client, CancellationToken) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("union.sqlite").display());
    district::migrate(&url).await.expect("migrations run");
    let database = district::open(&url, &DatabaseOptions::default()).await.expect("a database");
    for part in DISTRICTS {
        let spec = Spec {
            district: part.code.to_owned(),
            seed: SharedCity::SEED,
            scale: SharedCity::SCALE,
        };
        let dataset = district::generate::generate(&spec).expect("a dataset");
        let options = ImportOptions::default();
        district::dataset::import_records(&database, &dataset.header, dataset.records, options)
            .await
            .expect("the dataset is valid");
    }
    let codes = DISTRICTS.iter().map(|part| part.code.parse().expect("a code")).collect();
    let listen = ([127, 0, 0, 1], 0).into();
    let stop = CancellationToken::new();
    let config = district::Config::new(codes, url, listen);
    let server = district::serve(config, stop.clone().cancelled_owned()).await.expect("it serves");
    (folder, Client::new(server.address()), stop)
}

/// Walks a list page by page and gives the pages.
async fn walk(
    client: &Client,
    field: &str,
    order: &str,
    size: usize,
    backward: bool,
) -> Vec<Value> {
    let (count, cursor, more, at) = if backward {
        ("last", "before", "hasPreviousPage", "startCursor")
    } else {
        ("first", "after", "hasNextPage", "endCursor")
    };
    let query = format!(
        "query($cursor: String) {{ {field}({count}: {size}, {cursor}: $cursor, orderBy: {order}) {{
            totalCount edges {{ cursor node {{ id }} }} nodes {{ id }}
            pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let mut pages = Vec::new();
    let mut position = Value::Null;
    loop {
        let data = client.data(&query, json!({ "cursor": position })).await;
        let page = data[field].clone();
        let go_on = page["pageInfo"][more] == true;
        position = page["pageInfo"][at].clone();
        pages.push(page);
        if !go_on {
            return pages;
        }
    }
}

fn ids(pages: &[Value]) -> Vec<&str> {
    pages
        .iter()
        .flat_map(|page| page["nodes"].as_array().into_iter().flatten())
        .filter_map(|node| node["id"].as_str())
        .collect()
}

#[tokio::test]
async fn pages_over_ten_districts_are_pages_of_one_service_with_all_rows() {
    let (_folder, union, stop) = union_service().await;
    let gateway = &shared_city().gateway;
    for (field, order, size) in [
        ("deputies", "NAME_ASC", 97),
        ("petitions", "ACCEPTED_AT_DESC", 100),
        ("brands", "NAME_ASC", 7),
    ] {
        for backward in [false, true] {
            let ours = walk(gateway, field, order, size, backward).await;
            let theirs = walk(&union, field, order, size, backward).await;
            assert_eq!(ours, theirs, "{field} by {order}, backward: {backward}");
            let mut seen = ids(&ours);
            assert_eq!(Some(seen.len() as u64), ours[0]["totalCount"].as_u64());
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(Some(seen.len() as u64), ours[0]["totalCount"].as_u64(), "an id came twice");
        }
    }
    stop.cancel();
}

#[tokio::test]
async fn filters_and_choices_of_districts_answer_as_the_union_does() {
    let (_folder, union, stop) = union_service().await;
    let gateway = Arc::new(shared_city().gateway.clone());
    for query in [
        r#"{ petitions(districts: ["231002", "231085"], filter: { status: [CLOSED, RATED] }, first: 40) { totalCount nodes { id status category } } }"#,
        r#"{ grids(districts: ["231004"], first: 30) { totalCount nodes { id name { zh } petitions(first: 2) { totalCount nodes { id } } } } }"#,
        r#"{ delegations(first: 100) { totalCount nodes { id deputies(first: 1) { totalCount } workingGroups { name { zh } } } } }"#,
        r#"{ a: nodes(ids: ["231004:deputy:003-001", "231002:deputy:002-001", "231004:deputy:none"]) { id __typename } }"#,
    ] {
        assert_eq!(
            gateway.data(query, json!({})).await,
            union.data(query, json!({})).await,
            "{query}"
        );
    }
    stop.cancel();
}
