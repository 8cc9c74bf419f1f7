//! Merge laws made concrete: which law holds under which response key of one operation.

use apollo_compiler::{
    Schema,
    ast::{FieldDefinition, Value},
    schema::Component,
};
use contract::{
    page::DEFAULT_SIZE,
    partition::{AFTER_ARGUMENT as AFTER, FIRST_ARGUMENTS, LAST_ARGUMENT, MergeLaw},
};
use gateway_plan::{
    ConnectionGather, EventPosition, Gather, PageInfoField, SortKey,
    gather::{CoverageField, CursorKeys, MissingField, RowIds},
};
use gateway_query_planner::Field;
use gateway_supergraph::{MergeRule, PartitionRules, RowId};

use super::selection::{ByKey, fields_by_key};
use crate::error::PlanningError;

/// Makes gathers for one partitioned subgraph.
pub(super) struct Gatherer<'a> {
    pub(super) rules: &'a PartitionRules,
    pub(super) schema: &'a Schema,
    pub(super) subgraph: &'a str,
    /// What the aliases of added fields begin with.
    pub(super) prefix: &'a str,
}

/// The selections of one object by response key, and whether each is always there.
type Fields<'s> = ByKey<(&'s Field, bool)>;

impl<'a> Gatherer<'a> {
    /// How the selections of one response key are gathered, all of one field of `parent`.
    pub(super) fn gather(&self, parent: &str, fields: &[&Field]) -> Result<Gather, PlanningError> {
        let Some(first) = fields.first() else { return Ok(Gather::Typename) };
        let name = first.name.as_str();
        if name == "__typename" {
            return Ok(Gather::Typename);
        }
        let rule = self.rules.merge(parent, name).ok_or_else(|| self.no_law(parent, name))?;
        let inner = self.return_type(parent, name).unwrap_or_default();
        Ok(match rule.law {
            MergeLaw::Concat => cut(fields, self.held(inner, fields, Gather::Concat)),
            MergeLaw::Sorted => {
                let by = self.sort_keys(parent, rule, fields)?;
                cut(fields, self.held(inner, fields, Gather::Sorted { by }))
            }
            MergeLaw::Connection => self.connection(parent, inner, fields)?,
            MergeLaw::Object => Gather::Object { fields: self.laws(inner, &children(fields))? },
            MergeLaw::Sum => Gather::Sum { int: inner == "Int" },
            MergeLaw::Min => Gather::Min,
            MergeLaw::Max => Gather::Max,
            MergeLaw::And => Gather::And,
            MergeLaw::Or => Gather::Or,
            MergeLaw::Same => Gather::Same,
            MergeLaw::Union => Gather::Union,
            MergeLaw::Histogram => Gather::Histogram,
            MergeLaw::Grouped => self.grouped(parent, inner, rule, fields)?,
            MergeLaw::Coverage => Gather::Coverage { fields: coverage(&children(fields)) },
            MergeLaw::Events => Gather::Events { position: self.position(inner, rule, fields)? },
        })
    }

    /// Whether selections of a connection ask for rows or their page.
    pub(super) fn has_rows<'s>(&self, fields: impl IntoIterator<Item = &'s Field>) -> bool {
        let fields = fields_by_key(fields.into_iter().map(|field| &field.selections));
        names(&fields).any(|(_, name)| matches!(name, "edges" | "nodes" | "pageInfo"))
    }

    pub(super) fn return_type(&self, parent: &str, field: &str) -> Option<&'a str> {
        self.definition(parent, field).map(|definition| definition.ty.inner_named_type().as_str())
    }

    pub(super) fn returns_list(&self, parent: &str, field: &str) -> bool {
        self.definition(parent, field).is_some_and(|definition| definition.ty.is_list())
    }

    pub(super) fn no_law(&self, parent: &str, field: &str) -> PlanningError {
        PlanningError::NoLaw {
            coordinate: format!("{parent}.{field}"),
            subgraph: self.subgraph.to_owned(),
        }
    }

    fn definition(&self, parent: &str, field: &str) -> Option<&'a Component<FieldDefinition>> {
        self.schema.type_field(parent, field).ok()
    }

    fn laws(
        &self,
        parent: &str,
        fields: &Fields<'_>,
    ) -> Result<Vec<(String, Gather)>, PlanningError> {
        let law = |(key, selections): &(String, Vec<(&Field, bool)>)| {
            let selections: Vec<_> = selections.iter().map(|(field, _)| *field).collect();
            Ok((key.clone(), self.gather(parent, &selections)?))
        };
        fields.iter().map(law).collect()
    }

    fn sort_keys(
        &self,
        parent: &str,
        rule: &MergeRule,
        fields: &[&Field],
    ) -> Result<Vec<SortKey>, PlanningError> {
        let key = |by: &String| {
            let name = by.trim_start_matches('-');
            let response_key = self.carrier_of(parent, fields, name)?;
            Ok(SortKey { response_key, descending: by.starts_with('-') })
        };
        rule.by.iter().map(key).collect()
    }

    /// The position of events; lifting has made a variable of `after` where there is one.
    fn position(
        &self,
        inner: &str,
        rule: &MergeRule,
        fields: &[&Field],
    ) -> Result<Option<EventPosition>, PlanningError> {
        let Some((name, after)) = rule.by.first().zip(variable(fields, AFTER)) else {
            return Ok(None);
        };
        let cursor = self.carrier_of(inner, fields, name)?;
        Ok(Some(EventPosition { cursor, after }))
    }

    fn grouped(
        &self,
        parent: &str,
        inner: &str,
        rule: &MergeRule,
        fields: &[&Field],
    ) -> Result<Gather, PlanningError> {
        let keys: Vec<String> = rule
            .by
            .iter()
            .map(|name| self.carrier_of(parent, fields, name))
            .collect::<Result<_, _>>()?;
        // Another selection of a key is equal within a group, as the key is.
        let law = |(key, name): (&str, &str), selections: &[&Field]| {
            let gather = match rule.by.iter().any(|by| by == name) {
                true => Gather::Same,
                false => self.gather(inner, selections)?,
            };
            Ok((key.to_owned(), gather))
        };
        let others = children(fields);
        let others =
            others.iter().filter(|(key, _)| !keys.contains(key)).filter_map(|(key, selections)| {
                let selections: Vec<_> = selections.iter().map(|(field, _)| *field).collect();
                let name = selections.first()?.name.as_str();
                Some(law((key, name), &selections))
            });
        let fields = others.collect::<Result<_, PlanningError>>()?;
        Ok(Gather::Grouped { keys, fields })
    }

    fn connection(
        &self,
        parent: &str,
        connection_type: &str,
        fields: &[&Field],
    ) -> Result<Gather, PlanningError> {
        let children = children(fields);
        let keys_of = |name: &str| -> Vec<String> {
            let found = names(&children).filter(|(_, found)| *found == name);
            found.map(|(key, _)| key.to_owned()).collect()
        };
        let is_row = |name: &str| matches!(name, "edges" | "nodes" | "pageInfo");
        let mut others = children.clone();
        others.retain(|(_, found)| !found.iter().any(|(field, _)| is_row(&field.name)));
        let others = self.laws(connection_type, &others)?;
        if !self.has_rows(fields.iter().copied()) {
            return Ok(Gather::Object { fields: others });
        }
        let edges = self.carrier_of(connection_type, fields, "edges")?;
        let in_edges = selections_of(&children, &edges);
        Ok(Gather::Connection(Box::new(ConnectionGather {
            first: variable(fields, "first"),
            last: variable(fields, "last"),
            after: variable(fields, AFTER),
            before: variable(fields, "before"),
            default_size: self.default_size(parent, fields),
            cursors: CursorKeys {
                cursor: self.carrier_of(connection_type, &in_edges, "cursor")?,
                edges,
            },
            edges: keys_of("edges"),
            nodes: keys_of("nodes"),
            page_info: page_info(&children),
            others,
            edge_ids: self.edge_ids(connection_type, &in_edges),
            node_ids: self.node_ids(connection_type, &children),
        })))
    }

    /// The size of pages that is agreed on for fields that take one.
    fn default_size(&self, parent: &str, fields: &[&Field]) -> Option<usize> {
        let definition = self.definition(parent, &fields.first()?.name)?;
        let takes_one = definition.argument_by_name("first").is_some();
        takes_one.then(|| usize::try_from(DEFAULT_SIZE).ok()).flatten()
    }

    /// The ids of the rows in `edges`, when these have some.
    fn edge_ids(&self, connection_type: &str, edges: &[&Field]) -> Option<RowIds> {
        let row_type = self.type_in_edges(connection_type)?;
        let rows = carrier(edges.iter().copied(), "node")?;
        let ids = self.ids(row_type, &selections_of(&children(edges), &rows))?;
        Some(RowIds { rows, ids })
    }

    /// The first `nodes` selection whose rows have ids.
    fn node_ids(&self, connection_type: &str, children: &Fields<'_>) -> Option<RowIds> {
        let row_type = self.type_in_nodes(connection_type)?;
        let mut lists = names(children).filter(|(_, name)| *name == "nodes");
        lists.find_map(|(key, _)| {
            let ids = self.ids(row_type, &selections_of(children, key))?;
            Some(RowIds { rows: key.to_owned(), ids })
        })
    }

    /// The type of the rows in `edges { node }`.
    pub(super) fn type_in_edges(&self, connection_type: &str) -> Option<&'a str> {
        self.return_type(self.return_type(connection_type, "edges")?, "node")
    }

    /// The type of the rows in `nodes`.
    pub(super) fn type_in_nodes(&self, connection_type: &str) -> Option<&'a str> {
        self.return_type(connection_type, "nodes")
    }

    /// A list whose rows are held to their ids, when they have some.
    fn held(&self, row_type: &str, fields: &[&Field], law: Gather) -> Gather {
        match self.ids(row_type, fields) {
            Some(ids) => Gather::Held { ids, of: Box::new(law) },
            None => law,
        }
    }

    /// The response keys under which each of these selections of rows has their ids.
    fn ids(&self, row_type: &str, fields: &[&Field]) -> Option<Vec<String>> {
        match self.rules.row_id(row_type)? {
            RowId::Field(id) => Some(vec![carrier(fields.iter().copied(), id)?]),
            RowId::Objects(objects) => {
                let keys = (0..objects.len()).map(|index| object_id(self.prefix, index));
                let keys: Vec<_> = keys.collect();
                let has = |field: &&Field, key| {
                    fields_by_key([&field.selections]).iter().any(|(found, _)| found == key)
                };
                let has_all = |field| keys.iter().all(|key| has(field, key));
                fields.iter().all(has_all).then_some(keys)
            }
        }
    }

    fn carrier_of(
        &self,
        parent: &str,
        fields: &[&Field],
        name: &str,
    ) -> Result<String, PlanningError> {
        carrier(fields.iter().copied(), name).ok_or_else(|| {
            PlanningError::Unsupported(format!("`{name}` is missing in a selection of {parent}"))
        })
    }
}

/// The alias of the id of one of the objects that a list has rows of. Their ids may be of different
/// types, which one response key cannot be; and no field of a schema is called so.
pub(super) fn object_id(prefix: &str, index: usize) -> String {
    format!("{prefix}__{index}")
}

/// The response key under which every one of these selections always selects a field.
pub(super) fn carrier<'s>(
    fields: impl IntoIterator<Item = &'s Field>,
    name: &str,
) -> Option<String> {
    let keys = fields.into_iter().map(|field| {
        let inner = fields_by_key([&field.selections]);
        let carries = |(_, found): &&(String, Vec<(&Field, bool)>)| {
            found.iter().any(|(field, always)| *always && field.name == name)
        };
        inner.iter().filter(carries).map(|(key, _)| key.clone()).collect::<Vec<_>>()
    });
    let common = keys.reduce(|mut common, keys| {
        common.retain(|key| keys.contains(key));
        common
    });
    common?.into_iter().next()
}

fn children<'s>(fields: &[&'s Field]) -> Fields<'s> {
    fields_by_key(fields.iter().map(|field| &field.selections))
}

fn selections_of<'s>(fields: &Fields<'s>, key: &str) -> Vec<&'s Field> {
    let of_key = fields.iter().filter(|(found, _)| found == key);
    of_key.flat_map(|(_, found)| found.iter().map(|(field, _)| *field)).collect()
}

/// Response keys and the fields that they stand for.
fn names<'f>(fields: &'f Fields<'_>) -> impl Iterator<Item = (&'f str, &'f str)> {
    fields.iter().filter_map(|(key, found)| {
        let (field, _) = found.first()?;
        Some((key.as_str(), field.name.as_str()))
    })
}

/// A list, cut to as many as an argument says.
fn cut(fields: &[&Field], law: Gather) -> Gather {
    let ends = FIRST_ARGUMENTS.iter().map(|name| (*name, false)).chain([(LAST_ARGUMENT, true)]);
    let mut limits = ends.filter_map(|(name, from_end)| Some((variable(fields, name)?, from_end)));
    match limits.next() {
        Some((variable, from_end)) => Gather::Cut { variable, from_end, of: Box::new(law) },
        None => law,
    }
}

fn variable(fields: &[&Field], argument: &str) -> Option<String> {
    match fields.first()?.argument(argument)? {
        Value::Variable(name) => Some(name.to_string()),
        _ => None,
    }
}

fn page_info(fields: &Fields<'_>) -> Vec<(String, Vec<(String, PageInfoField)>)> {
    let known = |name: &str| match name {
        "hasNextPage" => Some(PageInfoField::HasNextPage),
        "hasPreviousPage" => Some(PageInfoField::HasPreviousPage),
        "startCursor" => Some(PageInfoField::StartCursor),
        "endCursor" => Some(PageInfoField::EndCursor),
        "__typename" => Some(PageInfoField::Typename),
        _ => None,
    };
    let of_page_info = names(fields).filter(|(_, name)| *name == "pageInfo");
    of_page_info
        .map(|(key, _)| {
            let inner = children(&selections_of(fields, key));
            let known =
                names(&inner).filter_map(|(key, name)| Some((key.to_owned(), known(name)?)));
            (key.to_owned(), known.collect())
        })
        .collect()
}

fn coverage(fields: &Fields<'_>) -> Vec<(String, CoverageField)> {
    let known = |key: &str, name: &str| match name {
        "asked" => Some(CoverageField::Asked),
        "answered" => Some(CoverageField::Answered),
        "missing" => {
            let inner = children(&selections_of(fields, key));
            Some(CoverageField::Missing { fields: missing(&inner) })
        }
        "complete" => Some(CoverageField::Complete),
        "__typename" => Some(CoverageField::Typename),
        _ => None,
    };
    names(fields).filter_map(|(key, name)| Some((key.to_owned(), known(key, name)?))).collect()
}

fn missing(fields: &Fields<'_>) -> Vec<(String, MissingField)> {
    let known = |name: &str| match name {
        "code" => Some(MissingField::Code),
        "reason" => Some(MissingField::Reason),
        "__typename" => Some(MissingField::Typename),
        _ => None,
    };
    names(fields).filter_map(|(key, name)| Some((key.to_owned(), known(name)?))).collect()
}
