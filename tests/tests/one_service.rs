//! The operations that clients hold, answered by ten districts and by one service that holds the
//! rows of all ten: the answers are the same bytes.

use std::time::Duration;

use demo::DISTRICTS;
use district::{
    dataset::{ImportOptions, import_records},
    generate::{Spec, generate},
};
use gateway::config::{Config, PartitionConfig, Source, SubgraphConfig};
use serde_json::{Value, json};
use storage::{DatabaseOptions, testing::TestDatabase};
use tests::{Client, SharedCity, operations, shared_city};
use tokio_util::sync::{CancellationToken, DropGuard};

/// A gateway over one district service with the rows of all districts of the shared city.
async fn one_service() -> (Client, DropGuard, TestDatabase) {
    let test = TestDatabase::sqlite().await;
    let url = test.url().to_owned();
    district::migrate(&url).await.expect("migrations run");
    let database = district::open(&url, &DatabaseOptions::default()).await.expect("it opens");
    for known in DISTRICTS {
        let district = known.code.to_owned();
        let spec = Spec { district, seed: SharedCity::SEED, scale: SharedCity::SCALE };
        let rows = generate(&spec).expect("a district that is known");
        let imported =
            import_records(&database, &rows.header, rows.records, ImportOptions::default());
        imported.await.expect("the dataset is valid");
    }
    let codes = DISTRICTS.iter().map(|known| known.code.parse().expect("a code")).collect();
    let stop = CancellationToken::new();
    let config = district::Config::new(codes, url, ([127, 0, 0, 1], 0).into());
    let service = district::serve(config, stop.clone().cancelled_owned()).await;
    let service = service.expect("it serves").address();

    let at = |address| vec![format!("http://{address}/graphql")];
    let all = PartitionConfig {
        key: "all".to_owned(),
        labels: Default::default(),
        endpoints: at(service),
        schema: None,
        owns: DISTRICTS.iter().map(|known| known.code.to_owned()).collect(),
    };
    let statistics =
        Source::Single { endpoints: at(shared_city().statistics.address()), schema: None };
    let subgraphs = vec![
        SubgraphConfig::new("city", statistics),
        SubgraphConfig::new("districts", Source::Partitioned(vec![all])),
    ];
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), subgraphs, ..Config::default() };
    let running =
        gateway::start(config, Duration::from_secs(60), stop.clone().cancelled_owned()).await;
    let address = running.expect("the gateway starts").address;
    (Client::new(address), stop.drop_guard(), test)
}

/// Operations of `city.graphql` with variables.
fn of_the_city() -> Vec<(&'static str, Value)> {
    let ids = ["231086:grid:100-001", "231004:deputy:003-001", "231004:deputy:nobody"];
    vec![
        ("Districts", json!({})),
        ("AiminBrands", json!({})),
        ("AiminDelegations", json!({})),
        ("DeputiesOfDistricts", json!({ "districts": ["231004", "231002"], "first": 25 })),
        ("DeputiesOfDistricts", json!({ "first": 100 })),
        ("LatestPetitions", json!({ "first": 50 })),
        ("LatestPetitions", json!({ "districts": ["231085", "231003"], "first": 20 })),
        ("GridWithPeople", json!({ "districts": ["231004"] })),
        ("GridWithPeople", json!({})),
        ("ById", json!({ "id": ids[0] })),
        ("ByIds", json!({ "ids": ids })),
    ]
}

#[tokio::test]
async fn ten_districts_answer_as_one_service_with_their_rows() {
    let ten = &shared_city().gateway;
    let (one, _stop, _database) = one_service().await;
    let document = operations("city.graphql");
    for (name, variables) in of_the_city() {
        let expected = one.operation(document, name, variables.clone()).await;
        let found = ten.operation(document, name, variables.clone()).await;
        assert_eq!(found.to_string(), expected.to_string(), "{name} {variables}");
    }

    // One service has no label, as it has districts of every kind: it is told their codes.
    let urban = DISTRICTS.iter().filter(|known| known.peer_group == "URBAN_DISTRICT");
    let urban: Vec<&str> = urban.map(|known| known.code).collect();
    let document = operations("compare.graphql");
    let by_codes =
        document.replace("peerGroup: URBAN_DISTRICT", &format!("districts: {}", json!(urban)));
    assert_ne!(by_codes, document);
    for name in ["UrbanDistricts", "AiminDelegationsCompared", "MedianDaysByCategory"] {
        let expected = one.operation(&by_codes, name, json!({})).await;
        let found = ten.operation(document, name, json!({})).await;
        assert_eq!(found.to_string(), expected.to_string(), "{name}");
    }
}
