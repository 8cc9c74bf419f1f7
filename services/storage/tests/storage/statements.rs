//! Statements are counted, and are spans below the span that asked for them, on whichever thread
//! they run.

use std::sync::{Mutex, OnceLock};

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{Backend, for_each_database, on_backend};
use tracing::{Instrument as _, Subscriber, field::Field, span};
use tracing_subscriber::{Layer, layer::Context, prelude::*, registry::LookupSpan};

use crate::item::{fill, ids, item};

/// A statement's span below the span of a test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Seen {
    test: Option<Backend>,
    system: String,
    statement: String,
}

/// Keeps the spans of statements. Spans are made on other threads too, so it is installed for the
/// whole process, and the tests find theirs by the span around them.
struct Recorder;

static SEEN: Mutex<Vec<Seen>> = Mutex::new(Vec::new());

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(
        &self,
        attributes: &span::Attributes<'_>,
        id: &span::Id,
        context: Context<'_, S>,
    ) {
        let span = context.span(id).expect("the span that is being made");
        match attributes.metadata().name() {
            "test on sqlite" => span.extensions_mut().insert(Backend::Sqlite),
            "test on postgres" => span.extensions_mut().insert(Backend::Postgres),
            "sql" => {
                let parent = span.parent();
                let test = parent.and_then(|parent| parent.extensions().get::<Backend>().copied());
                let mut seen = Seen { test, ..Seen::default() };
                attributes.record(&mut |field: &Field, value: &dyn std::fmt::Debug| {
                    let value = format!("{value:?}").trim_matches('"').replace("\\\"", "\"");
                    match field.name() {
                        "db.system" => seen.system = value,
                        "db.statement" => seen.statement = value,
                        _ => {}
                    }
                });
                SEEN.lock().expect("nobody panics while they hold the lock").push(seen);
            }
            _ => {}
        }
    }
}

fn record_spans() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| tracing_subscriber::registry().with(Recorder).init());
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
        record_spans();
        let span = match test.backend() {
            Backend::Sqlite => tracing::info_span!("test on sqlite"),
            Backend::Postgres => tracing::info_span!("test on postgres"),
        };
        async {
            let mut db = test.connection().await;
            on_backend!(db, conn => {
                let secret = item::table.filter(item::sort_name.eq("secret"));
                secret.select(item::id).load::<String>(conn).await
            })
            .expect("the statement runs");
        }
        .instrument(span)
        .await;
        let seen = SEEN.lock().expect("nobody panics while they hold the lock").clone();
        let seen: Vec<Seen> =
            seen.into_iter().filter(|seen| seen.test == Some(test.backend())).collect();
        let [seen] = &*seen else { panic!("one statement, one span: {seen:?}") };
        assert_eq!(seen.system, test.backend().as_str());
        let statement = match test.backend() {
            Backend::Sqlite => "SELECT `item`.`id` FROM `item` WHERE (`item`.`sort_name` = ?)",
            Backend::Postgres => {
                r#"SELECT "item"."id" FROM "item" WHERE ("item"."sort_name" = $1)"#
            }
        };
        assert_eq!(seen.statement, statement);
    }
}
