//! The rules of partitioned subgraphs: how a field's answers merge, which arguments choose the
//! partitions of a root field, and which field of an entity names its owner.

mod read;
mod version;

use std::collections::BTreeMap;

use contract::partition::{MergeLaw, RouteBy};
use serde::Serialize;

pub(crate) use read::read;
pub use version::PartitionVersion;
pub(crate) use version::read as read_versions;

use crate::link::Links;

/// The identity of the partition specification: its URL without scheme and version.
pub(crate) const IDENTITY: &str = "specs.yituan.example/partition";

/// The rules of one partitioned subgraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PartitionRules {
    merges: BTreeMap<String, BTreeMap<String, MergeRule>>,
    routes: BTreeMap<String, BTreeMap<String, Vec<RouteRule>>>,
    keys: BTreeMap<String, Vec<KeyRoute>>,
    row_ids: BTreeMap<String, RowId>,
}

/// How the answers of several partitions to a field become one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeRule {
    /// The law.
    pub law: MergeLaw,
    /// The fields that it goes by: sort keys (`-name` for descending) or group keys.
    pub by: Vec<String>,
}

/// An argument of a root field, or a field of an input object in it, that chooses partitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteRule {
    /// The argument.
    pub argument: String,
    /// The input fields from the argument to the value; empty for the argument itself.
    pub path: Vec<String>,
    /// What the value says.
    pub by: RouteBy,
    /// For [`RouteBy::Label`]: the name of the label.
    pub label: Option<String>,
    /// Whether there is always a value: nothing on the way is nullable or has a default.
    pub required: bool,
    /// Whether the value is a list.
    pub list: bool,
}

/// A key field of an entity that names the partition that owns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyRoute {
    /// The field.
    pub field: String,
    /// Whether its value is a partition key or an id.
    pub by: RouteBy,
}

/// Where rows of a type have their id, by which they are known to be of the partition that sends
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowId {
    /// In a field of the type itself: of an interface, when it is the id of all its objects.
    Field(String),
    /// In fields of the objects of a union, or of an interface that has no such field: of those that
    /// have an id, object type and field.
    Objects(Vec<(String, String)>),
}

/// Whether a supergraph has partition rules at all.
pub(crate) fn is_declared(links: &Links) -> bool {
    links.find(IDENTITY).is_some()
}

impl PartitionRules {
    /// How a field merges; nothing when exactly one partition answers it.
    #[must_use]
    pub fn merge(&self, type_name: &str, field: &str) -> Option<&MergeRule> {
        self.merges.get(type_name)?.get(field)
    }

    /// What chooses the partitions of a root field, in the order of its arguments.
    #[must_use]
    pub fn routes(&self, root_type: &str, field: &str) -> &[RouteRule] {
        self.routes.get(root_type).and_then(|fields| fields.get(field)).map_or(&[], Vec::as_slice)
    }

    /// The key fields of an entity that name its owner.
    #[must_use]
    pub fn key_routes(&self, type_name: &str) -> &[KeyRoute] {
        self.keys.get(type_name).map_or(&[], Vec::as_slice)
    }

    /// Where rows of this type have their id, when they have one.
    #[must_use]
    pub fn row_id(&self, type_name: &str) -> Option<&RowId> {
        self.row_ids.get(type_name)
    }

    /// The key field of an entity that names its owner, of those that a representation has.
    #[must_use]
    pub fn key_route<'a>(
        &'a self,
        type_name: &str,
        has: impl Fn(&str) -> bool,
    ) -> Option<&'a KeyRoute> {
        self.key_routes(type_name).iter().find(|route| has(&route.field))
    }

    /// Every field with a merge rule: type, field, rule.
    pub fn merges(&self) -> impl Iterator<Item = (&str, &str, &MergeRule)> {
        self.merges.iter().flat_map(|(type_name, fields)| {
            fields.iter().map(move |(field, rule)| (type_name.as_str(), field.as_str(), rule))
        })
    }
}
