//! HTTP/1.1 as bytes, so that it can be spoken wrongly.

use std::{io, net::SocketAddr, time::Duration};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The service behind the proxy.
#[derive(Clone)]
pub(super) struct Upstream {
    pub(super) service: SocketAddr,
    pub(super) http: Client<HttpConnector, Full<Bytes>>,
}

/// What the gateway sent.
pub(super) struct Call {
    head: String,
    body: Vec<u8>,
}

/// What the service answered.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) body: Vec<u8>,
}

impl Upstream {
    /// Hands a call on; nothing when the service is not there.
    pub(super) async fn forward(&self, call: Call) -> Option<Answer> {
        let response = self.http.request(call.into_request(self.service)?).await.ok()?;
        let content_type = response.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Some(Answer {
            status: response.status().as_u16(),
            content_type: content_type.to_owned(),
            body: response.into_body().collect().await.ok()?.to_bytes().to_vec(),
        })
    }
}

impl Call {
    /// The line of the request and its headers.
    pub(super) fn head(&self) -> &str {
        &self.head
    }

    pub(super) fn mentions(&self, word: &str) -> bool {
        self.body.windows(word.len()).any(|window| window == word.as_bytes())
    }

    fn into_request(self, service: SocketAddr) -> Option<Request<Full<Bytes>>> {
        let mut lines = self.head.lines();
        let mut first = lines.next()?.split(' ');
        let method: Method = first.next()?.parse().ok()?;
        let mut request = Request::new(Full::new(Bytes::from(self.body)));
        *request.method_mut() = method;
        *request.uri_mut() = format!("http://{service}{}", first.next()?).parse().ok()?;
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let name: HeaderName = name.trim().parse().ok()?;
            let is_of_this_hop =
                [header::HOST, header::CONTENT_LENGTH, header::CONNECTION, header::ACCEPT_ENCODING]
                    .contains(&name);
            if !is_of_this_hop {
                request.headers_mut().append(name, HeaderValue::from_str(value.trim()).ok()?);
            }
        }
        Some(request)
    }
}

impl Answer {
    /// What a service answers to a field that it does not know.
    pub(super) fn of_older_version() -> Self {
        let body = r#"{"data":null,"errors":[{"message":"Unknown field","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#;
        let content_type = "application/json".to_owned();
        Self { status: 200, content_type, body: body.as_bytes().to_vec() }
    }

    /// Changes the JSON of the answer.
    pub(super) fn alter(&mut self, alter: fn(&mut Value)) {
        if let Ok(mut json) = serde_json::from_slice(&self.body) {
            alter(&mut json);
            self.body = json.to_string().into_bytes();
        }
    }

    fn head(&self, length: &str) -> String {
        format!(
            "HTTP/1.1 {} -\r\ncontent-type: {}\r\n{length}\r\n\r\n",
            self.status, self.content_type
        )
    }
}

/// A connection of the gateway.
pub(super) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, read: Vec::new() }
    }

    /// The next call; nothing when the gateway closed the connection between two.
    pub(super) async fn read_request(&mut self) -> io::Result<Option<Call>> {
        const END: &[u8] = b"\r\n\r\n";
        let head = loop {
            let end = self.read.windows(END.len()).position(|window| window == END);
            if let Some(end) = end {
                let head = String::from_utf8_lossy(&self.read[..end]).into_owned();
                self.read.drain(..end + END.len());
                break head;
            }
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Ok(None);
            }
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.trim().parse().ok())
            .unwrap_or(0);
        while self.read.len() < length {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Ok(None);
            }
        }
        let body = self.read.drain(..length).collect();
        Ok(Some(Call { head, body }))
    }

    pub(super) async fn write(&mut self, answer: &Answer) -> io::Result<()> {
        self.write_part(answer, answer.body.len()).await
    }

    pub(super) async fn write_half(&mut self, answer: &Answer) -> io::Result<()> {
        self.write_part(answer, answer.body.len() / 2).await
    }

    async fn write_part(&mut self, answer: &Answer, part: usize) -> io::Result<()> {
        let mut bytes = answer.head(&format!("content-length: {}", answer.body.len())).into_bytes();
        bytes.extend_from_slice(&answer.body[..part]);
        self.stream.write_all(&bytes).await?;
        self.stream.flush().await
    }

    /// Sends some bytes, lets a moment pass, and so on.
    pub(super) async fn write_in_pieces(&mut self, answer: &Answer) -> io::Result<()> {
        const PIECES: usize = 50;
        const PAUSE: Duration = Duration::from_millis(4);
        let mut bytes = answer.head(&format!("content-length: {}", answer.body.len())).into_bytes();
        bytes.extend_from_slice(&answer.body);
        for piece in bytes.chunks(bytes.len().div_ceil(PIECES)) {
            self.stream.write_all(piece).await?;
            self.stream.flush().await?;
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Sends spaces, which are valid between the tokens of JSON, until nobody reads any more.
    pub(super) async fn write_without_end(&mut self, answer: &Answer) -> io::Result<()> {
        self.stream.write_all(answer.head("transfer-encoding: chunked").as_bytes()).await?;
        let piece = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
        loop {
            self.stream.write_all(&piece).await?;
        }
    }

    /// Waits until the gateway closes the connection.
    pub(super) async fn until_hung_up(&mut self) {
        while matches!(self.stream.read_buf(&mut self.read).await, Ok(1..)) {}
    }

    /// Ends the connection as an outage does: with a reset, not with a farewell.
    pub(super) fn reset(self) -> io::Result<()> {
        self.stream.set_zero_linger()
    }
}
