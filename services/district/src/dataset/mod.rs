//! Dataset files: one district's rows as JSON Lines, read with every mistake reported and imported
//! whole or not at all. `services/district/data/README.md` documents the format; what the rows
//! mean is in the domain folders.

mod check;
mod header;
mod import;
mod problem;
mod queries;
mod reader;
mod record;
mod rows;
mod writer;

pub use header::{FORMAT, Header};
pub use import::{ImportError, ImportOptions, ImportReport, holds, import, import_records};
pub use problem::{MAX_PROBLEMS, Problem, Problems};
pub use reader::{MAX_LINE_BYTES, MAX_RECORDS};
pub(crate) use reader::{ReadError, Reader};
pub use record::{Record, RecordKind};
pub use writer::write;

#[cfg(test)]
mod readme_tests;
#[cfg(test)]
mod tests;
