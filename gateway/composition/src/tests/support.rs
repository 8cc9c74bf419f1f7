//! Small ways to compose in tests.

use crate::{
    Code, Composed, Diagnostic, PartitionSchema, Schemas, SubgraphInput, compose,
    diagnostic::Report,
};

/// The head of a federation 2 subgraph.
pub(super) const FEDERATION: &str = r#"extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@shareable", "@inaccessible", "@override", "@external", "@provides", "@requires", "@composeDirective", "@interfaceObject", "@requiresScopes", "@authenticated", "@policy", "@cost", "@listSize"])
"#;

/// The head of a partitioned subgraph, as servers print it.
pub(super) const PARTITION: &str = r#"extend schema @link(url: "https://specs.yituan.example/partition/v1.0", import: ["@merge", "@route"]) @composeDirective(name: "@merge") @composeDirective(name: "@route")
directive @merge(law: MergeLaw!, by: [String!]) on FIELD_DEFINITION
directive @route(by: RouteBy!, label: String) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | FIELD_DEFINITION
directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
enum MergeLaw { CONCAT SORTED CONNECTION OBJECT SUM MIN MAX AND OR SAME UNION HISTOGRAM GROUPED COVERAGE EVENTS }
enum RouteBy { KEY LABEL ID }
"#;

/// A federation 2 subgraph.
pub(super) fn subgraph(name: &str, sdl: &str) -> SubgraphInput {
    SubgraphInput {
        name: name.to_owned(),
        url: format!("http://{name}/"),
        schemas: Schemas::One(format!("{FEDERATION}{sdl}")),
    }
}

/// A partitioned subgraph with these partitions.
pub(super) fn partitioned(name: &str, partitions: &[(&str, &str)]) -> SubgraphInput {
    let partitions = partitions.iter().map(|(key, sdl)| PartitionSchema {
        key: (*key).to_owned(),
        sdl: format!("{FEDERATION}{PARTITION}{sdl}"),
    });
    SubgraphInput {
        name: name.to_owned(),
        url: String::new(),
        schemas: Schemas::Partitions(partitions.collect()),
    }
}

/// Composes what must compose.
pub(super) fn composed(inputs: &[SubgraphInput]) -> Composed {
    compose(inputs).unwrap_or_else(|diagnostics| panic!("refused:\n{}", text(&diagnostics)))
}

/// The supergraph of subgraphs whose only fault is that some query cannot be answered.
pub(super) fn unsatisfiable(inputs: &[SubgraphInput]) -> String {
    let mut report = Report::default();
    let (subgraphs, _) = crate::read(inputs, &mut report).expect("the subgraphs are readable");
    let merged = crate::merge::merge(&subgraphs, &mut report);
    crate::print::print(merged, &[], &mut report)
}

/// Composes what must be refused.
pub(super) fn refused(inputs: &[SubgraphInput]) -> Vec<Diagnostic> {
    compose(inputs).expect_err("it must be refused")
}

/// The codes of a refusal.
pub(super) fn codes(inputs: &[SubgraphInput]) -> Vec<Code> {
    refused(inputs).into_iter().map(|diagnostic| diagnostic.code).collect()
}

/// Diagnostics as people read them.
pub(super) fn text(diagnostics: &[Diagnostic]) -> String {
    let each: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    each.join("\n")
}

/// A supergraph without the definitions at its head, which are the same every time.
pub(super) fn body(sdl: &str) -> String {
    let is_head = |block: &&str| {
        let definition = block.trim_start();
        [
            "directive @join__",
            "directive @link",
            "directive @partition__",
            "directive @tag",
            "directive @inaccessible",
            "directive @authenticated",
            "directive @requiresScopes",
            "directive @policy",
            "directive @cost",
            "directive @listSize",
            "scalar policy__",
            "scalar requiresScopes__",
            "scalar join__",
            "scalar link__",
            "enum link__",
        ]
        .iter()
        .any(|head| definition.starts_with(head))
    };
    sdl.split("\n\n").filter(|block| !is_head(block)).collect::<Vec<_>>().join("\n\n")
}
