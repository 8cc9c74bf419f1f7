//! The HTTP side of server-sent events: which request goes to which mode.

use std::sync::Arc;

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gateway_operation::{GraphQlRequest, RequestError};
use telemetry::names;
use tracing::Instrument as _;

use super::sse;
use crate::{
    http::{read, refusal, travelling},
    media::ResponseMedia,
    partition_demand::PartitionDemand,
    pipeline::Incoming,
    router::Served,
};

/// Where the results of an operation are streamed.
pub(crate) enum Target<'a> {
    /// In the answer to its request.
    Own {
        /// The request came by a method that must not change anything.
        read_only: bool,
    },
    /// On the stream that was reserved under this token.
    Reserved(&'a str),
}

/// `PUT` reserves a stream of events.
pub(crate) async fn over_put(State(served): State<Served>) -> Response {
    sse::reserve(&served)
}

/// `DELETE` ends an operation on a reserved stream.
pub(crate) async fn over_delete(
    State(served): State<Served>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    sse::complete_operation(&served, &headers, query.as_deref())
}

/// Runs an operation whose results are streamed.
pub(crate) async fn on_stream(
    served: &Served,
    request_id: Arc<str>,
    headers: &HeaderMap,
    request: impl Future<Output = Result<GraphQlRequest, RequestError>>,
    target: Target<'_>,
) -> Response {
    let span = tracing::info_span!(target: "gateway", names::REQUEST_SPAN, %request_id);
    let span = telemetry::with_remote_parent(span, headers, "gateway");
    let streamed = async {
        let demand = PartitionDemand::from_headers(headers).map_err(|error| vec![error])?;
        let request = read(served, request).await.map_err(|error| vec![error])?;
        let read_only = matches!(target, Target::Own { read_only: true });
        let headers = travelling(served, headers);
        let request_id = request_id.to_string();
        let incoming =
            Incoming { request, demand, time_left: None, read_only, request_id, headers };
        match target {
            Target::Own { .. } => sse::distinct(served, incoming).await,
            Target::Reserved(token) => sse::begin(served, token, incoming).await,
        }
    };
    match streamed.instrument(span).await {
        Ok(response) => response,
        Err(errors) => refusal(&errors, ResponseMedia::Json),
    }
}
