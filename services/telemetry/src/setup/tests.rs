//! What is exported, seen by an exporter that keeps it in memory.

use http::HeaderMap;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SpanData};
use tracing::{info_span, subscriber::with_default};

use super::*;
use crate::{inject_current, names, with_remote_parent};

/// Runs `work` under the layers of a process and gives the spans that it exported.
fn exported(work: impl FnOnce()) -> Vec<SpanData> {
    let exporter = InMemorySpanExporter::default();
    let provider = provider("test", |builder| builder.with_simple_exporter(exporter.clone()));
    let layer = trace_layer(&provider).expect("the default filter is valid");
    with_default(tracing_subscriber::registry().with(layer), work);
    exporter.get_finished_spans().expect("nothing else holds the spans")
}

fn span<'a>(spans: &'a [SpanData], name: &str) -> &'a SpanData {
    spans.iter().find(|span| span.name == name).expect("a span of this name")
}

fn part(span: &SpanData) -> Option<String> {
    let attribute =
        span.attributes.iter().find(|attribute| attribute.key.as_str() == names::PART_ATTRIBUTE);
    attribute.map(|attribute| attribute.value.to_string())
}

#[test]
fn headers_carry_the_parent_to_another_part() {
    let spans = exported(|| {
        let mut headers = HeaderMap::new();
        with_remote_parent(info_span!("caller"), &HeaderMap::new(), "gateway")
            .in_scope(|| inject_current(&mut headers));
        with_remote_parent(info_span!("callee"), &headers, "city")
            .in_scope(|| info_span!("below").in_scope(|| {}));
    });
    let (caller, callee, below) =
        (span(&spans, "caller"), span(&spans, "callee"), span(&spans, "below"));
    assert_eq!(callee.parent_span_id, caller.span_context.span_id());
    assert_eq!(below.parent_span_id, callee.span_context.span_id());
    assert_eq!(below.span_context.trace_id(), caller.span_context.trace_id());
    assert_eq!(
        [part(caller), part(callee), part(below)].map(Option::unwrap_or_default),
        ["gateway", "city", "city"]
    );
}

#[test]
fn a_header_that_is_no_context_starts_a_new_trace() {
    let spans = exported(|| {
        let mut headers = HeaderMap::new();
        headers.insert("traceparent", http::HeaderValue::from_static("nonsense"));
        with_remote_parent(info_span!("callee"), &headers, "city").in_scope(|| {});
    });
    let callee = span(&spans, "callee");
    assert!(callee.span_context.is_valid());
    assert_eq!(callee.parent_span_id, opentelemetry::trace::SpanId::INVALID);
}

#[test]
fn a_filter_that_is_not_understood_is_refused() {
    assert!(
        matches!(filter("city=loud"), Err(SetupError::Filter { filter, .. }) if filter == "city=loud")
    );
}
