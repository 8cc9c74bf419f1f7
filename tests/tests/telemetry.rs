//! One request is one trace: from the gateway through the districts to their SQL statements, as an
//! OTLP receiver sees it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
};

use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::any_value::Value,
    trace::v1::Span,
};
use serde_json::json;
use telemetry::TelemetryConfig;
use tests::{Client, own_city};
use tokio::net::TcpListener;
use tonic::{Request, Response, Status, transport::Server, transport::server::TcpIncoming};

/// Keeps every span that is exported to it.
#[derive(Clone, Default)]
struct Receiver(Arc<Mutex<Vec<Span>>>);

#[tonic::async_trait]
impl TraceService for Receiver {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        let spans = request
            .into_inner()
            .resource_spans
            .into_iter()
            .flat_map(|resource| resource.scope_spans)
            .flat_map(|scope| scope.spans);
        self.0.lock().expect("no test panics with it").extend(spans);
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn attribute(span: &Span, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Value::StringValue(text) => Some(text.clone()),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_is_one_trace_with_the_gateway_two_districts_and_their_sql() {
    let receiver = Receiver::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let service = TraceServiceServer::new(receiver.clone());
    let incoming = TcpIncoming::from(listener);
    tokio::spawn(Server::builder().add_service(service).serve_with_incoming(incoming));

    let mut config = TelemetryConfig::new("tests");
    config.otlp_endpoint = Some(endpoint);
    let guard = telemetry::init(&config).expect("telemetry starts once in this process");
    let (_folder, city) = own_city().await;
    let gateway = Client::new(city.gateway.address);
    let query =
        r#"{ deputies(districts: ["231002", "231004"], first: 3) { totalCount nodes { id } } }"#;
    gateway.data(query, json!({})).await;
    city.stop().await.expect("the city ends");
    guard.shutdown().await;

    let spans = receiver.0.lock().expect("no test panics with it").clone();
    let mut traces: HashMap<&[u8], Vec<&Span>> = HashMap::new();
    for span in &spans {
        traces.entry(&span.trace_id).or_default().push(span);
    }
    let part = |span: &Span| attribute(span, telemetry::names::PART_ATTRIBUTE).unwrap_or_default();
    let trace = traces
        .values()
        .find(|trace| {
            let parts: BTreeSet<String> = trace.iter().map(|span| part(span)).collect();
            ["gateway", "district-231002", "district-231004"]
                .iter()
                .all(|name| parts.contains(*name))
        })
        .expect("one trace has the gateway and both districts");

    let parts: BTreeSet<String> = trace.iter().map(|span| part(span)).collect();
    assert!(!parts.contains("district-231003"), "a district that was not asked is in the trace");
    for district in ["district-231002", "district-231004"] {
        let statements = trace
            .iter()
            .filter(|span| part(span) == district && attribute(span, "db.system").is_some())
            .count();
        assert!(statements > 0, "{district} shows no SQL");
    }
    let ids: BTreeSet<&[u8]> = trace.iter().map(|span| span.span_id.as_slice()).collect();
    let roots: Vec<&&Span> = trace.iter().filter(|span| span.parent_span_id.is_empty()).collect();
    assert_eq!(roots.len(), 1, "one root: {roots:#?}");
    assert_eq!(part(roots[0]), "gateway");
    let orphans = trace
        .iter()
        .filter(|span| !span.parent_span_id.is_empty())
        .filter(|span| !ids.contains(span.parent_span_id.as_slice()))
        .count();
    assert_eq!(orphans, 0, "every span hangs below another");
}
