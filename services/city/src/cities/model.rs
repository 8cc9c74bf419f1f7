//! The row of the city.

use diesel::prelude::*;
use serde::Deserialize;

use crate::tables::cities;

/// The city whose districts these are.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Deserialize,
)]
#[diesel(table_name = cities, primary_key(code))]
#[serde(deny_unknown_fields)]
pub struct City {
    /// The GB/T 2260 code.
    pub code: String,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
}
