//! The rows of agencies.

use async_graphql::Enum;
use diesel::prelude::*;
use serde::Deserialize;
use storage::text_enum;

use crate::tables::{agencies, agency_categories};

text_enum! {
    /// What sort of body an agency is.
    #[derive(Enum)]
    pub enum AgencyKind {
        /// A department of the government.
        Department = "DEPARTMENT",
        /// A company that supplies the public.
        Utility = "UTILITY",
    }
}

/// A body that handles petitions.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Deserialize,
)]
#[diesel(table_name = agencies, primary_key(code))]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// The code that assignments carry.
    pub code: String,
    /// The place in the list, from 1.
    pub position: i32,
    /// The name in Chinese.
    pub name_zh: String,
    /// The name in English.
    pub name_en: String,
    /// What sort of body it is.
    pub kind: AgencyKind,
    /// Whether it is invented for demonstration.
    pub synthetic: bool,
}

/// An agency handles a category.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, Deserialize)]
#[diesel(table_name = agency_categories)]
#[serde(deny_unknown_fields)]
pub struct AgencyCategory {
    /// The agency.
    pub agency_code: String,
    /// The category.
    pub category_code: String,
}
