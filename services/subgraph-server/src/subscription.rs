//! `/graphql/ws`: operations over a WebSocket, by the `graphql-transport-ws` protocol.

use std::{sync::Arc, time::Duration};

use async_graphql::{Executor, http::ALL_WEBSOCKET_PROTOCOLS};
use async_graphql_axum::{GraphQLProtocol, GraphQLWebSocket};
use axum::{
    extract::{State, ws::WebSocketUpgrade},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use contract::ErrorCode;

use crate::{caller::caller_of, rejection::Rejection, subgraph::Shared};

/// A connection that does not answer a ping for so long is closed.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Messages are operations, so they are as large as a request body at most; this bounds frames.
const MAX_FRAME_BYTES: usize = 256 * 1024;

/// Opens a connection for subscriptions. Its caller is that of the opening request.
pub(crate) async fn connect<E: Executor>(
    State(shared): State<Arc<Shared<E>>>,
    headers: HeaderMap,
    protocol: GraphQLProtocol,
    upgrade: WebSocketUpgrade,
) -> Response {
    match admit(&shared, &headers) {
        Ok((permit, executor)) => upgrade
            .max_message_size(shared.config.max_body_bytes)
            .max_frame_size(MAX_FRAME_BYTES)
            .protocols(ALL_WEBSOCKET_PROTOCOLS)
            .on_upgrade(move |socket| async move {
                let connection = GraphQLWebSocket::new(socket, executor, protocol)
                    .keepalive_timeout(KEEPALIVE)
                    .serve();
                // Closing waits for nothing: a subscription has no end of its own.
                shared.closing.run_until_cancelled(connection).await;
                drop(permit);
            }),
        Err(rejection) => rejection.into_response(),
    }
}

fn admit<E: Executor>(
    shared: &Shared<E>,
    headers: &HeaderMap,
) -> Result<(tokio::sync::OwnedSemaphorePermit, impl Executor + use<E>), Rejection> {
    let caller = caller_of(headers, shared.config.signing_key.as_ref())?;
    let permit = Arc::clone(&shared.subscription_permits).try_acquire_owned().map_err(|_| {
        Rejection::new(ErrorCode::Overloaded, "too many subscriptions at once; try again later")
    })?;
    Ok((permit, shared.executor(caller)))
}
