//! What every request passes, whoever answers it: it gets its id, which its answer carries, and a
//! panic becomes an answer. Which path leads where is the router's business.

use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    BoxError, Router,
    body::{Body, HttpBody},
    http::Request,
    response::Response,
};
use bytes::Bytes;
use futures::FutureExt as _;
use tower::Service;

use crate::{http, request_id};

/// What answers requests by one snapshot. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Entry(Router);

impl Entry {
    pub(crate) fn new(router: Router) -> Self {
        Self(router)
    }
}

impl<B> Service<Request<B>> for Entry
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let mut request = request.map(Body::new);
        let id = request_id::of(request.headers());
        request.extensions_mut().insert(id.clone());
        let mut router = self.0.clone();
        Box::pin(async move {
            // Whatever a request that panicked has held is its own, or behind a lock that heals.
            let answered = AssertUnwindSafe(async { router.call(request).await }).catch_unwind();
            let mut response = match answered.await {
                Ok(Ok(response)) => response,
                Err(_) => http::internal_error(),
            };
            id.mark(&mut response);
            Ok(response)
        })
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        http::{StatusCode, header::CONTENT_TYPE},
        routing::get,
    };
    use contract::header::REQUEST_ID;
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(path: &str) -> Response {
        async fn panics() {
            panic!("by a request");
        }
        let router = Router::new().route("/panics", get(panics)).route("/", get(async || "fine"));
        let request = Request::get(path).header(REQUEST_ID, "r-7").body(Body::empty());
        let answered = Entry::new(router).oneshot(request.expect("a request")).await;
        answered.expect("no answer but an answer")
    }

    #[tokio::test]
    async fn an_answer_carries_the_id_of_its_request() {
        for (path, status) in [("/", StatusCode::OK), ("/nothing", StatusCode::NOT_FOUND)] {
            let response = ask(path).await;
            assert_eq!(
                (response.status(), &response.headers()[REQUEST_ID]),
                (status, &"r-7".parse().expect("a value"))
            );
        }
    }

    #[tokio::test]
    async fn a_panic_is_an_answer() {
        let response = ask("/panics").await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[REQUEST_ID], "r-7");
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json; charset=utf-8");
    }
}
