//! Gives root types the names that they have in a supergraph.

use apollo_compiler::{
    Name, Node, Schema,
    ast::{FieldDefinition, InputValueDefinition, Type},
    collections::IndexMap,
    schema::{Component, ComponentName, ComponentOrigin, ExtendedType},
};

use super::Problems;
use crate::{Code, Diagnostic};

pub(super) fn rename(schema: &mut Schema, problems: &mut Problems<'_>) {
    let roots = schema.schema_definition.make_mut();
    let slots = [&mut roots.query, &mut roots.mutation, &mut roots.subscription];
    let mut renames = Vec::new();
    for (slot, canonical) in slots.into_iter().zip(["Query", "Mutation", "Subscription"]) {
        let canonical = Name::new_unchecked(canonical);
        let current = slot.as_ref().map(|root| root.name.clone());
        if slot.is_some() {
            *slot = Some(canonical.to_component(ComponentOrigin::Definition));
        }
        renames.push((current, canonical));
    }
    for (current, canonical) in renames {
        match current {
            Some(current) if current == canonical => {}
            _ if schema.types.contains_key(&canonical) => taken(schema, &canonical, problems),
            Some(current) => rename_type(schema, &current, &canonical),
            None => {}
        }
    }
}

fn taken(schema: &Schema, name: &Name, problems: &mut Problems<'_>) {
    let message = format!(
        "a type is called `{name}` and is not the root type that has this name in a supergraph"
    );
    let code = match name.as_str() {
        "Query" => Code::RootQueryUsed,
        "Mutation" => Code::RootMutationUsed,
        _ => Code::RootSubscriptionUsed,
    };
    let diagnostic = Diagnostic::new(code, message).coordinate(name).hint("rename the type");
    problems.push_at(
        schema,
        schema.types.get(name).and_then(|found| found.name().location()),
        diagnostic,
    );
}

fn rename_type(schema: &mut Schema, from: &Name, to: &Name) {
    let Some(mut definition) = schema.types.shift_remove(from) else { return };
    if let ExtendedType::Object(object) = &mut definition {
        object.make_mut().name = to.clone();
    }
    schema.types.insert(to.clone(), definition);
    for definition in schema.types.values_mut().filter(|definition| !definition.is_built_in()) {
        match definition {
            ExtendedType::Object(object) => fields(&mut object.make_mut().fields, from, to),
            ExtendedType::Interface(interface) => {
                fields(&mut interface.make_mut().fields, from, to);
            }
            ExtendedType::Union(union_type) => {
                let members = std::mem::take(&mut union_type.make_mut().members);
                union_type.make_mut().members = members
                    .into_iter()
                    .map(|member| {
                        if member.name == *from {
                            ComponentName { name: to.clone(), ..member }
                        } else {
                            member
                        }
                    })
                    .collect();
            }
            // Input types, scalars and enums cannot refer to an object type.
            ExtendedType::InputObject(_) | ExtendedType::Scalar(_) | ExtendedType::Enum(_) => {}
        }
    }
}

fn fields(fields: &mut IndexMap<Name, Component<FieldDefinition>>, from: &Name, to: &Name) {
    for field in fields.values_mut() {
        if field.ty.inner_named_type() == from {
            in_type(&mut field.make_mut().ty, to);
        }
        for argument in &mut field.make_mut().arguments {
            argument_type(argument, from, to);
        }
    }
}

fn argument_type(argument: &mut Node<InputValueDefinition>, from: &Name, to: &Name) {
    if argument.ty.inner_named_type() == from {
        in_type(argument.make_mut().ty.make_mut(), to);
    }
}

fn in_type(ty: &mut Type, to: &Name) {
    match ty {
        Type::Named(name) | Type::NonNullNamed(name) => *name = to.clone(),
        Type::List(item) | Type::NonNullList(item) => in_type(item, to),
    }
}
