//! The body of a subgraph's answer: indexed, read, written again.

use gateway_response::Store;

use crate::json::{has_doubles, ingest, rebuilt};

/// Any bytes are refused or read as `serde_json` reads them.
pub fn answer(data: &[u8]) {
    let mut store = Store::new();
    let Some((root, expected)) = ingest(&mut store, data) else { return };
    if !has_doubles(&store, root) {
        assert_eq!(rebuilt(&store, root), expected);
    }
    let mut written = Vec::new();
    store.write(root, &mut written);
    assert_eq!(written, data.trim_ascii(), "what was not changed is copied");
}
