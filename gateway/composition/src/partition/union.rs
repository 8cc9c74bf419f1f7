//! The union of the schemas of partitions. What may differ: types, nullable fields, optional
//! arguments and input fields, enum values and union members that some partitions lack. Each rule
//! is one function; what may not differ is refused with the way out.

use std::sync::Arc;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, InputValueDefinition},
    collections::{IndexMap, IndexSet},
    parser::SourceSpan,
    schema::{Component, ExtendedType},
    validation::Valid,
};

use super::Skew;
use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    ingest::Ingested,
    model::{Fields, fields_of, interfaces_of, own_types},
    spec,
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
    Some(Ingested { schema, is_v1: first.is_v1, extensions })
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
            ExtendedType::Object(object) => object.make_mut().fields = self.fields(name, held),
            ExtendedType::Interface(interface) => {
                interface.make_mut().fields = self.fields(name, held)
            }
            ExtendedType::Union(union_type) => {
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

    /// A type is of one kind everywhere.
    fn same_kind(&mut self, name: &Name, held: &[Held<'a, ExtendedType>]) -> Option<()> {
        let (_, first) = held.first()?;
        let same =
            |other: &ExtendedType| std::mem::discriminant(*first) == std::mem::discriminant(other);
        let (index, other) = *held.iter().find(|(_, other)| !same(other)).unwrap_or(&(0, first));
        if same(other) {
            return Some(());
        }
        let message =
            format!("`{name}` is another kind of type than in partition {}", self.key(held[0].0));
        self.refuse(
            Code::PartitionTypeMismatch,
            name,
            index,
            other.location(),
            message,
            "give the new type a new name",
        );
        None
    }

    /// A type implements the same interfaces, but for those that a partition does not have yet.
    fn same_interfaces(&mut self, name: &Name, held: &[Held<'a, ExtendedType>]) {
        let all: IndexSet<&Name> =
            held.iter().flat_map(|(_, definition)| interfaces_of(definition)).collect();
        for interface in all {
            for (index, definition) in held {
                let knows = self.partitions[*index].1.schema.types.contains_key(interface);
                if knows && !interfaces_of(definition).contains(&interface) {
                    let message = format!(
                        "`{name}` does not implement `{interface}`, as other partitions have it"
                    );
                    let hint = "upgrade this partition before the interface is used";
                    self.refuse(
                        Code::PartitionTypeMismatch,
                        name,
                        *index,
                        definition.location(),
                        message,
                        hint,
                    );
                }
            }
        }
    }

    /// Federation and partition directives are the same everywhere: keys, laws and routes decide
    /// how an answer is put together, and there is one way for all partitions.
    fn same_rules<T>(
        &mut self,
        coordinate: &str,
        held: &[Held<'a, T>],
        directives: impl Fn(&'a T) -> Vec<&'a Node<Directive>>,
    ) where
        T: 'a,
    {
        let rules = |item: &'a T| {
            let mut rules: Vec<String> = directives(item)
                .into_iter()
                .filter(|directive| directive.name.contains("__") && directive.name != spec::TAG)
                .map(|directive| directive.serialize().no_indent().to_string())
                .collect();
            rules.sort();
            rules
        };
        let Some((_, first)) = held.first() else { return };
        let expected = rules(first);
        for (index, item) in &held[1..] {
            if rules(item) != expected {
                let message = format!(
                    "`{coordinate}` has other federation or partition directives than in partition {}",
                    self.key(held[0].0)
                );
                let location = directives(item).first().and_then(|directive| directive.location());
                let hint = "give it the same directives in every partition, or a new name";
                self.refuse(
                    Code::PartitionRuleMismatch,
                    coordinate,
                    *index,
                    location,
                    message,
                    hint,
                );
            }
        }
    }

    fn fields(&mut self, type_name: &Name, held: &[Held<'a, ExtendedType>]) -> Fields {
        let names: IndexSet<&Name> = held
            .iter()
            .filter_map(|(_, definition)| fields_of(definition))
            .flat_map(IndexMap::keys)
            .collect();
        let mut merged = Fields::default();
        for name in names {
            let coordinate = format!("{type_name}.{name}");
            let holders: Vec<_> = held
                .iter()
                .filter_map(|(index, definition)| Some((*index, fields_of(definition)?.get(name)?)))
                .collect();
            self.note(coordinate.clone(), &holders, Some(held));
            self.same_rules(&coordinate, &holders, |field| field.directives.iter().collect());
            let Some((_, first)) = holders.first() else { continue };
            if holders.len() < held.len() {
                self.absent_field_is_nullable(type_name, &coordinate, first, &holders, held);
            }
            for (index, field) in &holders[1..] {
                if field.ty != first.ty {
                    let message = format!(
                        "`{coordinate}` is `{}`, and `{}` in other partitions",
                        field.ty, first.ty
                    );
                    let hint = "add a field of a new name, and remove this one when all partitions have it";
                    self.refuse(
                        Code::PartitionFieldMismatch,
                        &coordinate,
                        *index,
                        field.location(),
                        message,
                        hint,
                    );
                }
            }
            let mut field = (*first).clone();
            field.make_mut().arguments = self.arguments(&coordinate, &holders);
            merged.insert(name.clone(), field);
        }
        merged
    }

    /// A field that a partition lacks is null for its rows, so it must be nullable. A root field
    /// need not: a partition without it is left out of the answer.
    fn absent_field_is_nullable(
        &mut self,
        type_name: &Name,
        coordinate: &str,
        field: &Component<apollo_compiler::ast::FieldDefinition>,
        holders: &[Held<'a, Component<apollo_compiler::ast::FieldDefinition>>],
        held: &[Held<'a, ExtendedType>],
    ) {
        let is_root = matches!(type_name.as_str(), "Query" | "Mutation" | "Subscription");
        if is_root || !field.ty.is_non_null() {
            return;
        }
        let Some((lacking, _)) =
            held.iter().find(|(index, _)| !holders.iter().any(|(holder, _)| holder == index))
        else {
            return;
        };
        let message = format!(
            "`{coordinate}` is `{}`, and partition {} does not have it",
            field.ty,
            self.key(*lacking)
        );
        let hint = "make the field nullable until every partition has it";
        self.refuse(
            Code::PartitionFieldMissing,
            coordinate,
            holders[0].0,
            field.location(),
            message,
            hint,
        );
    }

    fn arguments(
        &mut self,
        coordinate: &str,
        holders: &[Held<'a, Component<apollo_compiler::ast::FieldDefinition>>],
    ) -> Vec<Node<InputValueDefinition>> {
        let names: IndexSet<&Name> = holders
            .iter()
            .flat_map(|(_, field)| field.arguments.iter().map(|argument| &argument.name))
            .collect();
        let mut merged = Vec::new();
        for name in names {
            let values: Vec<_> = holders
                .iter()
                .filter_map(|(index, field)| Some((*index, field.argument_by_name(name)?)))
                .collect();
            let place = format!("{coordinate}({name}:)");
            self.note(place.clone(), &values, Some(holders));
            self.input_value(Code::PartitionArgumentMismatch, &place, &values, holders.len());
            merged.extend(values.first().map(|(_, value)| (*value).clone()));
        }
        merged
    }

    fn input_fields(
        &mut self,
        type_name: &Name,
        held: &[Held<'a, ExtendedType>],
    ) -> IndexMap<Name, Component<InputValueDefinition>> {
        let inputs: Vec<_> = held
            .iter()
            .filter_map(|(index, definition)| Some((*index, definition.as_input_object()?)))
            .collect();
        let names: IndexSet<&Name> =
            inputs.iter().flat_map(|(_, input)| input.fields.keys()).collect();
        let mut merged = IndexMap::default();
        for name in names {
            let fields: Vec<_> = inputs
                .iter()
                .filter_map(|(index, input)| Some((*index, input.fields.get(name)?)))
                .collect();
            let values: Vec<_> =
                fields.iter().map(|(index, field)| (*index, &field.node)).collect();
            let place = format!("{type_name}.{name}");
            self.note(place.clone(), &values, Some(held));
            self.input_value(Code::PartitionInputMismatch, &place, &values, held.len());
            if let Some((_, first)) = fields.first() {
                merged.insert(name.clone(), (*first).clone());
            }
        }
        merged
    }

    /// An argument or input field has one type and one default, and is optional where a
    /// partition lacks it.
    fn input_value(
        &mut self,
        code: Code,
        place: &str,
        values: &[Held<'a, Node<InputValueDefinition>>],
        holders: usize,
    ) {
        self.same_rules(place, values, |value| value.directives.iter().collect());
        let Some((at, first)) = values.first() else { return };
        if values.len() < holders && first.is_required() {
            let message = format!("`{place}` is required, and not every partition has it");
            let hint = "make it nullable or give it a default until every partition has it";
            self.refuse(code, place, *at, first.location(), message, hint);
        }
        for (index, value) in &values[1..] {
            if value.ty != first.ty || value.default_value != first.default_value {
                let message = format!(
                    "`{place}` has another type or default than in partition {}",
                    self.key(*at)
                );
                let hint = "keep it as it is and add a new one beside it";
                self.refuse(code, place, *index, value.location(), message, hint);
            }
        }
    }

    fn values(
        &mut self,
        type_name: &Name,
        held: &[Held<'a, ExtendedType>],
    ) -> IndexMap<Name, Component<apollo_compiler::ast::EnumValueDefinition>> {
        let enums: Vec<_> = held
            .iter()
            .filter_map(|(index, definition)| Some((*index, definition.as_enum()?)))
            .collect();
        let mut merged = IndexMap::default();
        for (_, definition) in &enums {
            for (name, value) in &definition.values {
                merged.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        for name in merged.keys() {
            let holders: Vec<_> = enums
                .iter()
                .filter_map(|(index, found)| Some((*index, found.values.get(name)?)))
                .collect();
            self.note(format!("{type_name}.{name}"), &holders, Some(held));
        }
        merged
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
        let lacking: Vec<String> = (0..self.partitions.len())
            .filter(|index| counts(*index) && !has(*index))
            .map(|index| self.key(index).to_owned())
            .collect();
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
