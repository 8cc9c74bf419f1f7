//! The binaries as a person runs them: migrate, import, serve, ask, stop. `tests/run` builds them
//! first; alone, this file wants `cargo build --bins` before.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use serde_json::json;
use tests::Client;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::{Instant, sleep},
};

/// The binary of this name, built beside the test.
fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the test has a path");
    let folder = test.ancestors().nth(2).expect("target/debug/deps/test");
    let path = folder.join(name);
    assert!(path.exists(), "{} is not built: run `cargo build --workspace --bins`", path.display());
    path
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

async fn run(name: &str, arguments: &[&str]) -> Output {
    Command::new(binary(name)).args(arguments).output().await.expect("the binary starts")
}

async fn succeeds(name: &str, arguments: &[&str]) {
    let output = run(name, arguments).await;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} {arguments:?}: {errors}");
}

async fn serve(name: &str, arguments: &[&str], port: u16) -> Child {
    let child = Command::new(binary(name))
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("the binary starts");
    let end = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        assert!(Instant::now() < end, "{name} does not listen");
        sleep(Duration::from_millis(50)).await;
    }
    child
}

async fn terminate(mut child: Child) -> bool {
    let id = child.id().expect("it runs").to_string();
    let sent = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill exists");
    sent.success() && child.wait().await.expect("it ends").success()
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

    let early = run(
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
    let again = run("district", &["import", dataset, "--database-url", &aimin_url]).await;
    assert!(
        String::from_utf8_lossy(&again.stderr).contains("--replace"),
        "a second import is refused"
    );

    let city =
        serve("city", &["serve", "--database-url", &city_url, "--listen", &listen[0]], ports[0])
            .await;
    let aimin = serve(
        "district",
        &["serve", "--district", "231004", "--database-url", &aimin_url, "--listen", &listen[1]],
        ports[1],
    )
    .await;
    let config = write_config(folder.path(), ports[0], ports[1]);
    let config = config.to_str().expect("a path in UTF-8");
    let gateway =
        serve("gateway", &["serve", "--config", config, "--listen", &listen[2]], ports[2]).await;

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
    assert!(terminate(gateway).await, "the gateway ends well when it is asked to");
    assert!(terminate(city).await, "the city service ends well when it is asked to");
}
