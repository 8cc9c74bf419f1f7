//! The types that clients of a contract can come to from the root types, over what they see.

use std::collections::BTreeSet;

use apollo_compiler::{Name, Node, Schema, ast::InputValueDefinition, schema::ExtendedType};

use super::{Names, select::hide_type};
use crate::{
    ingest::linked_types,
    model::{fields_of, interfaces_of},
};

/// Hides every type that nothing visible leads to.
pub(super) fn hide_others(schema: &mut Schema, names: &Names) {
    let reached = reached(schema, names);
    let of_specifications = linked_types(schema);
    for (name, definition) in &mut schema.types {
        let stays =
            definition.is_built_in() || of_specifications.owns(name) || reached.contains(name);
        if !stays {
            hide_type(definition, &names.inaccessible);
        }
    }
}

fn reached(schema: &Schema, names: &Names) -> BTreeSet<Name> {
    let walk = Walk { schema, inaccessible: &names.inaccessible };
    let roots = schema.schema_definition.iter_root_operations().map(|(_, root)| root.name.clone());
    let mut queue: Vec<Name> = roots.collect();
    for definition in schema.directive_definitions.values() {
        queue.extend(definition.arguments.iter().map(|one| one.ty.inner_named_type().clone()));
    }
    let mut reached = BTreeSet::new();
    while let Some(name) = queue.pop() {
        let Some(definition) = schema.types.get(&name) else { continue };
        if definition.directives().has(&names.inaccessible) || !reached.insert(name) {
            continue;
        }
        walk.next(definition, &mut queue);
    }
    reached
}

struct Walk<'a> {
    schema: &'a Schema,
    inaccessible: &'a Name,
}

impl Walk<'_> {
    /// Where a visible type leads to.
    fn next(&self, definition: &ExtendedType, queue: &mut Vec<Name>) {
        for field in fields_of(definition).into_iter().flat_map(|fields| fields.values()) {
            if !field.directives.has(self.inaccessible) {
                queue.push(field.ty.inner_named_type().clone());
                queue.extend(field.arguments.iter().filter_map(|argument| self.input(argument)));
            }
        }
        queue.extend(interfaces_of(definition).into_iter().cloned());
        match definition {
            ExtendedType::Interface(interface) => {
                let implements = |(_, other): &(&Name, &ExtendedType)| {
                    interfaces_of(other).contains(&&interface.name)
                };
                let found = self.schema.types.iter().filter(implements);
                queue.extend(found.map(|(name, _)| name.clone()));
            }
            ExtendedType::Union(union_type) => {
                queue.extend(union_type.members.iter().map(|member| member.name.clone()));
            }
            ExtendedType::InputObject(input) => {
                queue.extend(input.fields.values().filter_map(|field| self.input(&field.node)));
            }
            ExtendedType::Object(_) | ExtendedType::Scalar(_) | ExtendedType::Enum(_) => {}
        }
    }

    fn input(&self, value: &Node<InputValueDefinition>) -> Option<Name> {
        let is_hidden = value.directives.has(self.inaccessible);
        (!is_hidden).then(|| value.ty.inner_named_type().clone())
    }
}
