//! HTTP/2 in clear, by clients that know that it is served; over TLS it is told in `tls`.

use std::net::SocketAddr;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Version,
    client::conn::http2::{SendRequest, handshake},
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};

use crate::{subscriptions::Ticking, support::TestGateway};

/// A client with one connection.
pub struct Http2 {
    requests: SendRequest<Full<Bytes>>,
    connection: JoinHandle<Result<(), hyper::Error>>,
}

impl Http2 {
    /// In clear, without asking whether HTTP/2 is served.
    async fn connect(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).await.expect("the gateway listens")).await
    }

    /// On a connection that is there.
    pub async fn over(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        let (requests, connection) =
            handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("HTTP/2 is served");
        Self { requests, connection: tokio::spawn(connection) }
    }

    /// Sends a query; the body of its answer.
    pub async fn query(&self, query: &str) -> String {
        let response = self.send(&[], query).await.expect("an answer");
        assert_eq!((response.status().as_u16(), response.version()), (200, Version::HTTP_2));
        let body = response.into_body().collect().await.expect("a whole body").to_bytes();
        String::from_utf8(body.to_vec()).expect("text")
    }

    async fn send(
        &self,
        headers: &[(&str, &str)],
        query: &str,
    ) -> Result<hyper::Response<hyper::body::Incoming>, hyper::Error> {
        let mut request =
            Request::post("http://gateway/graphql").header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Full::new(Bytes::from(json!({ "query": query }).to_string()));
        self.requests.clone().send_request(request.body(body).expect("a request")).await
    }
}

const HI: &str = r#"{"data":{"hello":"hi"}}"#;

#[tokio::test]
async fn requests_of_one_connection_are_answered_as_they_end() {
    let gateway = TestGateway::start("").await;
    let client = Http2::connect(gateway.client.address).await;
    let slow = client.query("{ slow }");
    let others = async {
        gateway.greeter.asked(1).await;
        for _ in 0..3 {
            assert_eq!(client.query("{ hello }").await, HI);
        }
        gateway.greeter.release();
    };
    let (slow, ()) = tokio::join!(slow, others);
    assert_eq!(slow, r#"{"data":{"slow":"at last"}}"#);
    let large = client.query("{ long }").await;
    assert_eq!(large.len(), r#"{"data":{"long":""}}"#.len() + 5_000);
}

#[tokio::test]
async fn events_are_streamed() {
    let gateway = Ticking::start("").await;
    let client = Http2::connect(gateway.client.address).await;
    let accept = [("accept", "text/event-stream")];
    let response = client.send(&accept, "subscription { ticked }").await.expect("an answer");
    assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
    let mut body = response.into_body();
    gateway.ticker.has_listeners(1).await;
    let mut said = String::new();
    for number in [1, 2] {
        gateway.ticker.tick(number);
        let event = format!("event: next\ndata: {{\"data\":{{\"ticked\":{number}}}}}\n\n");
        while !said.contains(&event) {
            let frame = body.frame().await.expect("an event").expect("a frame");
            said += std::str::from_utf8(frame.data_ref().expect("data")).expect("text");
        }
    }
    // Other requests go on beside it, and the stream ends with its client.
    assert_eq!(client.query("{ tick }").await, r#"{"data":{"tick":0}}"#);
    drop(body);
    gateway.ticker.has_listeners(0).await;
}

#[tokio::test]
async fn requests_under_way_end_well_when_the_gateway_ends() {
    let gateway = TestGateway::start("").await;
    let client = Http2::connect(gateway.client.address).await;
    let ending = async {
        gateway.greeter.asked(1).await;
        gateway.end.cancel();
        // Nobody connects any more: the connections that are open have been told.
        while TcpStream::connect(gateway.client.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        gateway.greeter.release();
    };
    let (answer, ()) = tokio::join!(client.query("{ slow }"), ending);
    assert_eq!(answer, r#"{"data":{"slow":"at last"}}"#);
    client.connection.await.expect("it ends").expect("in order");
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// The kinds of frames that are used here.
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// `GET / HTTP/2` at `gateway`, by the static table of header compression.
const HEAD: &[u8] = b"\x82\x86\x84\x41\x07gateway";

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short payload").to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// Sends bytes in one piece; the frames that come back until the gateway hangs up, or until `last`
/// holds for one.
async fn exchange(
    address: SocketAddr,
    bytes: &[u8],
    last: impl Fn(u8, &[u8]) -> bool,
) -> Vec<(u8, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).await.expect("the gateway listens");
    let hello = [PREFACE, &frame(SETTINGS, 0, 0, &[])].concat();
    stream.write_all(&[&hello, bytes].concat()).await.expect("the gateway reads");
    let mut frames = Vec::new();
    let mut head = [0; 9];
    while stream.read_exact(&mut head).await.is_ok() {
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        stream.read_exact(&mut payload).await.expect("a whole frame");
        frames.push((head[3], payload));
        if last(head[3], &frames[frames.len() - 1].1) {
            break;
        }
    }
    frames
}

#[tokio::test]
async fn bounds_are_told() {
    let gateway = TestGateway::start("").await;
    let frames = exchange(gateway.client.address, &[], |kind, _| kind == SETTINGS).await;
    let (_, settings) = &frames[0];
    let setting = |id: u8| {
        let told = settings.chunks(6).find(|setting| setting[..2] == [0, id])?;
        Some(u32::from_be_bytes(told[2..].try_into().expect("four bytes")))
    };
    assert_eq!(setting(3), Some(100), "streams");
    assert_eq!(setting(6), Some(64 << 10), "headers");
    assert_eq!(setting(8), None, "no WebSockets");
}

#[tokio::test]
async fn a_flood_of_requests_that_are_taken_back_ends_the_connection() {
    let gateway = TestGateway::start("").await;
    let mut flood = Vec::new();
    for number in 0..500 {
        let stream = 2 * number + 1;
        flood.extend(frame(HEADERS, END_STREAM | END_HEADERS, stream, HEAD));
        flood.extend(frame(RST_STREAM, 0, stream, &8_u32.to_be_bytes()));
    }
    let frames = exchange(gateway.client.address, &flood, |kind, _| kind == GOAWAY).await;
    let (_, told) = frames.iter().find(|(kind, _)| *kind == GOAWAY).expect("it is told to go away");
    const ENHANCE_YOUR_CALM: [u8; 4] = [0, 0, 0, 11];
    assert_eq!(told[4..8], ENHANCE_YOUR_CALM);
    assert_eq!(gateway.client.query("{ hello }").await.text(), HI, "others are served");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let gateway = TestGateway::start("").await;
    // A field of 15 KiB under the name `a`, five times.
    let mut field = b"\x00\x01a\x7f\x81\x77".to_vec();
    field.extend(vec![b'z'; 127 + 1 + (0x77 << 7)]);
    let mut bytes = frame(HEADERS, END_STREAM, 1, HEAD);
    for number in 0..5 {
        let flags = if number == 4 { END_HEADERS } else { 0 };
        bytes.extend(frame(CONTINUATION, flags, 1, &field));
    }
    let is_last = |kind: u8, _: &[u8]| [HEADERS, RST_STREAM, GOAWAY].contains(&kind);
    let frames = exchange(gateway.client.address, &bytes, is_last).await;
    // The status 431, in the code that compression has for its digits.
    const STATUS_431: &[u8] = b"\x48\x83\x69\x90\xff";
    let (kind, told) = &frames[frames.len() - 1];
    assert!(*kind == HEADERS && told.starts_with(STATUS_431), "{frames:?}");
    assert!(gateway.greeter.bodies().is_empty());
}
