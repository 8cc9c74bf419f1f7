//! `gateway compose` of subgraphs that compose.

use gateway_supergraph::Supergraph;

use crate::support::{ACCOUNTS, Ended, Folder, REVIEWS, TWO};

#[test]
fn the_supergraph_is_all_that_standard_output_gets() {
    let ended = Folder::of_two(ACCOUNTS, REVIEWS).compose_two(&[]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let supergraph = Supergraph::parse(&ended.stdout).expect("a supergraph");
    let subgraphs = supergraph.subgraphs.iter();
    let subgraphs: Vec<_> =
        subgraphs.map(|subgraph| (subgraph.name.as_str(), subgraph.url.as_str())).collect();
    assert_eq!(
        subgraphs,
        [("accounts", "http://accounts.example/"), ("reviews", "http://reviews.example/")]
    );
}

#[test]
fn the_public_schema_on_request() {
    let ended = Folder::of_two(ACCOUNTS, REVIEWS).compose_two(&["--public"]);
    assert_eq!(ended.code, Some(0));
    insta::assert_snapshot!(ended.stdout, @r#"
    type Query {
      me: User
    }

    type Review {
      stars: Int!
      author: User!
    }

    type User {
      id: ID!
      """As it is printed."""
      name: String!
      reviews: [Review!]!
    }
    "#);
}

#[test]
fn a_contract_hides_by_tags() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    let ended = folder.compose_two(&["--public", "--contract-exclude", "internal"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    assert!(ended.stdout.contains("stars") && !ended.stdout.contains("author"), "{}", ended.stdout);
}

#[test]
fn a_contract_that_leaves_nothing_is_refused() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    let ended = folder.compose_two(&["--contract-include", "nobody-has-it"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""));
    assert!(ended.stderr.contains("error["), "{}", ended.stderr);
}

#[test]
fn hints_do_not_fail() {
    let reviews = REVIEWS.replace("  id: ID!", "  \"Another text.\"\n  id: ID!");
    let accounts = ACCOUNTS.replace("  id: ID!", "  \"A text.\"\n  id: ID!");
    let ended = Folder::of_two(&accounts, &reviews).compose_two(&[]);
    assert_eq!(ended.code, Some(0));
    assert!(ended.stdout.contains("join__Graph"));
    insta::assert_snapshot!(ended.stderr, @r#"
    hint[INCONSISTENT_DESCRIPTION]: subgraphs describe it differently; the description that most give is taken
      --> accounts.graphql:10:3
       |
    10 |   id: ID!
       |   ^^ `User.id` of the subgraph `accounts`
       |
       = help: describe it in one subgraph, or in the same words
    "#);
}

#[test]
fn a_file_gets_the_supergraph_and_keeps_it_when_there_is_no_new_one() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    let ended = folder.compose_two(&["--output", "supergraph.graphql"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
    let supergraph = folder.read("supergraph.graphql");
    assert_eq!(supergraph, folder.compose_two(&[]).stdout);

    folder.write("reviews.graphql", "type {");
    assert_eq!(folder.compose_two(&["--output", "supergraph.graphql"]).code, Some(1));
    assert_eq!(folder.read("supergraph.graphql"), supergraph);
}

#[test]
fn json_is_one_document() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    let ended = folder.compose_two(&["--format", "json"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
    let document = ended.json();
    assert_eq!(document["schema"], folder.compose_two(&[]).stdout);
    assert_eq!(document["diagnostics"], serde_json::json!([]));

    let ended = folder.compose_two(&["--format", "json", "--output", "supergraph.graphql"]);
    assert_eq!(ended.json()["schema"], serde_json::Value::Null);
    assert_eq!(document["schema"], folder.read("supergraph.graphql"));
}

/// Partitions of `rooms`; what only some have is `extra`.
pub fn partition(extra: &str) -> String {
    format!(
        r#"extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@composeDirective"])
  @link(url: "https://specs.yituan.example/partition/v1.0", import: ["@merge", "@route"])
  @composeDirective(name: "@merge")
  @composeDirective(name: "@route")

directive @merge(law: MergeLaw!, by: [String!]) on FIELD_DEFINITION
directive @route(by: RouteBy!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
enum MergeLaw {{ CONCAT SORTED CONNECTION OBJECT SUM MIN MAX AND OR SAME UNION HISTOGRAM GROUPED COVERAGE }}
enum RouteBy {{ KEY LABEL ID }}

type Query {{
  rooms: [Room!]! @merge(law: CONCAT)
}}

type Room {{
  name: String!
{extra}}}
"#
    )
}

#[test]
fn partitions_are_one_subgraph_and_their_skew_is_a_matrix() {
    let folder = Folder::new();
    folder.write("east.graphql", &partition("  light: Int\n"));
    folder.write("west.graphql", &partition("  heating(unit: String): Int\n"));
    let ended = folder.run(&[
        "compose",
        "--partition",
        "rooms,east,east.graphql",
        "--partition",
        "rooms,west,west.graphql",
        "--explain-skew",
    ]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stdout.contains("@partition__merge(graph: ROOMS, law: \"CONCAT\")"));
    insta::assert_snapshot!(ended.stderr, @"
    rooms: x has it, - lacks it
                    east  west
      Room.heating  -     x
      Room.light    x     -
    ");
}

#[test]
fn named_subgraphs_need_no_configuration_even_when_one_is_set() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    let mut command = folder.command(&[["compose"].as_slice(), &TWO].concat());
    let ended = Ended::of(command.env("GATEWAY_CONFIG", "/nowhere/gateway.toml"));
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
}
