//! Introspection of the public schema.

use serde_json::{Value, json};

use super::{echo, world};
use crate::support::World;

async fn asked(query: &str) -> Value {
    let answer = world().await.ask(query).await;
    assert!(answer.body.get("errors").is_none(), "{}", answer.text());
    answer.body["data"].clone()
}

#[tokio::test]
async fn the_schema_describes_itself() {
    let data = asked("{ __schema { description queryType { name kind } mutationType { name } subscriptionType { name } types { name } directives { name locations isRepeatable args { name } } } }").await;
    let schema = &data["__schema"];
    assert_eq!(schema["queryType"], json!({ "name": "Query", "kind": "OBJECT" }));
    assert_eq!(schema["mutationType"], json!({ "name": "Mutation" }));
    assert_eq!(schema["subscriptionType"], Value::Null);
    let names = |list: &str| -> Vec<String> {
        let named = schema[list].as_array().expect("a list").iter();
        named.map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    };
    for name in
        ["Query", "Echo", "Kind", "In", "One", "Node", "User", "Robot", "Int", "__Schema", "__Type"]
    {
        assert!(names("types").iter().any(|known| known == name), "{name}");
    }
    let foreign = ["_Any", "_Entity", "_Service", "join__Graph", "link__Import", "FieldSet"];
    assert!(!names("types").iter().any(|name| foreign.contains(&name.as_str())));
    assert_eq!(names("directives"), ["deprecated", "include", "oneOf", "skip", "specifiedBy"]);
}

#[tokio::test]
async fn types_tell_all_that_is_known_of_them() {
    let data = asked(r#"{
        echo: __type(name: "Echo") { kind name specifiedByURL }
        one: __type(name: "One") { kind isOneOf inputFields { name type { name } defaultValue } }
        in: __type(name: "In") { isOneOf inputFields { name defaultValue } all: inputFields(includeDeprecated: true) { name isDeprecated deprecationReason } }
        kind: __type(name: "Kind") { description enumValues { name } all: enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } }
        node: __type(name: "Node") { kind possibleTypes { name } fields { name type { kind name ofType { name } } } }
        user: __type(name: "User") { interfaces { name } isOneOf }
        nope: __type(name: "Nope") { name }
    }"#).await;
    assert_eq!(
        data["echo"],
        json!({ "kind": "SCALAR", "name": "Echo", "specifiedByURL": "https://example.com/echo" })
    );
    assert_eq!(data["one"]["isOneOf"], true);
    assert_eq!(data["in"]["isOneOf"], false);
    assert_eq!(data["in"]["inputFields"][1], json!({ "name": "b", "defaultValue": "\"b\"" }));
    assert_eq!(data["in"]["inputFields"].as_array().map(Vec::len), Some(4));
    assert_eq!(data["in"]["all"].as_array().map(Vec::len), Some(5));
    assert_eq!(data["kind"]["description"], "Kinds of things.");
    assert_eq!(data["kind"]["enumValues"], json!([{ "name": "A" }, { "name": "B" }]));
    assert_eq!(
        data["kind"]["all"][2],
        json!({ "name": "OLD", "isDeprecated": true, "deprecationReason": "gone" })
    );
    let possible = data["node"]["possibleTypes"].as_array().expect("types");
    assert!(possible.contains(&json!({ "name": "User" })) && possible.len() == 2);
    assert_eq!(data["user"]["isOneOf"], Value::Null);
    assert_eq!(data["nope"], Value::Null);
}

#[tokio::test]
async fn deprecated_fields_and_arguments_are_told_on_request() {
    let data = asked(r#"{ __type(name: "Query") {
        fields { name }
        all: fields(includeDeprecated: true) { name isDeprecated deprecationReason description args { name } allArgs: args(includeDeprecated: true) { name isDeprecated } }
    } }"#).await;
    let query = &data["__type"];
    let fields = query["fields"].as_array().expect("fields");
    assert!(!fields.contains(&json!({ "name": "old" })));
    let all = query["all"].as_array().expect("fields");
    let old = all.iter().find(|field| field["name"] == "old").expect("the field");
    assert_eq!(old["deprecationReason"], "No longer supported");
    assert_eq!(old["args"], json!([]));
    assert_eq!(old["allArgs"], json!([{ "name": "arg", "isDeprecated": true }]));
    let echo = all.iter().find(|field| field["name"] == "echo").expect("the field");
    assert_eq!(echo["description"], "Gives its arguments back.");
}

/// The query that every client tool begins with.
#[tokio::test]
async fn the_usual_introspection_query_is_answered() {
    let query = "query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description isOneOf specifiedByURL fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason } inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";
    let data = asked(query).await;
    assert!(data["__schema"]["types"].as_array().is_some_and(|types| types.len() > 15));
}

#[tokio::test]
async fn introspection_and_data_share_an_answer_in_their_order() {
    let world = world().await;
    let answer = world.ask("{ a: old __type(name: \"Kind\") { name } b: __typename s: __schema { queryType { name } } c: old }").await;
    assert!(answer.text().starts_with(r#"{"data":{"a":1,"__type":{"name":"Kind"},"b":"Query","s":{"queryType":{"name":"Query"}},"c":1}"#), "{}", answer.text());
}

#[tokio::test]
async fn introspection_can_be_switched_off() {
    let world = World::configured("introspection = false", [echo()]).await;
    let answer = world.ask("{ __schema { queryType { name } } }").await;
    assert_eq!(answer.all(), "no data\nGRAPHQL_VALIDATION_FAILED: introspection is switched off");
    assert_eq!(world.ask("{ __typename }").await.data(), r#"{"__typename":"Query"}"#);
}

#[tokio::test]
async fn introspection_goes_only_so_deep() {
    let nested =
        (0..5).fold("name".to_owned(), |inner, _| format!("fields {{ type {{ {inner} }} }}"));
    let answer = world().await.ask(&format!("{{ __schema {{ types {{ {nested} }} }} }}")).await;
    assert!(answer.all().starts_with("no data\nOPERATION_TOO_COMPLEX 1:"), "{}", answer.all());
}
