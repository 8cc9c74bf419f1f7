//! What telemetry is told, by hand or by the environment.

use thiserror::Error;

/// Our own crates log from `info`, everything else from `warn`. A target is a prefix, so `gateway`
/// stands for all crates of the gateway.
pub(crate) const DEFAULT_FILTER: &str = "warn,city=info,comparison=info,contract=info,demo=info,\
    district=info,gateway=info,storage=info,subgraph_server=info,telemetry=info";

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people at a terminal.
    #[default]
    Pretty,
    /// One JSON object a line, for collectors.
    Json,
}

/// The settings of logs and traces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TelemetryConfig {
    /// The `service.name` of exported spans: the name of the process.
    pub service_name: String,
    /// How log lines look.
    pub log_format: LogFormat,
    /// What is logged, in the syntax of `RUST_LOG`.
    pub log_filter: String,
    /// Where spans go by OTLP over gRPC. Without it none are exported.
    pub otlp_endpoint: Option<String>,
}

/// Why a setting is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// `LOG_FORMAT` is something else.
    #[error("LOG_FORMAT is `{0}`; known are `pretty` and `json`")]
    LogFormat(String),
}

impl TelemetryConfig {
    /// The defaults, for the process of this name.
    #[must_use]
    pub fn new(service_name: impl Into<String>) -> Self {
        Self {
            service_name: service_name.into(),
            log_format: LogFormat::default(),
            log_filter: DEFAULT_FILTER.to_owned(),
            otlp_endpoint: None,
        }
    }

    /// The defaults, changed by `RUST_LOG`, `LOG_FORMAT` and `OTEL_EXPORTER_OTLP_ENDPOINT`.
    ///
    /// # Errors
    /// [`ConfigError`] when a variable holds something that is not known.
    pub fn from_env(service_name: impl Into<String>) -> Result<Self, ConfigError> {
        Self::from_variables(service_name, |name| std::env::var(name).ok())
    }

    fn from_variables(
        service_name: impl Into<String>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        let mut config = Self::new(service_name);
        if let Some(filter) = variable("RUST_LOG") {
            config.log_filter = filter;
        }
        config.log_format = match variable("LOG_FORMAT").as_deref() {
            None | Some("pretty") => LogFormat::Pretty,
            Some("json") => LogFormat::Json,
            Some(other) => return Err(ConfigError::LogFormat(other.to_owned())),
        };
        config.otlp_endpoint = variable("OTEL_EXPORTER_OTLP_ENDPOINT");
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<TelemetryConfig, ConfigError> {
        TelemetryConfig::from_variables("city", |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_said_means_the_defaults() {
        assert_eq!(read(&[]), Ok(TelemetryConfig::new("city")));
        assert_eq!(read(&[("RUST_LOG", ""), ("LOG_FORMAT", "")]), Ok(TelemetryConfig::new("city")));
    }

    #[test]
    fn every_variable_is_read() {
        let config = read(&[
            ("RUST_LOG", "debug"),
            ("LOG_FORMAT", "json"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"),
        ]);
        let expected = TelemetryConfig {
            service_name: "city".to_owned(),
            log_format: LogFormat::Json,
            log_filter: "debug".to_owned(),
            otlp_endpoint: Some("http://collector:4317".to_owned()),
        };
        assert_eq!(config, Ok(expected));
    }

    #[test]
    fn an_unknown_format_is_refused() {
        assert_eq!(read(&[("LOG_FORMAT", "xml")]), Err(ConfigError::LogFormat("xml".to_owned())));
    }
}
