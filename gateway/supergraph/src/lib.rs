//! Reads a supergraph: its public API schema, its subgraphs and its partition rules.
