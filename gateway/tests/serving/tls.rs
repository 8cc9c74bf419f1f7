//! TLS between clients and the gateway, and between it and subgraphs: with the binary, because a new
//! certificate comes by a file, and because the environment says whom it trusts.

use std::{fs, net::SocketAddr, path::Path, sync::Arc};

use futures::{SinkExt as _, StreamExt as _};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use serde_json::json;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{TlsAcceptor, TlsConnector, client::TlsStream};
use tokio_tungstenite::tungstenite::{
    Message,
    handshake::server::{Request, Response},
};

use crate::{
    http2::Http2,
    process::{Process, supergraph_in_folder, text},
    support::{FakeSubgraph, Graph, Socket, sdl},
};

/// A certificate for `localhost` and its key, as PEM.
struct Pair {
    certificate: String,
    key: String,
}

impl Pair {
    fn new() -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        Self { certificate: cert.pem(), key: signing_key.serialize_pem() }
    }

    /// Puts both where the configuration says, each moved into place.
    fn write(&self, folder: &Path) {
        for (name, text) in [("key.pem", &self.key), ("certificate.pem", &self.certificate)] {
            let path = folder.join(name);
            fs::write(path.with_extension("new"), text).expect("written");
            fs::rename(path.with_extension("new"), path).expect("moved");
        }
    }

    /// What a service shows with it.
    fn acceptor(&self) -> TlsAcceptor {
        let certificate =
            CertificateDer::from_pem_slice(self.certificate.as_bytes()).expect("a certificate");
        let key = PrivateKeyDer::from_pem_slice(self.key.as_bytes()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the default versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .expect("a certificate and its key");
        TlsAcceptor::from(Arc::new(config))
    }

    /// Connects as a client of HTTP/1.1 that trusts this certificate alone.
    async fn connect(&self, address: SocketAddr) -> std::io::Result<TlsStream<TcpStream>> {
        self.connect_for(&["http/1.1"], address).await
    }

    /// The same as a client that offers these protocols.
    async fn connect_for(
        &self,
        protocols: &[&str],
        address: SocketAddr,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        let certificate =
            CertificateDer::from_pem_slice(self.certificate.as_bytes()).expect("a certificate");
        roots.add(certificate).expect("a certificate");
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the default versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let name = ServerName::try_from("localhost").expect("a name");
        let stream = TcpStream::connect(address).await?;
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }
}

/// Sends a query on a connection that stays open, and reads the answer.
async fn query(stream: &mut TlsStream<TcpStream>, query: &str) -> String {
    let body = json!({ "query": query }).to_string();
    let length = body.len();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all((head + &body).as_bytes()).await.expect("the gateway reads");
    let mut answer = Vec::new();
    // Answers here are small objects, and end with the brace that began them.
    while !answer.ends_with(b"}}") {
        assert_ne!(stream.read_buf(&mut answer).await.expect("the gateway answers"), 0);
    }
    let answer = String::from_utf8(answer).expect("text");
    answer.split_once("\r\n\r\n").expect("a whole head").1.to_owned()
}

const HI: &str = r#"{"data":{"hello":"hi"}}"#;

/// A folder with a gateway's files, and the subgraph that it asks.
async fn folder(settings: &str) -> (TempDir, FakeSubgraph) {
    let greeter = FakeSubgraph::start(json!({ "hello": "hi" })).await;
    let url = greeter.url();
    let graph = Graph { name: "greeter", url: &url, fields: &["hello: String"] };
    let (folder, _) = supergraph_in_folder(&sdl(&[graph]));
    let text = format!("listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n{settings}");
    fs::write(folder.path().join("gateway.toml"), text).expect("written");
    (folder, greeter)
}

const TLS: &str = "[tls]\ncertificate_file = \"certificate.pem\"\nkey_file = \"key.pem\"";

#[tokio::test]
async fn clients_are_shown_the_certificate() {
    let (folder, _greeter) = folder(TLS).await;
    let pair = Pair::new();
    pair.write(folder.path());
    let gateway = Process::start(&["--config", text(&folder.path().join("gateway.toml"))]);
    let address = gateway.client().address;

    let mut stream = pair.connect(address).await.expect("the certificate is trusted");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"http/1.1".as_slice()));
    assert_eq!(query(&mut stream, "{ hello }").await, HI);
    assert_eq!(query(&mut stream, "{ hello }").await, HI, "on the same connection");
    assert!(Pair::new().connect(address).await.is_err(), "another one is not trusted");

    // What is no handshake is nothing, and nobody else is disturbed by it.
    let mut plain = TcpStream::connect(address).await.expect("the gateway listens");
    plain.write_all(b"GET /health HTTP/1.1\r\nhost: gateway\r\n\r\n").await.expect("sent");
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(query(&mut stream, "{ hello }").await, HI);
}

#[tokio::test]
async fn clients_speak_what_tls_agrees_on() {
    let (folder, _greeter) = folder(TLS).await;
    let pair = Pair::new();
    pair.write(folder.path());
    let gateway = Process::start(&["--config", text(&folder.path().join("gateway.toml"))]);
    let address = gateway.client().address;

    let both = ["http/1.1", "h2"];
    let stream = pair.connect_for(&both, address).await.expect("the certificate is trusted");
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let client = Http2::over(stream).await;
    assert_eq!(client.query("{ hello }").await, HI);
    assert_eq!(client.query("{ hello }").await, HI, "on the same connection");

    let mut stream = pair.connect_for(&[], address).await.expect("the certificate is trusted");
    assert_eq!(stream.get_ref().1.alpn_protocol(), None);
    assert_eq!(query(&mut stream, "{ hello }").await, HI);
    let other = pair.connect_for(&["http/0.9"], address).await;
    assert!(other.is_err(), "what is not served is not agreed on");
}

#[tokio::test]
async fn a_websocket_is_opened_over_tls() {
    let (folder, _greeter) = folder(TLS).await;
    let pair = Pair::new();
    pair.write(folder.path());
    let gateway = Process::start(&["--config", text(&folder.path().join("gateway.toml"))]);
    let stream = pair.connect(gateway.client().address).await.expect("the certificate is trusted");
    let request = tokio_tungstenite::tungstenite::ClientRequestBuilder::new(
        "wss://localhost/graphql".parse().expect("a URI"),
    )
    .with_sub_protocol("graphql-transport-ws");
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await.expect("upgraded");
    let mut said = Vec::new();
    for message in [
        r#"{"type":"connection_init"}"#,
        r#"{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}"#,
    ] {
        socket.send(message.into()).await.expect("the gateway reads");
        let answer = socket.next().await.expect("an answer").expect("a message");
        said.push(answer.into_text().expect("text").to_string());
    }
    assert_eq!(said[0], r#"{"type":"connection_ack"}"#);
    assert_eq!(said[1], format!(r#"{{"type":"next","id":"1","payload":{HI}}}"#));
}

#[tokio::test]
async fn a_new_certificate_is_taken_over_and_a_broken_one_is_not() {
    let (folder, _greeter) = folder(TLS).await;
    let old = Pair::new();
    old.write(folder.path());
    let path = folder.path().join("gateway.toml");
    let gateway = Process::start(&["--config", text(&path)]);
    let address = gateway.client().address;
    let mut open = old.connect(address).await.expect("the old one is trusted");
    assert_eq!(query(&mut open, "{ hello }").await, HI);

    fs::write(folder.path().join("key.pem"), Pair::new().key).expect("written");
    let line = gateway.logged("cannot be served");
    assert!(line.contains("certificate.pem") && line.contains("serve together"), "{line}");
    assert!(old.connect(address).await.is_ok(), "the old one stays");

    let new = Pair::new();
    new.write(folder.path());
    gateway.logged("are served from now on");
    let mut fresh = new.connect(address).await.expect("the new one is trusted");
    assert_eq!(query(&mut fresh, "{ hello }").await, HI);
    assert!(old.connect(address).await.is_err(), "the old one is not shown any more");
    assert_eq!(query(&mut open, "{ hello }").await, HI, "what is open stays open");
}

#[tokio::test]
async fn files_that_hold_no_certificate_stop_the_start() {
    let (folder, _greeter) = folder(TLS).await;
    let path = folder.path().join("gateway.toml");
    for (certificate, key, problem) in [
        (None, None, "read "),
        (Some(String::new()), Some(Pair::new().key), "there is no certificate"),
        (Some(Pair::new().certificate), Some("key".to_owned()), "there is no private key"),
        (Some(Pair::new().certificate), Some(Pair::new().key), "do not serve together"),
    ] {
        for (name, content) in [("certificate.pem", certificate), ("key.pem", key)] {
            if let Some(content) = content {
                fs::write(folder.path().join(name), content).expect("written");
            }
        }
        let gateway = Process::start(&["--config", text(&path)]);
        let line = gateway.logged(problem);
        assert!(line.contains("certificate.pem"), "{line}");
    }
}

/// A subgraph that is reached over TLS alone, and sends two events to each who subscribes.
async fn secure_source(pair: &Pair) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound port");
    let acceptor = pair.acceptor();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                send_two_events(stream).await;
            }
        }
    });
    address
}

#[expect(clippy::result_large_err, reason = "the type of the callback is the library's")]
async fn send_two_events(stream: tokio_rustls::server::TlsStream<TcpStream>) {
    let agree = |_: &Request, mut response: Response| {
        let protocol = "graphql-transport-ws".parse().expect("a value");
        response.headers_mut().insert("sec-websocket-protocol", protocol);
        Ok(response)
    };
    let Ok(mut socket) = tokio_tungstenite::accept_hdr_async(stream, agree).await else { return };
    let _init = socket.next().await;
    let _ = socket.send(Message::text(r#"{"type":"connection_ack"}"#)).await;
    let Some(Ok(subscribe)) = socket.next().await else { return };
    let subscribe: serde_json::Value =
        serde_json::from_str(&subscribe.into_text().expect("text")).expect("JSON");
    for number in [7, 8] {
        let payload = json!({ "data": { "ticked": number } });
        let next = json!({ "id": subscribe["id"], "type": "next", "payload": payload });
        let _ = socket.send(Message::text(next.to_string())).await;
    }
    let complete = json!({ "id": subscribe["id"], "type": "complete" });
    let _ = socket.send(Message::text(complete.to_string())).await;
}

#[tokio::test]
async fn events_come_from_a_subgraph_over_a_secure_websocket() {
    let pair = Pair::new();
    let url = format!("https://localhost:{}/graphql", secure_source(&pair).await.port());
    let graph = Graph { name: "ticker", url: &url, fields: &["tick: Int"] };
    let supergraph = sdl(&[graph])
        .replace("mutation: Mutation", "mutation: Mutation subscription: Subscription")
        + "type Subscription @join__type(graph: TICKER) { ticked: Int }\n";
    let (folder, _) = supergraph_in_folder(&supergraph);
    let path = folder.path().join("gateway.toml");
    fs::write(&path, "listen = \"127.0.0.1:0\"\nsupergraph = \"supergraph.graphql\"\n")
        .expect("written");
    let heard = async |trusted: &Pair| {
        trusted.write(folder.path());
        let certificate = folder.path().join("certificate.pem");
        let environment = [("SSL_CERT_FILE", text(&certificate))];
        let gateway = Process::start_in(&environment, &["--config", text(&path)]);
        let mut socket = Socket::ready(gateway.client().address).await;
        socket.subscribe("1", "subscription { ticked }").await;
        [socket.hear().await, socket.hear().await]
    };
    let next = |number| {
        format!(r#"{{"type":"next","id":"1","payload":{{"data":{{"ticked":{number}}}}}}}"#)
    };
    assert_eq!(heard(&pair).await, [next(7), next(8)]);
    // A service that nobody vouches for is not asked.
    let [error, _] = heard(&Pair::new()).await;
    assert!(error.contains("SUBGRAPH_FAILED"), "{error}");
}
