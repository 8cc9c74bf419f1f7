//! Installs logs and traces for the process, once.

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    trace::{SdkTracerProvider, TracerProviderBuilder},
};
use thiserror::Error;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer, Registry,
    filter::{FilterExt as _, filter_fn},
    layer::SubscriberExt as _,
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

use crate::{
    LogFormat, TelemetryConfig, config::DEFAULT_FILTER, names, part::PartProcessor, propagation,
};

/// Why telemetry could not be set up.
#[derive(Debug, Error)]
pub enum SetupError {
    /// The filter is not in the syntax of `RUST_LOG`.
    #[error("the log filter `{filter}` is not understood")]
    Filter {
        /// What was given.
        filter: String,
        /// What is wrong with it.
        source: tracing_subscriber::filter::ParseError,
    },
    /// The exporter could not be made.
    #[error("spans cannot be exported")]
    Exporter(#[from] opentelemetry_otlp::ExporterBuildError),
    /// The process has a subscriber already.
    #[error("logs were set up before")]
    AlreadySetUp(#[from] tracing_subscriber::util::TryInitError),
}

/// Keeps the exporter. Spans that wait are sent when it is dropped or shut down.
#[derive(Debug)]
#[must_use = "spans are lost when the guard is dropped at once"]
pub struct Guard {
    provider: Option<SdkTracerProvider>,
}

impl Guard {
    /// Sends the spans that wait, without blocking the runtime that the exporter needs for it.
    pub async fn shutdown(mut self) {
        if let Some(provider) = self.provider.take() {
            let _ = tokio::task::spawn_blocking(move || shut_down(&provider)).await;
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(provider) = self.provider.take() {
            shut_down(&provider);
        }
    }
}

fn shut_down(provider: &SdkTracerProvider) {
    if let Err(error) = provider.shutdown() {
        tracing::warn!(%error, "the last spans could not be exported");
    }
}

/// Sets up logs, and traces when an endpoint is configured. Call it once, within a Tokio runtime.
///
/// # Errors
/// [`SetupError`].
pub fn init(config: &TelemetryConfig) -> Result<Guard, SetupError> {
    let provider = match &config.otlp_endpoint {
        Some(endpoint) => {
            let exporter = SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
            Some(provider(&config.service_name, |builder| builder.with_batch_exporter(exporter)))
        }
        None => None,
    };
    let traces = provider.as_ref().map(trace_layer).transpose()?;
    // The layers are in one list, as each kind has another type.
    let layers = [Some(log_layer(config)?), traces];
    tracing_subscriber::registry()
        .with(layers.into_iter().flatten().collect::<Vec<_>>())
        .try_init()?;
    Ok(Guard { provider })
}

type BoxedLayer<S> = Box<dyn Layer<S> + Send + Sync>;

fn log_layer(config: &TelemetryConfig) -> Result<BoxedLayer<Registry>, SetupError> {
    // Standard output belongs to what a command prints.
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let filter = filter(&config.log_filter)?.and(filter_fn(is_for_logs));
    Ok(match config.log_format {
        LogFormat::Pretty => layer.with_filter(filter).boxed(),
        LogFormat::Json => layer.json().with_filter(filter).boxed(),
    })
}

/// Log lines carry the span of their request, for its id. The spans of its stages are for traces:
/// without an exporter they are never made.
fn is_for_logs(metadata: &Metadata<'_>) -> bool {
    metadata.is_event() || metadata.name() == names::REQUEST_SPAN
}

/// Traces have a filter of their own: quieter logs do not mean fewer spans.
pub(crate) fn trace_layer<S>(provider: &SdkTracerProvider) -> Result<BoxedLayer<S>, SetupError>
where
    S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
{
    propagation::begin();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("yituan"));
    Ok(layer.with_filter(filter(DEFAULT_FILTER)?).boxed())
}

pub(crate) fn provider(
    service_name: &str,
    export: impl FnOnce(TracerProviderBuilder) -> TracerProviderBuilder,
) -> SdkTracerProvider {
    let resource = Resource::builder().with_service_name(service_name.to_owned()).build();
    let builder =
        SdkTracerProvider::builder().with_resource(resource).with_span_processor(PartProcessor);
    export(builder).build()
}

fn filter(text: &str) -> Result<EnvFilter, SetupError> {
    EnvFilter::try_new(text)
        .map_err(|source| SetupError::Filter { filter: text.to_owned(), source })
}

#[cfg(test)]
mod tests;
