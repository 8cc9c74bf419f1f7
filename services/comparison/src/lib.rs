//! The question and the mergeable parts that districts and the city agree on.
