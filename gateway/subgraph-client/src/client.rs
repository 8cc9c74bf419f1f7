//! The entry of a call: how much time it has, and whether it is made at all or answered by an equal
//! one that is under way.

use std::sync::Arc;

use bytes::Bytes;
use tokio::time::Instant;

use crate::{
    Answer, Call, CallError, ClientConfig, Effect, Endpoint, Replicas,
    connections::Connections,
    exchange::Exchange,
    in_flight::{InFlight, ReadKey},
};

/// Calls subgraphs. One client serves the whole process; its connections are shared.
#[derive(Debug, Clone)]
pub struct SubgraphClient {
    connections: Arc<Connections>,
}

impl SubgraphClient {
    /// A client with its own pool of connections.
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        Self { connections: Arc::new(Connections::new(&config)) }
    }

    /// A client that opens no connection: calls are answered by a function, with the traffic policy
    /// of their services and everything else as it is. For benches and tests of all but the wire;
    /// subscriptions are not answered by it.
    #[must_use]
    pub fn in_process(answer: impl Fn(&Endpoint, &Bytes) -> Bytes + Send + Sync + 'static) -> Self {
        Self { connections: Arc::new(Connections::in_process(Box::new(answer))) }
    }

    pub(crate) fn connections(&self) -> &Connections {
        &self.connections
    }

    /// Sends a call by the policy of the service. A read may get the answer of an equal one that
    /// is under way.
    ///
    /// # Errors
    /// [`CallError`] of the last attempt.
    pub async fn call(
        &self,
        replicas: &Arc<Replicas>,
        call: Call<'_>,
    ) -> Result<Answer, CallError> {
        let policy = replicas.policy();
        let longest = policy.timeout.map(|timeout| Instant::now() + timeout);
        let deadline = longest.map_or(call.deadline, |longest| longest.min(call.deadline));
        let exchange = Exchange {
            connections: Arc::clone(&self.connections),
            replicas: Arc::clone(replicas),
            headers: Arc::clone(call.headers),
            body: call.body,
            deadline,
            effect: call.effect,
        };
        match call.effect {
            Effect::Read if policy.share_reads => {
                let headers = Arc::clone(call.headers);
                let key = ReadKey { headers, body: exchange.body.clone() };
                replicas.reads().share(key, deadline, || exchange.run()).await
            }
            Effect::Read => exchange.run().await,
            Effect::Write => {
                let _forgotten = ForgetReads(replicas.reads());
                exchange.run().await
            }
        }
    }
}

/// At the end of a write, however it ends: reads that began before it do not stand for later ones.
struct ForgetReads<'a>(&'a InFlight);

impl Drop for ForgetReads<'_> {
    fn drop(&mut self) {
        self.0.forget();
    }
}
