//! Reads the hand-written facts, one file for the district, one for each delegation that the
//! article describes, one for the other four.

use crate::{
    dataset::{ReadError, Reader, Record},
    generate::GenerateError,
};

macro_rules! facts {
    ($($name:literal),+) => {
        &[$(($name, include_str!(concat!("../../../data/aimin/", $name)))),+]
    };
}

const FILES: &[(&str, &str)] = facts![
    "district.jsonl",
    "tiebei.jsonl",
    "daqing.jsonl",
    "xiangyang.jsonl",
    "huanghua.jsonl",
    "others.jsonl"
];

/// All facts, in the order of the files.
pub fn records() -> Result<Vec<Record>, GenerateError> {
    let mut records = Vec::new();
    for (file, text) in FILES {
        let mut reader = Reader::new(text.as_bytes());
        while let Some(record) = reader.record() {
            let (_, record) = record.map_err(|error| GenerateError::Facts {
                file,
                reason: match error {
                    ReadError::Io(error) => error.to_string(),
                    ReadError::Bad(problem) | ReadError::Fatal(problem) => problem.to_string(),
                },
            })?;
            records.push(record);
        }
    }
    Ok(records)
}
