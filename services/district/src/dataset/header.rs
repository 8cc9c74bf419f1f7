//! The first line of a dataset: which format it is in and which district it is about.

use serde::{Deserialize, Serialize};

/// The version of the format that is written and read.
pub const FORMAT: u32 = 1;

/// The record kind of the first line.
pub(super) const HEADER: &str = "dataset";

/// The first line of a dataset, under the record kind `dataset`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "record", rename = "dataset", rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    /// The version of the format, [`FORMAT`].
    pub format: u32,
    /// The GB/T 2260 code of the district; every id of the file starts with it.
    pub district: String,
    /// What the dataset is, in Chinese.
    pub title_zh: String,
    /// What the dataset is, in English.
    pub title_en: String,
    /// The seed of generated rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// How much was generated; 1 is a district's ordinary size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
}

impl Header {
    /// What is wrong with the header, by field.
    pub(super) fn mistakes(&self) -> Vec<(&'static str, String)> {
        let mut mistakes = Vec::new();
        if self.format != FORMAT {
            mistakes.push(("format", format!("format {} is not read, {FORMAT} is", self.format)));
        }
        if self.district.len() != 6 || !self.district.bytes().all(|b| b.is_ascii_digit()) {
            mistakes.push(("district", format!("`{}` is not a six-digit code", self.district)));
        }
        mistakes
    }
}
