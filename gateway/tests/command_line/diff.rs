//! `gateway diff` of supergraphs and public schemas.

use crate::support::{ACCOUNTS, Ended, Folder, REVIEWS};

const OLD: &str = "type Query { me: User find(name: String): [User!]! }
type User { id: ID! name: String! role: Role! }
enum Role { GUEST MEMBER }";

const NEW: &str = "type Query { me(language: String!): User find(name: String = \"a\"): [User!]! }
type User { id: ID! name: String role: Role! email: String }
enum Role { GUEST MEMBER OWNER }";

fn diff(old: &str, new: &str, more: &[&str]) -> Ended {
    let folder = Folder::new();
    folder.write("old.graphql", old);
    folder.write("new.graphql", new);
    folder.run(&[["diff", "old.graphql", "new.graphql"].as_slice(), more].concat())
}

#[test]
fn changes_are_grouped_and_breaking_ones_fail() {
    let ended = diff(OLD, NEW, &[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(ended.stdout, @"
    breaking (2)
      Query.me(language:)  the argument was added, and it must be given
      User.name            it returns `String`, it returned `String!`

    dangerous (2)
      Query.find(name:)    its default value is `\"a\"`
      Role.OWNER           the value was added

    safe (1)
      User.email           the field was added
    ");
}

#[test]
fn what_is_not_breaking_does_not_fail() {
    let ended = diff(OLD, &OLD.replace("MEMBER }", "MEMBER OWNER }"), &[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let ended = diff(OLD, OLD, &[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "nothing changes for clients\n"));
}

#[test]
fn json_counts_and_lists() {
    let ended = diff(OLD, NEW, &["--format", "json"]);
    assert_eq!(ended.code, Some(1));
    let document = ended.json();
    let counts = ["breaking", "dangerous", "safe"].map(|name| document[name].as_u64());
    assert_eq!(counts, [Some(2), Some(2), Some(1)]);
    assert_eq!(
        document["changes"][0],
        serde_json::json!({
            "severity": "breaking",
            "coordinate": "Query.me(language:)",
            "kind": "ARGUMENT_ADDED",
            "message": "the argument was added, and it must be given",
        })
    );
}

#[test]
fn a_supergraph_is_compared_by_what_is_public() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    folder.compose_two(&["--output", "supergraph.graphql"]);
    folder.compose_two(&["--public", "--output", "public.graphql"]);
    let ended = folder.run(&["diff", "supergraph.graphql", "public.graphql"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "nothing changes for clients\n"));

    let contract = ["--contract-exclude", "internal", "--output", "contract.graphql"];
    assert_eq!(folder.compose_two(&contract).code, Some(0));
    let ended = folder.run(&["diff", "supergraph.graphql", "contract.graphql"]);
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.stdout, @"
    breaking (1)
      Review.author  the field was removed
    ");
}

#[test]
fn one_of_need_not_be_defined() {
    let schema = "type Query { a(by: By!): Int } input By @oneOf { id: ID name: String }";
    let defined = format!("{schema} directive @oneOf on INPUT_OBJECT");
    let ended = diff(schema, &defined, &[]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "nothing changes for clients\n"));
}

#[test]
fn what_is_no_schema_is_trouble() {
    for (old, new) in [("type {", OLD), (OLD, "type Query { a: Nothing }"), (OLD, "")] {
        let ended = diff(old, new, &[]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{old}\n{new}");
        assert!(ended.stderr.contains(".graphql"), "{}", ended.stderr);
    }
    assert_eq!(Folder::new().run(&["diff", "a", "b"]).code, Some(2));
    assert_eq!(Folder::new().run(&["diff", "a"]).code, Some(2));
}
