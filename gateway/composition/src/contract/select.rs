//! What a contract includes and excludes, by Apollo's rules: the tag of an object, interface, input
//! or enum is a tag of everything in it, except that what is in it can be excluded on its own;
//! a type of which nothing is left is hidden as a whole. Arguments are only excluded.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, InputValueDefinition},
    schema::{Component, ExtendedType},
};

use super::{ContractOptions, Names};
use crate::{Code, Diagnostic, diagnostic::Report, ingest::linked_types, merge::directive};

/// Hides what the contract leaves out.
pub(super) fn apply(
    schema: &mut Schema,
    options: &ContractOptions,
    names: &Names,
    report: &mut Report,
) {
    let mut selection = Selection { options, names, seen: BTreeSet::new() };
    let of_specifications = linked_types(schema);
    for (name, definition) in &mut schema.types {
        if !definition.is_built_in() && !of_specifications.owns(name) {
            selection.in_type(definition);
        }
    }
    for tag in options.include.iter().chain(&options.exclude) {
        if !selection.seen.contains(tag) {
            let message = format!("nothing in the supergraph has the tag `{tag}`");
            report.push(Diagnostic::new(Code::ContractTagUnknown, message));
        }
    }
}

struct Selection<'a> {
    options: &'a ContractOptions,
    names: &'a Names,
    /// The tags of the supergraph.
    seen: BTreeSet<String>,
}

/// What the tags of an element say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Included,
    Excluded,
    /// Nothing: what is around it decides.
    Silent,
}

impl Selection<'_> {
    fn verdict<'d>(&mut self, directives: impl Iterator<Item = &'d Node<Directive>>) -> Verdict {
        let mut verdict = Verdict::Silent;
        for directive in directives.filter(|directive| directive.name == self.names.tag.as_str()) {
            let name = directive.specified_argument_by_name("name").and_then(|name| name.as_str());
            let Some(tag) = name else { continue };
            self.seen.insert(tag.to_owned());
            if self.options.exclude.contains(tag) {
                verdict = Verdict::Excluded;
            } else if self.options.include.contains(tag) && verdict == Verdict::Silent {
                verdict = Verdict::Included;
            }
        }
        verdict
    }

    /// Whether an element stays, inside one that is included or not.
    fn stays(&self, verdict: Verdict, is_around_included: bool) -> bool {
        match verdict {
            Verdict::Included => true,
            Verdict::Excluded => false,
            Verdict::Silent => is_around_included || self.options.include.is_empty(),
        }
    }

    fn in_type(&mut self, definition: &mut ExtendedType) {
        let verdict = self.verdict(definition.directives().iter().map(|found| &found.node));
        let is_included = verdict == Verdict::Included;
        let has_children = match definition {
            ExtendedType::Object(object) => {
                let fields = &mut object.make_mut().fields;
                fields.values_mut().map(|field| self.field(field, is_included)).fold(false, or)
            }
            ExtendedType::Interface(interface) => {
                let fields = &mut interface.make_mut().fields;
                fields.values_mut().map(|field| self.field(field, is_included)).fold(false, or)
            }
            ExtendedType::InputObject(input) => {
                let fields = &mut input.make_mut().fields;
                fields.values_mut().map(|field| self.input(field, is_included)).fold(false, or)
            }
            ExtendedType::Enum(found) => {
                let values = &mut found.make_mut().values;
                let value = |value: &mut Component<_>| self.value(value, is_included);
                values.values_mut().map(value).fold(false, or)
            }
            // Of these, nothing inside has a tag.
            ExtendedType::Scalar(_) | ExtendedType::Union(_) => self.stays(verdict, false),
        };
        if verdict == Verdict::Excluded || !has_children {
            hide_type(definition, &self.names.inaccessible);
        }
    }

    /// Whether the field stays, as all of these.
    fn field(
        &mut self,
        field: &mut Component<apollo_compiler::ast::FieldDefinition>,
        is_around_included: bool,
    ) -> bool {
        let verdict = self.verdict(field.directives.iter());
        let field = field.make_mut();
        for argument in &mut field.arguments {
            self.argument(argument);
        }
        let stays = self.stays(verdict, is_around_included);
        self.keep(&mut field.directives, stays)
    }

    fn argument(&mut self, argument: &mut Node<InputValueDefinition>) {
        let verdict = self.verdict(argument.directives.iter());
        self.keep(&mut argument.make_mut().directives, verdict != Verdict::Excluded);
    }

    fn input(
        &mut self,
        field: &mut Component<InputValueDefinition>,
        is_around_included: bool,
    ) -> bool {
        let verdict = self.verdict(field.directives.iter());
        let stays = self.stays(verdict, is_around_included);
        self.keep(&mut field.make_mut().directives, stays)
    }

    fn value(
        &mut self,
        value: &mut Component<apollo_compiler::ast::EnumValueDefinition>,
        is_around_included: bool,
    ) -> bool {
        let verdict = self.verdict(value.directives.iter());
        let stays = self.stays(verdict, is_around_included);
        self.keep(&mut value.make_mut().directives, stays)
    }

    /// Hides what does not stay; whether clients see the element.
    fn keep(&self, directives: &mut apollo_compiler::ast::DirectiveList, stays: bool) -> bool {
        let name = &self.names.inaccessible;
        let is_hidden = directives.has(name);
        if !stays && !is_hidden {
            directives.push(Node::new(directive(name, [])));
        }
        stays && !is_hidden
    }
}

fn or(left: bool, right: bool) -> bool {
    left || right
}

/// Puts `@inaccessible` on a type that has it not.
pub(super) fn hide_type(definition: &mut ExtendedType, inaccessible: &Name) {
    if definition.directives().has(inaccessible) {
        return;
    }
    let hidden = Component::new(directive(inaccessible, []));
    match definition {
        ExtendedType::Scalar(found) => found.make_mut().directives.push(hidden),
        ExtendedType::Object(found) => found.make_mut().directives.push(hidden),
        ExtendedType::Interface(found) => found.make_mut().directives.push(hidden),
        ExtendedType::Union(found) => found.make_mut().directives.push(hidden),
        ExtendedType::Enum(found) => found.make_mut().directives.push(hidden),
        ExtendedType::InputObject(found) => found.make_mut().directives.push(hidden),
    }
}
