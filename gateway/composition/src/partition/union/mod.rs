//! The union of the schemas of partitions. What may differ: types, nullable fields, optional
//! arguments and input fields, enum values and union members that some partitions lack. Each rule
//! is one function; what may not differ is refused with the way out.

mod fields;
mod inputs;
mod types;

use std::sync::Arc;

use apollo_compiler::{
    Name, Schema,
    collections::IndexSet,
    parser::SourceSpan,
    schema::{ComponentName, ComponentOrigin, ExtendedType},
    validation::Valid,
};

use super::Skew;
use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    ingest::{ComposedDirective, Ingested},
    model::{interfaces_of, own_types},
};

/// Something of one partition, with its index.
type Held<'a, T> = (usize, &'a T);

/// One logical schema of all partitions; nothing when they do not fit.
pub(super) fn of(
    subgraph: &str,
    partitions: Vec<(&str, Ingested)>,
    skew: &mut Vec<Skew>,
    report: &mut Report,
) -> Option<Ingested> {
    let first = partitions.first()?.1.clone();
    if partitions.len() == 1 {
        return Some(first);
    }
    let mut schema = first.schema.clone().into_inner();
    let mut union = Union { subgraph, partitions: &partitions, skew, report, fits: true };
    for (name, definition) in union.types() {
        schema.types.insert(name, definition);
    }
    union.roots(&mut schema);
    union.directive_definitions(&mut schema);
    let fits = union.fits;
    for (_, read) in &partitions {
        let sources = read.schema.sources.iter().map(|(id, file)| (*id, Arc::clone(file)));
        Arc::make_mut(&mut schema.sources).extend(sources);
    }
    let schema = if fits { valid(subgraph, schema, report)? } else { return None };
    let extensions =
        partitions.iter().flat_map(|(_, read)| read.extensions.iter().cloned()).collect();
    let composed = composed(&partitions);
    Some(Ingested { schema, is_v1: first.is_v1, extensions, composed })
}

/// What any partition wants to see in the supergraph.
fn composed(partitions: &[(&str, Ingested)]) -> Vec<ComposedDirective> {
    let mut composed: Vec<ComposedDirective> = Vec::new();
    for found in partitions.iter().flat_map(|(_, read)| &read.composed) {
        if !composed.iter().any(|known| known.name == found.name) {
            composed.push(found.clone());
        }
    }
    composed
}

/// Partitions that are schemas each and agree can still be none together, in rare cases such as
/// an interface that one implements and another widens.
fn valid(subgraph: &str, schema: Schema, report: &mut Report) -> Option<Valid<Schema>> {
    match schema.validate() {
        Ok(schema) => Some(schema),
        Err(failed) => {
            let is_real = |name: Option<&str>| name != Some("QueryRootOperationType");
            let mut found = false;
            for error in
                failed.errors.iter().filter(|error| is_real(error.error.unstable_error_name()))
            {
                let message =
                    format!("the partitions together are not a valid schema: {}", error.error);
                report
                    .push(Diagnostic::new(Code::PartitionTypeMismatch, message).subgraph(subgraph));
                found = true;
            }
            (!found).then(|| Valid::assume_valid(failed.partial))
        }
    }
}

struct Union<'a, 'r> {
    subgraph: &'a str,
    partitions: &'a [(&'a str, Ingested)],
    skew: &'r mut Vec<Skew>,
    report: &'r mut Report,
    fits: bool,
}

impl<'a> Union<'a, '_> {
    fn types(&mut self) -> Vec<(Name, ExtendedType)> {
        let partitions = self.partitions;
        let names: IndexSet<&Name> = partitions
            .iter()
            .flat_map(|(_, read)| own_types(&read.schema).map(|(name, _)| name))
            .collect();
        let merged = names.into_iter().filter_map(|name| {
            let held = self.held(|read| read.schema.types.get(name));
            self.note::<_, ExtendedType>(name.to_string(), &held, None);
            Some((name.clone(), self.merge_type(name, &held)?))
        });
        merged.collect()
    }

    fn merge_type(&mut self, name: &Name, held: &[Held<'a, ExtendedType>]) -> Option<ExtendedType> {
        self.same_kind(name, held)?;
        self.same_rules(name, held, |definition| {
            definition.directives().iter().map(|directive| &directive.node).collect()
        });
        self.same_interfaces(name, held);
        let (_, first) = held.first()?;
        let mut merged = (*first).clone();
        match &mut merged {
            ExtendedType::Scalar(_) => {}
            ExtendedType::Object(object) => {
                let object = object.make_mut();
                object.fields = self.fields(name, held);
                object.implements_interfaces.extend(interfaces(held));
            }
            ExtendedType::Interface(interface) => {
                let interface = interface.make_mut();
                interface.fields = self.fields(name, held);
                interface.implements_interfaces.extend(interfaces(held));
            }
            ExtendedType::Union(union_type) => {
                self.members(name, held);
                let members = &mut union_type.make_mut().members;
                members.extend(
                    held.iter()
                        .filter_map(|(_, d)| d.as_union())
                        .flat_map(|d| d.members.iter().cloned()),
                );
            }
            ExtendedType::Enum(found) => {
                let values = self.values(name, held);
                found.make_mut().values = values;
            }
            ExtendedType::InputObject(input) => {
                let fields = self.input_fields(name, held);
                input.make_mut().fields = fields;
            }
        }
        Some(merged)
    }

    fn roots(&mut self, schema: &mut Schema) {
        for (_, read) in self.partitions {
            let theirs = &read.schema.schema_definition;
            let ours = schema.schema_definition.make_mut();
            ours.query = ours.query.take().or_else(|| theirs.query.clone());
            ours.mutation = ours.mutation.take().or_else(|| theirs.mutation.clone());
            ours.subscription = ours.subscription.take().or_else(|| theirs.subscription.clone());
        }
    }

    fn directive_definitions(&mut self, schema: &mut Schema) {
        for (name, definition) in
            self.partitions.iter().flat_map(|(_, read)| &read.schema.directive_definitions)
        {
            schema.directive_definitions.entry(name.clone()).or_insert_with(|| definition.clone());
        }
    }

    fn held<T: 'a>(&self, get: impl Fn(&'a Ingested) -> Option<&'a T>) -> Vec<Held<'a, T>> {
        self.partitions
            .iter()
            .enumerate()
            .filter_map(|(index, (_, read))| Some((index, get(read)?)))
            .collect()
    }

    /// Writes down who of `among` (or of all) lacks an element.
    fn note<T, U>(
        &mut self,
        coordinate: String,
        holders: &[Held<'a, T>],
        among: Option<&[Held<'a, U>]>,
    ) {
        let has = |index: usize| holders.iter().any(|(holder, _)| *holder == index);
        let counts =
            |index: usize| among.is_none_or(|among| among.iter().any(|(one, _)| *one == index));
        let mut lacking: Vec<String> = (0..self.partitions.len())
            .filter(|index| counts(*index) && !has(*index))
            .map(|index| self.key(index).to_owned())
            .collect();
        lacking.dedup();
        if !lacking.is_empty() {
            self.skew.push(Skew { subgraph: self.subgraph.to_owned(), coordinate, lacking });
        }
    }

    fn key(&self, index: usize) -> &'a str {
        self.partitions[index].0
    }

    fn refuse(
        &mut self,
        code: Code,
        coordinate: &str,
        index: usize,
        location: Option<SourceSpan>,
        message: String,
        hint: &str,
    ) {
        self.fits = false;
        let (key, read) = &self.partitions[index];
        let diagnostic = Diagnostic::new(code, message)
            .subgraph(self.subgraph)
            .coordinate(coordinate)
            .hint(hint)
            .span(&read.schema.sources, location)
            .partition(key);
        self.report.push(diagnostic);
    }
}

/// What any partition says that a type implements.
fn interfaces<'a>(held: &'a [Held<'a, ExtendedType>]) -> impl Iterator<Item = ComponentName> + 'a {
    held.iter()
        .flat_map(|(_, definition)| interfaces_of(definition))
        .map(|name| name.to_component(ComponentOrigin::Definition))
}
