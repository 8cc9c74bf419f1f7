//! One tracing span and one count for every statement that a connection runs. The spans carry the
//! text of the statement, shortened, and never its values.

use std::fmt::{self, Write};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use diesel::connection::{DebugQuery, Instrumentation, InstrumentationEvent};
use tracing::{Span, field};

use crate::Backend;

/// The longest statement text in a span, in bytes.
const MAX_STATEMENT_TEXT: usize = 500;

/// What Diesel writes between a statement and its values.
const BINDS_MARKER: &str = " -- binds:";

/// Counts the statements of all connections of a database, `BEGIN` and `COMMIT` included.
///
/// A test reads it before and after a request to bound what the request costs.
#[derive(Debug, Clone, Default)]
pub struct StatementCounter(Arc<AtomicU64>);

impl StatementCounter {
    /// How many statements were started so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn add_one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// The span of the statement that a connection runs at the moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct OpenStatement(Arc<Mutex<Option<Span>>>);

impl OpenStatement {
    fn start(&self, span: Span) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(span);
    }

    /// Ends the span, if a statement is still open: a cancelled one never reports its end.
    pub(crate) fn finish(&self) -> Option<Span> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The instrumentation of one connection.
pub(crate) struct StatementLog {
    backend: Backend,
    counter: StatementCounter,
    open: OpenStatement,
}

impl StatementLog {
    pub(crate) fn new(backend: Backend, counter: StatementCounter) -> (Self, OpenStatement) {
        let open = OpenStatement::default();
        (Self { backend, counter, open: open.clone() }, open)
    }

    fn span(&self, query: &dyn DebugQuery) -> Span {
        tracing::info_span!(
            "sql",
            otel.kind = "client",
            otel.status_code = field::Empty,
            db.system = self.backend.as_str(),
            db.statement = statement_text(query),
        )
    }
}

impl Instrumentation for StatementLog {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { query, .. } => {
                self.counter.add_one();
                self.open.start(self.span(query));
            }
            InstrumentationEvent::FinishQuery { error, .. } => {
                if let (Some(span), Some(_)) = (self.open.finish(), error) {
                    span.record("otel.status_code", "ERROR");
                }
            }
            _ => {}
        }
    }
}

/// The statement without its values, cut to [`MAX_STATEMENT_TEXT`].
fn statement_text(query: &dyn DebugQuery) -> String {
    let mut text = BoundedText(String::new());
    // The only error is that the bound was reached.
    let _ = write!(text, "{query}");
    let mut text = text.0;
    if let Some(end) = text.find(BINDS_MARKER) {
        text.truncate(end);
    }
    text.truncate(text.floor_char_boundary(MAX_STATEMENT_TEXT));
    text
}

/// Takes a little more than is shown, so that a marker across the bound is still seen, then stops
/// the formatting: a bulk insert has megabytes of values.
struct BoundedText(String);

impl Write for BoundedText {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let room = (MAX_STATEMENT_TEXT + BINDS_MARKER.len()).saturating_sub(self.0.len());
        self.0.push_str(&part[..part.floor_char_boundary(room)]);
        if part.len() > room { Err(fmt::Error) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use diesel::{debug_query, prelude::*, sqlite::Sqlite};

    use super::*;

    diesel::table! {
        item (id) { id -> Text, name -> Text, }
    }

    #[test]
    fn values_are_left_out() {
        let query = item::table.filter(item::name.eq("personal")).select(item::id);
        let text = statement_text(&debug_query::<Sqlite, _>(&query));
        assert_eq!(text, "SELECT `item`.`id` FROM `item` WHERE (`item`.`name` = ?)");
    }

    #[test]
    fn values_beyond_the_bound_are_left_out_too() {
        for length in (MAX_STATEMENT_TEXT - 20)..(MAX_STATEMENT_TEXT + 20) {
            let sql = format!("{}é", "x".repeat(length));
            let query = diesel::sql_query(&sql).bind::<diesel::sql_types::Text, _>("personal");
            let text = statement_text(&debug_query::<Sqlite, _>(&query));
            assert!(sql.starts_with(&text), "at {length}: {text}");
            assert!(text.len() <= MAX_STATEMENT_TEXT);
        }
    }
}
