//! Imports a dataset in one transaction: every record is judged, all mistakes are reported
//! together, and nothing is left behind when there is one.

use std::{
    collections::BTreeMap,
    io::{self, BufRead},
};

use futures::future::BoxFuture;
use storage::{Connection, Database, StorageError};
use thiserror::Error;

use super::{
    check::Checker,
    header::Header,
    problem::Problems,
    queries::{self, Batch},
    reader::{ReadError, Reader},
    record::{Record, RecordKind},
};

/// How many records are held before they are written.
const BATCH_RECORDS: usize = 4_000;

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions {
    /// Whether rows of the district that are there already give way.
    pub replace: bool,
}

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// The district.
    pub district: String,
    /// How many records of each kind.
    pub records: BTreeMap<RecordKind, u64>,
    /// Whether rows were there before and gave way.
    pub replaced: bool,
}

impl ImportReport {
    /// How many records of all kinds.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.records.values().sum()
    }
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The dataset has mistakes.
    #[error("nothing was imported, the dataset has mistakes:\n{0}")]
    Invalid(Problems),
    /// The database holds the district already.
    #[error("district {0} is there already; import with `--replace` to replace all of its rows")]
    AlreadyThere(String),
    /// The dataset could not be read.
    #[error("the dataset could not be read")]
    Read(#[source] io::Error),
    /// The database refused.
    #[error("the database refused the dataset")]
    Storage(#[from] StorageError),
}

/// Imports a dataset file.
///
/// # Errors
/// [`ImportError`]; nothing is imported then.
pub async fn import(
    database: &Database,
    input: impl BufRead + Send,
    options: ImportOptions,
) -> Result<ImportReport, ImportError> {
    let mut reader = Reader::new(input);
    let header = reader.header().map_err(|error| match error {
        ReadError::Io(error) => ImportError::Read(error),
        ReadError::Bad(problem) | ReadError::Fatal(problem) => {
            let mut problems = Problems::default();
            problems.push(problem);
            ImportError::Invalid(problems)
        }
    })?;
    run(database, &header, &mut std::iter::from_fn(|| reader.record()), options).await
}

/// Imports records that were never a file, by the same rules. Their lines are counted as
/// [`super::write`] would write them.
///
/// # Errors
/// [`ImportError`]; nothing is imported then.
pub async fn import_records(
    database: &Database,
    header: &Header,
    records: impl IntoIterator<Item = Record, IntoIter: Send>,
    options: ImportOptions,
) -> Result<ImportReport, ImportError> {
    run(database, header, &mut (2..).zip(records).map(Ok), options).await
}

/// Whether a database holds rows of a district already.
///
/// # Errors
/// When the database cannot be asked.
pub async fn holds(database: &Database, district: &str) -> Result<bool, StorageError> {
    queries::holds(&mut database.connection().await?, district).await
}

/// The records of a dataset, as they are read.
type Records<'a> = dyn Iterator<Item = Result<(u64, Record), ReadError>> + Send + 'a;

/// Neither generic nor an `async fn`: what it runs is compiled with this crate, once, and not again
/// in every program that imports.
#[inline(never)]
fn run<'a>(
    database: &'a Database,
    header: &'a Header,
    records: &'a mut Records<'_>,
    options: ImportOptions,
) -> BoxFuture<'a, Result<ImportReport, ImportError>> {
    Box::pin(async move {
        let mut db = database.connection().await?;
        db.transaction(async |db| {
            let replaced = make_room(db, &header.district, options).await?;
            let records = take(db, header, records).await?;
            Ok(ImportReport { district: header.district.clone(), records, replaced })
        })
        .await
    })
}

async fn make_room(
    db: &mut Connection,
    district: &str,
    options: ImportOptions,
) -> Result<bool, ImportError> {
    let occupied = queries::holds(db, district).await?;
    if occupied && !options.replace {
        return Err(ImportError::AlreadyThere(district.to_owned()));
    }
    if occupied {
        queries::remove(db, district).await?;
    }
    Ok(occupied)
}

/// Judges all records, and writes them as long as there is nothing to report.
async fn take(
    db: &mut Connection,
    header: &Header,
    records: &mut Records<'_>,
) -> Result<BTreeMap<RecordKind, u64>, ImportError> {
    let mut checker = Checker::new(header);
    let mut batch = Batch::default();
    let mut counts = BTreeMap::new();
    for record in records {
        match record {
            Ok((line, record)) => {
                checker.check(line, &record);
                *counts.entry(record.kind()).or_insert(0) += 1;
                if checker.is_content() {
                    batch.push(record);
                }
            }
            Err(ReadError::Bad(problem)) => checker.report(problem),
            Err(ReadError::Fatal(problem)) => {
                checker.report(problem);
                break;
            }
            Err(ReadError::Io(error)) => return Err(ImportError::Read(error)),
        }
        if batch.len() >= BATCH_RECORDS && checker.is_content() {
            batch.insert(db).await?;
        }
    }
    let problems = checker.finish();
    if !problems.is_empty() {
        return Err(ImportError::Invalid(problems));
    }
    batch.insert(db).await?;
    Ok(counts)
}
