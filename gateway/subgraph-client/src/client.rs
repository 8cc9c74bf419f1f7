//! The HTTP side of a call: pooled connections, deadlines, content types, failover. HTTP/1.1 with
//! keep-alive; TLS and HTTP/2 would be other connectors of the same client.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, header::CONTENT_TYPE};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use tokio::time::{Instant, timeout_at};

use crate::{
    Answer, Call, CallError, Effect, OutgoingHeaders, Replicas,
    body::{self, BodyError},
    deadline,
    in_flight::{InFlight, ReadKey},
    replicas::Replica,
};

/// What bounds a call.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The largest answer that is read, in bytes.
    pub max_answer_bytes: usize,
    /// How long one attempt to connect may take.
    pub connect_timeout: Duration,
    /// How long an idle connection is kept.
    pub idle_timeout: Duration,
    /// How many idle connections are kept for each host.
    pub max_idle_per_host: usize,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            max_answer_bytes: 16 * 1024 * 1024,
            connect_timeout: Duration::from_secs(2),
            idle_timeout: Duration::from_secs(60),
            max_idle_per_host: 64,
        }
    }
}

/// Calls subgraphs. One client serves the whole process; its connections are shared.
#[derive(Debug, Clone)]
pub struct SubgraphClient {
    connections: Arc<Connections>,
}

#[derive(Debug)]
struct Connections {
    http: Client<HttpConnector, Full<Bytes>>,
    config: ClientConfig,
}

impl SubgraphClient {
    /// A client with its own pool of connections.
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(config.connect_timeout));
        connector.set_nodelay(true);
        let http = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(config.idle_timeout)
            .pool_max_idle_per_host(config.max_idle_per_host)
            .build(connector);
        Self { connections: Arc::new(Connections { http, config }) }
    }

    /// Sends a call to the first replica that can be reached. A read may get the answer of an
    /// equal one that is under way.
    ///
    /// # Errors
    /// [`CallError`] of the last replica that was tried.
    pub async fn call(
        &self,
        replicas: &Arc<Replicas>,
        call: Call<'_>,
    ) -> Result<Answer, CallError> {
        let Call { body, headers, deadline, effect } = call;
        let key = ReadKey { headers: Arc::clone(headers), body: body.clone() };
        let exchange = Exchange {
            connections: Arc::clone(&self.connections),
            replicas: Arc::clone(replicas),
            headers: Arc::clone(headers),
            body,
            deadline,
            effect,
        };
        match effect {
            Effect::Read if replicas.policy.share_reads => {
                replicas.reads.share(key, deadline, || exchange.run()).await
            }
            Effect::Read => exchange.run().await,
            Effect::Write => {
                let _forgotten = ForgetReads(&replicas.reads);
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

/// One call on its way: it owns what it needs, so that it can outlive the request that began it.
struct Exchange {
    connections: Arc<Connections>,
    replicas: Arc<Replicas>,
    headers: Arc<OutgoingHeaders>,
    body: Bytes,
    deadline: Instant,
    effect: Effect,
}

impl Exchange {
    async fn run(self) -> Result<Answer, CallError> {
        let mut last = None;
        for (index, replica) in self.replicas.in_order() {
            match self.attempt(replica).await {
                Ok(answer) => {
                    self.replicas.prefer(index);
                    return Ok(answer);
                }
                Err(error) => {
                    let go_on = may_go_on(&error, self.effect);
                    last = Some(error);
                    if !go_on {
                        break;
                    }
                }
            }
        }
        // There is at least one replica, so one attempt has been made.
        Err(last.unwrap_or(CallError::Timeout { after: Duration::ZERO }))
    }

    async fn attempt(&self, replica: &Replica) -> Result<Answer, CallError> {
        let started = Instant::now();
        let _place = timeout_at(self.deadline, replica.places.acquire())
            .await
            .ok()
            .and_then(Result::ok)
            .ok_or_else(|| CallError::NoCapacity { endpoint: replica.endpoint.to_string() })?;
        timeout_at(self.deadline, self.exchange(replica))
            .await
            .unwrap_or_else(|_| Err(CallError::Timeout { after: started.elapsed() }))
    }

    async fn exchange(&self, replica: &Replica) -> Result<Answer, CallError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let mut request = Request::new(Full::new(self.body.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = replica.endpoint.uri().clone();
        *request.headers_mut() = self.headers.for_call(deadline::told_milliseconds(left));

        let endpoint = || replica.endpoint.to_string();
        let response = self.connections.http.request(request).await.map_err(|error| {
            if error.is_connect() {
                CallError::Connect { endpoint: endpoint(), source: Arc::new(error) }
            } else {
                CallError::Lost { endpoint: endpoint(), source: Arc::new(error) }
            }
        })?;
        let refused = check_head(&response)?;
        let limit = self.connections.config.max_answer_bytes;
        let body =
            body::read_bounded(response.into_body(), limit).await.map_err(|error| match error {
                BodyError::TooLarge => CallError::TooLarge { limit },
                BodyError::Lost(error) => {
                    CallError::Lost { endpoint: endpoint(), source: Arc::new(error) }
                }
            })?;
        Ok(Answer { body, refused })
    }
}

fn may_go_on(error: &CallError, effect: Effect) -> bool {
    match effect {
        Effect::Read => matches!(error, CallError::Connect { .. } | CallError::Lost { .. }),
        Effect::Write => error.nothing_was_sent(),
    }
}

/// Looks at status and content type. A status that is no failure of the whole call, because JSON
/// comes with it, is handed on.
fn check_head(response: &Response<Incoming>) -> Result<Option<CallError>, CallError> {
    let status = response.status();
    let refused = (!status.is_success()).then_some(CallError::Status { status });
    let content_type =
        response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if is_json(content_type) {
        return Ok(refused);
    }
    Err(refused.unwrap_or_else(|| CallError::ContentType {
        found: content_type.chars().take(100).collect(),
    }))
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    ["application/json", "application/graphql-response+json"]
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_known_with_parameters_and_in_any_case() {
        assert!(is_json("application/json"));
        assert!(is_json("Application/JSON; charset=utf-8"));
        assert!(is_json("application/graphql-response+json ; charset=utf-8"));
        assert!(!is_json("text/html"));
        assert!(!is_json("application/jsonl"));
        assert!(!is_json(""));
    }
}
