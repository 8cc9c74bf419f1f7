//! Fields of objects and interfaces: one type everywhere, and nullable where a partition lacks it.

use apollo_compiler::{
    Name,
    ast::FieldDefinition,
    collections::{IndexMap, IndexSet},
    schema::{Component, ExtendedType},
};

use super::{Held, Union};
use crate::{
    Code,
    model::{Fields, fields_of},
};

impl<'a> Union<'a, '_> {
    pub(super) fn fields(&mut self, type_name: &Name, held: &[Held<'a, ExtendedType>]) -> Fields {
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
        field: &Component<FieldDefinition>,
        holders: &[Held<'a, Component<FieldDefinition>>],
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
}
