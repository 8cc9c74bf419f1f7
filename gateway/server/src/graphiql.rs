//! GraphiQL at `/`, served from the binary: users sit in closed networks, so nothing is loaded
//! from elsewhere, and a content security policy makes the browser hold to that.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

const PAGE: &str = include_str!("../assets/graphiql/index.html");
const START: &str = include_str!("../assets/graphiql/start.js");
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src data:; img-src 'self' data:; frame-ancestors 'none'";

/// Files that were compressed when they were put into the repository.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    gzip: &'static [u8],
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

const ASSETS: [Asset; 4] = [
    Asset {
        name: "react.production.min.js",
        content_type: SCRIPT,
        gzip: include_bytes!("../assets/graphiql/react.production.min.js.gz"),
    },
    Asset {
        name: "react-dom.production.min.js",
        content_type: SCRIPT,
        gzip: include_bytes!("../assets/graphiql/react-dom.production.min.js.gz"),
    },
    Asset {
        name: "graphiql.min.js",
        content_type: SCRIPT,
        gzip: include_bytes!("../assets/graphiql/graphiql.min.js.gz"),
    },
    Asset {
        name: "graphiql.min.css",
        content_type: "text/css; charset=utf-8",
        gzip: include_bytes!("../assets/graphiql/graphiql.min.css.gz"),
    },
];

/// The page and what it loads. `examples` are operations that stand in its first tabs.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(examples: &[String]) -> Router<S> {
    let examples: Arc<str> = serde_json::json!(examples).to_string().into();
    Router::new()
        .route("/", get(page))
        .route("/graphiql/start.js", get(|| async { script(START) }))
        .route("/graphiql/examples.json", get(examples_json).with_state(examples))
        .route("/graphiql/{name}", get(asset))
}

async fn page() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, PAGE).into_response()
}

fn script(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, SCRIPT), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

async fn examples_json(State(examples): State<Arc<str>>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], examples.to_string()).into_response()
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts_gzip = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .any(|value| value.to_str().is_ok_and(|value| value.contains("gzip")));
    if !accepts_gzip {
        return (StatusCode::NOT_ACCEPTABLE, "this file is served with gzip only").into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CONTENT_ENCODING, "gzip"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::VARY, "accept-encoding"),
    ];
    (headers, Bytes::from_static(asset.gzip)).into_response()
}
