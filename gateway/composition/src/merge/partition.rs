//! The rules of partitioned subgraphs, carried into the supergraph under the graph that they
//! belong to. Ordinary subgraphs may carry the directives on types that they share; those say
//! nothing there.

use apollo_compiler::{
    Name, Node,
    ast::{Directive, DirectiveList, Value},
};

use super::join::directive;
use crate::{model::Subgraph, spec};

/// `@partition__merge` and `@partition__route` of a field.
pub(super) fn of_field<'a>(
    sources: impl Iterator<Item = (&'a Subgraph, &'a DirectiveList)>,
) -> Vec<Node<Directive>> {
    carried(sources, &[(spec::MERGE, "law", "by"), (spec::ROUTE, "by", "label")])
}

/// `@partition__route` of an argument or input field.
pub(super) fn of_value<'a>(
    sources: impl Iterator<Item = (&'a Subgraph, &'a DirectiveList)>,
) -> Vec<Node<Directive>> {
    carried(sources, &[(spec::ROUTE, "by", "label")])
}

fn carried<'a>(
    sources: impl Iterator<Item = (&'a Subgraph, &'a DirectiveList)>,
    directives: &[(&str, &str, &str)],
) -> Vec<Node<Directive>> {
    let mut carried = Vec::new();
    for (subgraph, found) in sources.filter(|(subgraph, _)| subgraph.is_partitioned) {
        for (name, word, detail) in directives {
            if let Some(rule) = found.get(name) {
                carried.push(Node::new(of_graph(&subgraph.graph, rule, word, detail)));
            }
        }
    }
    carried
}

/// The rule with its graph; its enum value becomes a string, since the enum stays behind.
fn of_graph(graph: &Name, rule: &Directive, word: &str, detail: &str) -> Directive {
    let mut arguments = vec![("graph", Value::Enum(graph.clone()))];
    if let Some(value) = rule.specified_argument_by_name(word).and_then(|value| value.as_enum()) {
        arguments.push((word, value.as_str().into()));
    }
    if let Some(value) = rule.specified_argument_by_name(detail).filter(|value| !value.is_null()) {
        arguments.push((detail, value.as_ref().clone()));
    }
    directive(&rule.name, arguments)
}
