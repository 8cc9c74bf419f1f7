//! A client of the gateway.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::{client::legacy::Client as HttpClient, rt::TokioExecutor};
use serde_json::{Value, json};

/// Sends requests to one address.
#[derive(Debug, Clone)]
pub struct Client {
    address: SocketAddr,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Bytes,
}

impl Client {
    /// A client of a gateway, or of any other service.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Where the requests go.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Runs an operation that must succeed without errors, and gives its data.
    ///
    /// # Panics
    /// When there are errors.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let answer = self.run(json!({ "query": query, "variables": variables })).await;
        assert!(answer.get("errors").is_none(), "errors: {:#}", answer["errors"]);
        answer["data"].clone()
    }

    /// Runs the operation of this name of a document, without errors.
    ///
    /// # Panics
    /// When there are errors.
    pub async fn operation(&self, document: &str, name: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "operationName": name, "variables": variables });
        let answer = self.run(body).await;
        assert!(answer.get("errors").is_none(), "errors of {name}: {:#}", answer["errors"]);
        answer["data"].clone()
    }

    /// Sends a request and gives the whole answer, errors and extensions included.
    ///
    /// # Panics
    /// When the answer is not JSON.
    pub async fn run(&self, request: Value) -> Value {
        self.post(request.to_string()).await.json()
    }

    /// Sends any body as JSON.
    pub async fn post(&self, body: impl Into<Bytes>) -> Answer {
        let request = self.request(Method::POST, "/graphql");
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Full::new(body.into())).expect("a valid request")).await
    }

    /// A request to be filled in.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> http::request::Builder {
        Request::builder().method(method).uri(format!("http://{}{path}", self.address))
    }

    /// Sends any request.
    ///
    /// # Panics
    /// When the connection fails.
    pub async fn send(&self, request: Request<Full<Bytes>>) -> Answer {
        let http = HttpClient::builder(TokioExecutor::new()).build_http();
        let response = http.request(request).await.expect("the service answers");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a whole body").to_bytes();
        Answer { status: head.status, headers: head.headers, body }
    }
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("not JSON ({error}): {}", String::from_utf8_lossy(&self.body))
        })
    }

    /// The code of the first error.
    ///
    /// # Panics
    /// When the body is not JSON.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}
