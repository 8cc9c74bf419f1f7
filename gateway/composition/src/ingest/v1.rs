//! Federation 1, in which nobody checked what federation 2 refuses: directives that mean nothing are
//! left out, as are external fields that nothing uses. Sharing needs no upgrade here, see
//! [`super::Ingested::is_v1`].

use apollo_compiler::{
    Name, Node, Schema,
    ast::{Directive, DirectiveList, Value},
    schema::ExtendedType,
    validation::Valid,
};

use crate::{
    field_set,
    model::{Facts, fields_of, interfaces_of},
    spec,
};

/// Leaves out what means nothing, before the schema is validated.
pub(super) fn upgrade(schema: &mut Schema) {
    let leaves: Vec<Name> = schema
        .types
        .iter()
        .filter(|(_, definition)| definition.is_leaf())
        .map(|(name, _)| name.clone())
        .collect();
    for definition in schema.types.values_mut().filter(|definition| !definition.is_built_in()) {
        match definition {
            ExtendedType::Interface(interface) => {
                let interface = interface.make_mut();
                interface.directives.retain(|directive| directive.name != spec::KEY);
                for field in interface.fields.values_mut() {
                    let nobody_resolves = [spec::EXTERNAL, spec::REQUIRES, spec::PROVIDES];
                    remove(&mut field.make_mut().directives, &nobody_resolves);
                }
            }
            ExtendedType::Object(object) => {
                let object = object.make_mut();
                object.directives.iter_mut().for_each(|key| join_fields(&mut key.node));
                for field in object.fields.values_mut().map(|field| field.make_mut()) {
                    field.directives.iter_mut().for_each(join_fields);
                    if leaves.contains(field.ty.inner_named_type()) {
                        remove(&mut field.directives, &[spec::PROVIDES]);
                    }
                    if field.directives.has(spec::EXTERNAL) {
                        remove(&mut field.directives, &[spec::TAG]);
                    }
                }
            }
            _ => {}
        }
    }
}

fn remove(directives: &mut DirectiveList, names: &[&str]) {
    directives.retain(|directive| !names.contains(&directive.name.as_str()));
}

/// Field sets could be lists of strings.
fn join_fields(directive: &mut Node<Directive>) {
    if ![spec::KEY, spec::REQUIRES, spec::PROVIDES].contains(&directive.name.as_str()) {
        return;
    }
    let given = directive.specified_argument_by_name("fields").and_then(|value| value.as_list());
    let Some(words) = given.map(|items| items.iter().map(|item| item.as_str())) else { return };
    let Some(words) = words.collect::<Option<Vec<&str>>>() else { return };
    let text = Node::new(Value::String(words.join(" ")));
    for argument in directive.make_mut().arguments.iter_mut().filter(|one| one.name == "fields") {
        argument.make_mut().value = text.clone();
    }
}

/// Leaves out requirements and provisions of what the subgraph has itself, and external fields that
/// nothing uses then.
pub(super) fn without_unused(schema: Valid<Schema>) -> Valid<Schema> {
    let facts = Facts::of(&schema);
    let mut changed = schema.as_ref().clone();
    let sets = [(spec::REQUIRES, &facts.requires), (spec::PROVIDES, &facts.provides)];
    for (directive, sets) in sets {
        for ((type_name, field), set) in sets {
            if !field_set::any_field(set, &mut |parent, field| is_external(&schema, parent, field))
            {
                without_directive(&mut changed, type_name, field, directive);
            }
        }
    }
    // Leaving out directives makes no schema invalid.
    let schema = Valid::assume_valid(changed);
    without_externals(schema)
}

fn is_external(schema: &Schema, type_name: &Name, field: &Name) -> bool {
    let of = |name: &Name| {
        let fields = schema.types.get(name).and_then(fields_of);
        fields
            .and_then(|fields| fields.get(field))
            .is_some_and(|found| found.directives.has(spec::EXTERNAL))
    };
    let is_one = |definition: &ExtendedType| interfaces_of(definition).contains(&type_name);
    let mut implementers = schema.types.iter().filter(|(_, definition)| is_one(definition));
    of(type_name) || implementers.any(|(name, _)| of(name))
}

fn without_directive(schema: &mut Schema, type_name: &Name, field: &Name, directive: &str) {
    if let Some(ExtendedType::Object(object)) = schema.types.get_mut(type_name)
        && let Some(field) = object.make_mut().fields.get_mut(field)
    {
        remove(&mut field.make_mut().directives, &[directive]);
    }
}

/// A field that no interface asks for can go, as long as the type keeps another one.
fn without_externals(schema: Valid<Schema>) -> Valid<Schema> {
    let facts = Facts::of(&schema);
    let mut changed = schema.as_ref().clone();
    for (name, definition) in &schema.types {
        let ExtendedType::Object(object) = definition else { continue };
        let is_asked_for = |field: &Name| {
            let fields = |interface| schema.types.get(interface).and_then(fields_of);
            let interfaces = interfaces_of(definition).into_iter();
            interfaces.filter_map(fields).any(|fields| fields.contains_key(field))
        };
        let stays: Vec<&Name> = object
            .fields
            .iter()
            .filter(|(field, found)| {
                !found.directives.has(spec::EXTERNAL)
                    || facts.used.contains(&(name.clone(), (*field).clone()))
                    || is_asked_for(field)
            })
            .map(|(field, _)| field)
            .collect();
        if !stays.is_empty()
            && let Some(ExtendedType::Object(object)) = changed.types.get_mut(name)
        {
            object.make_mut().fields.retain(|field, _| stays.contains(&field));
        }
    }
    Valid::assume_valid(changed)
}
