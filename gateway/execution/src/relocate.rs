//! Where in the gathered answer an error of one partition belongs. Gathering hands rows through as
//! they are, so a row is found again by being the same value, whatever its index is now.

use gateway_plan::Gather;
use gateway_response::{PathItem, Ref, Store};

/// The place of an error below a gathered value, as a path from this value. `None` when the row
/// that it is about was cut from the page. A path that merging has no place for (a group that was
/// summed) ends at the last place that there is.
pub(crate) fn relocate(
    store: &Store,
    gather: &Gather,
    own: Ref,
    merged: Ref,
    path: &[PathItem],
) -> Option<Vec<PathItem>> {
    let (mut own, mut merged) = (own, merged);
    let mut law = Some(gather);
    let mut is_page = is_cut(gather);
    let mut found = Vec::with_capacity(path.len());
    for (depth, item) in path.iter().enumerate() {
        if own == merged {
            found.extend_from_slice(&path[depth..]);
            break;
        }
        match item {
            PathItem::Key(key) => {
                found.push(item.clone());
                let both = store.get(own, key).zip(store.get(merged, key));
                let Some(values) = both else { break };
                (own, merged) = values;
                is_page = law.is_some_and(|law| is_page_of(law, key));
                law = law.and_then(|law| law_of(law, key));
                is_page |= law.is_some_and(is_cut);
            }
            PathItem::Index(index) => {
                let row = store.elements(own).nth(*index);
                let place =
                    row.and_then(|row| store.elements(merged).position(|other| other == row));
                match (row, place) {
                    (Some(row), Some(place)) => {
                        found.push(PathItem::Index(place));
                        (own, merged) = (row, row);
                    }
                    _ if is_page => return None,
                    _ => break,
                }
            }
        }
    }
    Some(found)
}

/// Whether a field holds the rows of a page, from which rows are cut.
fn is_page_of(gather: &Gather, key: &str) -> bool {
    matches!(gather, Gather::Connection(page)
        if page.edges.iter().chain(&page.nodes).any(|other| other == key))
}

/// Whether a list is cut when it is gathered.
fn is_cut(gather: &Gather) -> bool {
    matches!(gather, Gather::Cut { .. })
}

/// The law of a field of a gathered object.
fn law_of<'g>(gather: &'g Gather, key: &str) -> Option<&'g Gather> {
    let fields = match gather {
        Gather::Object { fields } => fields,
        Gather::Connection(page) => &page.others,
        _ => return None,
    };
    fields.iter().find(|(name, _)| name == key).map(|(_, law)| law)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use gateway_plan::{ConnectionGather, gather::CursorKeys};
    use gateway_response::{IndexLimits, Store};

    use super::*;

    fn ingest(store: &mut Store, text: &'static str) -> Ref {
        store
            .ingest(Bytes::from_static(text.as_bytes()), &IndexLimits::default())
            .expect("valid JSON")
    }

    fn path(text: &str) -> Vec<PathItem> {
        text.split('.')
            .map(|item| {
                item.parse().map_or_else(|_| PathItem::Key(item.to_owned()), PathItem::Index)
            })
            .collect()
    }

    fn connection() -> Gather {
        Gather::Connection(Box::new(ConnectionGather {
            first: None,
            last: None,
            after: None,
            before: None,
            default_size: None,
            cursors: CursorKeys { edges: "edges".into(), cursor: "cursor".into() },
            edges: vec!["edges".into()],
            nodes: vec![],
            page_info: vec![],
            others: vec![],
            edge_ids: None,
            node_ids: None,
        }))
    }

    #[test]
    fn a_row_is_found_where_merging_put_it() {
        let mut store = Store::new();
        let own = ingest(&mut store, r#"{"edges":[{"n":1},{"n":3}]}"#);
        let other = ingest(&mut store, r#"{"edges":[{"n":0},{"n":2}]}"#);
        let rows = |store: &Store, page| -> Vec<Ref> {
            store.get(page, "edges").map(|list| store.elements(list).collect()).expect("a list")
        };
        let (a, b) = (rows(&store, own), rows(&store, other));
        let list = store.make_list([b[0], a[0], b[1]]);
        let merged = store.make_object([("edges", list)]);

        let law = connection();
        let place = |text| relocate(&store, &law, own, merged, &path(text));
        assert_eq!(place("edges.0.n"), Some(path("edges.1.n")));
        assert_eq!(place("edges.1.n"), None, "the row was cut");
        assert_eq!(place("totalCount"), Some(path("totalCount")));
    }

    #[test]
    fn a_row_that_was_cut_from_a_list_has_no_place() {
        let mut store = Store::new();
        let own = ingest(&mut store, r#"[{"n":1},{"n":2}]"#);
        let first = store.elements(own).next().expect("a row");
        let merged = store.make_list([first]);
        let of = Box::new(Gather::Concat);
        let law = Gather::Cut { variable: "n".into(), from_end: false, of };
        assert_eq!(relocate(&store, &law, own, merged, &path("0.n")), Some(path("0.n")));
        assert_eq!(relocate(&store, &law, own, merged, &path("1.n")), None);
    }

    #[test]
    fn what_was_merged_away_is_located_at_what_is_left() {
        let mut store = Store::new();
        let own = ingest(&mut store, r#"{"parts":[{"n":1}]}"#);
        let merged = ingest(&mut store, r#"{"parts":[{"n":7}]}"#);
        let grouped = Gather::Grouped { keys: vec![], fields: vec![] };
        let law = Gather::Object { fields: vec![("parts".into(), grouped)] };
        let place = relocate(&store, &law, own, merged, &path("parts.0.n"));
        assert_eq!(place, Some(path("parts")));
    }

    #[test]
    fn one_answer_that_was_passed_through_keeps_its_paths() {
        let mut store = Store::new();
        let own = ingest(&mut store, r#"{"a":[{"b":1}]}"#);
        let place = relocate(&store, &Gather::One, own, own, &path("a.0.b"));
        assert_eq!(place, Some(path("a.0.b")));
    }
}
