//! Subscriptions of partitioned subgraphs: one owner, or the law of events.

use super::support::{composed, partitioned, refused, text};

fn sdl(field: &str) -> String {
    format!(
        "type Query {{ a(id: ID! @route(by: ID)): Int }}\n\
         type Subscription {{\n{field}\n}}\n\
         type Change {{ cursor: String! note: String list: [String!]! }}"
    )
}

fn refusal(field: &str) -> String {
    text(&refused(&[partitioned("d", &[("1", &sdl(field))])]))
}

#[test]
fn events_of_all_partitions_or_of_one() {
    for field in [
        "changed(id: ID! @route(by: ID)): Change",
        "changed: Int @merge(law: EVENTS)",
        "changed(districts: [ID!] @route(by: KEY)): [Change] @merge(law: EVENTS)",
        r#"changed(after: String): Change! @merge(law: EVENTS, by: ["cursor"])"#,
    ] {
        composed(&[partitioned("d", &[("1", &sdl(field))])]);
    }
}

#[test]
fn the_law_is_carried_in_the_supergraph() {
    let field = r#"changed(after: String): Change! @merge(law: EVENTS, by: ["cursor"])"#;
    let supergraph = composed(&[partitioned("d", &[("1", &sdl(field))])]).supergraph_sdl;
    let carried = supergraph.lines().find(|line| line.contains("changed(")).expect("the field");
    insta::assert_snapshot!(carried.trim(), @r#"changed(after: String): Change! @partition__merge(graph: D, law: "EVENTS", by: ["cursor"])"#);
}

#[test]
fn nobody_is_said_to_send_them() {
    insta::assert_snapshot!(refusal("changed: Change"), @r"
PARTITION_OWNER_MISSING [d/1:11:1] Subscription.changed: nothing says which partitions send the events of `Subscription.changed`
  hint: say @merge(law: EVENTS), or give it a required argument with @route(by: ID) or a single one with @route(by: KEY)
");
    insta::assert_snapshot!(refusal("changed(ids: [ID!]! @route(by: ID)): [Change]"), @r"
PARTITION_OWNER_MISSING [d/1:11:1] Subscription.changed: nothing says which partitions send the events of `Subscription.changed`
  hint: say @merge(law: EVENTS), or give it a required argument with @route(by: ID) or a single one with @route(by: KEY)
");
}

#[test]
fn other_laws_are_not_for_events() {
    insta::assert_snapshot!(refusal("changed: Int @merge(law: SUM)"), @r"
PARTITION_LAW_MISFIT [d/1:11:1] Subscription.changed: SUM on `Subscription.changed`: events are not put together
  hint: say @merge(law: EVENTS): each event is passed on as it is
");
    insta::assert_snapshot!(refusal("changed: Int @merge(law: STREAM)"), @r"
PARTITION_LAW_UNKNOWN [d/1:11:1] Subscription.changed: the law of `Subscription.changed`: `STREAM` is unknown; known are CONCAT, SORTED, CONNECTION, OBJECT, SUM, MIN, MAX, AND, OR, SAME, UNION, HISTOGRAM, GROUPED, COVERAGE, EVENTS
  hint: say @merge(law: EVENTS)
");
    let query = "type Query { a: Int @merge(law: EVENTS) }";
    insta::assert_snapshot!(text(&refused(&[partitioned("d", &[("1", query)])])), @r"
PARTITION_LAW_MISFIT [d/1:9:14] Query.a: EVENTS on `Query.a` needs a subscription; it is `Int`
  hint: choose a law that fits the type
");
}

#[test]
fn a_position_is_a_field_and_an_argument() {
    insta::assert_snapshot!(refusal(r#"a: Int @merge(law: EVENTS, by: ["cursor"])"#), @r"
PARTITION_LAW_MISFIT [d/1:11:1] Subscription.a: EVENTS on `Subscription.a` needs an object that has the position of the event; it is `Int`
  hint: choose a law that fits the type
");
    insta::assert_snapshot!(refusal(r#"a(after: String): Change @merge(law: EVENTS, by: ["at"])"#), @r"
PARTITION_BY_INVALID [d/1:11:1] Subscription.a: `Subscription.a` goes by `at`, which is no field of `Change`
  hint: its fields are cursor, note, list
");
    insta::assert_snapshot!(refusal(r#"a(after: String): Change @merge(law: EVENTS, by: ["note"])"#), @r"
PARTITION_BY_INVALID [d/1:11:1] Subscription.a: `Subscription.a` is sorted by `note`, which can be null
  hint: make the sort key non-null
");
    insta::assert_snapshot!(refusal(r#"a(after: String!): Change @merge(law: EVENTS, by: ["cursor"])"#), @r"
PARTITION_BY_INVALID [d/1:11:1] Subscription.a: `Subscription.a` cannot go on behind a position
  hint: give it the argument `after: String`, or remove `by`
");
    insta::assert_snapshot!(refusal(r#"a: Change @merge(law: EVENTS, by: ["cursor"])"#), @r"
PARTITION_BY_INVALID [d/1:11:1] Subscription.a: `Subscription.a` cannot go on behind a position
  hint: give it the argument `after: String`, or remove `by`
");
    insta::assert_snapshot!(refusal(r#"a(after: Int): Change @merge(law: EVENTS, by: ["cursor"])"#), @r"
PARTITION_BY_INVALID [d/1:11:1] Subscription.a: `Subscription.a` cannot go on behind a position
  hint: give it the argument `after: String`, or remove `by`
");
    insta::assert_snapshot!(refusal(r#"a(after: String): Change @merge(law: EVENTS, by: ["cursor", "note"])"#), @r"
PARTITION_BY_INVALID [d/1:11:1] Subscription.a: EVENTS on `Subscription.a` goes by more than one field
  hint: name the one field that is the position of an event
");
}
