//! How a connection speaks: HTTP/1.1, or HTTP/2 where TLS agreed on it or, without TLS, where the
//! client begins with its preface. WebSockets are opened over HTTP/1.1 alone, which clients know by
//! themselves: they do not offer HTTP/2 for them.

use std::{
    convert::Infallible,
    sync::{
        Arc, Weak,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::http::Request;
use http_body_util::BodyExt as _;
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};
use tokio_util::{either::Either, sync::CancellationToken};
use tower::Service as _;

use crate::{
    connections::{ConnectionLimits, CurrentEntry},
    tls::Stream,
};

/// The largest head of a request: line and headers. More is answered with 431.
const MAX_HEAD_BYTES: u32 = 64 << 10;

/// The same for HTTP/1.1, whose heads are read in pieces that double, and looked at between them: a
/// head that is longer than this is refused when the piece after it does not end it.
const HTTP_1_BUFFER: usize = 48 << 10;
const MAX_HEADERS: usize = 100;

/// The most requests of one connection at once. More wait with the client.
const MAX_STREAMS: u32 = 100;

/// How often a silent client of HTTP/2 is asked whether it is there, and how long it may take to
/// say so.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// What a client that agrees on no protocol over TLS speaks.
pub(crate) const HTTP_1: &[u8] = b"http/1.1";
pub(crate) const HTTP_2: &[u8] = b"h2";

/// A version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}

impl Protocol {
    /// What is spoken on a connection: what TLS agreed on, or what the client begins with. None
    /// when it goes away.
    pub(crate) async fn of(stream: &Stream) -> Option<Self> {
        match stream {
            Either::Left(plain) => Self::begun(plain).await,
            Either::Right(secured) => match secured.get_ref().1.alpn_protocol() {
                Some(HTTP_2) => Some(Self::Http2),
                _ => Some(Self::Http1),
            },
        }
    }

    /// The preface of HTTP/2 begins with `PR`, and no method that is served does.
    async fn begun(stream: &TcpStream) -> Option<Self> {
        let mut first = [0; 2];
        loop {
            match (stream.peek(&mut first).await.ok()?, &first) {
                (0, _) => return None,
                (1, b"P\0") => sleep(Duration::from_millis(5)).await,
                (2, b"PR") => return Some(Self::Http2),
                _ => return Some(Self::Http1),
            }
        }
    }
}

/// Serves connections.
#[derive(Clone)]
pub(crate) struct Protocols {
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    limits: ConnectionLimits,
}

type Ended = Result<(), hyper::Error>;

impl Protocols {
    pub(crate) fn new(limits: &ConnectionLimits) -> Self {
        let mut http1 = http1::Builder::new();
        http1
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_time)
            .max_buf_size(HTTP_1_BUFFER)
            .max_headers(MAX_HEADERS);
        // Floods of streams that are reset are ended by the library, by bounds of its own.
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2
            .timer(TokioTimer::new())
            .max_concurrent_streams(MAX_STREAMS)
            .max_header_list_size(MAX_HEAD_BYTES)
            .keep_alive_interval(KEEP_ALIVE)
            .keep_alive_timeout(KEEP_ALIVE);
        Self { http1, http2, limits: limits.clone() }
    }

    /// Serves a connection to its end; from `ending` on, only the requests that are under way.
    pub(crate) async fn serve(
        &self,
        protocol: Protocol,
        stream: Stream,
        entry: CurrentEntry,
        ending: CancellationToken,
    ) {
        let stream = TokioIo::new(stream);
        let ended = match protocol {
            Protocol::Http1 => self.serve_http1(stream, entry, ending).await,
            Protocol::Http2 => self.serve_http2(stream, entry, ending).await,
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }

    async fn serve_http1(
        &self,
        stream: TokioIo<Stream>,
        entry: CurrentEntry,
        ending: CancellationToken,
    ) -> Ended {
        let service = service_fn(move |request| entry.get().call(request));
        let connection = self.http1.serve_connection(stream, service).with_upgrades();
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => ended,
            () = ending.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    }

    async fn serve_http2(
        &self,
        stream: TokioIo<Stream>,
        entry: CurrentEntry,
        ending: CancellationToken,
    ) -> Ended {
        let activity = Activity::default();
        let idle = activity.watch().idle(&self.limits);
        let service = service_fn(move |request: Request<Incoming>| {
            let (under_way, answer) = (activity.begin(), entry.get().call(request));
            async move {
                let answer = answer.await?;
                // The body outlives this, and is what a stream of events consists of.
                Ok::<_, Infallible>(answer.map(|body| {
                    body.map_frame(move |frame| {
                        let _ = &under_way;
                        frame
                    })
                }))
            }
        });
        let mut connection = std::pin::pin!(self.http2.serve_connection(stream, service));
        tokio::select! {
            ended = connection.as_mut() => return ended,
            () = ending.cancelled() => {
                connection.as_mut().graceful_shutdown();
                return connection.await;
            }
            () = idle => connection.as_mut().graceful_shutdown(),
        }
        // One that has not even said hello does not say goodbye.
        timeout(self.limits.header_time, connection).await.unwrap_or(Ok(()))
    }
}

/// The requests of a connection.
#[derive(Default)]
struct Activity {
    /// Shared with all that are under way.
    under_way: Arc<()>,
    begun: Arc<AtomicU64>,
}

struct Watch {
    under_way: Weak<()>,
    begun: Arc<AtomicU64>,
}

impl Activity {
    fn begin(&self) -> Arc<()> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.under_way)
    }

    fn watch(&self) -> Watch {
        Watch { under_way: Arc::downgrade(&self.under_way), begun: Arc::clone(&self.begun) }
    }
}

impl Watch {
    /// Waits until nothing was asked for as long as headers may take, at first, and then for as
    /// long as a connection may be idle.
    async fn idle(self, limits: &ConnectionLimits) {
        sleep(limits.header_time).await;
        let mut known = 0;
        loop {
            let begun = self.begun.load(Ordering::Relaxed);
            // One is the service's own.
            if begun == known && self.under_way.strong_count() <= 1 {
                return;
            }
            known = begun;
            sleep(limits.idle_time).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;
    use crate::{connections::accept, entry::Entry, tls::CurrentTls};

    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const EMPTY_SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// What a server says to clients that send these pieces and then nothing, until it hangs up.
    async fn told(pieces: &[&[u8]]) -> Vec<u8> {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let time = Duration::from_millis(50);
        let limits = ConnectionLimits { connections: 1, header_time: time, idle_time: time };
        let entry = CurrentEntry::new(Entry::new(Router::new()));
        let server = tokio::spawn(async move {
            accept(listener, entry, CurrentTls::new(None), &limits, std::future::pending()).await;
        });
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        for piece in pieces {
            stream.write_all(piece).await.expect("it reads");
            sleep(Duration::from_millis(1)).await;
        }
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told).await;
        server.abort();
        told
    }

    #[tokio::test]
    async fn a_connection_that_says_too_little_is_ended() {
        assert!(told(&[]).await.is_empty());
        assert!(told(&[b"P"]).await.is_empty());
        assert!(told(&[b"GET / HT"]).await.is_empty());
        // The settings come at once, and are all that is said.
        told(&[&PREFACE[..10]]).await;
    }

    #[tokio::test]
    async fn an_idle_connection_of_http_2_is_told_to_go_away() {
        let told = told(&[PREFACE, EMPTY_SETTINGS]).await;
        let goaway =
            told.windows(5).any(|bytes| bytes[0] == 8 && bytes[1] == 7 && bytes[2..] == [0; 3]);
        assert!(goaway, "{told:?}");
    }

    #[tokio::test]
    async fn a_protocol_is_known_however_its_first_bytes_come() {
        let http1 = told(&[b"P", b"UT / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"]).await;
        assert!(http1.starts_with(b"HTTP/1.1 404"), "{}", String::from_utf8_lossy(&http1));
        let http2 = told(&[b"P", &PREFACE[1..], EMPTY_SETTINGS]).await;
        assert_eq!(http2.get(3), Some(&4), "settings come first: {http2:?}");
    }
}
