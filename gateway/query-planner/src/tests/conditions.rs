//! Conditions of the client, and writes.

use insta::assert_snapshot;

use super::plan;

const TWO: [(&str, &str); 2] = [
    (
        "a",
        "type Query { t: T } type Mutation { one: T three: T } \
         type T @key(fields: \"id\") { id: ID! }",
    ),
    ("b", "type Mutation { two: T } type T @key(fields: \"id\") { id: ID! x: Int y: Int }"),
];

#[test]
fn a_fetch_of_conditional_fields_alone_has_their_condition() {
    let document = "query($c: Boolean!) { t { id x @include(if: $c) y @include(if: $c) } }";
    assert_snapshot!(plan(&TWO, document), @r"
    0: a
      {t{__typename id}}
    1: b after 0 if $c
      t by {T{__typename id}}: {...on T{x @include(if: $c) y @include(if: $c)}}
    ");
}

#[test]
fn a_fetch_of_which_a_part_is_conditional_has_none() {
    assert_snapshot!(plan(&TWO, "query($c: Boolean!) { t { x @skip(if: $c) y } }"), @r"
    0: a
      {t{__typename id}}
    1: b after 0
      t by {T{__typename id}}: {...on T{x @skip(if: $c) y}}
    ");
}

/// A directive may stand at a selection once.
#[test]
fn conditions_of_one_kind_stand_at_fragments_around_each_other() {
    let document = "query($c: Boolean!, $d: Boolean!, $e: Boolean!) { t { id \
        ... on T @include(if: $c) { ... @include(if: $d) { x @include(if: $e) y @skip(if: $e) } } } }";
    assert_snapshot!(plan(&TWO, document), @r"
    0: a
      {t{__typename id}}
    1: b after 0 if $c if $d
      t by {T{__typename id}}: {...on T{... @include(if: $d){... @include(if: $e){x @include(if: $c)}} ... @include(if: $d){y @include(if: $c) @skip(if: $e)}}}
    ");
}

#[test]
fn writes_are_made_one_after_another_in_their_order() {
    assert_snapshot!(plan(&TWO, "mutation { one { x } two { x } three { id } }"), @r"
    0: a
      {one{__typename id}}
    1: b after 0
      one by {T{__typename id}}: {...on T{x}}
    2: b after 1
      {two{x}}
    3: a after 2
      {three{id}}
    ");
}
