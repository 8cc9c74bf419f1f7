//! What the command line does, also for those who run a gateway inside their own process. One
//! command a file.

mod compose;
mod explain;
mod serve;

pub use compose::compose;
pub use explain::{Question, explain};
pub use serve::{Running, serve, start};
