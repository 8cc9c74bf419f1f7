//! Sends one request to one subgraph endpoint and says how it failed.
