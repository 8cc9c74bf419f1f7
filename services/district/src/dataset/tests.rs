//! Imports on both databases: what comes in, what is refused, and that nothing is half there.

use std::io::Cursor;

use diesel::QueryDsl as _;
use diesel_async::RunQueryDsl as _;
use storage::{Database, on_backend, testing::TestDatabase};

use super::{ImportError, ImportOptions, MAX_LINE_BYTES, MAX_PROBLEMS, Record, RecordKind, import};
use crate::{generate, schema};

const AIMIN: &str = include_str!("../../data/aimin.jsonl");

/// A dataset of one delegation, with room for more lines.
const SMALL: &str = r#"{"record":"dataset","format":1,"district":"231002","titleZh":"试","titleEn":"Trial"}
{"record":"district","code":"231002","nameZh":"东安区","nameEn":"Dong'an District","nameSort":"dongan qu","synthetic":true}
{"record":"division","id":"231002:division:001","code":"231002001","kind":"SUBDISTRICT","nameZh":"一","nameEn":"One","nameSort":"yi","synthetic":true}
{"record":"delegation","id":"231002:delegation:001","divisionId":"231002:division:001","nameZh":"一","nameEn":"One","nameSort":"yi","synthetic":true}
{"record":"congress","id":"231002:congress:district","level":"DISTRICT","nameZh":"会","nameEn":"Congress","nameSort":"hui","synthetic":true}
{"record":"deputy","id":"231002:deputy:1","nameZh":"甲","nameEn":"A","nameSort":"jia","synthetic":true}
"#;

const SUBMITTED: &str = r#"{"record":"petition-event","id":"231002:petition-event:1-1","petitionId":"231002:petition:1","sequence":1,"kind":"SUBMIT","occurredAt":"2023-01-03T01:00:00","actorRole":"PETITIONER","synthetic":true}"#;

fn petition(status: &str) -> String {
    format!(
        r#"{{"record":"petition","id":"231002:petition:1","reference":"1","delegationId":"231002:delegation:001","category":"OTHER","urgency":"ROUTINE","complexity":"SMALL","status":"{status}","round":1,"submittedAt":"2023-01-03T01:00:00","version":1,"synthetic":true}}"#
    )
}

async fn database(test: &TestDatabase) -> Database {
    test.migrate(&crate::MIGRATIONS).await;
    test.database().clone()
}

async fn take(database: &Database, text: &str) -> Result<super::ImportReport, ImportError> {
    import(database, Cursor::new(text), ImportOptions::default()).await
}

async fn rows(database: &Database) -> (i64, i64) {
    let mut db = database.connection().await.expect("a connection");
    let districts = on_backend!(db, conn => schema::districts::table.count().first(conn).await);
    let petitions = on_backend!(db, conn => schema::petitions::table.count().first(conn).await);
    (districts.expect("a count"), petitions.expect("a count"))
}

/// The mistakes of a dataset that is the small one with more lines.
async fn mistakes(test: &TestDatabase, more: &[&str]) -> String {
    let text = format!("{SMALL}{}\n", more.join("\n"));
    match take(&database(test).await, &text).await {
        Err(ImportError::Invalid(problems)) => problems.to_string(),
        other => panic!("mistakes were expected, not {other:?}"),
    }
}

storage::for_each_database! {
    /// The dataset of Aimin is in the database as it is in the file.
    async fn aimin_comes_in_whole(test: TestDatabase) {
        let database = database(test).await;
        let report = take(&database, AIMIN).await.expect("the dataset is right");
        assert_eq!(report.total() as usize, AIMIN.lines().count() - 1);
        assert_eq!(report.records.get(&RecordKind::Brand), Some(&8));
        assert_eq!(rows(&database).await, (1, 120));
    }

    /// A second import is refused, and replaces when it is told to.
    async fn a_district_is_not_imported_twice(test: TestDatabase) {
        let database = database(test).await;
        take(&database, AIMIN).await.expect("the dataset is right");
        take(&database, SMALL).await.expect("another district has room");
        let again = take(&database, AIMIN).await.expect_err("the district is there");
        assert!(again.to_string().contains("`--replace`"), "{again}");
        let replace = ImportOptions { replace: true };
        let report = import(&database, Cursor::new(AIMIN), replace).await.expect("it gives way");
        assert!(report.replaced);
        assert_eq!(rows(&database).await, (2, 120), "the other district is untouched");
    }

    /// A mistake in the last line leaves nothing behind, and what was there stays.
    async fn nothing_is_half_imported(test: TestDatabase) {
        let database = database(test).await;
        let broken = format!("{AIMIN}{{\"record\":\"deputy\"}}\n");
        take(&database, &broken).await.expect_err("the last line is broken");
        assert_eq!(rows(&database).await, (0, 0));
        take(&database, AIMIN).await.expect("the dataset is right");
        let replace = ImportOptions { replace: true };
        import(&database, Cursor::new(broken), replace).await.expect_err("it is broken still");
        assert_eq!(rows(&database).await, (1, 120));
    }
}

macro_rules! sqlite_test {
    ($(async fn $name:ident($test:ident) $body:block)+) => { $(
        #[test]
        fn $name() {
            storage::testing::block_on(async {
                let $test = &TestDatabase::sqlite().await;
                $body
            });
        }
    )+ };
}

sqlite_test! {
    async fn every_mistake_is_reported_with_its_place(test) {
        let found = mistakes(test, &[
            "not json",
            r#"{"record":"alien"}"#,
            r#"{"id":"x"}"#,
            r#"{"record":"deputy","id":"231004:deputy:2","nameZh":"乙","nameEn":"B","nameSort":"yi","synthetic":true}"#,
            r#"{"record":"deputy","id":"231002:grid:2","nameZh":"乙","nameEn":" ","nameSort":"乙","synthetic":true}"#,
            r#"{"record":"deputy","id":"231002:deputy:1","nameZh":"乙","nameEn":"B","nameSort":"yi","sector":"MOON","synthetic":true}"#,
            r#"{"record":"deputy","id":"231002:deputy:1","nameZh":"乙","nameEn":"B","nameSort":"yi","synthetic":true}"#,
            r#"{"record":"mandate","id":"231002:mandate:1","deputyId":"231002:deputy:9","congressId":"231002:congress:district","validFrom":"2023-05-01","validTo":"2023-04-01","synthetic":true}"#,
            r#"{"record":"deputy","id":"231002:deputy:3","age":40}"#,
        ])
        .await;
        insta::assert_snapshot!(found, @r"
          line 7: this is not a JSON object: expected ident (column 2)
          line 8, `record`: `alien` is no kind of record
          line 9, `record`: the kind is missing
          line 10, deputy, `id`: `231004:deputy:2` belongs to 231004, the dataset is about 231002
          line 11, deputy, `id`: `231002:grid:2` is the id of a grid, not of a deputy
          line 11, deputy, `nameEn`: it is blank
          line 11, deputy, `nameSort`: it is not printable ASCII
          line 12, deputy, `sector`: `MOON` is no Sector; known are GOVERNMENT, COMMUNITY, EDUCATION, HEALTH, LAW, ENTERPRISE, AGRICULTURE, SELF_EMPLOYED, RETIRED, OTHER
          line 13, deputy, `id`: `231002:deputy:1` was used before
          line 14, mandate, `deputyId`: no deputy before this line has the id `231002:deputy:9`
          line 14, mandate, `validTo`: 2023-04-01 comes before `validFrom`, 2023-05-01
          line 15, deputy, `age`: unknown field `age`, expected one of `id`, `nameZh`, `nameEn`, `nameSort`, `sector`, `publishedContact`, `contactPublishedOn`, `synthetic`
        ");
    }

    async fn a_petition_must_say_what_its_events_say(test) {
        let found = mistakes(test, &[&petition("ACCEPTED"), SUBMITTED]).await;
        insta::assert_snapshot!(found, @"  line 7, petition, `status`: the petition's events say otherwise");
    }

    async fn the_events_of_a_petition_follow_it_directly(test) {
        let deputy = r#"{"record":"deputy","id":"231002:deputy:2","nameZh":"乙","nameEn":"B","nameSort":"yi","synthetic":true}"#;
        let found = mistakes(test, &[&petition("SUBMITTED"), deputy, SUBMITTED]).await;
        insta::assert_snapshot!(found, @r"
          line 7, petition, `status`: the events of a petition must follow it, none does
          line 9, petition-event, `petitionId`: an event must follow its petition directly
        ");
    }

    async fn an_impossible_event_is_reported_once(test) {
        let rated = SUBMITTED
            .replace("1-1", "1-2")
            .replace("\"sequence\":1", "\"sequence\":2")
            .replace("SUBMIT\"", "RATE\",\"rating\":\"SATISFIED\"");
        let found = mistakes(test, &[&petition("RATED"), SUBMITTED, &rated]).await;
        insta::assert_snapshot!(found, @"  line 9, petition-event, `kind`: RATE is not possible while a petition is SUBMITTED");
    }

    async fn who_files_an_escalation_must_sit_there_and_a_motion_needs_many(test) {
        let found = mistakes(test, &[
            r#"{"record":"escalation","id":"231002:escalation:1","delegationId":"231002:delegation:001","congressId":"231002:congress:district","instrument":"MOTION","titleZh":"案","titleEn":"Motion","filedAt":"2023-05-01T01:00:00","version":1,"synthetic":true}"#,
            r#"{"record":"escalation-filer","escalationId":"231002:escalation:1","deputyId":"231002:deputy:1"}"#,
        ])
        .await;
        insta::assert_snapshot!(found, @r"
          line 7, escalation, `instrument`: a motion needs 10 deputies, this one has 1
          line 8, escalation-filer, `deputyId`: the deputy had no seat in that congress
        ");
    }

    async fn the_header_comes_first_and_is_known(test) {
        let database = database(test).await;
        for (text, expected) in [
            ("", "line 1: the dataset is empty"),
            ("{\"record\":\"district\"}\n", "line 1, district: the first line must be the header"),
            (&SMALL.replace("\"format\":1", "\"format\":2"), "line 1, dataset, `format`: format 2 is not read, 1 is"),
            (&SMALL.replace("\"district\":\"231002\"", "\"district\":\"2310\""), "line 1, dataset, `district`: `2310` is not a six-digit code"),
        ] {
            let error = take(&database, text).await.expect_err("there is no usable header");
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    async fn too_long_a_line_ends_the_reading(test) {
        let found = mistakes(test, &[&"x".repeat(MAX_LINE_BYTES + 1), "not json"]).await;
        assert_eq!(found, "  line 7: the line has more than 65536 bytes\n");
    }

    async fn problems_beyond_the_limit_are_counted(test) {
        let found = mistakes(test, &vec!["x"; MAX_PROBLEMS + 5]).await;
        assert!(found.ends_with("  … and 5 more\n"), "{found}");
        assert_eq!(found.lines().count(), MAX_PROBLEMS + 1);
    }

    async fn blank_lines_are_no_records(test) {
        let text = SMALL.replace('\n', "\n\n");
        let report = take(&database(test).await, &text).await.expect("blank lines do not count");
        assert_eq!(report.total(), 5);
    }
}

#[test]
fn kinds_are_read_as_they_are_written() {
    for kind in RecordKind::ALL {
        assert_eq!(RecordKind::from_text(kind.as_str()), Some(*kind));
    }
    assert_eq!(RecordKind::from_text("dataset"), None, "the header is no record");
}

#[test]
fn a_record_is_written_as_it_is_read() {
    let spec = generate::Spec { district: "231004".to_owned(), seed: 0, scale: 1.0 };
    let dataset = generate::generate(&spec).expect("Aimin can be generated");
    for record in dataset.records {
        let mut line = serde_json::to_value(&record).expect("a record is plain data");
        let fields = line.as_object_mut().expect("a record is an object");
        let kind = fields.shift_remove("record").expect("a record has a kind");
        let kind = RecordKind::from_text(kind.as_str().unwrap_or_default()).expect("a known kind");
        let read = Record::read(kind, fields.clone()).expect("what is written is read");
        assert_eq!(read, record);
    }
}
