//! The district's schema as an older version has it.

use apollo_compiler::ast::{Definition, Document};

/// The SDL of the district service without some fields, each a type and a name.
///
/// # Panics
/// When the SDL cannot be read.
#[must_use]
pub fn sdl_without(lacked: &[(&str, &str)]) -> String {
    let mut document = Document::parse(district::sdl(), "district.graphql").expect("valid SDL");
    for definition in &mut document.definitions {
        if let Definition::ObjectTypeDefinition(object) = definition {
            let object = object.make_mut();
            let name = object.name.clone();
            let is_lacked = |field: &str| lacked.contains(&(name.as_str(), field));
            object.fields.retain(|field| !is_lacked(&field.name));
        }
    }
    document.to_string()
}
