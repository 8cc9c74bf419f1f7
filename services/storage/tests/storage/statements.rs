//! Statements are counted, and are spans below the span that asked for them, on whichever thread
//! they run.

use std::sync::{Arc, Mutex};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{for_each_database, on_backend};
use tracing::{Instrument as _, Subscriber, field::Field, instrument::WithSubscriber as _, span};
use tracing_subscriber::{Layer, Registry, layer::Context, prelude::*, registry::LookupSpan};

use crate::item::{fill, ids, item};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Seen {
    name: &'static str,
    parent: Option<&'static str>,
    system: String,
    statement: String,
}

/// Keeps what every span was made with.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<Seen>>>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(
        &self,
        attributes: &span::Attributes<'_>,
        id: &span::Id,
        context: Context<'_, S>,
    ) {
        let parent = context.span(id).and_then(|span| span.parent()).map(|parent| parent.name());
        let mut seen = Seen { name: attributes.metadata().name(), parent, ..Seen::default() };
        attributes.record(&mut |field: &Field, value: &dyn std::fmt::Debug| {
            let value = format!("{value:?}").trim_matches('"').to_owned();
            match field.name() {
                "db.system" => seen.system = value,
                "db.statement" => seen.statement = value,
                _ => {}
            }
        });
        self.0.lock().expect("no test panics while it holds the lock").push(seen);
    }
}

for_each_database! {
    async fn each_statement_counts_once(test: TestDatabase) {
        fill(test, &["a", "b"]).await;
        let mut db = test.connection().await;
        let before = test.database().statements().count();
        ids(&mut db).await;
        ids(&mut db).await;
        assert_eq!(test.database().statements().count() - before, 2);
    }

    async fn a_statement_is_a_span_below_its_cause(test: TestDatabase) {
        fill(test, &["a"]).await;
        let recorder = Recorder::default();
        let subscriber = Registry::default().with(recorder.clone());
        async {
            let mut db = test.connection().await;
            on_backend!(db, conn => {
                item::table.filter(item::sort_name.eq("secret")).select(item::id)
                    .load::<String>(conn).await
            })
            .expect("the statement runs");
        }
        .instrument_with(subscriber)
        .await;
        let seen = recorder.0.lock().expect("no test panics while it holds the lock").clone();
        let statement = seen.iter().find(|seen| seen.name == "sql").expect("a span for it");
        assert_eq!(statement.parent, Some("request"));
        assert_eq!(statement.system, test.backend().as_str());
        assert!(statement.statement.starts_with("SELECT "), "{statement:?}");
        assert!(!statement.statement.contains("secret"), "{statement:?}");
    }
}

/// Runs a future within a span of a subscriber of its own.
trait InstrumentWith: Future + Sized {
    async fn instrument_with(
        self,
        subscriber: impl Subscriber + Send + Sync + 'static,
    ) -> Self::Output {
        async move { self.instrument(tracing::info_span!("request")).await }
            .with_subscriber(subscriber)
            .await
    }
}

impl<F: Future> InstrumentWith for F {}
