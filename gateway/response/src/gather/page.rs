//! The page that one partition sent of a connection: read, and checked against the rules, so that
//! merging meets sound pages alone.

use std::collections::HashSet;

use contract::{Cursor, coverage::MissingReason};
use gateway_plan::{ConnectionGather, PageInfoField, gather::RowIds};

use super::{PartitionAnswer, held, merge::End, pass::Pass};
use crate::{Ref, Store};

/// Which rows of the list were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// Whether the page is at the beginning (`first`) or at the end (`last`) of what is left.
    pub(super) end: End,
    /// How many rows; none when that is left to the partitions.
    pub(super) limit: Option<usize>,
}

/// A page of one partition.
pub(super) struct Page {
    /// The cursor of each row, sorted.
    pub(super) keys: Vec<Vec<u8>>,
    /// The rows of each list that was selected, in step with `keys`; none for a list that the
    /// page does not have. First those of `edges`, then those of `nodes`.
    pub(super) columns: Vec<Option<Vec<Ref>>>,
    pub(super) has_next: bool,
    pub(super) has_previous: bool,
}

/// What is wrong with a page.
pub(super) struct Fault {
    pub(super) reason: MissingReason,
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn invalid(detail: impl Into<String>) -> Self {
        Self { reason: MissingReason::InvalidAnswer, detail: detail.into() }
    }
}

impl Window {
    pub(super) fn of(pass: &Pass<'_>, law: &ConnectionGather) -> Self {
        let size = |variable: &Option<String>| {
            let value = pass.context.variables.get(variable.as_ref()?)?;
            value.as_u64().and_then(|size| usize::try_from(size).ok())
        };
        match (size(&law.first), size(&law.last)) {
            (None, Some(last)) => Self { end: End::Last, limit: Some(last) },
            (first, _) => Self { end: End::First, limit: first.or(law.default_size) },
        }
    }
}

impl Page {
    pub(super) fn read(
        pass: &Pass<'_>,
        law: &ConnectionGather,
        answer: PartitionAnswer<'_>,
        window: Window,
    ) -> Result<Self, Fault> {
        let store = &*pass.store;
        let edges = store
            .get(answer.value, &law.cursors.edges)
            .ok_or_else(|| Fault::invalid("the connection has no edges"))?;
        let keys = keys_of(pass, edges, &law.cursors.cursor)?;
        if window.limit.is_some_and(|limit| keys.len() > limit) {
            let detail = format!("{} rows, more than were asked for", keys.len());
            return Err(Fault { reason: MissingReason::TooLarge, detail });
        }
        check_rows(pass, law, answer, edges)?;
        let columns = columns_of(store, law, answer.value, keys.len())?;
        let (has_next, has_previous) = page_info(store, law, answer.value)
            .ok_or_else(|| Fault::invalid("pageInfo does not say whether there are more rows"))?;
        let page = Self { keys, columns, has_next, has_previous };
        if page.keys.is_empty() && page.has_more(window.end) && window.limit != Some(0) {
            return Err(Fault::invalid("an empty page that is not the last one"));
        }
        Ok(page)
    }

    /// Whether the partition has rows beyond the page, away from the end that it begins at.
    pub(super) fn has_more(&self, end: End) -> bool {
        match end {
            End::First => self.has_next,
            End::Last => self.has_previous,
        }
    }
}

/// The order keys of the rows, which must be sorted. Equal ones may follow each other.
fn keys_of(pass: &Pass<'_>, edges: Ref, cursor: &str) -> Result<Vec<Vec<u8>>, Fault> {
    let store = &*pass.store;
    let mut keys: Vec<Vec<u8>> = Vec::new();
    for edge in store.elements(edges) {
        let key = store
            .get(edge, cursor)
            .and_then(|cursor| Cursor::decode(&store.text(cursor)?).ok())
            .ok_or_else(|| Fault::invalid("a row has no valid cursor"))?;
        let key = key.order_bytes();
        if keys.last().is_some_and(|previous| previous.as_slice() > key) {
            let detail = format!("row {} stands before the one that precedes it", keys.len());
            return Err(Fault { reason: MissingReason::OutOfOrder, detail });
        }
        keys.push(key.to_vec());
    }
    Ok(keys)
}

/// Rows are the partition's own, and no row stands there twice, as far as the operation asks for
/// their ids.
fn check_rows(
    pass: &Pass<'_>,
    law: &ConnectionGather,
    answer: PartitionAnswer<'_>,
    edges: Ref,
) -> Result<(), Fault> {
    let (store, known) = (&*pass.store, &mut HashSet::new());
    if let Some(RowIds { rows, ids }) = &law.edge_ids {
        let nodes = store.elements(edges).filter_map(|edge| store.get(edge, rows));
        return held::check(pass, answer.partition, nodes, ids, known);
    }
    let nodes = law.node_ids.as_ref();
    let nodes = nodes.and_then(|ids| Some((store.get(answer.value, &ids.rows)?, &ids.ids)));
    nodes.map_or(Ok(()), |(list, ids)| {
        held::check(pass, answer.partition, store.elements(list), ids, known)
    })
}

fn columns_of(
    store: &Store,
    law: &ConnectionGather,
    connection: Ref,
    rows: usize,
) -> Result<Vec<Option<Vec<Ref>>>, Fault> {
    let column = |key: &String| {
        let list = store.get(connection, key).filter(|list| !store.is_null(*list));
        let column: Option<Vec<Ref>> = list.map(|list| store.elements(list).collect());
        match column {
            Some(column) if column.len() != rows => {
                Err(Fault::invalid(format!("`{key}` has not the rows that the other lists have")))
            }
            column => Ok(column),
        }
    };
    law.edges.iter().chain(&law.nodes).map(column).collect()
}

fn page_info(store: &Store, law: &ConnectionGather, connection: Ref) -> Option<(bool, bool)> {
    let value_of = |wanted: PageInfoField| {
        law.page_info.iter().find_map(|(key, fields)| {
            let page_info = store.get(connection, key)?;
            // What the client asks for under a condition may be away; what planning adds is there.
            let mut same = fields.iter().filter(|(_, field)| *field == wanted);
            same.find_map(|(field, _)| store.as_bool(store.get(page_info, field)?))
        })
    };
    Some((value_of(PageInfoField::HasNextPage)?, value_of(PageInfoField::HasPreviousPage)?))
}
