//! Subgraph answers as indexed bytes: entity overlays, merge laws and the projection. No IO.
