//! A printed document, read again, pruned for one version, and printed in the same pieces.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use apollo_compiler::{
    Name, Node,
    ast::{self, Definition, FragmentDefinition, Selection, Value},
};
use gateway_plan::{
    Document, OperationKind, SkewedDocument,
    document::{DocumentFragment, DocumentPiece},
    skew::InputSkew,
};
use gateway_supergraph::{PartitionVersion, Supergraph};

use super::{
    found::{Found, Place, Scope},
    prune::Pruner,
};
use crate::error::PlanningError;

/// The document for a version; none when it can be sent the whole one.
pub(super) fn rebuild(
    supergraph: &Supergraph,
    subgraph: &str,
    version: &PartitionVersion,
    inputs: &BTreeMap<String, InputSkew>,
    document: &Document,
) -> Result<Option<SkewedDocument>, PlanningError> {
    let fragments = fragments(document)?;
    let mut pruner = Pruner {
        schema: &supergraph.schema,
        rules: supergraph.partitions.get(subgraph),
        graph: supergraph.subgraph(subgraph).map_or("", |subgraph| &subgraph.graph),
        lacks: &version.lacks,
        inputs,
        fragments: &fragments,
        pruned: HashMap::new(),
        under: Vec::new(),
    };
    let root = Scope { parent: Some(root_type(supergraph, document.kind)), place: Place::Root };
    let mut pieces = Vec::with_capacity(document.fields.len());
    for piece in &document.fields {
        let mut found = Found::default();
        let kept = pruner.selections(&selections(&piece.text)?, root, &mut found);
        pieces.push((kept, found));
    }
    if pieces.iter().all(|(_, found)| found.is_nothing()) {
        return Ok(None);
    }
    let printer = Printer { document, pruner: &pruner };
    if !pieces.iter().any(|(_, found)| found.is_changed) && !printer.drops_a_default(inputs) {
        let fields = pieces.into_iter().map(|(_, found)| found.skew).collect();
        let (document, inputs) = (document.clone(), inputs.clone());
        return Ok(Some(SkewedDocument { versions: Vec::new(), document, fields, inputs }));
    }
    let fields = pieces.iter().map(|(_, found)| found.skew.clone()).collect();
    let document = Document {
        kind: document.kind,
        variables: printer.variables(inputs),
        fields: pieces.iter().map(|(kept, _)| printer.piece(kept)).collect(),
        fragments: printer.fragments(),
    };
    Ok(Some(SkewedDocument { versions: Vec::new(), document, fields, inputs: inputs.clone() }))
}

fn root_type(supergraph: &Supergraph, kind: OperationKind) -> &str {
    let roots = &supergraph.schema.schema_definition;
    let (found, usual) = match kind {
        OperationKind::Query => (&roots.query, "Query"),
        OperationKind::Mutation => (&roots.mutation, "Mutation"),
        OperationKind::Subscription => (&roots.subscription, "Subscription"),
    };
    found.as_ref().map_or(usual, |name| name.as_str())
}

fn selections(text: &str) -> Result<Vec<Selection>, PlanningError> {
    let parsed = parse(&format!("{{{text}}}"))?;
    let operation = parsed.definitions.iter().find_map(Definition::as_operation_definition);
    Ok(operation.map(|operation| operation.selection_set.clone()).unwrap_or_default())
}

fn fragments(
    document: &Document,
) -> Result<HashMap<Name, Node<FragmentDefinition>>, PlanningError> {
    let mut found = HashMap::new();
    for fragment in &document.fragments {
        for definition in parse(&fragment.text)?.definitions {
            if let Definition::FragmentDefinition(definition) = definition {
                found.insert(definition.name.clone(), definition);
            }
        }
    }
    Ok(found)
}

fn parse(text: &str) -> Result<ast::Document, PlanningError> {
    ast::Document::parse(text, "fetch.graphql")
        .map_err(|failed| PlanningError::Unsupported(failed.errors.to_string()))
}

struct Printer<'a> {
    /// The whole document.
    document: &'a Document,
    pruner: &'a Pruner<'a>,
}

impl Printer<'_> {
    fn piece(&self, kept: &[Selection]) -> DocumentPiece {
        let mut used = Used::default();
        used.selections(kept, self.pruner);
        let names = self.document.variables.iter().map(|variable| variable.name.as_str());
        let texts: Vec<String> =
            kept.iter().map(|selection| selection.serialize().no_indent().to_string()).collect();
        DocumentPiece {
            text: texts.join(" "),
            variables: places(names, &used.variables),
            fragments: places(self.fragment_names().iter().map(Name::as_str), &used.fragments),
        }
    }

    fn drops_a_default(&self, inputs: &BTreeMap<String, InputSkew>) -> bool {
        self.variables(inputs) != self.document.variables
    }

    /// The variables of the whole document. A default may be one that the version does not know;
    /// requests bring the value of every variable that has a default, so it need not be sent.
    fn variables(
        &self,
        inputs: &BTreeMap<String, InputSkew>,
    ) -> Vec<gateway_plan::document::VariableDefinition> {
        let mut variables = self.document.variables.clone();
        for variable in &mut variables {
            let inner = variable.type_text.trim_matches(['[', ']', '!']);
            if inputs.contains_key(inner) {
                variable.default_text = None;
            }
        }
        variables
    }

    fn fragments(&self) -> Vec<DocumentFragment> {
        let text = |name: &Name| match self.pruner.pruned.get(name) {
            Some((Some(left), _)) => left.serialize().no_indent().to_string(),
            _ => String::new(),
        };
        self.fragment_names().iter().map(|name| DocumentFragment { text: text(name) }).collect()
    }

    /// In the order of the whole document.
    fn fragment_names(&self) -> Vec<Name> {
        let name_of = |fragment: &DocumentFragment| {
            let name = fragment.text.strip_prefix("fragment ")?.split_whitespace().next()?;
            Name::new(name).ok()
        };
        self.document.fragments.iter().filter_map(name_of).collect()
    }
}

fn places<'n>(names: impl Iterator<Item = &'n str>, used: &BTreeSet<String>) -> Vec<usize> {
    let numbered = names.enumerate();
    numbered.filter(|(_, name)| used.contains(*name)).map(|(place, _)| place).collect()
}

/// The variables and fragments that selections use, directly or through fragments.
#[derive(Default)]
struct Used {
    variables: BTreeSet<String>,
    fragments: BTreeSet<String>,
}

impl Used {
    fn selections(&mut self, set: &[Selection], pruner: &Pruner<'_>) {
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    for argument in &field.arguments {
                        self.value(&argument.value);
                    }
                    self.directives(&field.directives);
                    self.selections(&field.selection_set, pruner);
                }
                Selection::InlineFragment(fragment) => {
                    self.directives(&fragment.directives);
                    self.selections(&fragment.selection_set, pruner);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.directives);
                    let name = &spread.fragment_name;
                    if let (true, Some((Some(definition), _))) =
                        (self.fragments.insert(name.to_string()), pruner.pruned.get(name))
                    {
                        self.directives(&definition.directives);
                        self.selections(&definition.selection_set, pruner);
                    }
                }
            }
        }
    }

    fn directives(&mut self, directives: &ast::DirectiveList) {
        for argument in directives.iter().flat_map(|directive| &directive.arguments) {
            self.value(&argument.value);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Variable(name) => {
                self.variables.insert(name.to_string());
            }
            Value::List(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(fields) => fields.iter().for_each(|(_, value)| self.value(value)),
            _ => {}
        }
    }
}
