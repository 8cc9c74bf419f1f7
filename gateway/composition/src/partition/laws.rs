//! `@merge`: every field that several partitions answer has a law that fits its type. The walk
//! goes where laws lead: into connections, objects and groups.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name, Node,
    ast::{Directive, FieldDefinition, Type},
    schema::{Component, ExtendedType, ObjectType},
};
use contract::partition::MergeLaw;

use super::{
    cuts::{self, Misfit},
    routes, shapes, words,
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
        let ty = &field.ty;
        let takes_by = matches!(law, MergeLaw::Sorted | MergeLaw::Grouped);
        if law != MergeLaw::Events && takes_by == words::merge_by(rule).is_empty() {
            let message = if takes_by {
                format!("{law} on `{place}` does not say which fields it goes by")
            } else {
                format!("{law} on `{place}` goes by no fields")
            };
            let hint = if takes_by { "add `by: […]`" } else { "remove `by`" };
            self.push(Code::PartitionByInvalid, place, field, message, hint);
        }
        match law {
            MergeLaw::Concat => {
                self.expect(ty.is_list(), law, place, field, "a list");
                self.fits_arguments(law, place, field, cuts::of_rows(law, field));
            }
            MergeLaw::Sorted => self.sorted(place, field, rule),
            MergeLaw::Connection => self.connection(place, field),
            MergeLaw::Object => self.object(place, field),
            MergeLaw::Grouped => self.grouped(place, field, rule),
            MergeLaw::Coverage => self.coverage(place, field),
            MergeLaw::Sum => {
                let fits = !ty.is_list() && self.is_number(ty);
                self.expect(fits, law, place, field, "a number");
            }
            MergeLaw::Min | MergeLaw::Max => {
                let fits = !ty.is_list() && self.is_leaf(ty) && !self.is(ty, "Boolean");
                self.expect(fits, law, place, field, "a number or a scalar that sorts as one");
            }
            MergeLaw::And | MergeLaw::Or => {
                let fits = !ty.is_list() && self.is(ty, "Boolean");
                self.expect(fits, law, place, field, "a Boolean");
            }
            MergeLaw::Same => {}
            MergeLaw::Union => {
                let fits = ty.is_list() && !ty.item_type().is_list() && self.is_leaf(ty);
                self.expect(fits, law, place, field, "a list of scalars");
                self.fits_arguments(law, place, field, cuts::of_whole(law, field));
            }
            MergeLaw::Histogram => {
                let fits = ty.is_list()
                    && ty.item_type().is_list()
                    && self.is(ty, "Int")
                    && shapes::is_depth(ty, 2);
                self.expect(fits, law, place, field, "a list of `[bin, count]` pairs, `[[Int!]!]`");
                self.fits_arguments(law, place, field, cuts::of_whole(law, field));
            }
            MergeLaw::Events => self.expect(false, law, place, field, "a subscription"),
        }
    }

    fn sorted(
        &mut self,
        place: &str,
        field: &'a Component<FieldDefinition>,
        rule: &'a Node<Directive>,
    ) {
        let Some(object) = self.list_of_objects(MergeLaw::Sorted, place, field) else { return };
        self.fits_arguments(MergeLaw::Sorted, place, field, cuts::of_rows(MergeLaw::Sorted, field));
        for name in words::merge_by(rule) {
            self.by_field(place, field, object, name, true);
        }
    }

    fn grouped(
        &mut self,
        place: &str,
        field: &'a Component<FieldDefinition>,
        rule: &'a Node<Directive>,
    ) {
        let Some(object) = self.list_of_objects(MergeLaw::Grouped, place, field) else { return };
        let misfit = cuts::of_whole(MergeLaw::Grouped, field);
        self.fits_arguments(MergeLaw::Grouped, place, field, misfit);
        let by = words::merge_by(rule);
        for name in &by {
            self.by_field(place, field, object, name, false);
        }
        self.fields(object, &by);
    }

    /// A name in `by` is a leaf of the object; where order matters, never null.
    pub(super) fn by_field(
        &mut self,
        place: &str,
        field: &'a Component<FieldDefinition>,
        object: &ObjectType,
        name: &str,
        ordered: bool,
    ) {
        let Some(key) = object.fields.get(name) else {
            let known: Vec<&str> = object.fields.keys().map(Name::as_str).collect();
            let message =
                format!("`{place}` goes by `{name}`, which is no field of `{}`", object.name);
            let hint = format!("its fields are {}", known.join(", "));
            return self.push(Code::PartitionByInvalid, place, field, message, &hint);
        };
        if key.ty.is_list()
            || !self.is_leaf(&key.ty)
            || key.arguments.iter().any(|argument| argument.is_required())
        {
            let message = format!("`{place}` goes by `{name}`, which cannot be compared");
            self.push(
                Code::PartitionByInvalid,
                place,
                field,
                message,
                "go by scalars and enums without arguments",
            );
        } else if ordered && !key.ty.is_non_null() {
            let message = format!("`{place}` is sorted by `{name}`, which can be null");
            self.push(
                Code::PartitionByInvalid,
                place,
                field,
                message,
                "make the sort key non-null",
            );
        }
    }

    fn connection(&mut self, place: &str, field: &'a Component<FieldDefinition>) {
        let connection = shapes::connection(self.subgraph, &field.ty);
        let wanted = "a Relay connection: `edges { cursor: String! node }` and `pageInfo`";
        self.expect(connection.is_some(), MergeLaw::Connection, place, field, wanted);
        if let Some(connection) = connection {
            self.fields(connection, &["edges", "nodes", "pageInfo"]);
        }
    }

    fn coverage(&mut self, place: &str, field: &'a Component<FieldDefinition>) {
        let fits = shapes::is_coverage(self.subgraph, &field.ty);
        let wanted =
            "a coverage object: `asked`, `answered`, `missing { code reason }`, `complete`";
        self.expect(fits, MergeLaw::Coverage, place, field, wanted);
    }

    fn object(&mut self, place: &str, field: &'a Component<FieldDefinition>) {
        let object =
            self.subgraph.object(field.ty.inner_named_type()).filter(|_| !field.ty.is_list());
        match object {
            Some(object) => {
                self.merged.insert(&object.name);
                self.fields(object, &[]);
            }
            None => self.expect(false, MergeLaw::Object, place, field, "an object"),
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

    fn fits_arguments(
        &mut self,
        law: MergeLaw,
        place: &str,
        field: &'a Component<FieldDefinition>,
        misfit: Option<Misfit>,
    ) {
        if let Some(Misfit { message, hint }) = misfit {
            let message = format!("{law} on `{place}`, which {message}");
            self.push(Code::PartitionLawMisfit, place, field, message, hint);
        }
    }

    fn list_of_objects(
        &mut self,
        law: MergeLaw,
        place: &str,
        field: &'a Component<FieldDefinition>,
    ) -> Option<&'a ObjectType> {
        let object = self
            .subgraph
            .object(field.ty.inner_named_type())
            .filter(|_| shapes::is_depth(&field.ty, 1));
        self.expect(object.is_some(), law, place, field, "a list of objects");
        object
    }

    pub(super) fn expect(
        &mut self,
        fits: bool,
        law: MergeLaw,
        place: &str,
        field: &'a Component<FieldDefinition>,
        wanted: &str,
    ) {
        if !fits {
            let message = format!("{law} on `{place}` needs {wanted}; it is `{}`", field.ty);
            self.push(
                Code::PartitionLawMisfit,
                place,
                field,
                message,
                "choose a law that fits the type",
            );
        }
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

    fn is_leaf(&self, ty: &Type) -> bool {
        self.subgraph.schema.types.get(ty.inner_named_type()).is_some_and(ExtendedType::is_leaf)
    }

    fn is(&self, ty: &Type, name: &str) -> bool {
        ty.inner_named_type() == name
    }

    /// A number, or a scalar of the subgraph's own that may be one.
    fn is_number(&self, ty: &Type) -> bool {
        let name = ty.inner_named_type();
        let is_scalar =
            matches!(self.subgraph.schema.types.get(name), Some(ExtendedType::Scalar(_)));
        is_scalar && !matches!(name.as_str(), "String" | "ID" | "Boolean")
    }
}
