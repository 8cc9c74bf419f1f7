//! Each check of the partition specification, with the words of its refusal.

use super::support::{composed, partitioned, refused, subgraph, text};
use crate::{Code, Diagnostic, Severity};

fn found(sdl: &str) -> Vec<Diagnostic> {
    refused(&[partitioned("d", &[("1", sdl)])])
}

/// The code and coordinate of every refusal.
fn places(sdl: &str) -> Vec<(Code, String)> {
    found(sdl)
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| (one.code, one.coordinate.unwrap_or_default()))
        .collect()
}

fn one(code: Code, coordinate: &str) -> Vec<(Code, String)> {
    vec![(code, coordinate.to_owned())]
}

#[test]
fn a_query_without_law_or_owner() {
    insta::assert_snapshot!(text(&found("type Query {\n  all: [Int!]!\n  ids(ids: [ID!]! @route(by: ID)): Int\n  few(keys: [ID!]! @route(by: KEY)): [Int!]!\n}")), @r#"
PARTITION_LAW_MISSING [d/1:10:3] Query.all: several partitions answer `Query.all`, and nothing says how they become one answer
  hint: say @merge(law: …), or take a required argument with @route(by: ID)
PARTITION_LAW_MISSING [d/1:11:3] Query.ids: `Query.ids` takes a list of ids, and does not return a list aligned with it
  hint: return a list, or take one id
PARTITION_LAW_MISSING [d/1:12:3] Query.few: several partitions answer `Query.few`, and nothing says how they become one answer
  hint: say @merge(law: …), or take a required argument with @route(by: ID)
"#);
}

#[test]
fn one_owner_needs_no_law() {
    let sdl = "type Query { a(id: ID! @route(by: ID)): Int b(key: ID! @route(by: KEY)): Int c(ids: [ID!]! @route(by: ID)): [Int]! d(key: ID! = 1 @route(by: KEY)): Int }";
    composed(&[partitioned("d", &[("1", sdl)])]);
}

#[test]
fn an_unknown_law() {
    insta::assert_snapshot!(text(&found("type Query { mean: Float @merge(law: AVERAGE) }")), @r"
PARTITION_LAW_UNKNOWN [d/1:9:14] Query.mean: the law of `Query.mean`: `AVERAGE` is unknown; known are CONCAT, SORTED, CONNECTION, OBJECT, SUM, MIN, MAX, AND, OR, SAME, UNION, HISTOGRAM, GROUPED, COVERAGE, EVENTS
  hint: say @merge(law: …); averages, percentiles and distinct counts do not merge: send what they are made of
");
}

#[test]
fn groups_are_not_cut_before_they_are_whole() {
    let field = |arguments: &str| {
        format!(
            "type Query {{ a{arguments}: [G!]! @merge(law: GROUPED, by: [\"k\"]) }}
             type G {{ k: String! n: Int @merge(law: SUM) }}"
        )
    };
    for arguments in ["(first: Int)", "(limit: Int)", "(year: Int, orderBy: String)"] {
        let found = places(&field(arguments));
        assert_eq!(found, one(Code::PartitionLawMisfit, "Query.a"), "{arguments}");
    }
    composed(&[partitioned("d", &[("1", &field("(year: Int)"))])]);
}

#[test]
fn sets_and_histograms_are_not_cut_before_they_are_whole() {
    for ty in ["[String!]! @merge(law: UNION)", "[[Int!]!]! @merge(law: HISTOGRAM)"] {
        for argument in ["first: Int", "limit: Int", "offset: Int", "sort: String"] {
            let sdl = format!("type Query {{ a({argument}): {ty} }}");
            assert_eq!(places(&sdl), one(Code::PartitionLawMisfit, "Query.a"), "{sdl}");
        }
    }
}

#[test]
fn lists_of_rows_are_cut_where_the_whole_can_be() {
    let concat = |arguments: &str| {
        format!("type Query {{ a({arguments}): [T!]! @merge(law: CONCAT) }} type T {{ x: Int! }}")
    };
    let sorted = |arguments: &str| concat(arguments).replace("CONCAT", r#"SORTED, by: ["x"]"#);
    for arguments in [
        "orderBy: String",
        "first: Int, sort: String",
        "first: Int, offset: Int",
        "skip: Int",
        "first: Int, last: Int",
        "limit: Int, top: Int",
        "limit: String",
        "first: [Int!]",
    ] {
        let misfit = one(Code::PartitionLawMisfit, "Query.a");
        assert_eq!(places(&concat(arguments)), misfit, "{arguments}");
        assert_eq!(places(&sorted(arguments)), misfit, "{arguments}");
    }
    let walk = "first: Int, after: String";
    assert_eq!(places(&concat(walk)), one(Code::PartitionLawMisfit, "Query.a"));
    for fits in
        [sorted(walk), concat("after: String"), concat("last: Int!"), sorted("limit: Int = 5")]
    {
        composed(&[partitioned("d", &[("1", &fits)])]);
    }
}

#[test]
fn what_cuts_a_list_is_an_argument_and_not_inside_of_one() {
    let types = "type T { x: Int! y: Int @merge(law: SUM) }
        type C { edges: [E!]! pageInfo: P! } type E { cursor: String! node: T }
        type P { hasNextPage: Boolean! hasPreviousPage: Boolean! }
        input Page { inner: Inner deeper: Page }";
    let of = |field: &str, inner: &str| {
        format!("type Query {{ a(page: Page): {field} }} {types} input Inner {{ {inner} }}")
    };
    let lists = [
        "[T!]! @merge(law: CONCAT)",
        r#"[T!]! @merge(law: SORTED, by: ["x"])"#,
        r#"[T!]! @merge(law: GROUPED, by: ["x"])"#,
        "[Int!]! @merge(law: UNION)",
    ];
    let connection = "C! @merge(law: CONNECTION)";
    let misfit = one(Code::PartitionLawMisfit, "Query.a");
    for inner in ["first: Int", "last: Int!", "limit: Int = 5", "offset: Int"] {
        for field in lists.into_iter().chain([connection]) {
            assert_eq!(places(&of(field, inner)), misfit, "{field} {inner}");
        }
    }
    for field in lists {
        assert_eq!(places(&of(field, "orderBy: String")), misfit, "{field}");
        // Ranges and the like are no limits.
        for inner in ["first: String", "top: [Int!]", "after: String", "n: [Inner!]"] {
            composed(&[partitioned("d", &[("1", &of(field, inner))])]);
        }
    }
    composed(&[partitioned("d", &[("1", &of(connection, "orderBy: String"))])]);
    let told = refused(&[partitioned("d", &[("1", &of(lists[0], "first: Int"))])]);
    assert!(told.iter().any(|one| one.message.contains("`page.inner.first`")), "{told:?}");
}

#[test]
fn a_connection_is_paged_by_its_cursors() {
    let of = |arguments: &str| {
        format!(
            "type Query {{ a({arguments}): C! @merge(law: CONNECTION) }}
            type C {{ edges: [E!]! pageInfo: P! }} type E {{ cursor: String! node: T }} type T {{ x: Int }}
            type P {{ hasNextPage: Boolean! hasPreviousPage: Boolean! }}"
        )
    };
    for arguments in ["first: Int, offset: Int", "limit: Int", "skip: Int", "top: Int, last: Int"] {
        let misfit = one(Code::PartitionLawMisfit, "Query.a");
        assert_eq!(places(&of(arguments)), misfit, "{arguments}");
    }
    let pages = "first: Int, after: String, last: Int, before: String, orderBy: String";
    composed(&[partitioned("d", &[("1", &of(pages))])]);
}

#[test]
fn laws_fit_their_types() {
    let misfits = [
        "a: Int @merge(law: CONCAT)",
        "a: String @merge(law: SUM)",
        "a: [Int!]! @merge(law: SUM)",
        "a: Boolean @merge(law: MAX)",
        "a: Int @merge(law: AND)",
        "a: Int @merge(law: UNION)",
        "a: [Int!] @merge(law: HISTOGRAM)",
        "a: [T!]! @merge(law: OBJECT)",
        "a: T @merge(law: COVERAGE)",
        "a: T @merge(law: CONNECTION)",
        r#"a: [Int!]! @merge(law: SORTED, by: ["x"])"#,
    ];
    for field in misfits {
        let sdl = format!("type Query {{ {field} }} type T {{ x: Int @merge(law: SUM) }}");
        assert_eq!(places(&sdl), one(Code::PartitionLawMisfit, "Query.a"), "{field}");
    }
}

#[test]
fn what_lists_go_by() {
    let query = |field: &str| {
        format!(
            "type Query {{ a: [T!]! @merge({field}) }} type T {{ x: Int y: Int! z: Int @merge(law: SUM) u: T }}"
        )
    };
    let invalid = one(Code::PartitionByInvalid, "Query.a");
    assert_eq!(places(&query(r#"law: SORTED, by: ["nope"]"#)), invalid);
    assert_eq!(
        places(&query(r#"law: SORTED, by: ["-x"]"#)),
        invalid,
        "a sort key must not be null"
    );
    assert_eq!(places(&query(r#"law: SORTED, by: ["u"]"#)), invalid);
    assert_eq!(places(&query("law: SORTED")), invalid);
    assert_eq!(places(&query(r#"law: CONCAT, by: ["y"]"#)), invalid);
    composed(&[partitioned("d", &[("1", &query(r#"law: SORTED, by: ["-y"]"#))])]);
}

#[test]
fn every_field_of_what_is_merged_has_a_law() {
    let sdl = r#"
        type Query { a: T! @merge(law: OBJECT) }
        type T { x: Int! @merge(law: SUM) mean: Float list: [G!]! @merge(law: GROUPED, by: ["k"]) }
        type G { k: Int! n: Int }
    "#;
    let missing = |place: &str| (Code::PartitionLawMissing, place.to_owned());
    assert_eq!(places(sdl), [missing("T.mean"), missing("G.n")]);
}

#[test]
fn other_fields_of_connections_have_laws() {
    let sdl = "
        type Query { a: C! @merge(law: CONNECTION) }
        type C { edges: [E!]! nodes: [N!]! pageInfo: P! total: Int }
        type E { cursor: String! node: N! } type N { free: Int }
        type P { hasNextPage: Boolean! hasPreviousPage: Boolean! }
    ";
    assert_eq!(places(sdl), one(Code::PartitionLawMissing, "C.total"));
}

#[test]
fn mutations_run_in_one_partition() {
    let sdl = "
        type Query { a: Int @merge(law: SUM) }
        type Mutation { any: Int many(keys: [ID!]! @route(by: KEY)): Int sum(id: ID! @route(by: ID)): Int @merge(law: SUM) fine(id: ID! @route(by: ID)): Int }
    ";
    let missing = |place: &str| (Code::PartitionOwnerMissing, place.to_owned());
    assert_eq!(
        places(sdl),
        [missing("Mutation.any"), missing("Mutation.many"), missing("Mutation.sum")]
    );
}

#[test]
fn keys_reveal_their_owner() {
    let sdl = |key: &str| {
        format!(
            "type Query {{ t(id: ID! @route(by: ID)): T }} type T {key} {{ id: ID! code: ID! @route(by: KEY) }}"
        )
    };
    assert_eq!(
        places(&sdl(r#"@key(fields: "id")"#)).first(),
        Some(&(Code::PartitionKeyRouteMissing, "T".to_owned()))
    );
    composed(&[partitioned("d", &[("1", &sdl(r#"@key(fields: "id code")"#))])]);
    composed(&[partitioned(
        "d",
        &[("1", &sdl(r#"@key(fields: "code") @key(fields: "id", resolvable: false)"#))],
    )]);
}

#[test]
fn routes_that_cannot_be_understood() {
    let argument = |argument: &str| {
        format!(
            "type Query {{ a({argument}): Int @merge(law: SUM) t: T @merge(law: SAME) }} type T {{ x(k: ID): Int }} input I {{ k: ID }}"
        )
    };
    let invalid = one(Code::PartitionRouteInvalid, "Query.a(k:)");
    assert_eq!(places(&argument("k: ID @route(by: HASH)")), invalid);
    assert_eq!(places(&argument("k: ID @route(by: LABEL)")), invalid, "the label is missing");
    assert_eq!(places(&argument(r#"k: ID @route(by: KEY, label: "x")"#)), invalid);
    assert_eq!(places(&argument("k: I @route(by: KEY)")), invalid);
}

#[test]
fn routes_that_nothing_looks_at_are_worth_a_hint() {
    let hints = |argument: &str, nested: &str, input: &str| {
        let sdl = format!(
            "type Query {{ a({argument}): Int @merge(law: SUM) t: T @merge(law: SAME) }} type T {{ x({nested}): Int }} input I {{ {input} }}"
        );
        text(&composed(&[partitioned("d", &[("1", &sdl)])]).hints)
    };
    insta::assert_snapshot!(hints("k: ID", "k: ID @route(by: KEY)", "k: ID"), @r#"
    PARTITION_ROUTE_UNUSED [d/1:9:87] T.x(k:): @route on `T.x(k:)` means nothing: only arguments of root fields choose partitions
      hint: remove @route
    "#);
    insta::assert_snapshot!(hints("k: [I!]", "k: ID", "k: ID @route(by: KEY)"), @r#"
    PARTITION_ROUTE_UNUSED [d/1:9:113] I.k: @route on `I.k` means nothing: no argument of a root field holds this input object, except in a list
      hint: remove @route, or take the object outside of a list
    "#);
    insta::assert_snapshot!(hints("k: I", "k: ID", "k: ID @route(by: KEY)"), @"");
}

#[test]
fn rules_without_partitions_are_worth_a_hint() {
    let sdl = format!("{}type Query {{ a: Int @merge(law: SUM) }}", super::support::PARTITION);
    let composed = composed(&[subgraph("a", &sdl)]);
    assert!(!composed.supergraph_sdl.contains("partition__"));
    insta::assert_snapshot!(text(&composed.hints), @r#"
PARTITION_RULES_UNUSED [a:9:14] Query.a: `a` has no partitions, so its @merge and @route mean nothing
  hint: configure its partitions, or remove the directives
"#);
}

#[test]
fn partitions_have_unique_keys() {
    let sdl = "type Query { a: Int @merge(law: SUM) }";
    let code = |partitions: &[(&str, &str)]| refused(&[partitioned("d", partitions)])[0].code;
    assert_eq!(code(&[("1", sdl), ("1", sdl)]), Code::PartitionKeys);
    assert_eq!(code(&[]), Code::PartitionKeys);
    let too_long = "1".repeat(33);
    for key in ["", "a b", "a:b", "一团", &too_long] {
        assert_eq!(code(&[(key, sdl)]), Code::PartitionKeys, "{key}");
    }
}

#[test]
fn an_input_field_that_differs() {
    let sdl = |ty: &str| {
        format!("type Query {{ a(i: I): Int! @merge(law: SUM) }} input I {{ x: {ty} y: Int }}")
    };
    let (one, other) = (sdl("Int"), sdl("String"));
    let found = super::support::codes(&[partitioned("d", &[("1", &one), ("2", &other)])]);
    assert_eq!(found, [Code::PartitionInputMismatch]);
}
