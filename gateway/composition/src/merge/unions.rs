//! Unions: every member that some subgraph knows.

use apollo_compiler::{
    Name,
    collections::IndexSet,
    schema::{ComponentOrigin, ExtendedType, UnionType},
};

use super::{Merger, Source, join};

impl<'a> Merger<'a, '_> {
    pub(super) fn union(
        &mut self,
        name: &Name,
        sources: &[Source<'a, ExtendedType>],
    ) -> ExtendedType {
        let mut members = IndexSet::default();
        let mut joins = Vec::new();
        for (subgraph, definition) in sources {
            for member in
                definition.as_union().into_iter().flat_map(|union_type| &union_type.members)
            {
                members.insert(member.name.to_component(ComponentOrigin::Definition));
                joins.push(join::union_member(&subgraph.graph, &member.name));
            }
        }
        let description = self.type_description(name, sources);
        UnionType {
            description,
            name: name.clone(),
            directives: self.type_directives(name, sources, joins),
            members,
        }
        .into()
    }
}
