//! The schema as a whole: what it says of itself, and what it tells the gateway.

use async_graphql::Request;
use serde_json::Value;

use super::schema;

const INTROSPECTION: &str = "{ __schema { types {
    name kind description
    fields { name description args { name description } }
    inputFields { name description }
    enumValues { name description }
} } }";

#[tokio::test]
async fn everything_is_described() {
    let answer = schema().execute(Request::new(INTROSPECTION)).await;
    let data = answer.data.into_json().expect("JSON");
    let types = data["__schema"]["types"].as_array().expect("a list");
    let ours = types.iter().filter(|it| !name(it).starts_with('_') && it["kind"] != "SCALAR");
    let mut missing = Vec::new();
    for it in ours.filter(|it| !BORROWED.contains(&name(it))) {
        describe(&mut missing, name(it), it);
        for field in children(it, "fields") {
            let path = format!("{}.{}", name(it), name(field));
            describe(&mut missing, &path, field);
            for argument in children(field, "args") {
                describe(&mut missing, &format!("{path}({})", name(argument)), argument);
            }
        }
        for list in ["inputFields", "enumValues"] {
            for value in children(it, list) {
                describe(&mut missing, &format!("{}.{}", name(it), name(value)), value);
            }
        }
    }
    missing.retain(|path| !path.starts_with("Query._"));
    assert!(missing.is_empty(), "without a description: {missing:#?}");
}

/// Types that async-graphql brings and describes as it likes; the root needs no description.
const BORROWED: &[&str] = &["Query"];

fn name(it: &Value) -> &str {
    it["name"].as_str().unwrap_or_default()
}

fn children<'a>(it: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    it[list].as_array().into_iter().flatten()
}

fn describe(missing: &mut Vec<String>, path: &str, it: &Value) {
    if it["description"].as_str().is_none_or(str::is_empty) {
        missing.push(path.to_owned());
    }
}

/// The lines of a definition in the SDL, without descriptions.
fn definition(start: &str) -> String {
    let sdl = crate::sdl();
    let found = sdl.lines().skip_while(|line| !line.starts_with(start));
    let lines = found.take_while(|line| !line.is_empty());
    lines.filter(|line| !line.trim_start().starts_with('"')).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_connection_says_how_it_is_merged() {
    insta::assert_snapshot!(definition("type GridConnection"), @r"
    type GridConnection {
      edges: [GridEdge!]!
      nodes: [Grid!]!
      pageInfo: PageInfo!
      totalCount: Int! @merge(law: SUM)
      coverage: Coverage! @merge(law: COVERAGE)
    }
    ");
}

#[test]
fn parts_say_how_they_are_merged_and_are_hidden() {
    insta::assert_snapshot!(definition("type Comparison "), @r#"
    type Comparison @key(fields: "id") {
      id: ID! @merge(law: SAME)
      parts: [Part!]! @merge(law: GROUPED, by: ["metric", "key", "split", "period"]) @inaccessible
      coverage: Coverage! @merge(law: COVERAGE)
    }
    "#);
    insta::assert_snapshot!(definition("type Part "), @r"
    type Part @inaccessible {
      metric: MetricKey!
      key: ID!
      label: LocalizedText @merge(law: SAME)
      split: ID
      period: String
      numerator: Int @merge(law: SUM)
      denominator: Int! @merge(law: SUM)
      histogram: [[Int!]!] @merge(law: HISTOGRAM)
    }
    ");
}

#[test]
fn keys_say_where_their_owner_is() {
    assert!(definition("type District ").contains("code: DistrictCode! @route(by: KEY)"));
    let sdl = crate::sdl();
    let nodes: Vec<_> = sdl.lines().filter(|line| line.contains(" implements Node ")).collect();
    assert_eq!(nodes.len(), 15, "{nodes:#?}");
    for node in nodes {
        assert!(node.contains(r#"@key(fields: "id")"#), "{node}");
        assert!(definition(node).contains("id: ID! @route(by: ID)"), "{node}");
    }
}

#[test]
fn every_root_field_is_merged_or_routed() {
    let query = definition("type Query");
    let fields = query.split("\n  ").skip(1).filter(|line| !line.starts_with(' '));
    let ends = fields.filter(|line| line.contains("): ") || line.starts_with("_"));
    for end in ends {
        let merged = end.contains("@merge(");
        let one = ["): Node", "): [Node]!"].contains(&end.trim_end())
            || ["Deputy", "Delegation", "Petition", "Grid", "Brand"]
                .iter()
                .any(|name| end.ends_with(&format!("): {name}")));
        let federation = end.starts_with('_');
        assert!(merged || one || federation, "{end}");
    }
}

#[test]
fn the_partition_specification_is_linked() {
    let sdl = crate::sdl();
    assert!(sdl.contains("https://specs.yituan.example/partition/v1.0"));
    assert!(sdl.contains(r#"@composeDirective(name: "@merge")"#));
    assert!(sdl.contains(r#"@composeDirective(name: "@route")"#));
}
