//! Logs, traces and metrics from one configuration.
