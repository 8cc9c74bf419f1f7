//! Concrete types of the whole supergraph, inaccessible ones included: subgraphs send them too.

use std::collections::BTreeMap;

use apollo_compiler::{Schema, schema::ExtendedType};
use gateway_plan::PathSegment;
use hive_router_query_planner::planner::plan_nodes::{
    FetchNodePathSegment, FetchRewrite, FlattenNodePathSegment,
};

use gateway_plan::{Rewrite, RewriteSegment};

/// Looks up types of the supergraph.
pub(super) struct Types<'a> {
    implementers: BTreeMap<&'a str, Vec<&'a str>>,
    schema: &'a Schema,
}

impl<'a> Types<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut implementers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, definition) in &schema.types {
            if let ExtendedType::Object(object) = definition {
                for interface in &object.implements_interfaces {
                    implementers.entry(interface.name.as_str()).or_default().push(name);
                }
            }
        }
        Self { implementers, schema }
    }

    /// The names that `__typename` can have where a type condition holds. The condition itself is
    /// among them, as an interface that is an object in a subgraph has no other name there.
    pub(super) fn names_for(&self, condition: &str) -> Vec<String> {
        let mut names = vec![condition.to_owned()];
        match self.schema.types.get(condition) {
            Some(ExtendedType::Interface(_)) => {
                let implementers = self.implementers.get(condition);
                names.extend(implementers.into_iter().flatten().map(|name| (*name).to_owned()));
            }
            Some(ExtendedType::Union(union_type)) => {
                names = union_type.members.iter().map(|member| member.to_string()).collect();
            }
            _ => {}
        }
        names.sort();
        names
    }

    /// The same for several conditions of which one holds.
    pub(super) fn names_for_any<'s>(
        &self,
        conditions: impl IntoIterator<Item = &'s String>,
    ) -> Vec<String> {
        let mut names: Vec<String> =
            conditions.into_iter().flat_map(|condition| self.names_for(condition)).collect();
        names.sort();
        names.dedup();
        names
    }

    /// A path from the root of the answer on. The root is of its type without anybody asking.
    pub(super) fn path(&self, path: &[FlattenNodePathSegment]) -> Vec<PathSegment> {
        let is_of_root = |segment: &&FlattenNodePathSegment| {
            matches!(segment, FlattenNodePathSegment::TypeCondition(_))
        };
        path.iter()
            .skip_while(is_of_root)
            .map(|segment| match segment {
                FlattenNodePathSegment::Field(name) => PathSegment::Field(name.clone()),
                FlattenNodePathSegment::List => PathSegment::List,
                FlattenNodePathSegment::TypeCondition(conditions) => {
                    PathSegment::OnTypes(self.names_for_any(conditions))
                }
            })
            .collect()
    }

    pub(super) fn rewrites(&self, rewrites: Option<&Vec<FetchRewrite>>) -> Vec<Rewrite> {
        rewrites.into_iter().flatten().map(|rewrite| self.rewrite(rewrite)).collect()
    }

    fn rewrite(&self, rewrite: &FetchRewrite) -> Rewrite {
        match rewrite {
            FetchRewrite::ValueSetter(setter) => Rewrite::Set {
                path: self.rewrite_path(&setter.path),
                value: setter.set_value_to.clone(),
            },
            FetchRewrite::KeyRenamer(renamer) => Rewrite::Rename {
                path: self.rewrite_path(&renamer.path),
                to: renamer.rename_key_to.clone(),
            },
        }
    }

    fn rewrite_path(&self, path: &[FetchNodePathSegment]) -> Vec<RewriteSegment> {
        path.iter()
            .map(|segment| match segment {
                FetchNodePathSegment::Key(key) => RewriteSegment::Key(key.clone()),
                FetchNodePathSegment::TypenameEquals(names) => {
                    RewriteSegment::OnTypes(self.names_for_any(names))
                }
            })
            .collect()
    }
}
