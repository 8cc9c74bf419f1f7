//! One connection to a service, for one exchange after the other. It has no task of its own: the one
//! that makes an exchange drives the connection too, so that nobody has to be woken in between, and
//! an exchange that is given up closes its connection.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::{
    body::Incoming,
    client::conn::{
        TrySendError,
        http1::{self, SendRequest},
    },
};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use std::future::poll_fn;
use tokio::{net::TcpStream, task::unconstrained};

/// What a connector gives: plain or over TLS.
pub(crate) type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;

/// An open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    sender: SendRequest<Full<Bytes>>,
    /// Reads and writes when it is polled. Gone when the connection is over: what it still held
    /// tells by its end those who wait for it.
    protocol: Option<Box<http1::Connection<Stream, Full<Bytes>>>>,
}

impl Connection {
    /// Begins to speak HTTP over a stream.
    pub(crate) async fn begin(stream: Stream) -> hyper::Result<Self> {
        let (sender, protocol) = http1::handshake(stream).await?;
        Ok(Self { sender, protocol: Some(Box::new(protocol)) })
    }

    /// Sends a request and reads the head of its answer; the body comes while the connection is
    /// driven.
    ///
    /// # Errors
    /// With the request in it when nothing of it was sent.
    pub(crate) async fn send(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, TrySendError<Request<Full<Bytes>>>> {
        let sent = self.sender.try_send_request(request);
        self.drive(sent).await
    }

    /// Drives the connection until what waits for it is there.
    ///
    /// `step` gets on by nothing but the connection, so that it needs to wake nobody: the task is
    /// woken when there is something to read or room to write. Nor is it stopped by the budget of
    /// the task, as then nobody would come back to it; the connection is.
    pub(crate) async fn drive<F: Future>(&mut self, step: F) -> F::Output {
        let mut step = pin!(unconstrained(step));
        poll_fn(|context| {
            let mut nobody = Context::from_waker(Waker::noop());
            if let Poll::Ready(output) = step.as_mut().poll(&mut nobody) {
                return Poll::Ready(output);
            }
            self.poll(context);
            step.as_mut().poll(&mut nobody)
        })
        .await
    }

    /// Whether another request can be sent. An answer that nobody has read to its end is read if
    /// all of it is there.
    ///
    /// From here on the connection wakes nobody: whoever was its driver has other things to do.
    pub(crate) fn is_free(&mut self) -> bool {
        self.poll(&mut Context::from_waker(Waker::noop()));
        self.protocol.is_some() && self.sender.is_ready()
    }

    fn poll(&mut self, context: &mut Context<'_>) {
        let Some(protocol) = &mut self.protocol else { return };
        if pin!(protocol).poll(context).is_ready() {
            self.protocol = None;
        }
    }
}
