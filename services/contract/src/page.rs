//! Pages of connections, as far as partitions and whoever merges them must agree on them.

/// How many rows a page has when neither `first` nor `last` is given. Partitions of fewer rows do
/// not show it, so whoever cuts the merged page has to know it.
pub const DEFAULT_SIZE: u32 = 20;
