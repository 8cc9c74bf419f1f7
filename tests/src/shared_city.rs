//! A demo city for tests: one that all tests of a file share, as none of them changes it, or one
//! of a test's own.

use std::sync::{LazyLock, mpsc};

use demo::{City, DataFolder, Options};
use tempfile::TempDir;

use crate::Client;

/// A city that serves until the process ends.
pub struct SharedCity {
    /// A client of the gateway.
    pub gateway: Client,
    /// A client of the city service.
    pub statistics: Client,
    /// Clients of the districts, by code.
    pub districts: Vec<(&'static str, Client)>,
}

impl SharedCity {
    /// What the invented districts of test cities start from.
    pub const SEED: u64 = 1;

    /// How large they are.
    pub const SCALE: f64 = 0.1;
}

/// The city that the tests of a file share. Each test has a runtime of its own that ends with it,
/// so the city has one on a thread of its own.
///
/// # Panics
/// When the city does not start.
#[must_use]
pub fn shared_city() -> &'static SharedCity {
    static CITY: LazyLock<SharedCity> = LazyLock::new(|| {
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let (_folder, city) = own_city().await;
                let districts = city.districts.iter();
                let shared = SharedCity {
                    gateway: Client::new(city.gateway.address),
                    statistics: Client::new(city.city.address),
                    districts: districts
                        .map(|(d, part)| (d.code, Client::new(part.address)))
                        .collect(),
                };
                sender.send(shared).expect("the tests wait");
                std::future::pending::<()>().await;
            });
        });
        receiver.recv().expect("the city starts")
    });
    &CITY
}

/// A city that a test may change: it stops parts of it, or looks at its databases.
///
/// # Panics
/// When the city does not start.
pub async fn own_city() -> (TempDir, City) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = DataFolder::open(folder.path().join("city")).expect("a data folder");
    let options =
        Options { port: 0, seed: SharedCity::SEED, scale: SharedCity::SCALE, ..Options::new(data) };
    let city = demo::start(&options, |_| {}).await.expect("the city starts");
    (folder, city)
}
