//! One HTTP exchange with one endpoint: HTTP/1.1, plain or over TLS. Calls go over connections that
//! are kept, subscriptions over one of their own. HTTP/2 would be another protocol of the same
//! connector.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{
    HeaderMap, Method, Request, Response,
    header::{CONTENT_TYPE, HOST},
};
use http_body_util::Full;
use hyper::{body::Incoming, client::conn::http1};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use tower::ServiceExt as _;

use crate::{
    Answer, CallError, Endpoint, SubscriptionConfig, TrustedRoots,
    body::{self, BodyError},
    connection::{Connection, Stream},
    idle::IdleConnections,
    pause,
    target::Target,
};

/// How long a connection may be silent before the system looks whether the other end is there.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// What bounds a call.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The largest answer that is read, in bytes.
    pub max_answer_bytes: usize,
    /// Whether answers come with their headers, for rules about them.
    pub keep_headers: bool,
    /// How long one attempt to connect may take.
    pub connect_timeout: Duration,
    /// How long an idle connection is kept.
    pub idle_timeout: Duration,
    /// How many idle connections are kept for each host.
    pub max_idle_per_host: usize,
    /// What bounds a subscription.
    pub subscriptions: SubscriptionConfig,
    /// Who may vouch for services that are called over TLS.
    pub roots: TrustedRoots,
}

impl Default for ClientConfig {
    fn default() -> Self {
        Self {
            max_answer_bytes: 16 * 1024 * 1024,
            keep_headers: false,
            connect_timeout: Duration::from_secs(2),
            idle_timeout: Duration::from_secs(60),
            max_idle_per_host: 64,
            subscriptions: SubscriptionConfig::default(),
            roots: TrustedRoots::default(),
        }
    }
}

/// The connections to all services.
#[derive(Debug)]
pub(crate) struct Connections {
    connector: HttpsConnector<HttpConnector>,
    idle: IdleConnections,
    in_process: Option<InProcess>,
    max_answer_bytes: usize,
    keep_headers: bool,
    pub(crate) subscriptions: SubscriptionConfig,
}

/// Answers a body that would be posted to an endpoint.
pub(crate) type AnswerFn = Box<dyn Fn(&Endpoint, &Bytes) -> Bytes + Send + Sync>;

struct InProcess(AnswerFn);

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess(…)")
    }
}

impl Connections {
    pub(crate) fn new(config: &ClientConfig) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(config.connect_timeout));
        connector.set_nodelay(true);
        // A stream of events may be silent for long; a host that is gone must not seem so.
        connector.set_keepalive(Some(KEEP_ALIVE));
        connector.enforce_http(false);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(config.roots.client_config())
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        Self {
            connector,
            idle: IdleConnections::new(config.max_idle_per_host, config.idle_timeout),
            in_process: None,
            max_answer_bytes: config.max_answer_bytes,
            keep_headers: config.keep_headers,
            subscriptions: config.subscriptions.clone(),
        }
    }

    /// Calls are answered by a function of this process.
    pub(crate) fn in_process(answer: AnswerFn) -> Self {
        Self { in_process: Some(InProcess(answer)), ..Self::new(&ClientConfig::default()) }
    }

    /// Sends a request over a connection of its own and reads the head of its answer. What comes
    /// after it, a body or another protocol, may last. `name` is the endpoint, for messages.
    pub(crate) async fn request(
        &self,
        target: &Target,
        request: Request<Full<Bytes>>,
        name: impl Fn() -> String,
    ) -> Result<Response<Incoming>, CallError> {
        let stream = self.connect(target, &name).await?;
        let lost = |error| CallError::Lost { endpoint: name(), source: Arc::new(error) };
        let (mut sender, connection) = http1::handshake(stream).await.map_err(lost)?;
        tokio::spawn(connection.with_upgrades());
        sender.send_request(addressed(request, target)).await.map_err(lost)
    }

    /// Posts a request and reads its answer. How long that takes is the caller's to bound.
    pub(crate) async fn post(
        &self,
        endpoint: &Endpoint,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer, CallError> {
        if let Some(InProcess(answer)) = &self.in_process {
            return Ok(Answer::of(answer(endpoint, &body)));
        }
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.headers_mut() = headers;
        let target = endpoint.target();
        let mut request = addressed(request, target);

        let name = || endpoint.to_string();
        let lost = |error| CallError::Lost { endpoint: name(), source: Arc::new(error) };
        loop {
            let kept = self.idle.take(&target.origin);
            let was_kept = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                // In a box of its own, as calls seldom need the room that connecting takes.
                None => {
                    let stream = Box::pin(self.connect(target, &name)).await?;
                    Box::pin(Connection::begin(stream)).await.map_err(lost)?
                }
            };
            match connection.send(request).await {
                Ok(response) => {
                    let answer = self.read(&mut connection, response, lost).await;
                    self.idle.keep(&target.origin, connection);
                    return answer;
                }
                // One that was kept may have been closed by the service while nobody looked. Then
                // nothing was sent, and each time there is one less of them.
                Err(mut error) => match error.take_message().filter(|_| was_kept) {
                    Some(unsent) => request = unsent,
                    None => return Err(lost(error.into_error())),
                },
            }
        }
    }

    async fn connect(
        &self,
        target: &Target,
        name: &impl Fn() -> String,
    ) -> Result<Stream, CallError> {
        let connected = self.connector.clone().oneshot(target.origin.clone()).await;
        connected.map_err(|error| CallError::Connect { endpoint: name(), source: error.into() })
    }

    async fn read(
        &self,
        connection: &mut Connection,
        mut response: Response<Incoming>,
        lost: impl FnOnce(hyper::Error) -> CallError,
    ) -> Result<Answer, CallError> {
        let refused = check_head(&response)?;
        let headers = self.keep_headers.then(|| Arc::new(std::mem::take(response.headers_mut())));
        let limit = self.max_answer_bytes;
        let body = connection.drive(body::read_bounded(response.into_body(), limit)).await;
        let body = body.map_err(|error| match error {
            BodyError::TooLarge => CallError::TooLarge { limit },
            BodyError::Lost(error) => lost(error),
        })?;
        Ok(Answer { refused, headers, ..Answer::of(body) })
    }
}

/// Puts on a request where it goes.
fn addressed(mut request: Request<Full<Bytes>>, target: &Target) -> Request<Full<Bytes>> {
    *request.uri_mut() = target.path.clone();
    request.headers_mut().insert(HOST, target.host.clone());
    request
}

/// Looks at status and content type. A status that is no failure of the whole call, because JSON
/// comes with it, is handed on.
fn check_head(response: &Response<Incoming>) -> Result<Option<CallError>, CallError> {
    let refused = (!response.status().is_success()).then(|| refusal(response));
    let content_type =
        response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if is_json(content_type) {
        return Ok(refused);
    }
    Err(refused.unwrap_or_else(|| CallError::ContentType {
        found: content_type.chars().take(100).collect(),
    }))
}

/// What a status says that is no success.
pub(crate) fn refusal(response: &Response<Incoming>) -> CallError {
    let retry_after = pause::retry_after(response.headers(), SystemTime::now());
    CallError::Status { status: response.status(), retry_after }
}

pub(crate) fn is_json(content_type: &str) -> bool {
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
