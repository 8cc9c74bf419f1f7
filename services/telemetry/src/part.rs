//! Which part of the city a span belongs to.
//!
//! A process has one tracer and so one `service.name`, but the demo runs ten services in one. The
//! name of the part travels in the OpenTelemetry context, from the span of a request to all spans
//! below it, and a span processor writes it on each of them.

use std::{sync::Arc, time::Duration};

use opentelemetry::{Context, KeyValue, trace::Span as _};
use opentelemetry_sdk::{
    error::OTelSdkResult,
    trace::{Span, SpanData, SpanProcessor},
};

use crate::names;

/// The name of a part, as a value of the context.
#[derive(Debug, Clone)]
pub(crate) struct Part(Arc<str>);

impl Part {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.into())
    }
}

/// Writes the part of the context on every span that starts in it.
#[derive(Debug)]
pub(crate) struct PartProcessor;

impl SpanProcessor for PartProcessor {
    fn on_start(&self, span: &mut Span, context: &Context) {
        if let Some(part) = context.get::<Part>() {
            span.set_attribute(KeyValue::new(names::PART_ATTRIBUTE, Arc::clone(&part.0)));
        }
    }

    fn on_end(&self, _: SpanData) {}

    fn force_flush(&self) -> OTelSdkResult {
        Ok(())
    }

    fn shutdown_with_timeout(&self, _: Duration) -> OTelSdkResult {
        Ok(())
    }
}
