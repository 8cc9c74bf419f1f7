//! Logs, traces and metrics from one configuration.
//!
//! Logs and traces are set up once per process, because `tracing` is; metrics are a registry that
//! each part of a process makes and passes on. What is logged and counted is decided elsewhere:
//! only the names are here, in [`names`].

mod config;
mod metrics;
pub mod names;
mod part;
mod propagation;
mod setup;

pub use config::{ConfigError, LogFormat, TelemetryConfig};
pub use metrics::metrics_router;
pub use prometheus_client;
pub use propagation::{inject_current, with_remote_parent};
pub use setup::{Guard, SetupError, init};
