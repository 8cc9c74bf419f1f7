//! `@route`: where it may stand, and whether it leaves one partition.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node,
    ast::{Directive, FieldDefinition, InputValueDefinition, Type},
    schema::ExtendedType,
};
use contract::partition::RouteBy;

use super::words;
use crate::{
    Code, Diagnostic,
    diagnostic::Report,
    model::{Subgraph, fields_of},
    spec,
};

/// How a root field comes to have one owner.
pub(super) const OWNER_HINT: &str =
    "give it a required argument with @route(by: ID) or a single one with @route(by: KEY)";

/// Whom the required routes of a root field leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Exactly one partition.
    One,
    /// The owner of each id of a list.
    OfEach,
}

/// Whether a required argument leaves one partition, or one for each item.
pub(super) fn owner(field: &FieldDefinition) -> Option<Owner> {
    let owners = field.arguments.iter().filter_map(|argument| {
        let by = words::route_by(argument.directives.get(spec::ROUTE)?).ok()?;
        let is_given = argument.is_required()
            || (argument.ty.is_non_null() && argument.default_value.is_some());
        match (by, argument.ty.is_list()) {
            (RouteBy::Id | RouteBy::Key, false) if is_given => Some(Owner::One),
            (RouteBy::Id, true) if is_given => Some(Owner::OfEach),
            _ => None,
        }
    });
    owners.min_by_key(|owner| *owner != Owner::One)
}

/// Checks every `@route` of a subgraph.
pub(super) fn check(subgraph: &Subgraph, report: &mut Report) {
    let mut routes = Routes { subgraph, report, reachable: BTreeSet::new() };
    for root in ["Query", "Mutation", "Subscription"] {
        for field in subgraph.fields(root).into_iter().flat_map(|fields| fields.values()) {
            for argument in &field.arguments {
                routes.reach(&argument.ty);
            }
        }
    }
    for (type_name, definition) in subgraph.types() {
        routes.in_type(type_name, definition);
    }
}

struct Routes<'a, 'r> {
    subgraph: &'a Subgraph,
    report: &'r mut Report,
    /// Input objects that arguments of root fields hold, not in lists.
    reachable: BTreeSet<&'a Name>,
}

impl<'a> Routes<'a, '_> {
    fn reach(&mut self, ty: &'a Type) {
        let name = ty.inner_named_type();
        let Some(input) = self.subgraph.schema.get_input_object(name) else { return };
        if ty.is_list() || !self.reachable.insert(name) {
            return;
        }
        for field in input.fields.values() {
            self.reach(&field.ty);
        }
    }

    fn in_type(&mut self, type_name: &'a Name, definition: &'a ExtendedType) {
        let is_root = matches!(type_name.as_str(), "Query" | "Mutation" | "Subscription");
        for field in fields_of(definition).into_iter().flat_map(|fields| fields.values()) {
            let place = format!("{type_name}.{}", field.name);
            if let Some(route) = field.directives.get(spec::ROUTE) {
                self.key_field(type_name, &place, field, route);
            }
            for argument in &field.arguments {
                if let Some(route) = argument.directives.get(spec::ROUTE) {
                    let place = format!("{place}({}:)", argument.name);
                    if !is_root {
                        let problem = "only arguments of root fields choose partitions";
                        self.unused(&place, route, problem, "remove @route");
                    }
                    self.value(&place, argument, route);
                }
            }
        }
        let ExtendedType::InputObject(input) = definition else { return };
        for field in input.fields.values() {
            let Some(route) = field.directives.get(spec::ROUTE) else { continue };
            let place = format!("{type_name}.{}", field.name);
            if !self.reachable.contains(type_name) {
                let problem =
                    "no argument of a root field holds this input object, except in a list";
                let hint = "remove @route, or take the object outside of a list";
                self.unused(&place, route, problem, hint);
            }
            self.value(&place, field, route);
        }
    }

    fn key_field(
        &mut self,
        type_name: &Name,
        place: &str,
        field: &FieldDefinition,
        route: &Node<Directive>,
    ) {
        let coordinate = (type_name.clone(), field.name.clone());
        match words::route_by(route) {
            Err(unknown) => self.refuse(place, route, &format!("`by`: {unknown}"), "use KEY or ID"),
            Ok(RouteBy::Label) => {
                self.refuse(
                    place,
                    route,
                    "a label does not tell which partition owns an entity",
                    "use KEY or ID",
                );
            }
            Ok(_) if !self.subgraph.facts.key_fields.contains(&coordinate) => {
                let problem = "the field is part of no @key";
                self.unused(place, route, problem, "put @route on a field of the key");
            }
            Ok(_) => {}
        }
    }

    fn value(&mut self, place: &str, value: &InputValueDefinition, route: &Node<Directive>) {
        match words::route_by(route) {
            Err(unknown) => {
                self.refuse(place, route, &format!("`by`: {unknown}"), "use KEY, LABEL or ID");
            }
            Ok(RouteBy::Label) if words::label(route).is_none_or(str::is_empty) => {
                self.refuse(
                    place,
                    route,
                    "a route by LABEL does not say which label",
                    "add `label: \"…\"`",
                );
            }
            Ok(RouteBy::Key | RouteBy::Id) if words::label(route).is_some() => {
                self.refuse(
                    place,
                    route,
                    "`label` has a meaning with LABEL only",
                    "remove `label`",
                );
            }
            Ok(_) => {}
        }
        let inner = self.subgraph.schema.types.get(value.ty.inner_named_type());
        if inner.is_some_and(|definition| !definition.is_leaf()) || value.ty.item_type().is_list() {
            self.refuse(
                place,
                route,
                "a route is a scalar or a list of scalars",
                "put @route on the field that holds it",
            );
        }
    }

    fn refuse(&mut self, place: &str, route: &Node<Directive>, problem: &str, hint: &str) {
        let message = format!("@route on `{place}`: {problem}");
        let diagnostic =
            Diagnostic::new(Code::PartitionRouteInvalid, message).coordinate(place).hint(hint);
        self.report.push(diagnostic.at(self.subgraph, route.location()));
    }

    /// A route that does no harm: its value is not looked at, and every partition is asked.
    fn unused(&mut self, place: &str, route: &Node<Directive>, problem: &str, hint: &str) {
        let message = format!("@route on `{place}` means nothing: {problem}");
        let diagnostic = Diagnostic::new(Code::PartitionRouteUnused, message).suspicious();
        let diagnostic = diagnostic.coordinate(place).hint(hint);
        self.report.push(diagnostic.at(self.subgraph, route.location()));
    }
}
