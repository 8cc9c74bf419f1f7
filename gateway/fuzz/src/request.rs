//! The JSON of a request, and its variables.

use std::sync::LazyLock;

use gateway_operation::{
    GraphQlRequest, PrepareSettings, PreparedOperation, prepare, variables::coerce,
};

use crate::operation::PARSED;

const OPERATION: &str = "query($i: Int, $f: Float, $s: String, $b: Boolean, $id: ID, $c: Color, \
    $l: [[Int]], $n: [Int!]! = [2], $filter: Filter, $either: Either, $at: Date) {
    q(i: $i, f: $f, s: $s, b: $b, id: $id, c: $c, l: $l, n: $n)
    find(filter: $filter, either: $either, at: $at) { __typename } }";

static PREPARED: LazyLock<PreparedOperation> = LazyLock::new(|| {
    prepare(&PARSED, &PrepareSettings::default(), OPERATION, None).expect("the operation is valid")
});

/// Any bytes are a request or refused; variables that fit still fit once they are coerced.
pub fn request(data: &[u8]) {
    let Ok(request) = GraphQlRequest::from_json(data) else { return };
    match coerce(&PARSED, &PREPARED, &request.variables) {
        Ok(once) => assert_eq!(coerce(&PARSED, &PREPARED, &once), Ok(once)),
        Err(errors) => assert!(!errors.is_empty(), "refused without a word"),
    }
}
