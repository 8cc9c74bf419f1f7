//! Calls and subscriptions over TLS to a service with a certificate that was made for the test.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::coverage::MissingReason;
use futures::{SinkExt as _, StreamExt as _};
use gateway_subgraph_client::{
    Answer, Call, CallError, ClientConfig, Effect, Endpoint, OutgoingHeaders, Replicas,
    RetryPolicy, SourceEvent, SubgraphClient, SubscriptionCall, SubscriptionProtocol,
    SubscriptionTransport, TrafficPolicy, TrustedRoots,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::Instant,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
    server::TlsStream,
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Request, Response},
    },
};

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/// A service that answers over TLS, as the host that its certificate names.
struct Service {
    address: SocketAddr,
    certificate: String,
    task: JoinHandle<()>,
}

/// A listener as the host that its certificate names, and the certificate.
async fn secure(host: &str) -> (TcpListener, TlsAcceptor, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([host.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the default versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a certificate and its key");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    (listener, TlsAcceptor::from(Arc::new(config)), cert.pem())
}

impl Service {
    async fn start(host: &str) -> Self {
        Self::serving(host, async |mut stream: TlsStream<TcpStream>| {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n{}") {
                if stream.read_buf(&mut request).await.is_ok_and(|count| count == 0) {
                    break;
                }
            }
            stream.write_all(ANSWER).await.expect("the client reads");
            stream.shutdown().await.expect("the client reads");
        })
        .await
    }

    /// One that does this with every connection, one after the other.
    async fn serving<F>(
        host: &str,
        script: impl Fn(TlsStream<TcpStream>) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (listener, acceptor, certificate) = secure(host).await;
        let address = listener.local_addr().expect("an address");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(stream) = acceptor.accept(stream).await else { continue };
                script(stream).await;
            }
        });
        Self { address, certificate, task }
    }

    fn roots(&self) -> TrustedRoots {
        TrustedRoots::from_pem(self.certificate.as_bytes()).expect("a certificate")
    }

    fn endpoint(&self) -> Endpoint {
        let url = format!("https://localhost:{}/graphql", self.address.port());
        Endpoint::parse(&url).expect("a URL")
    }

    /// The events that come of a subscription at `localhost`, to their end.
    async fn events(
        &self,
        roots: TrustedRoots,
        protocol: SubscriptionProtocol,
    ) -> Result<Vec<SourceEvent>, CallError> {
        let client = SubgraphClient::new(ClientConfig { roots, ..ClientConfig::default() });
        let replicas = Replicas::new([self.endpoint()], 1).expect("one");
        let transport = SubscriptionTransport { protocol, path: None };
        let headers = OutgoingHeaders::new();
        let body = Bytes::from_static(br#"{"query":"subscription{tick}"}"#);
        let call = SubscriptionCall { body, headers: &headers };
        let mut source = client.subscribe(&replicas, &transport, call).await?;
        let mut events = Vec::new();
        loop {
            match source.next().await? {
                SourceEvent::Complete => return Ok(events),
                event => events.push(event),
            }
        }
    }

    /// Calls it as `localhost`.
    async fn call(&self, roots: TrustedRoots) -> Result<Answer, CallError> {
        let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
        let policy = TrafficPolicy { retries, ..TrafficPolicy::default() };
        let replicas = Arc::new(Replicas::with_policy([self.endpoint()], policy).expect("one"));
        let client = SubgraphClient::new(ClientConfig { roots, ..ClientConfig::default() });
        let headers = Arc::new(OutgoingHeaders::new());
        let call = Call {
            body: Bytes::from_static(b"{}"),
            headers: &headers,
            deadline: Instant::now() + Duration::from_secs(60),
            effect: Effect::Read,
        };
        client.call(&replicas, call).await
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test]
async fn a_service_is_called_over_tls_when_its_certificate_is_trusted() {
    let service = Service::start("localhost").await;
    assert_eq!(service.call(service.roots()).await.expect("an answer").body, b"{}"[..]);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_no_connection() {
    let service = Service::start("localhost").await;
    let stranger = Service::start("localhost").await;
    for roots in [TrustedRoots::default(), stranger.roots()] {
        let error = service.call(roots).await.expect_err("it is not trusted");
        assert!(matches!(error, CallError::Connect { .. }), "{error}");
        assert_eq!(error.reason(), MissingReason::Unreachable);
    }
}

#[tokio::test]
async fn a_certificate_of_another_host_is_no_connection() {
    let service = Service::start("other.example").await;
    let error = service.call(service.roots()).await.expect_err("it names another host");
    assert!(matches!(error, CallError::Connect { .. }), "{error}");
}

/// Acknowledges one subscriber of `graphql-transport-ws`, sends one event, and says that it was all.
#[expect(clippy::result_large_err, reason = "the type of the callback is the library's")]
async fn one_event_by_websocket(stream: TlsStream<TcpStream>) {
    let callback = |_: &Request, mut response: Response| {
        let protocol = http::HeaderValue::from_static("graphql-transport-ws");
        response.headers_mut().insert("sec-websocket-protocol", protocol);
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr_async(stream, callback).await else { return };
    let replies = [
        r#"{"type":"connection_ack"}"#,
        r#"{"type":"next","id":"1","payload":{"data":{"tick":1}}}"#,
    ];
    for text in replies {
        if !matches!(socket.next().await, Some(Ok(Message::Text(_)))) {
            return;
        }
        socket.send(Message::text(text)).await.expect("the client reads");
    }
    let complete = r#"{"type":"complete","id":"1"}"#;
    socket.send(Message::text(complete)).await.expect("the client reads");
}

/// The same by server-sent events.
async fn one_event_by_sse(mut stream: TlsStream<TcpStream>) {
    let mut request = Vec::new();
    while !request.ends_with(b"}") {
        if stream.read_buf(&mut request).await.is_ok_and(|count| count == 0) {
            return;
        }
    }
    let events = "event: next\ndata: {\"data\":{\"tick\":1}}\n\nevent: complete\ndata:\n\n";
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    stream.write_all(format!("{head}{events}").as_bytes()).await.expect("the client reads");
    stream.shutdown().await.expect("the client reads");
}

fn one_event() -> Vec<SourceEvent> {
    vec![SourceEvent::Next(Bytes::from_static(br#"{"data":{"tick":1}}"#))]
}

#[tokio::test]
async fn events_come_over_a_secure_websocket() {
    let service = Service::serving("localhost", one_event_by_websocket).await;
    let events = service.events(service.roots(), SubscriptionProtocol::WebSocket).await;
    assert_eq!(events.expect("it is trusted"), one_event());
}

#[tokio::test]
async fn events_come_over_a_secure_stream() {
    let service = Service::serving("localhost", one_event_by_sse).await;
    let events = service.events(service.roots(), SubscriptionProtocol::Sse).await;
    assert_eq!(events.expect("it is trusted"), one_event());
}

#[tokio::test]
async fn a_source_that_nobody_vouches_for_is_not_joined() {
    let service = Service::serving("localhost", one_event_by_websocket).await;
    for protocol in [SubscriptionProtocol::WebSocket, SubscriptionProtocol::Sse] {
        let error =
            service.events(TrustedRoots::default(), protocol).await.expect_err("a stranger");
        assert!(matches!(error, CallError::Connect { .. }), "{error}");
        assert_eq!(error.reason(), MissingReason::Unreachable);
    }
}

#[test]
fn what_holds_no_certificate_is_refused() {
    let message = |pem: &str| TrustedRoots::from_pem(pem.as_bytes()).expect_err("none").to_string();
    assert_eq!(message(""), "there is no certificate to trust");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(message(broken).starts_with("the certificates cannot be read"));
}
