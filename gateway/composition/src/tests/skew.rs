//! Partitions of different versions: what may differ, and what may not.

use super::support::{composed, partitioned, refused, text};

const OLD: &str = r#"
type Query { items(first: Int): [Item!]! @merge(law: CONCAT) }
type Item @key(fields: "id") { id: ID! @route(by: ID) state: State! }
enum State { OPEN CLOSED }
union Thing = Item
"#;

const NEW: &str = r#"
type Query { items(first: Int, state: State, filter: Filter): [Item!]! @merge(law: CONCAT) count: Int! @merge(law: SUM) }
type Item @key(fields: "id") { id: ID! @route(by: ID) state: State! note: Note }
enum State { OPEN CLOSED ESCALATED }
type Note { text: String! }
input Filter { text: String }
union Thing = Item | Note
"#;

fn against(change: impl Fn(&str) -> String) -> String {
    let new = change(OLD);
    assert_ne!(new, OLD, "the change changes something");
    text(&refused(&[partitioned("d", &[("1", OLD), ("2", &new)])]))
}

#[test]
fn the_union_and_who_lacks_what() {
    let composed = composed(&[partitioned("d", &[("1", OLD), ("2", NEW), ("3", OLD)])]);
    let skew: Vec<String> = composed
        .skew
        .iter()
        .map(|skew| format!("{} lacks {}", skew.lacking.join(" "), skew.coordinate))
        .collect();
    insta::assert_snapshot!(skew.join("\n"), @r#"
    1 3 lacks Query.items(state:)
    1 3 lacks Query.items(filter:)
    1 3 lacks Query.count
    1 3 lacks Item.note
    1 3 lacks State.ESCALATED
    1 3 lacks Note
    1 3 lacks Filter
    "#);
    for added in ["note: Note", "ESCALATED", "count: Int!", "state: State", "type Note"] {
        assert!(
            composed.supergraph_sdl.contains(added),
            "{added} is in\n{}",
            composed.supergraph_sdl
        );
    }
}

#[test]
fn the_supergraph_tells_each_older_version_once() {
    let composed = composed(&[partitioned("d", &[("1", OLD), ("2", NEW), ("3", OLD)])]);
    let told: Vec<&str> = composed
        .supergraph_sdl
        .split('@')
        .filter(|text| text.starts_with("partition__lacks(graph: D"))
        .filter_map(|text| text.lines().next()?.strip_suffix(" {"))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r#"partition__lacks(graph: D, partitions: ["1", "3"], elements: ["Filter", "Item.note", "Note", "Query.count", "Query.items(filter:)", "Query.items(state:)", "State.ESCALATED"])"#);
    let equal = self::composed(&[partitioned("d", &[("1", NEW), ("2", NEW)])]);
    assert!(!equal.supergraph_sdl.contains("lacks"), "{}", equal.supergraph_sdl);
}

#[test]
fn a_member_that_a_union_lacks_is_told_where_its_type_is_known() {
    let old = NEW.replace("union Thing = Item | Note", "union Thing = Item");
    let composed = composed(&[partitioned("d", &[("1", &old), ("2", NEW)])]);
    let told: Vec<&str> = composed.skew.iter().map(|skew| skew.coordinate.as_str()).collect();
    assert_eq!(told, ["Thing.Note"]);
}

#[test]
fn the_order_of_partitions_changes_only_the_order_of_elements() {
    let sdl = |order: &[(&str, &str)]| composed(&[partitioned("d", order)]).supergraph_sdl;
    let lines = |text: String| {
        let mut lines: Vec<String> = text.split_whitespace().map(ToOwned::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(sdl(&[("1", OLD), ("2", NEW)])), lines(sdl(&[("2", NEW), ("1", OLD)])));
}

#[test]
fn a_new_field_must_be_nullable() {
    insta::assert_snapshot!(against(|sdl| sdl.replace("state: State!", "state: State! rank: Int!")), @r#"
    PARTITION_FIELD_MISSING [d/2:11:69] Item.rank: `Item.rank` is `Int!`, and partition 1 does not have it
      hint: make the field nullable until every partition has it
    "#);
}

#[test]
fn a_field_keeps_its_type() {
    insta::assert_snapshot!(against(|sdl| sdl.replace("state: State!", "state: State")), @r#"
    PARTITION_FIELD_MISMATCH [d/2:11:55] Item.state: `Item.state` is `State`, and `State!` in other partitions
      hint: add a field of a new name, and remove this one when all partitions have it
    "#);
}

#[test]
fn a_new_argument_must_be_optional() {
    insta::assert_snapshot!(against(|sdl| sdl.replace("first: Int", "first: Int, after: ID!")), @r#"
    PARTITION_ARGUMENT_MISMATCH [d/2:10:32] Query.items(after:): `Query.items(after:)` is required, and not every partition has it
      hint: make it nullable or give it a default until every partition has it
    "#);
}

#[test]
fn rules_are_the_same_everywhere() {
    insta::assert_snapshot!(against(|sdl| sdl.replace("CONCAT", "SAME")), @r#"
    PARTITION_RULE_MISMATCH [d/2:10:42] Query.items: `Query.items` has other federation or partition directives than in partition 1
      hint: give it the same directives in every partition, or a new name
    "#);
}

#[test]
fn a_type_keeps_its_kind() {
    insta::assert_snapshot!(against(|sdl| sdl.replace("union Thing = Item", "enum Thing { A }")), @r#"
    PARTITION_TYPE_MISMATCH [d/2:13:1] Thing: `Thing` is another kind of type than in partition 1
      hint: give the new type a new name
    "#);
}
