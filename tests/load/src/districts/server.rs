//! Simulated districts in one process, each listening on a port of its own as real ones do. An
//! answer is bytes that were made before; what a district does is wait as long as it was told to.

use std::{convert::Infallible, net::SocketAddr, time::Duration};

use bytes::Bytes;
use clap::Args;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;

use super::rows::Country;

/// How districts behave.
#[derive(Debug, Clone, Args)]
pub struct Behaviour {
    /// How long a district takes to answer, in milliseconds.
    #[arg(long, default_value_t = 5)]
    pub latency_ms: u64,
    /// Rows of a page.
    #[arg(long, default_value_t = 20)]
    pub rows: usize,
    /// Rows that each district holds.
    #[arg(long, default_value_t = 70)]
    pub held: usize,
    /// Every n-th district is out of service and says so; 0: none.
    #[arg(long, default_value_t = 0)]
    pub failing: usize,
}

impl Behaviour {
    /// Whether a district is out of service.
    #[must_use]
    pub fn fails(&self, district: usize) -> bool {
        self.failing > 0 && district % self.failing == self.failing - 1
    }

    /// As arguments of this binary.
    #[must_use]
    pub fn to_arguments(&self) -> Vec<String> {
        vec![
            format!("--latency-ms={}", self.latency_ms),
            format!("--rows={}", self.rows),
            format!("--held={}", self.held),
            format!("--failing={}", self.failing),
        ]
    }
}

/// Starts `districts` districts; gives where each listens.
///
/// # Errors
/// When ports cannot be bound.
pub async fn start(districts: usize, behaviour: &Behaviour) -> anyhow::Result<Vec<SocketAddr>> {
    let country = Country { held: behaviour.held };
    let mut addresses = Vec::with_capacity(districts);
    for district in 0..districts {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        addresses.push(listener.local_addr()?);
        let answer = (!behaviour.fails(district)).then(|| {
            let page = country.page_of(district, behaviour.rows);
            Bytes::from(json!({ "data": { "deputies": page } }).to_string())
        });
        tokio::spawn(serve(listener, answer, Duration::from_millis(behaviour.latency_ms)));
    }
    Ok(addresses)
}

async fn serve(listener: TcpListener, answer: Option<Bytes>, latency: Duration) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let answer = answer.clone();
        let service = service_fn(move |request| respond(request, answer.clone(), latency));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn respond(
    request: Request<Incoming>,
    answer: Option<Bytes>,
    latency: Duration,
) -> Result<Response<Full<Bytes>>, Infallible> {
    // The request is read, so that the connection can be used again.
    let _ = request.into_body().collect().await;
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let status = if answer.is_some() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = answer.unwrap_or_else(|| Bytes::from_static(b"{}"));
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    Ok(response)
}
