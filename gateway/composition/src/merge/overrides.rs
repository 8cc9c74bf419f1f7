//! `@override`: which fields another subgraph has taken over.

use std::collections::BTreeMap;

use apollo_compiler::ast::FieldDefinition;

use super::field::override_from;
use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    model::{Coordinate, Subgraph, fields_of},
    spec,
};

/// What is left of a field in the subgraph that it was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overridden {
    /// Its own keys or requirements still use it.
    Used,
    /// Nothing.
    Unused,
}

/// Fields that were taken over, by subgraph and coordinate.
#[derive(Debug, Default)]
pub(crate) struct Overrides(BTreeMap<(String, Coordinate), Overridden>);

impl Overrides {
    pub(crate) fn of(&self, subgraph: &Subgraph, coordinate: &Coordinate) -> Option<Overridden> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&(subgraph.name.clone(), coordinate.clone())).copied()
    }
}

/// Reads every `@override` and reports those that make no sense.
pub(crate) fn read(subgraphs: &[Subgraph], report: &mut Report) -> Overrides {
    let mut overrides = Overrides::default();
    for subgraph in subgraphs {
        for (type_name, definition) in subgraph.types() {
            for (field_name, field) in fields_of(definition).into_iter().flatten() {
                let Some(from) = override_from(field) else { continue };
                let coordinate = (type_name.clone(), field_name.clone());
                if let Some(source) = source(subgraphs, subgraph, &coordinate, field, from, report)
                {
                    let state = if is_used(source, &coordinate) {
                        Overridden::Used
                    } else {
                        Overridden::Unused
                    };
                    overrides.0.insert((source.name.clone(), coordinate), state);
                }
            }
        }
    }
    overrides
}

/// The subgraph that the field is taken from, when it has the field and that is well.
fn source<'a>(
    subgraphs: &'a [Subgraph],
    subgraph: &Subgraph,
    coordinate: &Coordinate,
    field: &FieldDefinition,
    from: &str,
    report: &mut Report,
) -> Option<&'a Subgraph> {
    let place = format!("{}.{}", coordinate.0, coordinate.1);
    let node = field.directives.get(spec::OVERRIDE);
    let mut say = |diagnostic: Diagnostic| {
        report.push(
            diagnostic.coordinate(&place).at(subgraph, node.and_then(|node| node.location())),
        );
    };
    if node.is_some_and(|node| {
        node.specified_argument_by_name("label").is_some_and(|label| !label.is_null())
    }) {
        let message = "`@override` with a `label` is not supported yet";
        say(Diagnostic::new(Code::UnsupportedFeature, message).hint("override without a label"));
    }
    if subgraph.is_external(&coordinate.0, field) {
        say(Diagnostic::new(
            Code::OverrideCollision,
            format!("`{place}` is external and overrides at once"),
        ));
    }
    if from == subgraph.name {
        say(Diagnostic::new(Code::OverrideFromSelf, format!("`{place}` overrides itself")));
        return None;
    }
    let Some(source) = subgraphs.iter().find(|other| other.name == from) else {
        let message =
            format!("`{place}` overrides `{from}`, and there is no subgraph of this name");
        say(Diagnostic::new(Code::OverrideFromUnknown, message).suspicious());
        return None;
    };
    let taken = source.field(&coordinate.0, &coordinate.1)?;
    if override_from(taken).is_some() {
        let message = format!("`{place}` is overridden in both {} and {from}", subgraph.name);
        say(Diagnostic::new(Code::OverrideSourceHasOverride, message));
    }
    Some(source)
}

/// Whether the subgraph itself still needs the field.
fn is_used(source: &Subgraph, coordinate: &Coordinate) -> bool {
    let (type_name, field) = coordinate;
    let by_interface = || {
        source.object(type_name).is_some_and(|object| {
            object
                .implements_interfaces
                .iter()
                .any(|interface| source.field(&interface.name, field).is_some())
        })
    };
    source.facts.used.contains(coordinate) || by_interface()
}
