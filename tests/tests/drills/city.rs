//! A city of real processes: a city service, three districts, each behind a proxy, and a gateway
//! with small bounds.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use district::{
    dataset::ImportOptions,
    generate::{Spec, generate},
};
use serde_json::{Value, json};
use storage::DatabaseOptions;
use tempfile::TempDir;
use tests::{Answer, Client, Meddler, Process, free_port, sdl_without};
use tokio::time::{Instant, sleep};

/// The districts, by code.
pub const CODES: [&str; 3] = ["231002", "231004", "231081"];

/// What the gateway reads of one answer, in bytes.
pub const ANSWER_BYTES: u64 = 256 << 10;

/// How long a request may take. Only a partition that says nothing takes so long.
const REQUEST_MS: u64 = 3_000;

/// The file with the schema of a district of an older version.
const OLDER_SCHEMA: &str = "older.graphql";

/// How long the city may take to come back to what it was.
const PATIENCE: Duration = Duration::from_secs(60);

/// A page over all districts, with what it is made of.
pub const PAGE: &str = "{ deputies(first: 12, orderBy: NAME_ASC) { totalCount nodes { id name { en } }
    pageInfo { hasNextPage endCursor } coverage { asked answered complete missing { code reason } } } }";

/// A city.
pub struct DrillCity {
    pub client: Client,
    pub gateway: Process,
    pub districts: Vec<District>,
    _statistics: Process,
    _folder: TempDir,
}

/// A district and the proxy in front of it.
pub struct District {
    pub code: &'static str,
    pub process: Process,
    pub proxy: Meddler,
}

/// How a city is set up.
struct Setup {
    /// Where the gateway calls a district.
    endpoint: fn(&District) -> SocketAddr,
    /// A district with an older schema, and the schema.
    older: Option<(&'static str, String)>,
    /// What the configuration says of circuit breakers.
    breakers: &'static str,
}

impl Setup {
    fn proxies() -> Self {
        Self { endpoint: |it| it.proxy.address(), older: None, breakers: "enabled = false" }
    }
}

impl DrillCity {
    /// A city whose gateway calls districts through their proxies.
    pub async fn with_proxies() -> Self {
        Self::start(Setup::proxies()).await
    }

    /// A city with proxies, whose gateway leaves a district alone for a moment that fails too often.
    pub async fn with_breakers() -> Self {
        Self::start(Setup { breakers: "open_ms = 200", ..Setup::proxies() }).await
    }

    /// A city with proxies, one district of which has an older schema without some fields.
    pub async fn with_older(code: &'static str, lacked: &[(&str, &str)]) -> Self {
        Self::start(Setup { older: Some((code, sdl_without(lacked))), ..Setup::proxies() }).await
    }

    /// A city whose gateway calls districts themselves.
    pub async fn direct() -> Self {
        Self::start(Setup { endpoint: |it| it.process.address(), ..Setup::proxies() }).await
    }

    async fn start(setup: Setup) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let statistics = start_statistics(folder.path()).await;
        let mut districts = Vec::new();
        for code in CODES {
            let process = start_district(folder.path(), code).await;
            let proxy = Meddler::in_front_of(process.address()).await.expect("a proxy");
            districts.push(District { code, process, proxy });
        }
        let config = write_config(folder.path(), &statistics, &districts, &setup);
        let port = free_port();
        let arguments = ["serve", "--config", path_text(&config), "--listen"];
        let listen = format!("127.0.0.1:{port}");
        let arguments: Vec<&str> = arguments.into_iter().chain([listen.as_str()]).collect();
        let gateway = Process::serve("gateway", &arguments, port).await;
        let client = Client::new(gateway.address());
        Self { client, gateway, districts, _statistics: statistics, _folder: folder }
    }

    pub fn district(&mut self, code: &str) -> &mut District {
        let found = self.districts.iter_mut().find(|district| district.code == code);
        found.expect("a district of the city")
    }

    pub async fn ask(&self, query: &str) -> Answer {
        self.client.post(json!({ "query": query }).to_string()).await
    }

    /// Asks until everybody answers again, and gives that answer.
    pub async fn until_whole(&self, query: &str) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.ask(query).await.json();
            if answer.get("errors").is_none() {
                return answer;
            }
            assert!(Instant::now() < end, "the city does not come back: {answer:#}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Asks until a district is missing for this reason, and gives that answer. A connection that
    /// was open when the district was lost may tell another reason first.
    pub async fn until_missing(&self, query: &str, code: &str, reason: &str) -> Answer {
        let end = Instant::now() + PATIENCE;
        loop {
            let answer = self.ask(query).await;
            let failed = &answer.json()["extensions"]["partitions"]["failed"];
            let is_told = failed.as_array().is_some_and(|failed| {
                failed.iter().any(|it| it["code"] == code && it["reason"] == reason)
            });
            if is_told {
                return answer;
            }
            assert!(Instant::now() < end, "{code} is not missing for {reason}: {failed}");
            sleep(Duration::from_millis(50)).await;
        }
    }
}

/// The rows of a page without those of one district.
pub fn without(page: &Value, code: &str) -> Vec<Value> {
    let nodes = page["data"]["deputies"]["nodes"].as_array().cloned().unwrap_or_default();
    nodes.into_iter().filter(|node| !is_of(node, code)).collect()
}

/// Whether a row belongs to a district.
pub fn is_of(node: &Value, code: &str) -> bool {
    node["id"].as_str().is_some_and(|id| id.starts_with(code))
}

async fn start_statistics(folder: &Path) -> Process {
    let url = database_url(folder, "city");
    city::migrate(&url).await.expect("migrations run");
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    Process::serve("city", &["serve", "--database-url", &url, "--listen", &listen], port).await
}

async fn start_district(folder: &Path, code: &str) -> Process {
    let url = database_url(folder, code);
    district::migrate(&url).await.expect("migrations run");
    let database = district::open(&url, &DatabaseOptions::default()).await.expect("it opens");
    let spec = Spec { district: code.to_owned(), seed: 1, scale: 0.02 };
    let dataset = generate(&spec).expect("a dataset");
    let options = ImportOptions::default();
    district::dataset::import_records(&database, &dataset.header, dataset.records, options)
        .await
        .expect("the dataset is valid");
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    let arguments =
        ["serve", "--district", code, "--database-url", url.as_str(), "--listen", listen.as_str()];
    Process::serve("district", &arguments, port).await
}

fn database_url(folder: &Path, name: &str) -> String {
    format!("sqlite:{}", folder.join(format!("{name}.sqlite")).display())
}

fn write_config(
    folder: &Path,
    statistics: &Process,
    districts: &[District],
    setup: &Setup,
) -> PathBuf {
    let mut text = format!(
        "[limits]\nrequest_ms = {REQUEST_MS}\nsubgraph_answer_bytes = {ANSWER_BYTES}\n\n\
         [traffic.breaker]\n{}\n\n\
         [[subgraphs]]\nname = \"city\"\nendpoints = [\"http://{}/graphql\"]\n\n\
         [[subgraphs]]\nname = \"districts\"\n",
        setup.breakers,
        statistics.address()
    );
    for district in districts {
        let (code, address) = (district.code, (setup.endpoint)(district));
        let _ = write!(
            text,
            "[[subgraphs.partitions]]\nkey = \"{code}\"\n\
             endpoints = [\"http://{address}/graphql\"]\n"
        );
        if setup.older.as_ref().is_some_and(|(older, _)| *older == code) {
            let _ = writeln!(text, "schema = \"{OLDER_SCHEMA}\"");
        }
    }
    if let Some((_, sdl)) = &setup.older {
        std::fs::write(folder.join(OLDER_SCHEMA), sdl).expect("a temporary file");
    }
    let path = folder.join("gateway.toml");
    std::fs::write(&path, text).expect("a temporary file");
    path
}

fn path_text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}
