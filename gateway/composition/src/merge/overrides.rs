//! `@override`: which fields another subgraph has taken over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use apollo_compiler::{
    Name, Node,
    ast::{Directive, FieldDefinition},
};

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
    /// Everything, as long as a label is off.
    Labelled {
        /// Whether its own keys or requirements use it also when the label is on.
        is_used: bool,
    },
}

impl Overridden {
    /// Whether its subgraph itself needs the field.
    pub(crate) fn is_used(self) -> bool {
        matches!(self, Self::Used | Self::Labelled { is_used: true })
    }
}

/// A field of a subgraph.
type Place = (Name, Coordinate);

/// Fields that were taken over.
#[derive(Debug, Default)]
pub(crate) struct Overrides {
    taken: BTreeMap<Place, Overridden>,
    /// The labels of fields that were taken over and of those that took them.
    labels: BTreeMap<Place, String>,
    /// The fields that take nothing over, since there is no subgraph of that name.
    idle: BTreeSet<Place>,
}

impl Overrides {
    pub(crate) fn of(&self, subgraph: &Subgraph, coordinate: &Coordinate) -> Option<Overridden> {
        if self.taken.is_empty() {
            return None;
        }
        self.taken.get(&place(subgraph, coordinate)).copied()
    }

    /// The label that decides who resolves the field, here or where it was taken from.
    pub(crate) fn label(&self, subgraph: &Subgraph, coordinate: &Coordinate) -> Option<&str> {
        if self.labels.is_empty() {
            return None;
        }
        self.labels.get(&place(subgraph, coordinate)).map(String::as_str)
    }

    /// Whether a field says that it takes one over and there is no subgraph of that name.
    pub(crate) fn is_idle(&self, subgraph: &Subgraph, coordinate: &Coordinate) -> bool {
        !self.idle.is_empty() && self.idle.contains(&place(subgraph, coordinate))
    }

    /// Every label.
    pub(crate) fn labels(&self) -> BTreeSet<String> {
        self.labels.values().cloned().collect()
    }

    fn take(
        &mut self,
        source: &Subgraph,
        by: &Subgraph,
        coordinate: Coordinate,
        label: Option<&str>,
    ) -> Option<Overridden> {
        let state = match (label, is_used(source, &coordinate)) {
            (Some(_), is_used) => Overridden::Labelled { is_used },
            (None, true) => Overridden::Used,
            (None, false) => Overridden::Unused,
        };
        if let Some(label) = label {
            self.labels.insert(place(source, &coordinate), label.to_owned());
            self.labels.insert(place(by, &coordinate), label.to_owned());
        }
        self.taken.insert(place(source, &coordinate), state)
    }
}

fn place(subgraph: &Subgraph, coordinate: &Coordinate) -> Place {
    (subgraph.graph.clone(), coordinate.clone())
}

/// Reads every `@override` and reports those that make no sense.
pub(crate) fn read(subgraphs: &[Subgraph], report: &mut Report) -> Overrides {
    let mut overrides = Overrides::default();
    for subgraph in subgraphs {
        for (type_name, definition) in subgraph.types() {
            for (field_name, field) in fields_of(definition).into_iter().flatten() {
                let Some(node) = field.directives.get(spec::OVERRIDE) else { continue };
                let coordinate = (type_name.clone(), field_name.clone());
                let one = Override { subgraph, coordinate, field, node };
                let label = one.label(report);
                if one.is_from_nobody(subgraphs) {
                    overrides.idle.insert(place(subgraph, &one.coordinate));
                }
                let Some(source) = one.source(subgraphs, label, report) else { continue };
                let before = overrides.take(source, subgraph, one.coordinate.clone(), label);
                // Of a field that several share, all can take it over for good.
                let is_for_good =
                    label.is_none() && !matches!(before, Some(Overridden::Labelled { .. }));
                if before.is_some() && !is_for_good {
                    one.twice(source, report);
                }
            }
        }
    }
    overrides
}

/// One use of `@override`. Each rule of it is one function.
struct Override<'a> {
    subgraph: &'a Subgraph,
    coordinate: Coordinate,
    field: &'a FieldDefinition,
    node: &'a Node<Directive>,
}

impl<'a> Override<'a> {
    /// The subgraph that the field is taken from, when it has the field.
    fn source(
        &self,
        subgraphs: &'a [Subgraph],
        label: Option<&str>,
        report: &mut Report,
    ) -> Option<&'a Subgraph> {
        let from = override_from(self.field)?;
        self.is_not_external(report);
        self.is_not_of_interface_object(report);
        self.is_not_from_self(from, report)?;
        let source = self.is_from_known(from, subgraphs, report)?;
        let taken = source.field(&self.coordinate.0, &self.coordinate.1)?;
        self.source_is_plain(source, taken, report);
        if label.is_none() && source.is_external(&self.coordinate.0, taken) {
            self.source_refers(source, report);
            return None;
        }
        Some(source)
    }

    fn is_from_nobody(&self, subgraphs: &[Subgraph]) -> bool {
        let from = override_from(self.field);
        from.is_some_and(|from| !subgraphs.iter().any(|other| other.name == from))
    }

    /// There is nothing to take from who does not resolve the field.
    fn source_refers(&self, source: &Subgraph, report: &mut Report) {
        let message = format!("`{self}` overrides a field that is external in {}", source.name);
        let code = Code::OverrideUnneeded;
        self.say(Diagnostic::new(code, message).suspicious(), report);
    }

    /// A field that is only referred to cannot take one over.
    fn is_not_external(&self, report: &mut Report) {
        if self.subgraph.is_external(&self.coordinate.0, self.field) {
            let message = format!("`{self}` is external and overrides at once");
            self.say(Diagnostic::new(Code::OverrideCollision, message), report);
        }
    }

    /// What is added to an interface is resolved through the interface, here and nowhere else.
    fn is_not_of_interface_object(&self, report: &mut Report) {
        if self.subgraph.is_interface_object(&self.coordinate.0) {
            let message = format!("`{self}` is a field of an interface object, and overrides");
            self.say(Diagnostic::new(Code::OverrideCollision, message), report);
        }
    }

    fn is_not_from_self(&self, from: &str, report: &mut Report) -> Option<()> {
        if from == self.subgraph.name {
            let message = format!("`{self}` overrides itself");
            self.say(Diagnostic::new(Code::OverrideFromSelf, message), report);
            return None;
        }
        Some(())
    }

    fn is_from_known(
        &self,
        from: &str,
        subgraphs: &'a [Subgraph],
        report: &mut Report,
    ) -> Option<&'a Subgraph> {
        let source = subgraphs.iter().find(|other| other.name == from);
        if source.is_none() {
            let message =
                format!("`{self}` overrides `{from}`, and there is no subgraph of this name");
            let diagnostic = Diagnostic::new(Code::OverrideFromUnknown, message)
                .hint("correct the name, or remove @override once the subgraph is gone");
            self.say(diagnostic.suspicious(), report);
        }
        source
    }

    /// The field that is taken may not depend on what its own subgraph does not have, and may not
    /// take itself from a third one.
    fn source_is_plain(&self, source: &Subgraph, taken: &FieldDefinition, report: &mut Report) {
        if taken.directives.has(spec::OVERRIDE) {
            let message = format!(
                "`{self}` is overridden in both {} and {}",
                self.subgraph.name, source.name
            );
            self.say(Diagnostic::new(Code::OverrideSourceHasOverride, message), report);
        }
        let others = [(spec::REQUIRES, "@requires"), (spec::PROVIDES, "@provides")];
        for (directive, name) in others {
            if taken.directives.has(directive) {
                let message =
                    format!("`{self}` overrides a field that has {name} in {}", source.name);
                let diagnostic = Diagnostic::new(Code::OverrideCollision, message)
                    .hint(format!("remove {name} there, or move the field in one step"));
                self.say(diagnostic, report);
            }
        }
    }

    /// Only one can take a field over.
    fn twice(&self, source: &Subgraph, report: &mut Report) {
        let message =
            format!("`{self}` is taken over from {} by more than one subgraph", source.name);
        self.say(Diagnostic::new(Code::OverrideSourceHasOverride, message), report);
    }

    /// The label, which routers must be able to understand.
    fn label(&self, report: &mut Report) -> Option<&'a str> {
        let value = self.node.specified_argument_by_name("label")?;
        if value.is_null() {
            return None;
        }
        let label = value.as_str().unwrap_or_default();
        if !is_label(label) {
            let message = format!("the label `{label}` of @override on `{self}` is not one");
            let hint = "write `percent(…)` with a number from 0 to 100, or a name that begins with a letter \
                        and goes on in letters, digits and `_-:./`";
            self.say(Diagnostic::new(Code::OverrideLabelInvalid, message).hint(hint), report);
        }
        Some(label)
    }

    fn say(&self, diagnostic: Diagnostic, report: &mut Report) {
        report.push(diagnostic.coordinate(self).at(self.subgraph, self.node.location()));
    }
}

impl fmt::Display for Override<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.coordinate.0, self.coordinate.1)
    }
}

fn is_label(label: &str) -> bool {
    let percent = label.strip_prefix("percent(").and_then(|rest| rest.strip_suffix(')'));
    percent.is_some_and(is_percentage)
        || label.starts_with(|c: char| c.is_ascii_alphabetic())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || "_-:./".contains(c))
}

/// 0 to 100, with up to eight decimals.
fn is_percentage(text: &str) -> bool {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most| {
        (1..=most).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit())
    };
    text == "100" || digits(whole, 2) && digits(decimals, 8)
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
