//! Labels of overrides, which can be on and off in every combination: a query that fails with some
//! of them fails, and many that never meet cost nothing together.

use std::{collections::HashSet, fmt::Write};

use super::{
    planner::{Failure, Planned, plan_public, way_labelled},
    support::{composed, refused, subgraph, text, unsatisfiable},
};
use crate::{
    Code, Diagnostic, SubgraphInput,
    diagnostic::Report,
    satisfiability::{Limits, check_within},
};

const LABELS: usize = 6;

/// `z` can be asked by any of six keys, which nobody sees. `a` has those with an even number while
/// their label is off and those with an odd number while it is on: it lacks all of them in one case.
fn six_labels_that_meet(more_keys: &str) -> [SubgraphInput; 3] {
    let (mut a, mut b, mut keys, mut fields) =
        (String::new(), String::new(), String::new(), String::new());
    for number in 0..LABELS {
        let field = format!(" k{number}: ID! @shareable @inaccessible");
        let takes = |from| format!("{field} @override(from: \"{from}\", label: \"l{number}\")");
        let (of_a, of_b) =
            if number % 2 == 0 { (field.clone(), takes("a")) } else { (takes("b"), field.clone()) };
        a.push_str(&of_a);
        b.push_str(&of_b);
        fields.push_str(&field);
        write!(keys, " @key(fields: \"k{number}\")").expect("a string takes everything");
    }
    [
        subgraph(
            "a",
            &format!(
                "type Query {{ t: T }} type T @key(fields: \"id\", resolvable: false) {{ id: ID!{a} }}"
            ),
        ),
        subgraph("b", &format!("type T @key(fields: \"id\", resolvable: false) {{ id: ID!{b} }}")),
        subgraph(
            "z",
            &format!("type T{keys}{more_keys} {{ id: ID! @shareable{fields} far: Int }}"),
        ),
    ]
}

#[test]
fn one_of_many_combinations_fails() {
    let inputs = six_labels_that_meet("");
    let found = refused(&inputs);
    insta::assert_snapshot!(text(&found), @r#"
    SATISFIABILITY_ERROR [z:2:341] T.far: `T.far` cannot be reached by `query { t { far } }` when the label `l0` is on and the label `l1` is off and the label `l2` is on and the label `l3` is off and the label `l4` is on and the label `l5` is off. The value comes from a. z resolves the field, and its key `k0` or `k1` or `k2` or `k3` or `k4` or `k5` cannot be had
      hint: give the type a @key that both sides know, resolve the field where the value comes from (@shareable), or make the way inaccessible
    "#);
    let sdl = unsatisfiable(&inputs);
    let fails = HashSet::from(["l0", "l2", "l4"].map(ToOwned::to_owned));
    let query = "query { t { far } }";
    assert_eq!(way_labelled(&sdl, query, &fails), Err(Failure::NoWay));
    assert_eq!(way_labelled(&sdl, query, &HashSet::new()), Ok(()));
}

#[test]
fn every_combination_plans_once_there_is_a_way() {
    let inputs = six_labels_that_meet(" @key(fields: \"id\")");
    let sdl = composed(&inputs).supergraph_sdl;
    assert_eq!(plan_public(&sdl, 3), Planned::All(2));
}

fn found_within(limits: Limits, inputs: &[SubgraphInput]) -> Vec<Diagnostic> {
    let mut report = Report::default();
    let (subgraphs, _) = crate::read(inputs, &mut report).expect("they can be read");
    let merged = crate::merge::merge(&subgraphs, &mut report);
    check_within(limits, &subgraphs, &merged, &mut report);
    report.into_diagnostics()
}

#[test]
fn more_labels_at_one_place_than_can_be_combined_are_refused_by_name() {
    let limits = Limits { steps: 100_000, ways: 4, choices: 8 };
    let found = found_within(limits, &six_labels_that_meet(""));
    let limit = found.iter().find(|one| one.code == Code::SatisfiabilityLimit);
    let limit = limit.unwrap_or_else(|| panic!("{}", text(&found)));
    assert!(limit.message.contains("`l0`, `l1`, `l2`, `l3`, `l4`, `l5`"), "{}", limit.message);
}

#[test]
fn many_labels_that_do_not_meet_cost_little() {
    let fields = |more: &dyn Fn(usize) -> String| {
        (0..40).fold(String::new(), |all, number| format!("{all} f{number}: V{}", more(number)))
    };
    let takes = |number| format!(" @override(from: \"a\", label: \"l{number}\")");
    let value = "type V @shareable { x: Int }";
    let inputs = [
        subgraph(
            "a",
            &format!(
                "type Query {{ t: T }} type T @key(fields: \"id\") {{ id: ID!{} }} {value}",
                fields(&|_| String::new())
            ),
        ),
        subgraph(
            "b",
            &format!("type T @key(fields: \"id\") {{ id: ID!{} }} {value}", fields(&takes)),
        ),
    ];
    let limits = Limits { steps: 5_000, ways: 8, choices: 64 };
    assert_eq!(found_within(limits, &inputs), []);
}

/// `n` and what it leads to move together.
fn two_fields_that_move_together() -> [SubgraphInput; 2] {
    let a = r#"type Query { t: T } type T @key(fields: "id") { id: ID! n: N } type N { x: Int }"#;
    let b = r#"
        type T @key(fields: "id") { id: ID! n: N @override(from: "a", label: "l") }
        type N { x: Int @override(from: "a", label: "l") }
    "#;
    [subgraph("a", a), subgraph("b", b)]
}

#[test]
fn a_label_is_on_or_off_for_a_whole_query() {
    let sdl = composed(&two_fields_that_move_together()).supergraph_sdl;
    assert_eq!(plan_public(&sdl, 4), Planned::All(2));
}

#[test]
fn what_is_told_apart_by_too_many_labels_is_not_accepted() {
    let limits = Limits { steps: 100_000, ways: 8, choices: 0 };
    let found = found_within(limits, &two_fields_that_move_together());
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::SatisfiabilityLimit]);
    assert!(found[0].message.starts_with("with so many labels (`l`)"), "{}", found[0].message);
}
