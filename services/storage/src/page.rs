//! Paging by cursor, without a database: what a client may ask for, and what becomes of the rows.
//!
//! A list is read with one row more than its page holds; that row says whether the list goes on.
//! The condition that starts a page at its cursor is in [`crate::seek!`].

use contract::{Coded, Cursor, CursorError, ErrorCode, page::DEFAULT_SIZE};
use thiserror::Error;

/// The arguments of a connection field, as the client wrote them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// How many rows from the start.
    pub first: Option<i32>,
    /// How many rows from the end.
    pub last: Option<i32>,
    /// Only rows after this cursor.
    pub after: Option<String>,
    /// Only rows before this cursor.
    pub before: Option<String>,
}

/// How large a page is when nothing is said, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimits {
    /// The size when neither `first` nor `last` is given.
    pub default: u32,
    /// The largest size that is served.
    pub cap: u32,
}

impl Default for PageLimits {
    fn default() -> Self {
        Self { default: DEFAULT_SIZE, cap: 100 }
    }
}

/// Why a page is refused. The texts are meant for the client.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PageError {
    /// Both directions at once.
    #[error("give `first` or `last`, not both")]
    BothDirections,
    /// Fewer than no rows.
    #[error("`{argument}` is {size}, but a page has at least 0 rows")]
    Negative {
        /// `first` or `last`.
        argument: &'static str,
        /// What was asked for.
        size: i32,
    },
    /// More rows than are served at once.
    #[error("`{argument}` is {size}, but a page has at most {cap} rows; page with `after`")]
    BeyondCap {
        /// `first` or `last`.
        argument: &'static str,
        /// What was asked for.
        size: u32,
        /// The most that is served.
        cap: u32,
    },
    /// `after` or `before` is not a cursor of this list.
    #[error(transparent)]
    Cursor(#[from] CursorError),
}

impl Coded for PageError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Cursor(error) => error.code(),
            Self::BothDirections | Self::Negative { .. } | Self::BeyondCap { .. } => {
                ErrorCode::PageSizeInvalid
            }
        }
    }
}

/// A page that may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    limit: u32,
    backward: bool,
    after: Option<Cursor>,
    before: Option<Cursor>,
}

impl PageRequest {
    /// Checks the arguments against the limits; `order` is the name of the list's order, which the
    /// cursors must have been made under.
    ///
    /// # Errors
    /// [`PageError`], with a text for the client.
    pub fn validate(&self, order: &str, limits: PageLimits) -> Result<Page, PageError> {
        let (limit, backward) = match (self.first, self.last) {
            (Some(_), Some(_)) => return Err(PageError::BothDirections),
            (Some(first), None) => (size("first", first, limits)?, false),
            (None, Some(last)) => (size("last", last, limits)?, true),
            (None, None) => (limits.default, false),
        };
        let cursor = |text: &Option<String>| {
            text.as_deref().map(|text| Cursor::decode_for(text, order)).transpose()
        };
        Ok(Page { limit, backward, after: cursor(&self.after)?, before: cursor(&self.before)? })
    }
}

fn size(argument: &'static str, size: i32, limits: PageLimits) -> Result<u32, PageError> {
    let size = u32::try_from(size).map_err(|_| PageError::Negative { argument, size })?;
    if size > limits.cap {
        return Err(PageError::BeyondCap { argument, size, cap: limits.cap });
    }
    Ok(size)
}

impl Page {
    /// The rows that the page holds at most.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// The rows to read: one more than the page holds.
    #[must_use]
    pub fn rows_to_read(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Whether the list is read from its end.
    #[must_use]
    pub fn is_backward(&self) -> bool {
        self.backward
    }

    /// Only rows after this position.
    #[must_use]
    pub fn after(&self) -> Option<&Cursor> {
        self.after.as_ref()
    }

    /// Only rows before this position.
    #[must_use]
    pub fn before(&self) -> Option<&Cursor> {
        self.before.as_ref()
    }

    /// Makes a page of the rows that were read: at most [`Page::rows_to_read`], nearest to the
    /// start of reading first (from the end of the list when [`Page::is_backward`]).
    #[must_use]
    pub fn result<T>(&self, mut rows: Vec<T>) -> PageResult<T> {
        let limit = self.limit as usize;
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        if self.backward {
            rows.reverse();
            PageResult { rows, has_previous: goes_on, has_next: self.before.is_some() }
        } else {
            PageResult { rows, has_previous: self.after.is_some(), has_next: goes_on }
        }
    }
}

/// The rows of a page, in the order of the list.
///
/// In the direction of reading the flags are exact. Against it they say whether a cursor was given:
/// that cursor came from a row, so there was one. To be exact there as well would cost a second
/// statement, and Relay's specification asks only for what is cheap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageResult<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether rows follow.
    pub has_next: bool,
    /// Whether rows come before.
    pub has_previous: bool,
}

impl<T> PageResult<T> {
    /// The same page of something made of each row.
    #[must_use]
    pub fn map<U>(self, convert: impl FnMut(T) -> U) -> PageResult<U> {
        PageResult {
            rows: self.rows.into_iter().map(convert).collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
        }
    }
}

#[cfg(test)]
mod tests;
