//! Aimin District: the facts of the article, hand-written in `services/district/data/aimin/`, and
//! rows that fit what the article only counts. Where it gives no number there are no rows.

mod daqing;
mod facts;
mod members;
mod tiebei;

use chrono::NaiveDate;

use super::{Dataset, GenerateError};
use crate::dataset::{FORMAT, Header};

/// The code of Aimin District.
pub const DISTRICT: &str = "231004";

/// What all choices start from. There is one dataset of Aimin.
const SEED: u64 = 231_004;

/// The first day of the generated rows: the article counts from 2022 on.
const SINCE: NaiveDate = NaiveDate::from_ymd_opt(2022, 1, 1).expect("the first of January");

/// The whole dataset.
pub fn dataset() -> Result<Dataset, GenerateError> {
    let mut records = facts::records()?;
    records.extend(members::tiebei());
    records.extend(members::xiangyang());
    records.extend(members::huanghua());
    records.extend(tiebei::records()?);
    records.extend(daqing::records()?);
    let header = Header {
        format: FORMAT,
        district: DISTRICT.to_owned(),
        title_zh: "牡丹江市爱民区:“一团一品一亮点”".to_owned(),
        title_en: "Aimin District, Mudanjiang: One Delegation, One Brand, One Highlight".to_owned(),
        seed: None,
        scale: None,
    };
    Ok(Dataset { header, records })
}

/// An id of the district.
fn id(kind: &str, tail: impl std::fmt::Display) -> String {
    format!("{DISTRICT}:{kind}:{tail}")
}

#[cfg(test)]
mod tests;
