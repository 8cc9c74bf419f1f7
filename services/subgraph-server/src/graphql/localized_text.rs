//! Text in the languages of the city.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

/// A text in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Hash, SimpleObject, Serialize, Deserialize)]
#[graphql(shareable)]
#[serde(deny_unknown_fields)]
pub struct LocalizedText {
    /// In simplified Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl LocalizedText {
    /// A text in both languages.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}
