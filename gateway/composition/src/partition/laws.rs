//! `@merge`: every field that several partitions answer has a law that fits its type. The walk
//! goes where laws lead: into connections, objects and groups.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node,
    ast::{Directive, FieldDefinition},
    schema::{Component, ObjectType},
};
use contract::partition::MergeLaw;

use super::{
    cuts::{self, Misfit},
    fit, routes, words,
};
use crate::{Code, Diagnostic, diagnostic::Report, model::Subgraph, spec};

const LAW_HINT: &str = "say @merge(law: …); averages, percentiles and distinct counts do not merge: \
                        send what they are made of";

pub(super) struct Laws<'a, 'r> {
    pub(super) subgraph: &'a Subgraph,
    report: &'r mut Report,
    /// Objects whose fields were checked, with the fields that needed no law.
    seen: BTreeSet<(&'a Name, Vec<&'a str>)>,
    /// Objects that are put together from all partitions.
    merged: BTreeSet<&'a Name>,
}

impl<'a, 'r> Laws<'a, 'r> {
    pub(super) fn new(subgraph: &'a Subgraph, report: &'r mut Report) -> Self {
        Self { subgraph, report, seen: BTreeSet::new(), merged: BTreeSet::new() }
    }

    /// Objects that are put together from all partitions, of all queries so far.
    pub(super) fn into_merged(self) -> BTreeSet<&'a Name> {
        self.merged
    }

    /// A query has a law, or goes to the one that owns what it asks for.
    pub(super) fn query(&mut self, name: &'a Name, field: &'a Component<FieldDefinition>) {
        let place = format!("Query.{name}");
        if field.directives.has(spec::MERGE) {
            return self.field(&place, field);
        }
        match routes::owner(field) {
            Some(routes::Owner::One) => {}
            Some(routes::Owner::OfEach) if field.ty.is_list() => {}
            Some(routes::Owner::OfEach) => {
                let message = format!(
                    "`{place}` takes a list of ids, and does not return a list aligned with it"
                );
                self.push(
                    Code::PartitionLawMissing,
                    &place,
                    field,
                    message,
                    "return a list, or take one id",
                );
            }
            None => {
                let message = format!(
                    "several partitions answer `{place}`, and nothing says how they become one answer"
                );
                let hint = "say @merge(law: …), or take a required argument with @route(by: ID)";
                self.push(Code::PartitionLawMissing, &place, field, message, hint);
            }
        }
    }

    fn field(&mut self, place: &str, field: &'a Component<FieldDefinition>) {
        let Some(rule) = field.directives.get(spec::MERGE) else {
            let message = format!("`{place}` is part of a merged object and has no law");
            return self.push(Code::PartitionLawMissing, place, field, message, LAW_HINT);
        };
        match words::law(rule) {
            Ok(law) => self.law(law, place, field, rule),
            Err(unknown) => {
                let message = format!("the law of `{place}`: {unknown}");
                self.push(Code::PartitionLawUnknown, place, field, message, LAW_HINT);
            }
        }
    }

    fn law(
        &mut self,
        law: MergeLaw,
        place: &str,
        field: &'a Component<FieldDefinition>,
        rule: &'a Node<Directive>,
    ) {
        self.says_by(law, place, field, rule);
        if let Some(wanted) = fit::wanted(self.subgraph, law, &field.ty) {
            return self.misfit(law, place, field, wanted);
        }
        if let Some(Misfit { message, hint }) = cuts::misfit(self.subgraph, law, field) {
            let message = format!("{law} on `{place}`, which {message}");
            self.push(Code::PartitionLawMisfit, place, field, message, hint);
        }
        let inner = self.subgraph.object(field.ty.inner_named_type());
        let Some(inner) = inner else { return };
        let by = words::merge_by(rule);
        match law {
            MergeLaw::Sorted => self.by_fields(place, field, inner, &by, true),
            MergeLaw::Connection => self.fields(inner, &["edges", "nodes", "pageInfo"]),
            MergeLaw::Object => {
                self.merged.insert(&inner.name);
                self.fields(inner, &[]);
            }
            MergeLaw::Grouped => {
                self.by_fields(place, field, inner, &by, false);
                self.fields(inner, &by);
            }
            _ => {}
        }
    }

    /// Every field of a merged object has a law, but for those that the outer law knows.
    fn fields(&mut self, object: &'a ObjectType, known: &[&'a str]) {
        if !self.seen.insert((&object.name, known.to_vec())) {
            return;
        }
        for (name, field) in &object.fields {
            if !known.contains(&name.as_str()) && !self.subgraph.is_external(&object.name, field) {
                self.field(&format!("{}.{name}", object.name), field);
            }
        }
    }

    /// Says that a law is not for the type of a field.
    pub(super) fn misfit(
        &mut self,
        law: MergeLaw,
        place: &str,
        field: &'a Component<FieldDefinition>,
        wanted: &str,
    ) {
        let message = format!("{law} on `{place}` needs {wanted}; it is `{}`", field.ty);
        let hint = "choose a law that fits the type";
        self.push(Code::PartitionLawMisfit, place, field, message, hint);
    }

    pub(super) fn push(
        &mut self,
        code: Code,
        place: &str,
        field: &Component<FieldDefinition>,
        message: String,
        hint: &str,
    ) {
        let diagnostic = Diagnostic::new(code, message).coordinate(place).hint(hint);
        self.report.push(diagnostic.at(self.subgraph, field.name.location()));
    }
}
