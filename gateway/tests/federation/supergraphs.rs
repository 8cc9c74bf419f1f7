//! Supergraphs of other composers: every version of the join specification, and what is refused.

use serde_json::json;

use crate::support::{Subgraph, World};

fn subgraphs() -> [Subgraph; 2] {
    let users = Subgraph::new(
        "users",
        r#"type Query { me: User } type User @key(fields: "id") { id: ID! name: String }"#,
    )
    .root(json!({ "me": { "id": "1" } }))
    .rows("User", json!([{ "id": "1", "name": "Ann" }]));
    let posts = Subgraph::new(
        "posts",
        r#"type User @key(fields: "id") { id: ID! name: String @external posts: [Post!] hello: String @requires(fields: "name") } type Post { text: String }"#,
    )
    .rows("User", json!([{ "id": "1", "posts": [{ "text": "hi" }] }]))
    .field("User.hello", |user, _| json!(format!("hello {}", user["name"].as_str().expect("a name"))));
    [users, posts]
}

/// As version 0.1 says it: `@core` features, owners, keys on the type.
const JOIN_0_1: &str = r#"
schema
  @core(feature: "https://specs.apollo.dev/core/v0.1")
  @core(feature: "https://specs.apollo.dev/join/v0.1")
{ query: Query }
directive @core(feature: String!) repeatable on SCHEMA
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet) on FIELD_DEFINITION
directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT | INTERFACE
directive @join__owner(graph: join__Graph!) on OBJECT | INTERFACE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
scalar join__FieldSet
enum join__Graph {
  USERS @join__graph(name: "users" url: "USERS_URL")
  POSTS @join__graph(name: "posts" url: "POSTS_URL")
}
type Query { me: User @join__field(graph: USERS) }
type User @join__owner(graph: USERS) @join__type(graph: USERS, key: "id") @join__type(graph: POSTS, key: "id") {
  id: ID! @join__field(graph: USERS)
  name: String @join__field(graph: USERS)
  posts: [Post!] @join__field(graph: POSTS)
  hello: String @join__field(graph: POSTS, requires: "name")
}
type Post { text: String }
"#;

/// As versions 0.2 to 0.5 say it; they differ in what `@join__field` takes and in what is declared.
fn since_0_2(version: &str, field: &str, more: &str) -> String {
    format!(
        r#"
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v{version}", for: EXECUTION)
{{ query: Query }}
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean{field}) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
{more}
scalar join__FieldSet
scalar link__Import
enum link__Purpose {{ SECURITY EXECUTION }}
enum join__Graph {{
  POSTS @join__graph(name: "posts", url: "POSTS_URL")
  USERS @join__graph(name: "users", url: "USERS_URL")
}}
type Query @join__type(graph: POSTS) @join__type(graph: USERS) {{ me: User @join__field(graph: USERS) }}
type User @join__type(graph: POSTS, key: "id") @join__type(graph: USERS, key: "id") {{
  id: ID!
  name: String @join__field(graph: POSTS, external: true) @join__field(graph: USERS)
  posts: [Post!] @join__field(graph: POSTS)
  hello: String @join__field(graph: POSTS, requires: "name")
}}
type Post @join__type(graph: POSTS) {{ text: String }}
"#
    )
}

fn of_version(version: &str) -> String {
    let since_0_3 = ", override: String, usedOverridden: Boolean";
    let since_0_4 = format!("{since_0_3}, overrideLabel: String");
    let since_0_5 = format!("{since_0_4}, contextArguments: [join__ContextArgument!]");
    let union_and_enum = "directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION\ndirective @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE";
    let directive = format!(
        "{union_and_enum}\ndirective @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) repeatable on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION\nscalar join__DirectiveArguments"
    );
    let context = format!(
        "{directive}\ninput join__ContextArgument {{ name: String! type: String! context: String! selection: join__FieldValue! }}\nscalar join__FieldValue"
    );
    match version {
        "0.1" => JOIN_0_1.to_owned(),
        "0.2" => since_0_2(version, "", ""),
        "0.3" => since_0_2(version, since_0_3, union_and_enum),
        "0.4" => since_0_2(version, &since_0_4, &directive),
        _ => since_0_2(version, &since_0_5, &context),
    }
}

#[tokio::test]
async fn every_version_of_the_join_specification_is_served() {
    for version in ["0.1", "0.2", "0.3", "0.4", "0.5"] {
        let world = World::of_supergraph(&of_version(version), subgraphs()).await;
        let answer = world.ask("{ me { name posts { text } hello } }").await;
        assert_eq!(
            answer.data(),
            r#"{"me":{"name":"Ann","posts":[{"text":"hi"}],"hello":"hello Ann"}}"#,
            "{version}"
        );
        let answer = world.ask("{ __schema { types { name } directives { name } } }").await;
        let internal =
            ["join__", "link__", "@core"].iter().find(|name| answer.data().contains(*name));
        assert_eq!(internal, None, "{version}");
    }
}

/// Planning would leave the argument out without a word, so the supergraph is not served at all.
#[tokio::test]
async fn arguments_from_a_context_are_refused_by_name() {
    let sdl = of_version("0.5").replace(
        "hello: String @join__field(graph: POSTS, requires: \"name\")",
        "hello: String @join__field(graph: POSTS, contextArguments: [{ context: \"c\", name: \"a\", type: \"String\", selection: \"name\" }])",
    );
    let refusal = gateway_supergraph::Supergraph::parse(&sdl).expect_err("a context is refused");
    assert_eq!(
        refusal.to_string(),
        "`User.hello` takes arguments from a context, which this gateway does not support"
    );
}

/// A directive that subgraphs compose comes with a link to what it belongs to. Clients may use it; what
/// it means is between them and nobody here, and subgraphs are not sent it.
#[tokio::test]
async fn a_composed_directive_of_operations_is_for_clients() {
    let tone = "directive @tone(level: tone__Level! = LOUD) repeatable on QUERY | FIELD | FIELD_DEFINITION\nenum tone__Level @join__type(graph: USERS) { LOUD SOFT }";
    let link = "@link(url: \"https://specs.example/tone/v1.0\", import: [\"@tone\"])";
    let sdl = of_version("0.3").replace("{ query: Query }", &format!("{link} {{ query: Query }}"));
    let world = World::of_supergraph(&format!("{sdl}\n{tone}"), subgraphs()).await;
    let query = "query($level: tone__Level!) @tone { me @tone { name @tone(level: SOFT) @tone(level: $level) hello @tone } }";
    let answer = world.ask_with(query, json!({ "level": "LOUD" })).await;
    assert_eq!(answer.data(), r#"{"me":{"name":"Ann","hello":"hello Ann"}}"#);
    for name in ["users", "posts"] {
        let calls = world.calls(name);
        assert!(!calls.is_empty() && calls.iter().all(|call| !call.query.contains("tone")));
        assert!(calls.iter().all(|call| call.variables.get("level").is_none()));
    }
    let answer = world.ask("{ me @tone(level: SHRILL) { name } }").await;
    assert!(answer.all().starts_with("no data\nGRAPHQL_VALIDATION_FAILED 1:"), "{}", answer.all());
    let query = "{ __schema { directives { name } } __type(name: \"tone__Level\") { enumValues { name } } }";
    let answer = world.ask(query).await;
    assert!(answer.data().contains(r#"{"name":"tone"}"#), "{}", answer.text());
    assert_eq!(
        answer.body["data"]["__type"],
        json!({ "enumValues": [{ "name": "LOUD" }, { "name": "SOFT" }] })
    );
}

/// What Apollo's composer makes of an input that is `@oneOf`: an input like others.
fn without_one_of() -> String {
    of_version("0.3").replace(
        "type Query",
        "input By @join__type(graph: USERS) { id: ID name: String }\ntype Query",
    )
}

#[tokio::test]
async fn an_input_that_lost_one_of_has_it_again_by_the_configuration() {
    let sdl = without_one_of().replace("me: User", "me(by: By): User");
    let lost = "{ __type(name: \"By\") { isOneOf } }";
    let both = "{ me(by: { id: 1, name: \"x\" }) { name } }";
    let variable = "query($by: By) { me(by: $by) { name } }";
    let two = json!({ "by": { "id": "1", "name": null } });
    let world = World::of_supergraph(&sdl, one_of_subgraphs()).await;
    assert_eq!(world.ask(lost).await.data(), r#"{"__type":{"isOneOf":false}}"#);

    let world =
        World::of_supergraph_configured("one_of_inputs = [\"By\"]", &sdl, one_of_subgraphs()).await;
    assert_eq!(world.ask(lost).await.data(), r#"{"__type":{"isOneOf":true}}"#);
    assert_eq!(
        world.ask(both).await.all(),
        "no data\nGRAPHQL_VALIDATION_FAILED 1:10: `By` takes exactly one field, which must not be null"
    );
    assert_eq!(
        world.ask_with(variable, two).await.all(),
        "no data\nVARIABLES_INVALID 1:7: the variable $by must have exactly one field, which must not be null"
    );
    assert!(world.calls("users").is_empty());
    let one = json!({ "by": { "id": "1" } });
    assert_eq!(world.ask_with(variable, one).await.data(), r#"{"me":{"name":"Ann"}}"#);
}

/// Composers that keep the directive say so with a definition, with a link, or not at all.
#[tokio::test]
async fn an_input_that_kept_one_of_has_it() {
    let plain = without_one_of().replace("input By", "input By @oneOf");
    let defined = format!("{plain}\ndirective @oneOf on INPUT_OBJECT");
    let linked = defined.replace(
        "{ query: Query }",
        "@link(url: \"https://example.com/oneOf/v1.0\", import: [\"@oneOf\"]) { query: Query }",
    );
    for sdl in [plain, defined, linked] {
        let sdl = sdl.replace("me: User", "me(by: By): User");
        let world = World::of_supergraph(&sdl, one_of_subgraphs()).await;
        let asked = "{ __type(name: \"By\") { isOneOf } }";
        assert_eq!(world.ask(asked).await.data(), r#"{"__type":{"isOneOf":true}}"#, "{sdl}");
        let refused = world.ask("{ me(by: {}) { name } }").await.all();
        assert!(refused.contains("takes exactly one field"), "{refused}");
    }
}

fn one_of_subgraphs() -> [Subgraph; 2] {
    let [users, posts] = subgraphs();
    let sdl = r#"type Query { me(by: By): User } input By @oneOf { id: ID name: String } type User @key(fields: "id") { id: ID! name: String }"#;
    [users.with_sdl(sdl), posts]
}
