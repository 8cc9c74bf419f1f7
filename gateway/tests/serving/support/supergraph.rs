//! Supergraphs as another composer would write them.

const HEAD: &str = r#"
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
"#;

const DEFINITIONS: &str = "
directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
enum link__Purpose { SECURITY EXECUTION }
scalar link__Import
scalar join__FieldSet
";

/// A subgraph and its root fields.
#[derive(Debug, Clone)]
pub struct Graph<'a> {
    /// Its name, in lower case.
    pub name: &'a str,
    /// Where the supergraph says that it is.
    pub url: &'a str,
    /// Fields of `Query`, as `hello: String`.
    pub fields: &'a [&'a str],
}

/// The supergraph of these graphs. The first one also has the mutation `greet`.
pub fn sdl(graphs: &[Graph<'_>]) -> String {
    let schema = format!("schema {HEAD} {{ query: Query mutation: Mutation }}\n");
    let first = graphs.first().expect("a supergraph has a subgraph").name.to_uppercase();
    let mutation = format!("type Mutation @join__type(graph: {first}) {{ greet: String }}\n");
    schema + DEFINITIONS + &graph_enum(graphs) + &query(graphs) + &mutation
}

fn graph_enum(graphs: &[Graph<'_>]) -> String {
    let values = graphs.iter().map(|Graph { name, url, .. }| {
        format!("{} @join__graph(name: \"{name}\", url: \"{url}\")\n", name.to_uppercase())
    });
    format!("enum join__Graph {{\n{}}}\n", values.collect::<String>())
}

fn query(graphs: &[Graph<'_>]) -> String {
    let types =
        graphs.iter().map(|graph| format!("@join__type(graph: {}) ", graph.name.to_uppercase()));
    let fields = graphs.iter().flat_map(|graph| {
        let name = graph.name.to_uppercase();
        graph.fields.iter().map(move |field| format!("{field} @join__field(graph: {name})\n"))
    });
    format!("type Query {}{{\n{}}}\n", types.collect::<String>(), fields.collect::<String>())
}

/// A supergraph whose one subgraph, `districts`, is partitioned.
pub fn partitioned_sdl() -> String {
    let links = format!(
        "{HEAD} @link(url: \"https://specs.yituan.example/partition/v1.0\") @partition__graph(graph: DISTRICTS)"
    );
    let graph = "enum join__Graph { DISTRICTS @join__graph(name: \"districts\", url: \"\") }\n";
    let partition = "
directive @partition__graph(graph: join__Graph!) repeatable on SCHEMA
directive @partition__merge(graph: join__Graph!, law: String!, by: [String!]) repeatable on FIELD_DEFINITION
directive @partition__route(graph: join__Graph!, by: String!, label: String) repeatable on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
type Query @join__type(graph: DISTRICTS) {
  count: Int @partition__merge(graph: DISTRICTS, law: \"SUM\")
}
";
    format!("schema {links} {{ query: Query }}\n{DEFINITIONS}{graph}{partition}")
}
