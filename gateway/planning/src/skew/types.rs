//! The types of a version, as the supergraph's join directives tell them: what an object is to it on
//! which a fragment stands.

use apollo_compiler::{
    Name,
    ast::{FieldDefinition, Type},
    schema::ExtendedType,
};

use super::{found::Scope, prune::Pruner};

impl<'a> Pruner<'a> {
    /// The type conditions that say the same to the version: none when it has no such object, and
    /// the objects of an interface that it does not have yet.
    pub(super) fn conditions(&self, condition: &Name, scope: Scope<'_>) -> Vec<Option<Name>> {
        let is_lacked_member = scope.parent.is_some_and(|parent| {
            self.schema.types.get(parent).is_some_and(ExtendedType::is_union)
                && self.lacks.contains(&format!("{parent}.{condition}"))
        });
        if is_lacked_member {
            return Vec::new();
        }
        if !self.lacks.contains(condition.as_str()) {
            return vec![Some(condition.clone())];
        }
        if !self.schema.types.get(condition).is_some_and(ExtendedType::is_interface) {
            return Vec::new();
        }
        let objects = self.schema.types.iter().filter(|(name, definition)| {
            let implements = definition.as_object().is_some_and(|object| {
                object.implements_interfaces.iter().any(|interface| interface.name == *condition)
            });
            implements && !self.lacks.contains(name.as_str()) && self.is_in_graph(definition)
        });
        objects
            .filter(|(name, _)| scope.parent.is_none_or(|parent| self.can_be(parent, name)))
            .map(|(name, _)| (scope.parent != Some(name.as_str())).then(|| name.clone()))
            .collect()
    }

    fn is_in_graph(&self, definition: &ExtendedType) -> bool {
        definition.directives().get_all("join__type").any(|join| {
            let graph = join.specified_argument_by_name("graph");
            graph.and_then(|graph| graph.as_enum()).is_some_and(|graph| graph == self.graph)
        })
    }

    /// Whether an object of this name can stand where a type is expected.
    fn can_be(&self, parent: &str, object: &Name) -> bool {
        match self.schema.types.get(parent) {
            Some(ExtendedType::Union(union_type)) => {
                union_type.members.iter().any(|member| member.name == *object)
                    && !self.lacks.contains(&format!("{parent}.{object}"))
            }
            Some(ExtendedType::Interface(_)) => self.schema.is_subtype(parent, object),
            _ => parent == object.as_str(),
        }
    }

    pub(super) fn definition(&self, parent: &str, field: &str) -> Option<&'a FieldDefinition> {
        match self.schema.types.get(parent)? {
            ExtendedType::Object(object) => object.fields.get(field).map(|field| &***field),
            ExtendedType::Interface(interface) => {
                interface.fields.get(field).map(|field| &***field)
            }
            _ => None,
        }
    }

    /// The type of a field as this subgraph has it.
    pub(super) fn type_of(&self, definition: &'a FieldDefinition) -> Option<&'a str> {
        let own = definition.directives.get_all("join__field").find_map(|join| {
            let graph = join.specified_argument_by_name("graph")?.as_enum()?;
            let text = join.specified_argument_by_name("type")?.as_str()?;
            (graph == self.graph).then(|| Type::parse(text, "type").ok())?
        });
        let named = own.as_ref().unwrap_or(&definition.ty).inner_named_type();
        self.name_in_schema(named)
    }

    pub(super) fn name_in_schema(&self, name: &str) -> Option<&'a str> {
        self.schema.types.get_key_value(name).map(|(name, _)| name.as_str())
    }
}
