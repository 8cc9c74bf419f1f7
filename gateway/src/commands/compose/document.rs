//! What `--format json` prints: one document on one line, so that a watching reader gets one line
//! for each composition.

use gateway_composition::{Diagnostic, Skew};
use serde::Serialize;

use super::{Loaded, Outcome};

/// The outcome of a composition.
#[derive(Debug, Serialize)]
pub(super) struct Document<'a> {
    /// The supergraph or public schema; null when there is none, or when it is in a file.
    schema: Option<&'a str>,
    diagnostics: Vec<Located<'a>>,
    skew: &'a [Skew],
}

/// A diagnostic, and the file or the URL that it speaks of.
#[derive(Debug, Serialize)]
struct Located<'a> {
    #[serde(flatten)]
    diagnostic: &'a Diagnostic,
    source: Option<&'a str>,
}

impl<'a> Document<'a> {
    pub(super) fn new(outcome: &'a Outcome, loaded: &'a Loaded) -> Self {
        let located = |diagnostic| Located {
            diagnostic,
            source: loaded.text_of(diagnostic).map(|text| text.origin),
        };
        Self {
            schema: outcome.schema.as_deref(),
            diagnostics: outcome.diagnostics.iter().map(located).collect(),
            skew: &outcome.skew,
        }
    }

    /// The schema, for those who write it elsewhere; the document is then without it.
    pub(super) fn take_schema(&mut self) -> Option<&'a str> {
        self.schema.take()
    }
}
