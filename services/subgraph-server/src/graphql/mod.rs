//! GraphQL types that several subgraphs share and that are of no domain. Their fields are
//! `@shareable`, since each subgraph that uses one defines it.

mod coverage;
mod district_code;
mod localized_text;
mod page_info;
mod partition;

pub use coverage::{Coverage, MissingPartition, MissingReason};
pub use district_code::{DistrictCode, DistrictCodeError};
pub use localized_text::LocalizedText;
pub use page_info::PageInfo;
pub use partition::{MergeLaw, RouteBy, by, merge, route};
