//! `gateway compose` of what a configuration names.

use crate::support::{ACCOUNTS, Ended, Folder, LINK};

const CONFIG: &str = r#"
[[subgraphs]]
name = "accounts"
endpoints = ["http://accounts.example/"]
schema = "accounts.graphql"
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("accounts.graphql", &format!("{LINK}{ACCOUNTS}"));
    folder.write("gateway.toml", CONFIG);
    folder
}

#[test]
fn by_argument_by_environment_and_by_name() {
    let folder = folder();
    let ended = folder.run(&["compose"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert!(ended.stdout.contains(r#"url: "http://accounts.example/""#));

    folder.write("other.toml", &CONFIG.replace("accounts.example", "other.example"));
    let by_argument = folder.run(&["compose", "--config", "other.toml"]);
    assert!(by_argument.stdout.contains("other.example"));
    let mut command = folder.command(&["compose"]);
    let by_environment = Ended::of(command.env("GATEWAY_CONFIG", "other.toml"));
    assert_eq!(by_environment.stdout, by_argument.stdout);
}

#[test]
fn diagnostics_name_the_file_of_the_configuration() {
    let folder = folder();
    folder.write("accounts.graphql", "type Query {\n  me: User\n}\n");
    let ended = folder.run(&["compose"]);
    assert_eq!(ended.code, Some(1));
    insta::assert_snapshot!(ended.stderr, @r#"
    error[INVALID_GRAPHQL]: cannot find type `User` in this document
     --> accounts.graphql:2:7
      |
    2 |   me: User
      |       ^^^^ in the subgraph `accounts`
      |
      = help: correct the SDL at the place that is named; the message is that of the GraphQL specification

    the subgraphs do not compose: 1 error
    "#);
}

#[test]
fn a_configuration_that_cannot_be_used_is_trouble() {
    let folder = folder();
    folder.write("gateway.toml", "subgraphs = 1");
    let ended = folder.run(&["compose"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("gateway.toml"), "{}", ended.stderr);
}
