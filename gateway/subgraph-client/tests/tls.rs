//! Calls over TLS to a service with a certificate that was made for the test.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use contract::coverage::MissingReason;
use gateway_subgraph_client::{
    Answer, Call, CallError, ClientConfig, Effect, Endpoint, OutgoingHeaders, Replicas,
    RetryPolicy, SubgraphClient, TrafficPolicy, TrustedRoots,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
    time::Instant,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";

/// A service that answers over TLS, as the host that its certificate names.
struct Service {
    address: SocketAddr,
    certificate: String,
    task: JoinHandle<()>,
}

impl Service {
    async fn start(host: &str) -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed([host.to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the default versions")
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("a certificate and its key");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n{}") {
                    if stream.read_buf(&mut request).await.is_ok_and(|count| count == 0) {
                        break;
                    }
                }
                stream.write_all(ANSWER).await.expect("the client reads");
                stream.shutdown().await.expect("the client reads");
            }
        });
        Self { address, certificate: cert.pem(), task }
    }

    fn roots(&self) -> TrustedRoots {
        TrustedRoots::from_pem(self.certificate.as_bytes()).expect("a certificate")
    }

    /// Calls it as `localhost`.
    async fn call(&self, roots: TrustedRoots) -> Result<Answer, CallError> {
        let url = format!("https://localhost:{}/graphql", self.address.port());
        let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
        let policy = TrafficPolicy { retries, ..TrafficPolicy::default() };
        let endpoint = Endpoint::parse(&url).expect("a URL");
        let replicas = Arc::new(Replicas::with_policy([endpoint], policy).expect("one"));
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

#[test]
fn what_holds_no_certificate_is_refused() {
    let message = |pem: &str| TrustedRoots::from_pem(pem.as_bytes()).expect_err("none").to_string();
    assert_eq!(message(""), "there is no certificate to trust");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(message(broken).starts_with("the certificates cannot be read"));
}
