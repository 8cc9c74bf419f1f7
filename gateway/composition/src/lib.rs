//! Composes partitions to a logical subgraph and subgraphs to a supergraph.
