//! What is read from a supergraph, what clients see of it, and what is refused.

use proptest::prelude::*;

use contract::partition::{MergeLaw, RouteBy};

use super::*;

const HEAD: &str = r#"
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)
  @link(url: "https://specs.apollo.dev/tag/v0.3")
  @link(url: "https://specs.yituan.example/partition/v1.0")
  @partition__graph(graph: DISTRICTS)
{ query: Query }

directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__field(graph: join__Graph, requires: join__FieldSet, contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: join__FieldSet) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
directive @partition__graph(graph: join__Graph!) repeatable on SCHEMA
directive @partition__merge(graph: join__Graph!, law: String!, by: [String!]) repeatable on FIELD_DEFINITION
directive @partition__route(graph: join__Graph!, by: String!, label: String) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION

enum link__Purpose { SECURITY EXECUTION }
scalar link__Import
scalar join__FieldSet
scalar join__ContextArgument
enum join__Graph {
  CITY @join__graph(name: "city", url: "http://city/")
  DISTRICTS @join__graph(name: "districts", url: "")
}
"#;

const BODY: &str = r#"
"What may be asked."
type Query @join__type(graph: CITY) @join__type(graph: DISTRICTS) {
  "Deputies of all districts."
  deputies(
    districts: [ID!] @partition__route(graph: DISTRICTS, by: "KEY")
    scope: Scope
    secret: String @inaccessible
  ): [Deputy!]! @join__field(graph: DISTRICTS) @partition__merge(graph: DISTRICTS, law: "SORTED", by: ["name"])
  deputy(id: ID! @partition__route(graph: DISTRICTS, by: "ID")): Node @join__field(graph: DISTRICTS)
}
interface Node @join__type(graph: DISTRICTS) { id: ID! }
interface Hidden @join__type(graph: DISTRICTS) @inaccessible { name: String! }
type Deputy implements Node & Hidden @join__type(graph: DISTRICTS, key: "id") {
  id: ID! @partition__route(graph: DISTRICTS, by: "ID")
  name: String! @tag(name: "public")
  phone: String @inaccessible
  status: Status @deprecated(reason: "not any more")
}
union Anyone @join__type(graph: DISTRICTS) @join__unionMember(graph: DISTRICTS, member: "Deputy") @inaccessible = Deputy
enum Status @join__type(graph: DISTRICTS) { ON OFF @inaccessible }
input Scope @join__type(graph: DISTRICTS) {
  peerGroup: String @partition__route(graph: DISTRICTS, by: "LABEL", label: "peerGroup")
  inner: Scope
  internal: Int @inaccessible
}
"#;

fn supergraph() -> String {
    format!("{HEAD}{BODY}")
}

#[test]
fn clients_see_nothing_internal_and_nothing_inaccessible() {
    let supergraph = Supergraph::parse(&supergraph()).expect("the supergraph is sound");
    insta::assert_snapshot!(supergraph.api_sdl(), @r#"
    """What an operation demands of the partitions that it asks."""
    directive @partitions(
      """What becomes of the answer when a partition does not answer."""
      policy: PartitionPolicy,
      """
      The keys of partitions that must answer when they are asked; goes with REQUIRE.
      """
      require: [String!],
      """
      How many partitions must answer, or all when fewer are asked; goes with REQUIRE.
      """
      atLeast: Int,
      """
      Milliseconds after which the answer is made of the partitions that have answered.
      """
      answerWithin: Int,
    ) on QUERY

    type Deputy implements Node {
      id: ID!
      name: String!
      status: Status @deprecated(reason: "not any more")
    }

    interface Node {
      id: ID!
    }

    """What becomes of an answer when a partition does not answer."""
    enum PartitionPolicy {
      """The answer is made of the partitions that answered."""
      PARTIAL
      """One partition that does not answer fails the field."""
      ABORT
      """
      Some partitions must answer, those of `require` or as many as `atLeast`.
      """
      REQUIRE
    }

    """What may be asked."""
    type Query {
      """Deputies of all districts."""
      deputies(districts: [ID!], scope: Scope): [Deputy!]!
      deputy(id: ID!): Node
    }

    input Scope {
      peerGroup: String
      inner: Scope
    }

    enum Status {
      ON
    }
    "#);
}

#[test]
fn subgraphs_and_partition_rules_are_read() {
    let supergraph = Supergraph::parse(&supergraph()).expect("the supergraph is sound");
    let names: Vec<_> =
        supergraph.subgraphs.iter().map(|s| (s.name.as_str(), s.graph.as_str())).collect();
    assert_eq!(names, [("city", "CITY"), ("districts", "DISTRICTS")]);
    assert_eq!(supergraph.partitions.keys().collect::<Vec<_>>(), ["districts"]);

    let rules = &supergraph.partitions["districts"];
    let sorted = rules.merge("Query", "deputies").expect("deputies are merged");
    assert_eq!(
        (sorted.law, sorted.by.as_slice()),
        (MergeLaw::Sorted, ["name".to_owned()].as_slice())
    );
    assert_eq!(rules.merge("Query", "deputy"), None);

    let routes: Vec<_> = rules
        .routes("Query", "deputies")
        .iter()
        .map(|r| (r.argument.as_str(), r.path.join("."), r.by, r.list, r.required))
        .collect();
    assert_eq!(
        routes,
        [
            ("districts", String::new(), RouteBy::Key, true, false),
            ("scope", "peerGroup".to_owned(), RouteBy::Label, false, false),
        ]
    );
    assert!(rules.routes("Query", "deputy")[0].required);
    let key = rules.key_route("Deputy", |field| field == "id").expect("the id names the owner");
    assert_eq!(key.by, RouteBy::Id);
    let id = RowId::Field("id".to_owned());
    assert_eq!(["Deputy", "Node"].map(|name| rules.row_id(name)), [Some(&id); 2]);
    let of_objects = RowId::Objects(vec![("Deputy".to_owned(), "id".to_owned())]);
    assert_eq!(["Hidden", "Anyone"].map(|name| rules.row_id(name)), [Some(&of_objects); 2]);
    assert_eq!(rules.row_id("Scope"), None, "it has no such field");
}

fn refusal(sdl: &str) -> SupergraphError {
    Supergraph::parse(sdl).expect_err("it must be refused")
}

#[test]
fn context_arguments_are_refused_where_they_stand() {
    let sdl = supergraph().replace(
        "name: String! @tag(name: \"public\")",
        "name: String! @join__field(graph: CITY, contextArguments: [{context: \"a\"}])",
    );
    assert_eq!(
        refusal(&sdl),
        SupergraphError::ContextArguments { coordinate: "Deputy.name".to_owned() }
    );
}

#[test]
fn authorization_that_is_not_enforced_is_refused_where_it_stands() {
    let definitions = r#"
        directive @authenticated on OBJECT | FIELD_DEFINITION | ENUM
        directive @login on OBJECT | FIELD_DEFINITION
    "#;
    let link = |more: &str| {
        let url = "https://specs.apollo.dev/authenticated/v0.1";
        let link = format!("@link(url: \"{url}\", for: SECURITY{more}) {{ query: Query }}");
        format!("{definitions}{}", supergraph().replace("{ query: Query }", &link))
    };
    let unused = Supergraph::parse(&link("")).expect("a link alone protects nothing");
    assert_eq!(unused.subgraphs.len(), 2);
    let renamed = r#", import: [{ name: "@authenticated", as: "@login" }]"#;
    let unlinked = format!("{definitions}{}", supergraph());
    for (sdl, from, to, coordinate, directive) in [
        (
            link(""),
            "phone: String",
            "phone: String @authenticated",
            "Deputy.phone",
            "@authenticated",
        ),
        (link(""), "enum Status", "enum Status @authenticated", "Status", "@authenticated"),
        (link(renamed), "status: Status", "status: Status @login", "Deputy.status", "@login"),
        (
            unlinked,
            "phone: String",
            "phone: String @authenticated",
            "Deputy.phone",
            "@authenticated",
        ),
    ] {
        let sdl = sdl.replace(from, to);
        let expected = SupergraphError::Authorization {
            coordinate: coordinate.to_owned(),
            directive: directive.to_owned(),
        };
        assert_eq!(refusal(&sdl), expected);
    }
}

fn labelled(label: &str) -> String {
    supergraph()
        .replace(
            "contextArguments: [join__ContextArgument!]",
            "override: String, overrideLabel: String, contextArguments: [join__ContextArgument!]",
        )
        .replace(
            "name: String! @tag(name: \"public\")",
            &format!("name: String! @join__field(graph: CITY, override: \"districts\", overrideLabel: \"{label}\") @join__field(graph: DISTRICTS, overrideLabel: \"{label}\")"),
        )
}

#[test]
fn labels_of_overrides_are_read_once_each() {
    let named = Supergraph::parse(&labelled("move")).expect("a label is served");
    assert_eq!(named.override_labels.names().collect::<Vec<_>>(), ["move"]);
    let percent = Supergraph::parse(&labelled("percent(5)")).expect("a percentage is served");
    assert!(!percent.override_labels.is_empty());
    assert_eq!(percent.override_labels.names().count(), 0);
    assert!(Supergraph::parse(&supergraph()).expect("sound").override_labels.is_empty());
}

#[test]
fn more_labels_than_can_be_told_apart_are_refused() {
    let fields: String = (0..=OverrideLabels::CAPACITY)
        .map(|n| format!("f{n}: Int @join__field(graph: CITY, override: \"districts\", overrideLabel: \"l{n}\")
"))
        .collect();
    let sdl = labelled("move").replace("  phone: String @inaccessible", &fields);
    assert_eq!(refusal(&sdl), SupergraphError::TooManyOverrideLabels { found: 130, limit: 128 });
}

#[test]
fn one_of_needs_no_definition() {
    let of = |sdl: String| Supergraph::parse(&sdl).expect("the supergraph is sound").api_sdl();
    let used = supergraph().replace("input Scope ", "input Scope @oneOf ");
    let defined = format!("directive @oneOf on INPUT_OBJECT\n{used}");
    assert!(of(used.clone()).contains("input Scope @oneOf"));
    assert_eq!(of(used), of(defined));
}

#[test]
fn a_specification_that_must_not_be_ignored_is_refused() {
    let url = "https://example.com/secret/v1.0";
    let link = format!("@link(url: \"{url}\", for: SECURITY) {{ query: Query }}");
    let sdl = supergraph().replace("{ query: Query }", &link);
    assert_eq!(refusal(&sdl), SupergraphError::UnsupportedSpecification { url: url.to_owned() });
}

#[test]
fn a_plain_schema_and_a_future_join_version_are_refused() {
    assert_eq!(refusal("type Query { a: Int }"), SupergraphError::NotASupergraph);
    let sdl = supergraph().replace("join/v0.3", "join/v1.0");
    assert!(matches!(refusal(&sdl), SupergraphError::UnsupportedSpecification { .. }));
}

#[test]
fn a_visible_field_of_an_inaccessible_type_is_refused() {
    let sdl = supergraph()
        .replace("interface Node @join__type(graph: DISTRICTS)", "interface Node @inaccessible");
    assert!(matches!(refusal(&sdl), SupergraphError::InvalidApi { .. }));
}

#[test]
fn an_unknown_law_is_refused_and_names_the_known_ones() {
    let message = refusal(&supergraph().replace("\"SORTED\"", "\"AVERAGE\"")).to_string();
    assert!(
        message.contains("`Query.deputies`") && message.contains("known are CONCAT"),
        "{message}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A text that was cut or overwritten anywhere is read or refused, and nothing else.
    #[test]
    fn no_text_makes_it_panic(at in 0usize..4000, length in 0usize..60, noise in "\\PC{0,20}") {
        let sdl = supergraph();
        let clamp = |index: usize| (0..=index.min(sdl.len())).rev().find(|i| sdl.is_char_boundary(*i)).unwrap_or(0);
        let (start, end) = (clamp(at), clamp(at + length));
        let mutated = format!("{}{noise}{}", &sdl[..start], &sdl[end..]);
        let _ = Supergraph::parse(&mutated);
    }

    #[test]
    fn arbitrary_text_is_refused(text in "\\PC{0,200}") {
        prop_assert!(Supergraph::parse(&text).is_err());
    }
}
