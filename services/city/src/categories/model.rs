//! The rows of categories.

use diesel::prelude::*;
use serde::Deserialize;

use crate::tables::categories;

/// A category of the city's list.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Deserialize,
)]
#[diesel(
    table_name = categories,
    primary_key(code),
    treat_none_as_default_value = false,
    treat_none_as_null = true,
)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The code that petitions carry.
    pub code: String,
    /// The category of the first level that it is part of; absent on the first level.
    pub parent_code: Option<String>,
    /// The place in the list, from 1.
    pub position: i32,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// Raised when the meaning changes.
    pub version: i32,
}

impl Category {
    /// 1 for the first level, 2 for the second.
    #[must_use]
    pub fn depth(&self) -> i32 {
        if self.parent_code.is_some() { 2 } else { 1 }
    }
}
