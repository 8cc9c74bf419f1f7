//! The binaries as a person runs them: migrate, import, serve, ask, stop. `tests/run` builds them
//! first; alone, this file wants `cargo build --bins` before.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::json;
use tests::{Client, Process, free_port, run_binary};
use tokio::time::{Instant, sleep};

async fn succeeds(name: &str, arguments: &[&str]) {
    let output = run_binary(name, arguments).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {errors}");
}

fn write_config(folder: &Path, city: u16, aimin: u16) -> PathBuf {
    let path = folder.join("gateway.toml");
    let text = format!(
        r#"
[[subgraphs]]
name = "city"
endpoints = ["http://127.0.0.1:{city}/graphql"]

[[subgraphs]]
name = "districts"
[[subgraphs.partitions]]
key = "231004"
labels = {{ peerGroup = "URBAN_DISTRICT" }}
endpoints = ["http://127.0.0.1:{aimin}/graphql"]
"#
    );
    std::fs::write(&path, text).expect("a temporary file");
    path
}

#[tokio::test]
async fn a_city_of_one_district_is_set_up_by_its_command_lines() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let (city_url, aimin_url) = (url("city.sqlite"), url("aimin.sqlite"));
    let ports = [free_port(), free_port(), free_port()];
    let listen = ports.map(|port| format!("127.0.0.1:{port}"));

    let early = run_binary(
        "district",
        &["serve", "--district", "231004", "--database-url", &aimin_url, "--listen", &listen[1]],
    )
    .await;
    assert!(!early.status.success(), "a database that is not migrated is not served");
    succeeds("city", &["migrate", "--database-url", &city_url]).await;
    succeeds("district", &["migrate", "--database-url", &aimin_url]).await;
    let dataset =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../services/district/data/aimin.jsonl");
    let dataset = dataset.to_str().expect("a path in UTF-8");
    succeeds("district", &["import", dataset, "--database-url", &aimin_url]).await;
    let again = run_binary("district", &["import", dataset, "--database-url", &aimin_url]).await;
    assert!(
        String::from_utf8_lossy(&again.stderr).contains("--replace"),
        "a second import is refused"
    );

    let city = Process::serve(
        "city",
        &["serve", "--database-url", &city_url, "--listen", &listen[0]],
        ports[0],
    )
    .await;
    let aimin = Process::serve(
        "district",
        &["serve", "--district", "231004", "--database-url", &aimin_url, "--listen", &listen[1]],
        ports[1],
    )
    .await;
    let config = write_config(folder.path(), ports[0], ports[1]);
    let config = config.to_str().expect("a path in UTF-8");
    let gateway =
        Process::serve("gateway", &["serve", "--config", config, "--listen", &listen[2]], ports[2])
            .await;

    let client = Client::new(([127, 0, 0, 1], ports[2]).into());
    let data = client
        .data(r#"{ brands(districts: ["231004"], first: 20) { totalCount } }"#, json!({}))
        .await;
    assert_eq!(data["brands"]["totalCount"], 8);

    drop(aimin);
    let query = json!({ "query": "{ districts { code } brands(first: 1) { totalCount } }" });
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let answer = client.run(query.clone()).await;
        if answer["errors"][0]["extensions"]["code"] == "PARTITIONS_MISSING" {
            break;
        }
        assert!(Instant::now() < end, "the killed district is still there: {answer}");
        sleep(Duration::from_millis(50)).await;
    }
    assert!(gateway.terminate().await, "the gateway ends well when it is asked to");
    assert!(city.terminate().await, "the city service ends well when it is asked to");
}
