//! `@cost` and `@listSize` where they can be used: one function for each rule.

use apollo_compiler::{
    Node,
    ast::{Directive, FieldDefinition},
    schema::ExtendedType,
};

use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    merge::cost::names,
    model::{Subgraph, fields_of},
    spec,
};

pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    for (type_name, definition) in subgraph.types() {
        for (name, field) in fields_of(definition).into_iter().flatten() {
            let place = format!("{type_name}.{name}");
            if let Some(cost) = field.directives.get(spec::COST) {
                let one = Use { subgraph, place: &place, field, directive: cost };
                one.is_not_of_interface(definition, report);
            }
            for argument in &field.arguments {
                let place = format!("{type_name}.{name}({}:)", argument.name);
                weighs(subgraph, &place, argument.directives.get(spec::COST), report);
            }
            weighs(subgraph, &place, field.directives.get(spec::COST), report);
            if let Some(list_size) = field.directives.get(spec::LIST_SIZE) {
                let one = Use { subgraph, place: &place, field, directive: list_size };
                one.is_a_list(report);
                one.assumes_a_size(report);
                one.slices_by_numbers(report);
                one.sizes_lists(report);
            }
        }
        let of_type = definition.directives().get(spec::COST).map(|directive| &directive.node);
        weighs(subgraph, type_name, of_type, report);
        if let ExtendedType::InputObject(input) = definition {
            for (name, field) in &input.fields {
                let place = format!("{type_name}.{name}");
                weighs(subgraph, &place, field.directives.get(spec::COST), report);
            }
        }
    }
}

/// Planners read weights as sizes.
fn weighs(
    subgraph: &Subgraph,
    place: &str,
    directive: Option<&Node<Directive>>,
    report: &mut Report,
) {
    let Some(directive) = directive else { return };
    let weight = directive.specified_argument_by_name("weight").and_then(|weight| weight.to_i32());
    if weight.is_some_and(|weight| weight < 0) {
        let message =
            format!("@cost on `{place}` weighs less than nothing, which is not supported");
        let diagnostic = Diagnostic::new(Code::UnsupportedFeature, message).coordinate(place);
        let hint = "give it a weight of zero or more";
        report.push(diagnostic.hint(hint).at(subgraph, directive.location()));
    }
}

/// One directive on a field.
struct Use<'a> {
    subgraph: &'a Subgraph,
    place: &'a str,
    field: &'a FieldDefinition,
    directive: &'a Node<Directive>,
}

impl Use<'_> {
    /// Nobody resolves a field of an interface.
    fn is_not_of_interface(&self, definition: &ExtendedType, report: &mut Report) {
        if definition.is_interface() {
            let message = format!("@cost on `{}`, which is a field of an interface", self.place);
            self.say(Code::CostOnInterface, message, report);
        }
    }

    /// Sized fields are the lists of an object that is none itself, as of a connection.
    fn is_a_list(&self, report: &mut Report) {
        if !self.field.ty.is_list() && names(self.directive, "sizedFields").is_none() {
            let message =
                format!("@listSize on `{}`, which returns `{}`", self.place, self.field.ty);
            self.say(Code::ListSizeOnNonList, message, report);
        }
    }

    fn assumes_a_size(&self, report: &mut Report) {
        let size = self.directive.specified_argument_by_name("assumedSize");
        if size.and_then(|size| size.to_i32()).is_some_and(|size| size < 0) {
            let message = format!("@listSize on `{}` assumes a size below zero", self.place);
            self.say(Code::ListSizeAssumed, message, report);
        }
    }

    fn slices_by_numbers(&self, report: &mut Report) {
        for name in names(self.directive, "slicingArguments").into_iter().flatten() {
            let argument = self.field.argument_by_name(name);
            let is_number = argument.is_some_and(|argument| {
                !argument.ty.is_list() && argument.ty.inner_named_type() == "Int"
            });
            if !is_number {
                let message = format!(
                    "@listSize on `{}` slices by `{name}`, which is no argument that is an `Int`",
                    self.place
                );
                self.say(Code::ListSizeSlicing, message, report);
            }
        }
    }

    fn sizes_lists(&self, report: &mut Report) {
        let target = self.field.ty.inner_named_type();
        for name in names(self.directive, "sizedFields").into_iter().flatten() {
            let field = self.subgraph.field(target, name);
            let code = match field {
                Some(field) if field.ty.is_list() => continue,
                Some(_) => Code::ListSizeOnNonList,
                None => Code::ListSizeSized,
            };
            let message =
                format!("@listSize on `{}` sizes `{target}.{name}`, which is no list", self.place);
            self.say(code, message, report);
        }
    }

    fn say(&self, code: Code, message: String, report: &mut Report) {
        let diagnostic = Diagnostic::new(code, message).coordinate(self.place);
        report.push(diagnostic.at(self.subgraph, self.directive.location()));
    }
}
