//! Writes a dataset: the header, then one record a line.

use std::io::{self, Write};

use super::{header::Header, record::Record};

/// Writes a dataset that [`super::import`] reads.
///
/// # Errors
/// The one of the output.
pub fn write<'a>(
    mut output: impl Write,
    header: &Header,
    records: impl IntoIterator<Item = &'a Record>,
) -> io::Result<()> {
    write_line(&mut output, header)?;
    records.into_iter().try_for_each(|record| write_line(&mut output, record))?;
    output.flush()
}

fn write_line(output: &mut impl Write, line: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *output, line)?;
    output.write_all(b"\n")
}
