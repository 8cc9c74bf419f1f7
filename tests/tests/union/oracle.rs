//! The oracle: for every set of partitions, one district service over a database with their rows
//! and no others. A service is started when it is first needed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde_json::Value;
use tests::Client;
use tokio::sync::Mutex;

use super::{
    rows::Rows,
    service::{Backend, DistrictService},
};

/// The services by the places of the partitions whose rows they have.
pub struct Oracle {
    rows: Vec<Rows>,
    backend: Backend,
    services: Mutex<BTreeMap<BTreeSet<usize>, Arc<DistrictService>>>,
}

impl Oracle {
    pub fn new(rows: Vec<Rows>, backend: Backend) -> Self {
        Self { rows, backend, services: Mutex::default() }
    }

    /// Sends a request to the service with the rows of these partitions.
    pub async fn ask(&self, places: &BTreeSet<usize>, request: Value) -> Value {
        let service = {
            let mut services = self.services.lock().await;
            match services.get(places) {
                Some(service) => Arc::clone(service),
                None => {
                    let rows: Vec<Rows> =
                        places.iter().map(|place| self.rows[*place].clone()).collect();
                    let service = Arc::new(DistrictService::start(self.backend, &rows).await);
                    services.insert(places.clone(), Arc::clone(&service));
                    service
                }
            }
        };
        Client::new(service.address).run(request).await
    }
}
