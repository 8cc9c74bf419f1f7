//! Subscriptions of partitioned subgraphs: events come from one partition, or from several by the
//! law `EVENTS`. With `by`, that law also says how a partition goes on after it was lost: each event
//! carries its position, and the argument `after` takes one.

use apollo_compiler::{
    Name, Node,
    ast::{Directive, FieldDefinition},
    schema::Component,
};
use contract::partition::{AFTER_ARGUMENT, MergeLaw};

use super::{laws::Laws, routes, words};
use crate::{Code, spec};

impl<'a> Laws<'a, '_> {
    /// A subscription is of one partition, or has the law of events.
    pub(super) fn subscription(&mut self, name: &Name, field: &'a Component<FieldDefinition>) {
        let place = format!("Subscription.{name}");
        let Some(rule) = field.directives.get(spec::MERGE) else {
            if routes::owner(field) != Some(routes::Owner::One) {
                let message = format!("nothing says which partitions send the events of `{place}`");
                let hint = format!("say @merge(law: EVENTS), or {}", routes::OWNER_HINT);
                self.push(Code::PartitionOwnerMissing, &place, field, message, &hint);
            }
            return;
        };
        match words::law(rule) {
            Ok(MergeLaw::Events) => self.events(&place, field, rule),
            Ok(law) => {
                let message = format!("{law} on `{place}`: events are not put together");
                let hint = "say @merge(law: EVENTS): each event is passed on as it is";
                self.push(Code::PartitionLawMisfit, &place, field, message, hint);
            }
            Err(unknown) => {
                let message = format!("the law of `{place}`: {unknown}");
                self.push(
                    Code::PartitionLawUnknown,
                    &place,
                    field,
                    message,
                    "say @merge(law: EVENTS)",
                );
            }
        }
    }

    fn events(
        &mut self,
        place: &str,
        field: &'a Component<FieldDefinition>,
        rule: &'a Node<Directive>,
    ) {
        let by = words::merge_by(rule);
        let [position] = by.as_slice() else {
            if !by.is_empty() {
                let message = format!("EVENTS on `{place}` goes by more than one field");
                let hint = "name the one field that is the position of an event";
                self.push(Code::PartitionByInvalid, place, field, message, hint);
            }
            return;
        };
        let object =
            self.subgraph.object(field.ty.inner_named_type()).filter(|_| !field.ty.is_list());
        let Some(object) = object else {
            let wanted = "an object that has the position of the event";
            return self.misfit(MergeLaw::Events, place, field, wanted);
        };
        self.by_field(place, field, object, position, true);
        let position_type = object.fields.get(*position).map(|field| field.ty.inner_named_type());
        let after = field.argument_by_name(AFTER_ARGUMENT);
        let fits = after.is_some_and(|after| {
            !after.ty.is_non_null()
                && !after.ty.is_list()
                && position_type.is_none_or(|ty| after.ty.inner_named_type() == ty)
        });
        if !fits {
            let ty = position_type.map_or("String", Name::as_str);
            let message = format!("`{place}` cannot go on behind a position");
            let hint = format!("give it the argument `{AFTER_ARGUMENT}: {ty}`, or remove `by`");
            self.push(Code::PartitionByInvalid, place, field, message, &hint);
        }
    }
}
