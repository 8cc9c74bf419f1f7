//! What a version lacks of input types, and which input types hold such types: values of
//! variables are held against this when a request comes.

use std::collections::BTreeMap;

use apollo_compiler::{Schema, schema::ExtendedType};
use gateway_plan::skew::InputSkew;
use gateway_supergraph::PartitionVersion;

/// The enums and input objects of which a value may be one that the version cannot take.
pub(super) fn lacked(schema: &Schema, version: &PartitionVersion) -> BTreeMap<String, InputSkew> {
    let mut found: BTreeMap<String, InputSkew> = BTreeMap::new();
    for coordinate in &version.lacks {
        let Some((type_name, element)) = coordinate.split_once('.') else { continue };
        let is_input = matches!(
            schema.types.get(type_name),
            Some(ExtendedType::Enum(_) | ExtendedType::InputObject(_))
        );
        if is_input {
            let of_type = found.entry(type_name.to_owned()).or_default();
            of_type.lacks.insert(element.to_owned());
        }
    }
    while add_holders(schema, &mut found) {}
    found
}

/// Adds the input objects that hold a type which is known to lack something; false when all are.
fn add_holders(schema: &Schema, found: &mut BTreeMap<String, InputSkew>) -> bool {
    let mut is_new = false;
    for (type_name, definition) in &schema.types {
        let ExtendedType::InputObject(input) = definition else { continue };
        for (field_name, field) in &input.fields {
            let inner = field.ty.inner_named_type().as_str();
            if found.contains_key(inner) {
                let fields = &mut found.entry(type_name.to_string()).or_default().fields;
                is_new |= fields.insert(field_name.to_string(), inner.to_owned()).is_none();
            }
        }
    }
    is_new
}
