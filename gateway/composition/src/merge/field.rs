//! A field of an object or interface: its type, its arguments, and who resolves it how.

use apollo_compiler::{
    Name, Node,
    ast::{Directive, DirectiveList, FieldDefinition, InputValueDefinition, Type},
    schema::{Component, ExtendedType},
};

use super::{
    Merger, Source, cost, input_value::Role, join::JoinField, overrides::Overridden, partition,
    presence,
};
use crate::{
    Code, Diagnostic, default_value, field_set,
    model::{Coordinate, Subgraph, fields_of},
    spec,
};

/// What a field is where it is resolved.
struct Declared<'a> {
    ty: &'a Type,
    /// Whether it has this type everywhere.
    is_alike: bool,
    arguments: &'a [Node<InputValueDefinition>],
}

type FieldSource<'a> = Source<'a, Component<FieldDefinition>>;

impl<'a> Merger<'a, '_> {
    /// Merges a field; nothing when no common form was found, which is reported.
    pub(super) fn field(
        &mut self,
        type_name: &Name,
        name: &Name,
        holders: &[Source<'a, ExtendedType>],
    ) -> Option<FieldDefinition> {
        let all: Vec<FieldSource<'a>> = holders
            .iter()
            .filter_map(|(subgraph, definition)| {
                Some((*subgraph, fields_of(definition)?.get(name)?))
            })
            .collect();
        let coordinate = (type_name.clone(), name.clone());
        let place = format!("{type_name}.{name}");
        // What was taken over still counts: clients see no change when a field moves.
        let (external, resolving): (Vec<_>, Vec<_>) =
            all.iter().partition(|(subgraph, field)| subgraph.is_external(type_name, field));
        if resolving.is_empty() {
            self.no_base(&place, &external);
            return None;
        }
        let ty = self.output_type(&place, &resolving)?.clone();
        let arguments = self.arguments(&place, &resolving);
        let is_alike = resolving.iter().all(|(_, field)| field.ty == ty);
        let declared = Declared { ty: &ty, is_alike, arguments: &arguments };
        self.check_external(&place, &external, &declared);
        let mut directives = self.join_fields(&coordinate, holders, &all, is_alike);
        // Of every subgraph that has the field, so that no one's protection is lost.
        let found = all.iter().flat_map(|(subgraph, field)| {
            field.directives.iter().map(move |found| (*subgraph, found))
        });
        let merged = presence::directives(&place, found, self.report);
        let merged = merged.into_iter().map(|found| cost::of_arguments(found, &arguments));
        directives.extend(merged.map(Node::new));
        directives.extend(partition::of_field(
            all.iter().map(|(subgraph, field)| (*subgraph, &field.directives)),
        ));
        Some(FieldDefinition {
            description: presence::description(
                &place,
                resolving.iter().map(|(_, field)| field.description.as_ref()),
                self.report,
            ),
            name: name.clone(),
            arguments,
            ty,
            directives: DirectiveList(directives),
        })
    }

    fn no_base(&mut self, place: &str, external: &[FieldSource<'a>]) {
        for (subgraph, field) in external {
            let message = format!("`{place}` is external everywhere: no subgraph resolves it");
            let diagnostic =
                Diagnostic::new(Code::ExternalMissingOnBase, message).coordinate(place);
            self.report.push(diagnostic.at(subgraph, field.location()));
        }
    }

    fn output_type(&mut self, place: &str, resolving: &[FieldSource<'a>]) -> Option<&'a Type> {
        let types: Vec<&Type> = resolving.iter().map(|(_, field)| &field.ty).collect();
        let widest = self.subtypes.widest(&types);
        if widest.is_none() {
            let message = format!("`{place}` is {}", listing(resolving));
            let hint =
                "give it the same type everywhere, or types of which one includes the others";
            self.report.push(
                Diagnostic::new(Code::FieldTypeMismatch, message).coordinate(place).hint(hint),
            );
        }
        widest
    }

    fn arguments(
        &mut self,
        place: &str,
        resolving: &[FieldSource<'a>],
    ) -> Vec<Node<InputValueDefinition>> {
        let mut names: Vec<&Name> = Vec::new();
        for argument in resolving.iter().flat_map(|(_, field)| &field.arguments) {
            if !names.contains(&&argument.name) {
                names.push(&argument.name);
            }
        }
        let holders: Vec<&Subgraph> = resolving.iter().map(|(subgraph, _)| *subgraph).collect();
        let merged = names.into_iter().filter_map(|name| {
            let sources: Vec<_> = resolving
                .iter()
                .filter_map(|(subgraph, field)| Some((*subgraph, field.argument_by_name(name)?)))
                .collect();
            let place = format!("{place}({name}:)");
            self.input_value(Role::Argument, &place, &holders, &sources).map(Node::new)
        });
        merged.collect()
    }

    /// External declarations must agree with what the field is.
    fn check_external(
        &mut self,
        place: &str,
        external: &[FieldSource<'a>],
        declared: &Declared<'_>,
    ) {
        let Declared { ty, is_alike, arguments } = *declared;
        for (subgraph, field) in external {
            let at = |code, message: String| {
                Diagnostic::new(code, message).coordinate(place).at(subgraph, field.location())
            };
            // Where types differ anyway, this one may differ in the same way.
            if field.ty != *ty && (is_alike || !self.subtypes.is_subtype(&field.ty, ty)) {
                let message = format!("`{place}` is external as `{}`, and is `{ty}`", field.ty);
                self.report.push(at(Code::ExternalTypeMismatch, message));
            }
            for argument in arguments {
                match field.argument_by_name(&argument.name) {
                    None => {
                        let message = format!(
                            "`{place}` is external without its argument `{}`",
                            argument.name
                        );
                        self.report.push(at(Code::ExternalArgumentMissing, message));
                    }
                    Some(declared) if !self.subtypes.is_subtype(&argument.ty, &declared.ty) => {
                        let message = format!(
                            "the argument `{}` of external `{place}` is `{}`, and is `{}` where it is resolved",
                            argument.name, declared.ty, argument.ty
                        );
                        self.report.push(at(Code::ExternalArgumentTypeMismatch, message));
                    }
                    Some(declared) => {
                        if let Some(message) = other_default(place, argument, declared) {
                            self.report.push(at(Code::ExternalArgumentDefaultMismatch, message));
                        }
                    }
                }
            }
        }
    }

    /// One `@join__field` for each subgraph that has the field, unless all have it and nothing
    /// is special about it.
    fn join_fields(
        &self,
        coordinate: &Coordinate,
        holders: &[Source<'a, ExtendedType>],
        all: &[FieldSource<'a>],
        is_alike: bool,
    ) -> Vec<Node<Directive>> {
        let (type_name, _) = coordinate;
        let live: Vec<_> = all
            .iter()
            .filter(|(subgraph, _)| {
                self.overrides.of(subgraph, coordinate) != Some(Overridden::Unused)
            })
            .collect();
        let holder_count = if type_name == "Query" { self.subgraphs.len() } else { holders.len() };
        let is_special = |(subgraph, field): &FieldSource<'a>| {
            subgraph.is_external(type_name, field)
                || [spec::REQUIRES, spec::PROVIDES].iter().any(|name| field.directives.has(name))
                || self.overrides.of(subgraph, coordinate).is_some()
        };
        if is_alike && live.len() == holder_count && !live.iter().any(|source| is_special(source)) {
            return Vec::new();
        }
        live.into_iter()
            .map(|(subgraph, field)| {
                let set = |sets: &std::collections::BTreeMap<Coordinate, _>| {
                    sets.get(coordinate).map(field_set::print)
                };
                JoinField {
                    graph: Some(subgraph.graph.clone()),
                    requires: set(&subgraph.facts.requires),
                    provides: set(&subgraph.facts.provides),
                    ty: (!is_alike).then(|| field.ty.to_string()),
                    external: subgraph.is_external(type_name, field),
                    overrides: override_from(field)
                        .filter(|_| !self.overrides.is_idle(subgraph, coordinate))
                        .map(ToOwned::to_owned),
                    override_label: self
                        .overrides
                        .label(subgraph, coordinate)
                        .map(ToOwned::to_owned),
                    used_overridden: self
                        .overrides
                        .of(subgraph, coordinate)
                        .is_some_and(Overridden::is_used),
                }
                .into_directive()
            })
            .collect()
    }
}

/// Whether an external declaration gives an argument another default value.
fn other_default(
    place: &str,
    argument: &InputValueDefinition,
    declared: &InputValueDefinition,
) -> Option<String> {
    let is_same = match (&argument.default_value, &declared.default_value) {
        (Some(one), Some(other)) => default_value::same(one, other),
        (None, None) => true,
        _ => false,
    };
    (!is_same).then(|| {
        format!(
            "the argument `{}` of external `{place}` has another default value than where it is resolved",
            argument.name
        )
    })
}

/// The `from` of `@override`.
pub(super) fn override_from(field: &FieldDefinition) -> Option<&str> {
    field.directives.get(spec::OVERRIDE)?.specified_argument_by_name("from")?.as_str()
}

fn listing(sources: &[FieldSource<'_>]) -> String {
    let each: Vec<String> = sources
        .iter()
        .map(|(subgraph, field)| format!("`{}` in {}", field.ty, subgraph.name))
        .collect();
    each.join(" and ")
}
