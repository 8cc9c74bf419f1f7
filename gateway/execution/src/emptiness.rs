//! Whether a partition had nothing to say to a field. It tells `empty` from `answered` in coverage
//! and nothing else.

use gateway_plan::Gather;
use gateway_response::{Ref, Store};

/// Whether a value is null, a list without elements, a page without rows, or an object all of
/// whose lists and pages are so.
pub(crate) fn is_empty(store: &Store, gather: &Gather, value: Ref) -> bool {
    if store.is_null(value) {
        return true;
    }
    match gather {
        Gather::Concat
        | Gather::Sorted { .. }
        | Gather::Union
        | Gather::Histogram
        | Gather::Grouped { .. } => store.len(value) == 0,
        Gather::Cut { of, .. } | Gather::Held { of, .. } => is_empty(store, of, value),
        Gather::ByIds { .. } => store.elements(value).all(|element| store.is_null(element)),
        Gather::Connection(page) => {
            store.get(value, &page.cursors.edges).is_none_or(|edges| store.len(edges) == 0)
        }
        Gather::Object { fields } => {
            let mut rows = fields.iter().filter(|(_, law)| has_rows(law)).peekable();
            rows.peek().is_some()
                && rows.all(|(key, law)| {
                    store.get(value, key).is_none_or(|inner| is_empty(store, law, inner))
                })
        }
        _ => false,
    }
}

fn has_rows(gather: &Gather) -> bool {
    match gather {
        Gather::Concat
        | Gather::Sorted { .. }
        | Gather::Cut { .. }
        | Gather::Held { .. }
        | Gather::Union
        | Gather::Histogram
        | Gather::Grouped { .. }
        | Gather::ByIds { .. }
        | Gather::Connection(_) => true,
        Gather::Object { fields } => fields.iter().any(|(_, law)| has_rows(law)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use gateway_response::IndexLimits;

    use super::*;

    fn empty(gather: &Gather, text: &'static str) -> bool {
        let mut store = Store::new();
        let value = store
            .ingest(Bytes::from_static(text.as_bytes()), &IndexLimits::default())
            .expect("valid JSON");
        is_empty(&store, gather, value)
    }

    #[test]
    fn lists_and_nulls() {
        assert!(empty(&Gather::Concat, "[]"));
        assert!(!empty(&Gather::Concat, "[null]"));
        assert!(empty(&Gather::One, "null"));
        assert!(!empty(&Gather::One, "{}"));
        assert!(empty(&Gather::ByIds { variable: "ids".into() }, "[null,null]"));
        assert!(!empty(&Gather::Sum { int: true }, "0"));
    }

    #[test]
    fn an_object_is_empty_when_its_rows_are() {
        let parts = Gather::Grouped { keys: vec![], fields: vec![] };
        let object =
            Gather::Object { fields: vec![("id".into(), Gather::Same), ("parts".into(), parts)] };
        assert!(empty(&object, r#"{"id":"x","parts":[]}"#));
        assert!(!empty(&object, r#"{"id":"x","parts":[{}]}"#));
        let no_rows = Gather::Object { fields: vec![("id".into(), Gather::Same)] };
        assert!(!empty(&no_rows, r#"{"id":"x"}"#));
    }
}
