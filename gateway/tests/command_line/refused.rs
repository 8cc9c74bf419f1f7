//! `gateway compose` that ends without a supergraph.

use crate::support::{ACCOUNTS, Folder, REVIEWS};

/// A key and a requirement that name fields which do not exist.
fn refused() -> Folder {
    let accounts = ACCOUNTS.replace("name: String!", "name: String! @requires(fields: \"nick\")");
    let reviews = REVIEWS.replace("type Review {", "type Review @key(fields: \"number\") {");
    Folder::of_two(&accounts, &reviews)
}

#[test]
fn every_problem_is_told_with_its_line() {
    let ended = refused().compose_two(&[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    insta::assert_snapshot!(ended.stderr, @r#"
    error[REQUIRES_INVALID_FIELDS]: @requires on `User.name`: `nick` cannot be read: type `User` does not have a field `nick`
      --> accounts.graphql:11:17
       |
    11 |   name: String! @requires(fields: "nick")
       |                 ^^^^^^^^^^^^^^^^^^^^^^^^^ `User.name` of the subgraph `accounts`
       |
       = help: declare the field here as @external and select it

    error[KEY_INVALID_FIELDS]: @key on `Review`: `number` cannot be read: type `Review` does not have a field `number`
     --> reviews.graphql:9:13
      |
    9 | type Review @key(fields: "number") {
      |             ^^^^^^^^^^^^^^^^^^^^^^ `Review` of the subgraph `reviews`
      |
      = help: name fields of the type, as a selection without aliases and directives

    the subgraphs do not compose: 2 errors
    "#);
}

#[test]
fn hints_stand_beside_errors_and_the_way_out_below() {
    let reviews = REVIEWS.replace("  reviews:", "  \"Also here.\"\n  name: String\n  reviews:");
    let ended = Folder::of_two(ACCOUNTS, &reviews).compose_two(&[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    insta::assert_snapshot!(ended.stderr, @r#"
    hint[INCONSISTENT_DESCRIPTION]: subgraphs describe it differently; the description that most give is taken
      --> accounts.graphql:11:3
       |
    11 |   name: String!
       |   ^^^^ `User.name` of the subgraph `accounts`
       |
       = help: describe it in one subgraph, or in the same words

    error[INVALID_FIELD_SHARING]: `User.name` is resolved by accounts, reviews, and is not @shareable here
      --> accounts.graphql:11:3
       |
    11 |   name: String!
       |   ^^^^ `User.name` of the subgraph `accounts`
       |
       = help: mark it @shareable everywhere when all give the same answer, @external where it is only referred to, or remove it

    error[INVALID_FIELD_SHARING]: `User.name` is resolved by accounts, reviews, and is not @shareable here
     --> reviews.graphql:7:3
      |
    7 |   name: String
      |   ^^^^ `User.name` of the subgraph `reviews`
      |
      = help: mark it @shareable everywhere when all give the same answer, @external where it is only referred to, or remove it

    the subgraphs do not compose: 2 errors
    "#);
}

#[test]
fn no_colours_and_one_line_of_verdict_when_it_is_no_terminal() {
    let stderr = refused().compose_two(&[]).stderr;
    assert!(!stderr.contains('\u{1b}'));
    assert!(stderr.lines().last().is_some_and(|line| line.starts_with("the subgraphs do not")));
}

#[test]
fn json_has_codes_places_and_files() {
    let ended = refused().compose_two(&["--format", "json"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(1), ""));
    let document = ended.json();
    assert_eq!(document["schema"], serde_json::Value::Null);
    let diagnostics = document["diagnostics"].as_array().expect("a list");
    let key = diagnostics.iter().find(|one| one["code"] == "KEY_INVALID_FIELDS").expect("told");
    assert_eq!(key["severity"], "error");
    assert_eq!(key["source"], "reviews.graphql");
    assert_eq!(key["location"], serde_json::json!({ "line": 9, "column": 13 }));
}

#[test]
fn wrong_arguments_and_unreadable_files_are_another_end() {
    let folder = Folder::new();
    folder.write("a.graphql", "type Query { a: Int }");
    for arguments in [
        ["--subgraph", "a"].as_slice(),
        &["--partition", "a,,a.graphql"],
        &["--subgraph", "a,,a.graphql", "--config", "gateway.toml"],
        &["--subgraph", "a,,a.graphql", "--format", "xml"],
        &["--subgraph", "a,,missing.graphql"],
        &["--subgraph", "a,,a.graphql", "--output", "no/such/folder"],
        &[],
    ] {
        let ended = folder.run(&[["compose"].as_slice(), arguments].concat());
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(!ended.stderr.is_empty(), "{arguments:?}");
    }
}
