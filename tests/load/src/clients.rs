//! Many clients, each on its own connection, each sending its next request when the last is
//! answered. Every answer is compared with the expected bytes.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use bytes::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::target::Expected;

/// One request that all clients send.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where to.
    pub address: SocketAddr,
    /// The path of the URL.
    pub path: &'static str,
    /// The body.
    pub body: Bytes,
}

/// What a run measured, as clients saw it.
#[derive(Debug)]
pub struct Run {
    /// Answers, all of them as expected.
    pub answers: usize,
    /// How long the run took.
    pub elapsed: Duration,
    latencies: Vec<Duration>,
}

impl Run {
    /// Answers a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.answers as f64 / self.elapsed.as_secs_f64()
    }

    /// The latency that this share of answers did not exceed.
    #[must_use]
    pub fn percentile(&self, share: f64) -> Duration {
        let last = self.latencies.len().saturating_sub(1);
        self.latencies.get((last as f64 * share) as usize).copied().unwrap_or_default()
    }
}

/// Sends one request and gives the answer's body.
///
/// # Errors
/// When the connection fails or the status is not 200.
pub async fn once(call: &Call) -> anyhow::Result<Bytes> {
    send(&mut connect(call.address).await?, call).await
}

/// Gets what a server says at a path.
///
/// # Errors
/// When the connection fails or the status is not 200.
pub async fn get(address: SocketAddr, path: &str) -> anyhow::Result<Bytes> {
    let request = Request::get(path).header(header::HOST, "localhost").body(Full::default())?;
    exchange(&mut connect(address).await?, request).await
}

/// Runs `clients` at once for `time`.
///
/// # Errors
/// When an answer is not the expected one, or a connection fails.
pub async fn run(
    call: &Call,
    expected: &Expected,
    clients: usize,
    time: Duration,
) -> anyhow::Result<Run> {
    let call = Arc::new(call.clone());
    let start = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| tokio::spawn(client(Arc::clone(&call), expected.clone(), start + time)))
        .collect();
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await??);
    }
    let elapsed = start.elapsed();
    latencies.sort_unstable();
    Ok(Run { answers: latencies.len(), elapsed, latencies })
}

async fn client(
    call: Arc<Call>,
    expected: Expected,
    end: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let mut connection = connect(call.address).await?;
    let mut latencies = Vec::new();
    while Instant::now() < end {
        let start = Instant::now();
        let answer = send(&mut connection, &call).await?;
        latencies.push(start.elapsed());
        if !expected.is_met_by(&answer) {
            bail!("an answer differs from the expected one: {}", String::from_utf8_lossy(&answer));
        }
    }
    Ok(latencies)
}

async fn connect(address: SocketAddr) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await.context("connect")?;
    stream.set_nodelay(true)?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn send(connection: &mut SendRequest<Full<Bytes>>, call: &Call) -> anyhow::Result<Bytes> {
    let request = Request::post(call.path)
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .body(Full::new(call.body.clone()))?;
    exchange(connection, request).await
}

async fn exchange(
    connection: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> anyhow::Result<Bytes> {
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    let status = response.status();
    let body = response.into_body().collect().await?.to_bytes();
    if !status.is_success() {
        bail!("status {status}: {}", String::from_utf8_lossy(&body));
    }
    Ok(body)
}
