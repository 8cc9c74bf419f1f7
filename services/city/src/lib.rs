//! The city service: reference data, metric definitions and the statistics of comparison.
