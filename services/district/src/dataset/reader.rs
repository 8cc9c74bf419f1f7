//! Reads a dataset line by line into typed records. What a record says is not judged here, only
//! whether it is one.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use super::{
    header::Header,
    problem::Problem,
    record::{Record, RecordKind},
};

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// The most records in a dataset.
pub const MAX_RECORDS: u64 = 5_000_000;

/// A dataset that is read one record at a time.
#[derive(Debug)]
pub(super) struct Reader<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
}

/// Why a record could not be read.
#[derive(Debug)]
pub(super) enum ReadError {
    /// The file could not be read.
    Io(io::Error),
    /// The line is no record; the next one may be.
    Bad(Problem),
    /// Nothing after this line can be trusted.
    Fatal(Problem),
}

impl<R: BufRead> Reader<R> {
    /// Reads from the start of a file.
    pub(super) fn new(input: R) -> Self {
        Self { input, line: 0, buffer: Vec::new() }
    }

    /// The header, which is the first line.
    pub(super) fn header(&mut self) -> Result<Header, ReadError> {
        if !self.next_line()? {
            return Err(ReadError::Fatal(self.problem(None, None, "the dataset is empty")));
        }
        let mut json = serde_json::Deserializer::from_slice(&self.buffer);
        serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let reason = format!("the first line must be the header: {}", error.inner());
            ReadError::Fatal(self.problem(Some("dataset"), field_of(error.path()), reason))
        })
    }

    /// The next record with its line, or `None` at the end.
    pub(super) fn record(&mut self) -> Option<Result<(u64, Record), ReadError>> {
        loop {
            match self.next_line() {
                Ok(false) => return None,
                Ok(true) if self.buffer.is_empty() => {}
                Ok(true) => return Some(self.parse().map(|record| (self.line, record))),
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn parse(&self) -> Result<Record, ReadError> {
        let bad = |record, field, reason| Err(ReadError::Bad(self.problem(record, field, reason)));
        let mut fields: Map<String, Value> = match serde_json::from_slice(&self.buffer) {
            Ok(fields) => fields,
            Err(error) => return bad(None, None, format!("this is not a JSON object: {error}")),
        };
        let kind = match fields.shift_remove("record") {
            Some(Value::String(kind)) => kind,
            _ => return bad(None, Some("record".to_owned()), "the kind is missing".to_owned()),
        };
        let Some(kind) = RecordKind::from_text(&kind) else {
            let reason = format!("`{kind}` is no kind of record");
            return bad(None, Some("record".to_owned()), reason);
        };
        Record::read(kind, fields).or_else(|error| {
            bad(Some(kind.as_str()), field_of(error.path()), error.inner().to_string())
        })
    }

    /// Reads a line without its end into the buffer; `false` at the end of the file.
    fn next_line(&mut self) -> Result<bool, ReadError> {
        self.buffer.clear();
        self.line += 1;
        let limit = MAX_LINE_BYTES as u64 + 1;
        let mut input = Read::take(&mut self.input, limit);
        let length = input.read_until(b'\n', &mut self.buffer).map_err(ReadError::Io)?;
        if length > MAX_LINE_BYTES {
            let reason = format!("the line has more than {MAX_LINE_BYTES} bytes");
            return Err(ReadError::Fatal(self.problem(None, None, reason)));
        }
        if self.line > MAX_RECORDS {
            let reason = format!("a dataset has at most {MAX_RECORDS} lines");
            return Err(ReadError::Fatal(self.problem(None, None, reason)));
        }
        while self.buffer.last().is_some_and(u8::is_ascii_whitespace) {
            self.buffer.pop();
        }
        Ok(length > 0)
    }

    fn problem(
        &self,
        record: Option<&str>,
        field: Option<String>,
        reason: impl Into<String>,
    ) -> Problem {
        let record = record.map(str::to_owned);
        Problem { line: self.line, record, field, reason: reason.into() }
    }
}

/// The field that an error names; none when the whole record is to blame.
fn field_of(path: &serde_path_to_error::Path) -> Option<String> {
    path.iter().next().map(|_| path.to_string())
}
