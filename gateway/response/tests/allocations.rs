//! What reading and writing an answer takes from the allocator: a list for the index, a buffer for
//! the answer, and nothing for each value.

use std::collections::HashMap;

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use gateway_response::{ErrorPaths, IndexLimits, ProjectionInput, Store, Tape, project};
use serde_json::Map;

#[path = "../benches/support/mod.rs"]
#[expect(dead_code, reason = "benches use more of it")]
mod support;

/// What an index of a body takes.
fn of_index(body: &Bytes) -> AllocationInfo {
    measure(|| {
        Tape::index(body.clone(), &IndexLimits::default()).expect("JSON");
    })
}

/// What projection of a body takes, and the pieces and bytes of the answer.
fn of_projection(body: Bytes) -> (AllocationInfo, usize, usize) {
    let mut store = Store::new();
    let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
    let root = store.node(store.get(root, "data").expect("data"));
    let projection = support::projection();
    let (variables, introspection, reported) = (Map::new(), HashMap::new(), ErrorPaths::new());
    let input = ProjectionInput {
        variables: &variables,
        introspection: &introspection,
        reported: &reported,
    };
    let (mut copies, mut length) = (0, 0);
    let taken = measure(|| {
        let mut out = Vec::new();
        let projected = project(&store, &projection, &root, &input, &mut out);
        assert!(projected.errors.is_empty(), "the answer fits the projection");
        (copies, length) = (projected.copies, out.len());
    });
    (taken, copies, length)
}

#[test]
fn an_index_is_one_list_whatever_the_length_of_the_body() {
    let (small, large) = (support::body_of(1, 20), support::body_of(1, 2_000));
    assert!(large.len() > 90 * small.len());
    // The list, and what shares it.
    assert_eq!(of_index(&small).count_total, 2);
    assert_eq!(of_index(&large).count_total, 2);
    assert!(of_index(&large).bytes_total < 3 * large.len() as u64);
}

#[test]
fn an_answer_is_written_once_into_one_buffer() {
    let body = support::body_of(1, 1_000);
    let sent = body.len();
    let (taken, copies, length) = of_projection(body);
    assert!(length > sent / 2, "{length} of {sent}");
    // The buffer, which never grows, and the path of the field that is written.
    assert_eq!(taken.count_total, 2);
    assert!(taken.bytes_max < (sent + 1_024) as u64, "{} for {sent}", taken.bytes_max);
    assert_eq!(copies, 1, "it has the shape that the client asked for");
}
