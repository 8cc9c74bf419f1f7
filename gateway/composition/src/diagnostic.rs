//! What composition says: a stable code, where, what is wrong, and a way out.

use std::fmt;

use apollo_compiler::parser::{SourceMap, SourceSpan};
use serde::Serialize;

use crate::{Code, model::Subgraph};

/// Something that is wrong, or suspicious.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// Which rule speaks.
    pub code: Code,
    /// Whether it prevents composition.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The subgraph that it is about.
    pub subgraph: Option<String>,
    /// The key of the partition, for partitioned subgraphs.
    pub partition: Option<String>,
    /// The schema element: `Type`, `Type.field` or `Type.field(argument:)`.
    pub coordinate: Option<String>,
    /// Where it stands in the SDL of that subgraph or partition.
    pub location: Option<Location>,
    /// A way out.
    pub hint: Option<String>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// There is no supergraph.
    Error,
    /// There is one, and it may not be what was meant.
    Hint,
}

/// A place in SDL, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl Location {
    /// The place of a byte offset; columns of the parser count bytes.
    fn of(text: &str, offset: usize) -> Option<Self> {
        let before = text.get(..offset)?;
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.chars().rev().take_while(|character| *character != '\n').count();
        Some(Self { line, column })
    }
}

impl Diagnostic {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            subgraph: None,
            partition: None,
            coordinate: None,
            location: None,
            hint: None,
        }
    }

    /// Something that is not wrong.
    pub(crate) fn suspicious(mut self) -> Self {
        self.severity = Severity::Hint;
        self
    }

    pub(crate) fn subgraph(mut self, name: &str) -> Self {
        self.subgraph = Some(name.to_owned());
        self
    }

    pub(crate) fn coordinate(mut self, coordinate: impl fmt::Display) -> Self {
        self.coordinate = Some(coordinate.to_string());
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The place of a node of a subgraph.
    pub(crate) fn at(self, subgraph: &Subgraph, span: Option<SourceSpan>) -> Self {
        self.subgraph(&subgraph.name).span(&subgraph.schema.sources, span)
    }

    pub(crate) fn span(mut self, sources: &SourceMap, span: Option<SourceSpan>) -> Self {
        let Some(span) = span else { return self };
        self.location = sources
            .get(&span.file_id())
            .and_then(|source| Location::of(source.source_text(), span.offset()));
        // The path of a source is the key of its partition; an ordinary subgraph has none.
        self.partition = sources
            .get(&span.file_id())
            .map(|source| source.path().to_string_lossy().into_owned())
            .filter(|key| !key.is_empty());
        self
    }

    pub(crate) fn partition(mut self, key: &str) -> Self {
        self.partition = Some(key.to_owned());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(subgraph) = &self.subgraph {
            write!(f, " [{subgraph}")?;
            if let Some(partition) = &self.partition {
                write!(f, "/{partition}")?;
            }
            if let Some(Location { line, column }) = self.location {
                write!(f, ":{line}:{column}")?;
            }
            f.write_str("]")?;
        }
        if let Some(coordinate) = &self.coordinate {
            write!(f, " {coordinate}")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}

/// Collects diagnostics in the order in which they are found.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Diagnostic>);

/// More than this helps nobody, and hostile input must not fill the memory.
const MAX_DIAGNOSTICS: usize = 500;

impl Report {
    /// Adds a diagnostic; one that knows no better way out gets that of its code.
    pub(crate) fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.hint.is_none() {
            diagnostic.hint = Some(diagnostic.code.hint());
        }
        if self.0.len() < MAX_DIAGNOSTICS && !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// Everything so far, when there is an error in it.
    pub(crate) fn stop_on_errors(&mut self) -> Result<(), Vec<Diagnostic>> {
        if self.has_errors() { Err(std::mem::take(&mut self.0)) } else { Ok(()) }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.0
    }
}
