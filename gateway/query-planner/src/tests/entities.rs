//! How an object is asked for elsewhere: keys, what stands behind them, and which is the cheapest.

use insta::assert_snapshot;

use super::plan;

#[test]
fn what_the_subgraph_of_a_place_has_costs_nothing() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! x: Int @shareable }"),
        ("b", "type T @key(fields: \"id\") { id: ID! x: Int @shareable y: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { id x } }"), @r"
    0: a
      {t{id x}}
    ");
}

#[test]
fn an_object_is_asked_for_by_a_key_that_both_know() {
    let subgraphs = [
        ("a", "type Query { ts: [T!] } type T @key(fields: \"id\") { id: ID! }"),
        ("b", "type T @key(fields: \"id\") { id: ID! y(n: Int): Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "query($n: Int) { ts { y(n: $n) } }"), @r"
    0: a
      {ts{__typename id}}
    1: b after 0
      ts[] by {T{__typename id}}: {...on T{y(n: $n)}}
    ");
}

#[test]
fn of_several_keys_the_one_that_is_there_is_taken() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"sku\") { sku: ID! }"),
        (
            "b",
            "type T @key(fields: \"id\") @key(fields: \"sku\") @key(fields: \"code\") \
             { id: ID! sku: ID! code: ID! name: String }",
        ),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { name } }"), @r"
    0: a
      {t{__typename sku}}
    1: b after 0
      t by {T{__typename sku}}: {...on T{name}}
    ");
}

/// `c` is reached by `sku` at once, and by `id` only through `b`.
#[test]
fn the_key_with_the_fewest_fetches_one_after_another_is_taken() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"sku\") { sku: ID! }"),
        ("b", "type T @key(fields: \"sku\") @key(fields: \"id\") { sku: ID! id: ID! }"),
        ("c", "type T @key(fields: \"id\") @key(fields: \"sku\") { id: ID! sku: ID! x: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { x } }"), @r"
    0: a
      {t{__typename sku}}
    1: c after 0
      t by {T{__typename sku}}: {...on T{x}}
    ");
}

#[test]
fn a_key_that_is_not_there_is_fetched_first() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"sku\") { sku: ID! }"),
        ("b", "type T @key(fields: \"sku\") @key(fields: \"id\") { sku: ID! id: ID! }"),
        ("c", "type T @key(fields: \"id\") { id: ID! x: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { x } }"), @r"
    0: a
      {t{__typename sku}}
    1: b after 0
      t by {T{__typename sku}}: {...on T{id}}
    2: c after 1
      t by {T{__typename id}}: {...on T{x}}
    ");
}

#[test]
fn a_key_may_have_objects_in_it() {
    let subgraphs = [
        (
            "a",
            "type Query { t: T } type T @key(fields: \"at { x y }\") { at: At! } \
             type At @shareable { x: Int! y: Int! }",
        ),
        (
            "b",
            "type T @key(fields: \"at { x y }\") { at: At! name: String } \
             type At @shareable { x: Int! y: Int! }",
        ),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { name } }"), @r"
    0: a
      {t{__typename at{x y}}}
    1: b after 0
      t by {T{__typename at{x y}}}: {...on T{name}}
    ");
}

/// One subgraph gives both fields, two others one each.
#[test]
fn few_subgraphs_are_asked() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! }"),
        ("b", "type T @key(fields: \"id\") { id: ID! x: Int @shareable }"),
        ("c", "type T @key(fields: \"id\") { id: ID! y: Int @shareable }"),
        ("d", "type T @key(fields: \"id\") { id: ID! x: Int @shareable y: Int @shareable }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { x y } }"), @r"
    0: a
      {t{__typename id}}
    1: d after 0
      t by {T{__typename id}}: {...on T{x y}}
    ");
}

#[test]
fn objects_at_several_places_travel_in_one_call() {
    let subgraphs = [
        ("a", "type Query { one: T many: [T] } type T @key(fields: \"id\") { id: ID! }"),
        ("b", "type T @key(fields: \"id\") { id: ID! x: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ one { x } many { x } }"), @r"
    0: a
      {one{__typename id} many{__typename id}}
    1: b after 0
      one, many[] by {T{__typename id}}: {...on T{x}}
    ");
}

/// The second call to `b` waits for `c`; the first, which nobody waits for, goes with it.
#[test]
fn a_call_that_nobody_waits_for_goes_with_a_later_one() {
    let subgraphs = [
        ("a", "type Query { t: T } type T @key(fields: \"id\") { id: ID! }"),
        (
            "b",
            "type T @key(fields: \"id\") \
             { id: ID! plain: Int w: Int @external sum: Int @requires(fields: \"w\") }",
        ),
        ("c", "type T @key(fields: \"id\") { id: ID! w: Int }"),
    ];
    assert_snapshot!(plan(&subgraphs, "{ t { plain sum } }"), @r"
    0: a
      {t{__typename id}}
    1: c after 0
      t by {T{__typename id}}: {...on T{w}}
    2: b after 1
      t by {T{__typename id}}: {...on T{plain}}
      t by {T{__typename id w}}: {...on T{sum}}
    ");
}
