//! A district service over the rows of one or more districts, in a database of its own.

use std::{any::Any, net::SocketAddr};

use district::dataset::ImportOptions;
use storage::{DatabaseOptions, testing::TestDatabase};
use tokio_util::sync::CancellationToken;

use super::rows::Rows;

/// Which database.
#[derive(Clone, Copy, Debug)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// A service that ends when it is dropped.
pub struct DistrictService {
    pub address: SocketAddr,
    stop: CancellationToken,
    _database: Box<dyn Any + Send + Sync>,
}

impl DistrictService {
    pub async fn start(backend: Backend, rows: &[Rows]) -> Self {
        let test = match backend {
            Backend::Sqlite => TestDatabase::sqlite().await,
            Backend::Postgres => TestDatabase::postgres().await,
        };
        let url = test.url().to_owned();
        district::migrate(&url).await.expect("migrations run");
        let database = district::open(&url, &DatabaseOptions::default()).await.expect("it opens");
        for rows in rows {
            let text = rows.dataset.as_bytes();
            let imported = district::dataset::import(&database, text, ImportOptions::default());
            imported.await.unwrap_or_else(|error| panic!("{}: {error}", rows.code));
        }
        let codes = rows.iter().map(|rows| rows.code.parse().expect("a code")).collect();
        let config = district::Config::new(codes, url, ([127, 0, 0, 1], 0).into());
        let stop = CancellationToken::new();
        let server = district::serve(config, stop.clone().cancelled_owned());
        let address = server.await.expect("it serves").address();
        Self { address, stop, _database: Box::new(test) }
    }
}

impl Drop for DistrictService {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
