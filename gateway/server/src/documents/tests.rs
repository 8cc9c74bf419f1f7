//! The ways to name a document, against settings that allow them or not.

use serde_json::json;

use super::*;

const TEXT: &str = "{ a }";
const OTHER: &str = "{ b }";

fn settings(require: bool, automatic: bool) -> DocumentSettings {
    let documents = [
        (DocumentHash::of(TEXT).to_string(), TEXT.to_owned()),
        ("list-of-b".to_owned(), OTHER.to_owned()),
    ];
    let persisted = PersistedDocuments::new(documents).expect("ids that fit");
    DocumentSettings { persisted, require, automatic }
}

fn request(value: Value) -> GraphQlRequest {
    serde_json::from_value(value).expect("a request")
}

fn by_hash_alone(hash: impl ToString) -> Value {
    json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash.to_string() } } })
}

fn with_text(hash: impl ToString, text: &str) -> Value {
    let mut value = by_hash_alone(hash);
    value["query"] = text.into();
    value
}

/// The text that is found, or the code of the refusal.
fn outcome(value: Value, settings: &DocumentSettings, kept: &AutomaticDocuments) -> String {
    match resolve(&request(value), settings, kept) {
        Ok(document) => document.text.as_ref().to_owned(),
        Err(error) => error.code.to_string(),
    }
}

#[test]
fn a_persisted_document_is_found_by_hash_and_by_id() {
    let kept = AutomaticDocuments::new(1_000);
    let hash = DocumentHash::of(TEXT);
    for require in [false, true] {
        let find = |value| outcome(value, &settings(require, false), &kept);
        assert_eq!(find(json!({ "documentId": hash.to_string() })), TEXT);
        assert_eq!(find(json!({ "documentId": format!("sha256:{hash}") })), TEXT);
        assert_eq!(find(json!({ "documentId": "list-of-b" })), OTHER);
        assert_eq!(find(by_hash_alone(hash)), TEXT);
        assert_eq!(find(by_hash_alone(DocumentHash::of(OTHER))), OTHER);
        assert_eq!(find(json!({ "documentId": "list-of-c" })), "PERSISTED_DOCUMENT_NOT_FOUND");
        assert_eq!(find(json!({ "documentId": "", "query": TEXT })), "BAD_REQUEST");
    }
}

#[test]
fn nothing_else_is_served_when_they_are_required() {
    let kept = AutomaticDocuments::new(1_000);
    kept.keep(DocumentHash::of("{ c }"), "{ c }");
    let find = |value| outcome(value, &settings(true, true), &kept);
    assert_eq!(find(json!({ "query": TEXT })), "PERSISTED_DOCUMENT_REQUIRED");
    assert_eq!(find(json!({})), "PERSISTED_DOCUMENT_REQUIRED");
    let hash = DocumentHash::of("{ c }");
    assert_eq!(find(by_hash_alone(hash)), "PERSISTED_DOCUMENT_NOT_FOUND");
    assert_eq!(find(with_text(hash, "{ c }")), "PERSISTED_DOCUMENT_NOT_FOUND");
    // The text beside a hash that is known does not count.
    assert_eq!(find(with_text(DocumentHash::of(TEXT), "{ c }")), TEXT);
}

#[test]
fn automatic_documents_are_sent_once() {
    let kept = AutomaticDocuments::new(1_000);
    let settings = settings(false, true);
    let hash = DocumentHash::of("{ c }");
    assert_eq!(outcome(by_hash_alone(hash), &settings, &kept), "PERSISTED_QUERY_NOT_FOUND");

    let first = request(with_text(hash, "{ c }"));
    let document = resolve(&first, &settings, &kept).expect("the text is there");
    assert_eq!((document.text.as_ref(), document.keep), ("{ c }", Some(hash)));
    kept.keep(hash, document.text.as_ref());
    assert_eq!(outcome(by_hash_alone(hash), &settings, &kept), "{ c }");

    let lie = with_text(hash, "{ d }");
    assert_eq!(outcome(lie, &settings, &kept), "BAD_REQUEST");
}

#[test]
fn clients_are_told_when_automatic_documents_are_off() {
    let kept = AutomaticDocuments::new(1_000);
    let settings = settings(false, false);
    let hash = DocumentHash::of("{ c }");
    assert_eq!(outcome(by_hash_alone(hash), &settings, &kept), "PERSISTED_QUERY_NOT_SUPPORTED");
    let full = request(with_text(hash, "{ c }"));
    let document = resolve(&full, &settings, &kept).expect("the text is there");
    assert_eq!((document.text.as_ref(), document.keep), ("{ c }", None));
}

#[test]
fn a_malformed_extension_is_refused() {
    let kept = AutomaticDocuments::new(1_000);
    let settings = settings(false, true);
    for extension in [
        json!(true),
        json!({ "version": 2, "sha256Hash": DocumentHash::of(TEXT).to_string() }),
        json!({ "version": 1 }),
        json!({ "version": 1, "sha256Hash": "0a" }),
    ] {
        let value = json!({ "query": TEXT, "extensions": { "persistedQuery": extension } });
        assert_eq!(outcome(value, &settings, &kept), "BAD_REQUEST");
    }
    let without = json!({ "query": TEXT, "extensions": { "persistedQuery": null } });
    assert_eq!(outcome(without, &settings, &kept), TEXT);
}

#[test]
fn ids_must_fit_their_documents() {
    let errors = PersistedDocuments::new([
        (DocumentHash::of(TEXT).to_string(), OTHER.to_owned()),
        ("x".to_owned(), TEXT.to_owned()),
        ("x".to_owned(), TEXT.to_owned()),
        ("x".to_owned(), OTHER.to_owned()),
    ])
    .expect_err("two mistakes");
    let messages: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].contains(&format!("which is {}", DocumentHash::of(OTHER))));
    assert_eq!(messages[1], "`x` names two different documents");
}
