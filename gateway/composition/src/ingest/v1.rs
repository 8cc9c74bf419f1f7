//! Federation 1: fields of a key were marked external in extensions although the extension gives
//! their values. Sharing needs no upgrade here, see [`super::Ingested::is_v1`].

use std::collections::BTreeSet;

use apollo_compiler::{Name, Schema, schema::ExtendedType};

use crate::spec;

pub(super) fn upgrade(schema: &mut Schema, extensions: &BTreeSet<Name>) {
    for (name, definition) in &mut schema.types {
        let ExtendedType::Object(object) = definition else { continue };
        if !extensions.contains(name) {
            continue;
        }
        let keys: Vec<String> = object
            .directives
            .get_all(spec::KEY)
            .filter_map(|key| key.specified_argument_by_name("fields")?.as_str())
            .map(ToOwned::to_owned)
            .collect();
        let in_key = |field: &str| {
            keys.iter().any(|key| {
                key.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == field)
            })
        };
        for (field_name, field) in &mut object.make_mut().fields {
            if field.directives.has(spec::EXTERNAL) && in_key(field_name) {
                field.make_mut().directives.retain(|directive| directive.name != spec::EXTERNAL);
            }
        }
    }
}
