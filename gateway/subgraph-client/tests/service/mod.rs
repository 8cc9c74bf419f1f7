//! A service that plays one script to every request on a real socket and remembers what it was
//! sent. It speaks bytes, so that it can break HTTP where a server library would not let it.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use gateway_subgraph_client::{Endpoint, Replicas, TrafficPolicy};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// What a service does with a request.
#[derive(Debug, Clone)]
pub struct Script {
    bytes: Vec<u8>,
    piece: usize,
    end: End,
    gate: Option<Gate>,
    end_gate: Option<Gate>,
}

/// Holds answers back until it is opened.
#[derive(Debug, Clone)]
pub struct Gate(Arc<watch::Sender<bool>>);

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Lets all answers through from now on.
    pub fn open(&self) {
        self.0.send_replace(true);
    }

    async fn passed(&self) {
        let mut is_open = self.0.subscribe();
        is_open.wait_for(|is_open| *is_open).await.expect("the gate outlives those who wait");
    }
}

/// Waits until something is so.
pub async fn until(holds: impl Fn() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    KeepAlive,
    Close,
    HalfClose,
    Reset,
    Stall,
    Endless,
}

impl Script {
    /// These bytes, then a clean close.
    pub fn raw(bytes: &str) -> Self {
        Self { bytes: bytes.into(), piece: usize::MAX, end: End::Close, gate: None, end_gate: None }
    }

    /// A whole HTTP answer; the connection stays open.
    pub fn http(status: &str, content_type: &str, body: &str) -> Self {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\r\n"
        );
        Self { end: End::KeepAlive, ..Self::raw(&(head + body)) }
    }

    /// An answer that asks to be left alone for so many seconds.
    pub fn unavailable(retry_after: &str) -> Self {
        let head = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\n";
        let rest = format!("content-length: 0\r\nretry-after: {retry_after}\r\n\r\n");
        Self { end: End::KeepAlive, ..Self::raw(&(head.to_owned() + &rest)) }
    }

    /// A good answer.
    pub fn json(body: &str) -> Self {
        Self::http("200 OK", "application/json", body)
    }

    /// Closes without a word.
    pub fn hang_up() -> Self {
        Self::raw("")
    }

    /// Says nothing and keeps the connection.
    pub fn silent() -> Self {
        Self::raw("").stalling()
    }

    /// A body without end.
    pub fn endless() -> Self {
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n[";
        Self { end: End::Endless, ..Self::raw(head) }
    }

    /// Receives requests, and answers when the gate is open.
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// Ends as it does when the gate is open.
    pub fn ending_behind(mut self, gate: &Gate) -> Self {
        self.end_gate = Some(gate.clone());
        self
    }

    /// Sends in pieces of this size.
    pub fn in_pieces(mut self, bytes: usize) -> Self {
        self.piece = bytes;
        self
    }

    /// Closes after a whole answer, without having said that it would.
    pub fn closing(mut self) -> Self {
        self.end = End::Close;
        self
    }

    /// Says after a whole answer that nothing more comes, and listens on.
    pub fn half_closing(mut self) -> Self {
        self.end = End::HalfClose;
        self
    }

    /// Ends with a reset.
    pub fn resetting(mut self) -> Self {
        self.end = End::Reset;
        self
    }

    /// Ends with silence.
    pub fn stalling(mut self) -> Self {
        self.end = End::Stall;
        self
    }
}

/// A running service.
pub struct Service {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Service {
    /// Plays one script to every request.
    pub async fn start(script: Script) -> Self {
        Self::in_turn([script]).await
    }

    /// Plays one script after the other, a request each, and the last one for ever.
    pub async fn in_turn(scripts: impl Into<Vec<Script>>) -> Self {
        let scripts: Arc<[Script]> = scripts.into().into();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let connections = Arc::new(AtomicUsize::new(0));
        let closed = Arc::new(AtomicUsize::new(0));
        let (log, count, ended) = (requests.clone(), connections.clone(), closed.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let (played, ended) =
                    (play(stream, Arc::clone(&scripts), log.clone()), ended.clone());
                tokio::spawn(async move {
                    played.await;
                    ended.fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        Self { address, requests, connections, closed, task }
    }

    /// A port on which nobody listens.
    pub async fn nobody() -> Arc<Replicas> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        drop(listener);
        Arc::new(Replicas::new([endpoint(address)], 8).expect("one endpoint"))
    }

    /// This service alone.
    pub fn replicas(&self) -> Arc<Replicas> {
        self.replicas_with_places(8)
    }

    /// This service alone, with so many calls at a time.
    pub fn replicas_with_places(&self, places: usize) -> Arc<Replicas> {
        Arc::new(Replicas::new([endpoint(self.address)], places).expect("one endpoint"))
    }

    /// This service alone, called by this policy.
    pub fn replicas_by(&self, policy: TrafficPolicy) -> Arc<Replicas> {
        Arc::new(Replicas::with_policy([endpoint(self.address)], policy).expect("one endpoint"))
    }

    /// This service and others after it, called by this policy.
    pub fn replicas_before(&self, others: &[&Service], policy: TrafficPolicy) -> Arc<Replicas> {
        let all = [self].into_iter().chain(others.iter().copied());
        let all = all.map(|service| endpoint(service.address));
        Arc::new(Replicas::with_policy(all, policy).expect("endpoints"))
    }

    /// Others first, then this service.
    pub fn replicas_after(&self, others: &Arc<Replicas>) -> Arc<Replicas> {
        let all = others.endpoints().cloned().chain([endpoint(self.address)]);
        Arc::new(Replicas::new(all, 8).expect("endpoints"))
    }

    /// What was received, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no panic while held").clone()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// How many of them have ended, by either side.
    pub fn closed(&self) -> usize {
        self.closed.load(Ordering::Relaxed)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn endpoint(address: SocketAddr) -> Endpoint {
    Endpoint::parse(&format!("http://{address}/graphql")).expect("a URL")
}

async fn play(mut stream: TcpStream, scripts: Arc<[Script]>, log: Arc<Mutex<Vec<String>>>) {
    while let Some(request) = read_request(&mut stream).await {
        let number = {
            let mut log = log.lock().expect("no panic while held");
            log.push(request);
            log.len() - 1
        };
        let script = &scripts[number.min(scripts.len() - 1)];
        if let Some(gate) = &script.gate {
            gate.passed().await;
        }
        for piece in script.bytes.chunks(script.piece) {
            if stream.write_all(piece).await.is_err() {
                return;
            }
            if script.piece != usize::MAX {
                tokio::time::sleep(Duration::from_micros(200)).await;
            }
        }
        if let Some(gate) = &script.end_gate {
            gate.passed().await;
        }
        match script.end {
            End::KeepAlive => {}
            End::Close => return,
            End::HalfClose => {
                let _ = stream.shutdown().await;
            }
            End::Reset => {
                // Bytes must be on their way before the reset drops what is unsent.
                tokio::time::sleep(Duration::from_millis(20)).await;
                let _ = stream.set_zero_linger();
                return;
            }
            End::Stall => std::future::pending().await,
            End::Endless => while stream.write_all(&[b' '; 4096]).await.is_ok() {},
        }
    }
}

/// Reads one request: a head, and as many bytes as it announces.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|value| value.parse().ok())
            .unwrap_or(0);
        if body.len() >= length {
            return Some(text.into_owned());
        }
    }
}
