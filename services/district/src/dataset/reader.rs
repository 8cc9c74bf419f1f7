//! Reads a dataset line by line into typed records. What a record says is not judged here, only
//! whether it is one.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use super::{
    header::{HEADER, Header},
    problem::Problem,
    record::{Record, RecordKind},
};

/// The longest line that is read, in bytes.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// The most records in a dataset.
pub const MAX_RECORDS: u64 = 5_000_000;

/// A dataset that is read one record at a time.
#[derive(Debug)]
pub(crate) struct Reader<R> {
    input: R,
    line: u64,
    buffer: Vec<u8>,
}

/// Why a record could not be read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The file could not be read.
    Io(io::Error),
    /// The line is no record; the next one may be.
    Bad(Problem),
    /// Nothing after this line can be trusted.
    Fatal(Problem),
}

impl<R: BufRead> Reader<R> {
    /// Reads from the start of a file.
    pub(crate) fn new(input: R) -> Self {
        Self { input, line: 0, buffer: Vec::new() }
    }

    /// The header, which is the first line.
    pub(super) fn header(&mut self) -> Result<Header, ReadError> {
        if !self.next_line()? {
            return Err(ReadError::Fatal(self.problem(None, None, "the dataset is empty")));
        }
        let (kind, fields) = self.object().map_err(ReadError::Fatal)?;
        if kind != HEADER {
            let reason = format!("the first line must be the header, a `{HEADER}`");
            return Err(ReadError::Fatal(self.problem(Some(&kind), None, reason)));
        }
        serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
            let reason = error.inner().to_string();
            ReadError::Fatal(self.problem(Some(HEADER), field_of(error.path()), reason))
        })
    }

    /// The next record with its line, or `None` at the end.
    pub(crate) fn record(&mut self) -> Option<Result<(u64, Record), ReadError>> {
        loop {
            match self.next_line() {
                Ok(false) => return None,
                Ok(true) if self.buffer.is_empty() => {}
                Ok(true) => {
                    let parsed = self.parse().map(|record| (self.line, record));
                    return Some(parsed.map_err(ReadError::Bad));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }

    fn parse(&self) -> Result<Record, Problem> {
        let (kind, fields) = self.object()?;
        let Some(kind) = RecordKind::from_text(&kind) else {
            let reason = format!("`{kind}` is no kind of record");
            return Err(self.problem(None, Some("record".to_owned()), reason));
        };
        Record::read(kind, fields).map_err(|error| {
            let reason = error.inner().to_string();
            self.problem(Some(kind.as_str()), field_of(error.path()), reason)
        })
    }

    /// The line as a kind and the fields beside it.
    fn object(&self) -> Result<(String, Map<String, Value>), Problem> {
        let mut fields: Map<String, Value> =
            serde_json::from_slice(&self.buffer).map_err(|error| {
                let text = error.to_string();
                // The line that JSON counts is always the first one.
                let what = text.split(" at line ").next().unwrap_or_default();
                let reason =
                    format!("this is not a JSON object: {what} (column {})", error.column());
                self.problem(None, None, reason)
            })?;
        match fields.shift_remove("record") {
            Some(Value::String(kind)) => Ok((kind, fields)),
            _ => Err(self.problem(None, Some("record".to_owned()), "the kind is missing")),
        }
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
