//! What the command line does, also for those who run a gateway inside their own process. One
//! command a file.

mod compose;
mod diff;
mod explain;
mod serve;
mod verdict;

pub use compose::{Composition, ContractOptions, PartitionFile, Sources, SubgraphFile, compose};
pub use diff::diff;
pub use explain::{Question, explain};
pub use serve::{Running, serve, start};
pub use verdict::{Format, Verdict};
