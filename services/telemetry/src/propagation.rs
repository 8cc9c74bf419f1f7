//! Trace context in HTTP headers, by the W3C recommendation (`traceparent`, `tracestate`). A process
//! that exports no traces has no context to pass on, and pays nothing for it.

use std::sync::atomic::{AtomicBool, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::part::Part;

/// Whether any subscriber of this process makes traces.
static MAKES_TRACES: AtomicBool = AtomicBool::new(false);

/// From now on context is read from headers and written to them.
pub(crate) fn begin() {
    MAKES_TRACES.store(true, Ordering::Relaxed);
}

fn makes_traces() -> bool {
    MAKES_TRACES.load(Ordering::Relaxed)
}

/// Writes the context of the current span into the headers of a request that goes out.
pub fn inject_current(headers: &mut HeaderMap) {
    if !makes_traces() {
        return;
    }
    let context = Span::current().context();
    TraceContextPropagator::new().inject_context(&context, &mut HeaderInjector(headers));
}

/// Makes a new span the child of the span that the caller's headers name, and marks it and all its
/// children as belonging to `part`. The span must not have been entered before.
#[must_use]
pub fn with_remote_parent(span: Span, headers: &HeaderMap, part: &str) -> Span {
    if !makes_traces() {
        return span;
    }
    let context = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    // Fails when the span is filtered out or nothing is exported: then there is nothing to link.
    let _ = span.set_parent(context.with_value(Part::new(part)));
    span
}

struct HeaderExtractor<'a>(&'a HeaderMap);

impl Extractor for HeaderExtractor<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(HeaderName::as_str).collect()
    }
}

struct HeaderInjector<'a>(&'a mut HeaderMap);

impl Injector for HeaderInjector<'_> {
    fn set(&mut self, key: &str, value: String) {
        let name = HeaderName::from_bytes(key.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
            self.0.insert(name, value);
        }
    }
}
