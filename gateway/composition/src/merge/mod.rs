//! Merges the schemas of subgraphs to one, type by type, and notes in join directives which
//! subgraph has what. It decides what the supergraph looks like and reports what has no common
//! form; whether every field can be reached is `satisfiability`'s question.

pub(crate) mod authorization;
mod composed;
pub(crate) mod cost;
mod enums;
mod executable;
mod field;
mod input;
mod input_value;
mod interface_object;
mod interface_protection;
mod join;
mod object;
mod overrides;
mod partition;
mod presence;
mod subtype;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use apollo_compiler::{
    Name, Schema,
    schema::{Component, ComponentOrigin, ExtendedType},
};

use crate::{Code, Diagnostic, diagnostic::Report, model::Subgraph};
use enums::Positions;
pub(crate) use overrides::Overrides;
use subtype::Subtypes;

pub(crate) use composed::Foreign;
pub(crate) use join::directive;

/// Which fields were taken over by others. Overrides that make no sense are `merge`'s to report.
pub(crate) fn overrides_of(subgraphs: &[Subgraph]) -> Overrides {
    overrides::read(subgraphs, &mut Report::default())
}

/// The types of the supergraph, without the definitions of its directives.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) schema: Schema,
    /// The subgraphs: enum value, name, URL.
    pub(crate) graphs: Vec<(Name, String, String)>,
    /// Whether an override has a label.
    pub(crate) has_labels: bool,
    /// The directives of others.
    pub(crate) foreign: Foreign,
    /// The enum values of partitioned subgraphs.
    pub(crate) partitioned: Vec<Name>,
}

/// Merges subgraphs. When something was reported, the result has holes.
pub(crate) fn merge(subgraphs: &[Subgraph], report: &mut Report) -> Merged {
    let mut merger = Merger {
        subgraphs,
        report,
        positions: Positions::default(),
        overrides: Overrides::default(),
        subtypes: Subtypes::of(subgraphs),
    };
    merger.overrides = overrides::read(subgraphs, merger.report);
    let mut schema = Schema::new();
    // Which values an enum gets depends on where the other types use it.
    let is_enum = |name: &Name| {
        subgraphs
            .iter()
            .any(|one| matches!(one.schema.types.get(name), Some(ExtendedType::Enum(_))))
    };
    let (enums, others): (Vec<Name>, Vec<Name>) =
        type_names(subgraphs).into_iter().partition(is_enum);
    merger.types(others, &mut schema);
    merger.positions = Positions::of(&schema);
    merger.types(enums, &mut schema);
    interface_object::complete(subgraphs, &mut schema);
    interface_protection::complete(&mut schema, merger.report);
    merger.roots(&mut schema);
    merger.executable_directives(&mut schema);
    merger.schema_directives(&mut schema);
    let foreign = Foreign::of(subgraphs, merger.report);
    Merged {
        foreign,
        has_labels: !merger.overrides.labels().is_empty(),
        schema,
        graphs: subgraphs
            .iter()
            .map(|s| (s.graph.clone(), s.name.clone(), s.url.clone()))
            .collect(),
        partitioned: subgraphs
            .iter()
            .filter(|s| s.is_partitioned)
            .map(|s| s.graph.clone())
            .collect(),
    }
}

fn type_names(subgraphs: &[Subgraph]) -> BTreeSet<Name> {
    subgraphs.iter().flat_map(|subgraph| subgraph.types().map(|(name, _)| name.clone())).collect()
}

/// A definition and the subgraph that has it.
type Source<'a, T> = (&'a Subgraph, &'a T);

struct Merger<'a, 'r> {
    subgraphs: &'a [Subgraph],
    report: &'r mut Report,
    positions: Positions,
    overrides: Overrides,
    subtypes: Subtypes,
}

impl<'a> Merger<'a, '_> {
    fn types(&mut self, names: Vec<Name>, schema: &mut Schema) {
        for name in names {
            if let Some(definition) = self.merge_type(&name) {
                schema.types.insert(name, definition);
            }
        }
    }

    fn merge_type(&mut self, name: &Name) -> Option<ExtendedType> {
        let sources: Vec<Source<'a, ExtendedType>> = self
            .subgraphs
            .iter()
            .filter_map(|subgraph| Some((subgraph, subgraph.schema.types.get(name)?)))
            .collect();
        self.check_base(name, &sources);
        match self.kind(name, &sources)? {
            Kind::Scalar => Some(self.scalar(name, &sources)),
            Kind::Object => Some(self.object(name, &sources)),
            Kind::Interface => Some(self.interface(name, &sources)),
            Kind::Union => Some(self.union(name, &sources)),
            Kind::Enum => self.enumeration(name, &sources),
            Kind::Input => self.input_object(name, &sources),
        }
    }

    /// The kind that all subgraphs agree on; an interface object counts as its interface.
    fn kind(&mut self, name: &Name, sources: &[Source<'a, ExtendedType>]) -> Option<Kind> {
        let mut kinds: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
        for (subgraph, definition) in sources {
            let kind = match Kind::of(definition) {
                Kind::Object if subgraph.is_interface_object(name) => Kind::Interface,
                kind => kind,
            };
            kinds.entry(kind).or_default().push(&subgraph.name);
        }
        if kinds.len() == 1 {
            return kinds.into_keys().next();
        }
        let list: Vec<String> = kinds
            .iter()
            .map(|(kind, names)| format!("{} in {}", kind.describe(), names.join(", ")))
            .collect();
        let message = format!("`{name}` is {}", list.join(" and "));
        let hint = "give one of them another name";
        self.report
            .push(Diagnostic::new(Code::TypeKindMismatch, message).coordinate(name).hint(hint));
        None
    }

    /// Somebody must define what others extend.
    fn check_base(&mut self, name: &Name, sources: &[Source<'a, ExtendedType>]) {
        let is_root = matches!(name.as_str(), "Query" | "Mutation" | "Subscription");
        let is_orphan = |subgraph: &Subgraph| subgraph.extensions.contains(name);
        if is_root || !sources.iter().all(|(subgraph, _)| is_orphan(subgraph)) {
            return;
        }
        for (subgraph, definition) in sources {
            let message = format!("`{name}` is extended, and no subgraph defines it");
            let diagnostic = Diagnostic::new(Code::ExtensionWithNoBase, message).coordinate(name);
            self.report.push(diagnostic.at(subgraph, definition.location()));
        }
    }

    /// What stands on the schema definition; only composed directives are left there.
    fn schema_directives(&mut self, schema: &mut Schema) {
        let all = self.subgraphs.iter().flat_map(|subgraph| {
            let directives = subgraph.schema.schema_definition.directives.iter();
            directives.map(move |directive| (subgraph, &directive.node))
        });
        let merged = presence::directives("schema", all, self.report);
        schema
            .schema_definition
            .make_mut()
            .directives
            .extend(merged.into_iter().map(Component::new));
    }

    fn roots(&mut self, schema: &mut Schema) {
        let root = |schema: &Schema, name: &'static str| {
            let name = Name::new_unchecked(name);
            schema.types.contains_key(&name).then(|| name.to_component(ComponentOrigin::Definition))
        };
        let (query, mutation, subscription) =
            (root(schema, "Query"), root(schema, "Mutation"), root(schema, "Subscription"));
        if query.is_none() {
            let message = "no subgraph has a query";
            self.report.push(Diagnostic::new(Code::NoQueries, message).coordinate("Query"));
        }
        let definition = schema.schema_definition.make_mut();
        definition.query = query;
        definition.mutation = mutation;
        definition.subscription = subscription;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    Input,
}

impl Kind {
    fn of(definition: &ExtendedType) -> Self {
        match definition {
            ExtendedType::Scalar(_) => Self::Scalar,
            ExtendedType::Object(_) => Self::Object,
            ExtendedType::Interface(_) => Self::Interface,
            ExtendedType::Union(_) => Self::Union,
            ExtendedType::Enum(_) => Self::Enum,
            ExtendedType::InputObject(_) => Self::Input,
        }
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Scalar => "a scalar",
            Self::Object => "an object type",
            Self::Interface => "an interface",
            Self::Union => "a union",
            Self::Enum => "an enum",
            Self::Input => "an input object",
        }
    }
}
