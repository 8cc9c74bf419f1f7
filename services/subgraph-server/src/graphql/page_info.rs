//! The position of a page in its list, by Relay's specification.

use async_graphql::SimpleObject;

/// Where a page stands in its list.
#[derive(Debug, Clone, Default, PartialEq, Eq, SimpleObject)]
#[graphql(shareable)]
pub struct PageInfo {
    /// Whether rows follow the page.
    pub has_next_page: bool,
    /// Whether rows come before the page.
    pub has_previous_page: bool,
    /// The cursor of the first row, for `before`.
    pub start_cursor: Option<String>,
    /// The cursor of the last row, for `after`.
    pub end_cursor: Option<String>,
}
