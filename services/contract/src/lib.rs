//! What the gateway and the services agree on over the wire: ids that name their partition,
//! cursors that compare as bytes, the partition directives, the caller context, header names
//! and error codes. Nothing of any domain, of HTTP serving or of storage is in here.

pub mod coverage;
pub mod cursor;
pub mod error_code;
pub mod header;
pub mod identity;
pub mod ids;
pub mod page;
pub mod partition;

pub use cursor::{Cursor, CursorError, Direction, OrderKey};
pub use error_code::{Coded, ErrorCode};
pub use ids::{GlobalId, IdError};
