//! What every law promises: partitions may be gathered in groups, and the groups then, with the
//! same answer as all at once. So a gateway can stand below another.

use contract::coverage::MissingReason;
use gateway_plan::{
    Gather, SortKey,
    gather::{CoverageField, MissingField},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::testing::{Case, fields, gathered};

/// Gathers the answers in groups of these sizes, and then what they gave.
fn in_groups(law: &Gather, answers: &[Value], sizes: &[usize]) -> Value {
    let texts: Vec<String> = answers.iter().map(Value::to_string).collect();
    let mut rest: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut groups = Vec::new();
    for &size in sizes {
        let group: Vec<&str> = rest.drain(..size.min(rest.len())).collect();
        if !group.is_empty() {
            groups.push(gathered(law, &group).json());
        }
    }
    if !rest.is_empty() {
        groups.push(gathered(law, &rest).json());
    }
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    let outcome = gathered(law, &groups);
    assert!(outcome.rejected.is_empty(), "{:?}", outcome.rejections());
    outcome.value()
}

fn check(law: &Gather, answers: &[Value], sizes: &[usize]) -> Result<(), TestCaseError> {
    let at_once = in_groups(law, answers, &[answers.len()]);
    prop_assert_eq!(in_groups(law, answers, sizes), at_once);
    Ok(())
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1_usize..4, 0..5)
}

fn answers(answer: impl Strategy<Value = Value>) -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(answer, 2..7)
}

fn number_or_null() -> impl Strategy<Value = Value> {
    prop_oneof![1 => Just(Value::Null), 4 => (-1000_i64..1000).prop_map(Value::from)]
}

fn text_list() -> impl Strategy<Value = Value> {
    prop::collection::vec("[a-d]{0,2}", 0..5).prop_map(Value::from)
}

/// A histogram with its bins in order, each once.
fn histogram() -> impl Strategy<Value = Value> {
    prop::collection::btree_map(-3_i64..4, 0_i64..9, 0..5)
        .prop_map(|bins| bins.into_iter().map(|(bin, count)| json!([bin, count])).collect())
}

/// Groups in order, each once.
fn groups() -> impl Strategy<Value = Value> {
    let parts = (number_or_null(), number_or_null(), histogram());
    prop::collection::btree_map("[a-d]", parts, 0..4).prop_map(|groups| {
        let group = |(key, (n, max, h))| json!({"key": key, "n": n, "max": max, "h": h});
        groups.into_iter().map(group).collect()
    })
}

fn grouped_law() -> Gather {
    let sum = Gather::Sum { int: true };
    Gather::Grouped {
        keys: vec!["key".into()],
        fields: fields([("n", sum), ("max", Gather::Max), ("h", Gather::Histogram)]),
    }
}

fn sorted_rows() -> impl Strategy<Value = Value> {
    prop::collection::vec((-3_i64..3, 0_i64..100), 0..5).prop_map(|mut rows| {
        rows.sort_by_key(|(key, _)| std::cmp::Reverse(*key));
        rows.into_iter().map(|(key, n)| json!({"key": key, "n": n})).collect()
    })
}

/// Objects with an object inside, of which partitions may lack any part.
fn nested() -> impl Strategy<Value = Value> {
    let inner = prop_oneof![
        1 => Just(Value::Null),
        4 => (number_or_null(), histogram(), groups())
            .prop_map(|(n, h, groups)| json!({"n": n, "h": h, "groups": groups})),
    ];
    let object = (number_or_null(), any::<bool>(), inner)
        .prop_map(|(low, all, inner)| json!({"low": low, "all": all, "inner": inner}));
    prop_oneof![1 => Just(Value::Null), 6 => object]
}

fn nested_law() -> Gather {
    let inner = fields([
        ("n", Gather::Sum { int: true }),
        ("h", Gather::Histogram),
        ("groups", grouped_law()),
    ]);
    let inner = Gather::Object { fields: inner };
    Gather::Object {
        fields: fields([("low", Gather::Min), ("all", Gather::And), ("inner", inner)]),
    }
}

/// What some partitions say of themselves: each was asked, and has answered or not.
fn coverages() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(any::<bool>(), 2..7).prop_map(|answered| {
        let of = |(place, answered): (usize, bool)| {
            let code = format!("d{place}");
            let missing = json!([{ "code": code, "reason": "LATE" }]);
            match answered {
                true => {
                    json!({"asked": [code], "answered": [code], "missing": [], "complete": true})
                }
                false => {
                    json!({"asked": [code], "answered": [], "missing": missing, "complete": false})
                }
            }
        };
        answered.into_iter().enumerate().map(of).collect()
    })
}

fn coverage_law() -> Gather {
    let missing =
        vec![("code".into(), MissingField::Code), ("reason".into(), MissingField::Reason)];
    let fields = [
        ("asked", CoverageField::Asked),
        ("answered", CoverageField::Answered),
        ("missing", CoverageField::Missing { fields: missing }),
        ("complete", CoverageField::Complete),
    ];
    Gather::Coverage { fields: fields.map(|(key, field)| (key.to_owned(), field)).to_vec() }
}

/// Lists of rows with ids of their partitions, in the order of `n`.
fn lists_with_ids() -> impl Strategy<Value = Vec<Vec<Value>>> {
    prop::collection::vec(prop::collection::vec(0_i64..5, 0..5), 2..6).prop_map(|lists| {
        let list = |(place, mut numbers): (usize, Vec<i64>)| {
            numbers.sort_unstable();
            let rows = numbers.into_iter().enumerate();
            rows.map(|(row, n)| json!({ "id": format!("p{place}:row:{row}"), "n": n })).collect()
        };
        lists.into_iter().enumerate().map(list).collect()
    })
}

/// The rows that a limit leaves of a list.
fn kept(list: &Value, limit: usize, from_end: bool) -> Value {
    let rows = list.as_array().cloned().unwrap_or_default();
    let beyond = rows.len().saturating_sub(limit);
    let rows = if from_end { &rows[beyond..] } else { &rows[..rows.len() - beyond] };
    rows.to_vec().into()
}

/// Gathers lists that were cut, with the limit.
fn limited(law: &Gather, lists: &[Value], limit: usize, from_end: bool) -> Value {
    let law = Gather::Cut { variable: "n".into(), from_end, of: Box::new(law.clone()) };
    let lists: Vec<String> = lists.iter().map(Value::to_string).collect();
    let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
    let outcome = Case::new(&law, &lists).variable("n", limit).gathered();
    assert!(outcome.rejected.is_empty(), "{:?}", outcome.rejections());
    outcome.value()
}

proptest! {
    /// However the rows are split, what is gathered of lists that were cut is the whole, cut; in one
    /// step or, as with gateways under gateways, in two.
    #[test]
    fn a_limit_on_parts_is_the_limit_on_the_whole(
        parts in answers(sorted_rows()),
        limit in 0_usize..8,
        from_end in any::<bool>(),
        split in 1_usize..6,
    ) {
        let key = SortKey { response_key: "key".into(), descending: true };
        for law in [Gather::Concat, Gather::Sorted { by: vec![key] }] {
            let whole = kept(&in_groups(&law, &parts, &[parts.len()]), limit, from_end);
            let cut: Vec<Value> = parts.iter().map(|part| kept(part, limit, from_end)).collect();
            prop_assert_eq!(limited(&law, &cut, limit, from_end), whole.clone());
            let (left, right) = cut.split_at(split.min(cut.len()));
            let below: Vec<Value> = [left, right]
                .into_iter()
                .filter(|group| !group.is_empty())
                .map(|group| limited(&law, group, limit, from_end))
                .collect();
            prop_assert_eq!(limited(&law, &below, limit, from_end), whole);
        }
    }

    /// Rows that keep the rules are gathered as if there were none; a partition that breaks one has no
    /// part in the list, and the others have theirs.
    #[test]
    fn rows_are_held_to_their_ids(
        lists in lists_with_ids(),
        liar in any::<prop::sample::Index>(),
        repeats in any::<bool>(),
    ) {
        let by = vec![SortKey { response_key: "n".into(), descending: false }];
        let gathered = |law: &Gather, lists: &[Vec<Value>]| {
            let texts: Vec<String> = lists.iter().map(|list| json!(list).to_string()).collect();
            gathered(law, &texts.iter().map(String::as_str).collect::<Vec<_>>())
        };
        for of in [Gather::Concat, Gather::Sorted { by }] {
            let law = Gather::Held { ids: vec!["id".into()], of: Box::new(of.clone()) };
            let honest = gathered(&law, &lists);
            prop_assert_eq!(honest.value(), gathered(&of, &lists).value());
            prop_assert_eq!(honest.rejections(), Vec::<String>::new());

            let place = liar.index(lists.len());
            let (mut spoilt, mut without) = (lists.clone(), lists.clone());
            let id = if repeats { format!("p{place}:row:0") } else { "elsewhere:row:0".to_owned() };
            spoilt[place].push(json!({ "id": id, "n": 9 }));
            if repeats && lists[place].is_empty() {
                spoilt[place].push(json!({ "id": id, "n": 9 }));
            }
            without[place].clear();
            let outcome = gathered(&law, &spoilt);
            prop_assert_eq!(outcome.value(), gathered(&of, &without).value());
            prop_assert_eq!(outcome.rejected.len(), 1);
            let reason = if repeats { MissingReason::InvalidAnswer } else { MissingReason::ForeignRows };
            prop_assert_eq!(outcome.rejected[0].reason, reason);
        }
    }

    #[test]
    fn objects_in_objects(answers in answers(nested()), sizes in sizes()) {
        check(&nested_law(), &answers, &sizes)?;
    }

    #[test]
    fn coverage(answers in coverages(), sizes in sizes()) {
        check(&coverage_law(), &answers, &sizes)?;
        let whole = in_groups(&coverage_law(), &answers, &[answers.len()]);
        let told = |key: &str| whole[key].as_array().map_or(0, Vec::len);
        prop_assert_eq!(told("asked"), answers.len());
        prop_assert_eq!(told("answered") + told("missing"), answers.len());
        prop_assert_eq!(&whole["complete"], &json!(told("missing") == 0));
    }

    #[test]
    fn numbers(answers in answers(number_or_null()), sizes in sizes()) {
        for law in [Gather::Sum { int: true }, Gather::Sum { int: false }, Gather::Min, Gather::Max] {
            check(&law, &answers, &sizes)?;
        }
    }

    #[test]
    fn booleans(answers in answers(prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from)]), sizes in sizes()) {
        check(&Gather::And, &answers, &sizes)?;
        check(&Gather::Or, &answers, &sizes)?;
    }

    #[test]
    fn lists(answers in answers(text_list()), sizes in sizes()) {
        check(&Gather::Concat, &answers, &sizes)?;
        // A partition sends a set in order, as the only answer is taken as it is.
        let sets: Vec<Value> = answers.iter().map(|list| {
            let mut texts: Vec<String> = serde_json::from_value(list.clone()).expect("texts");
            texts.sort();
            texts.dedup();
            texts.into()
        }).collect();
        check(&Gather::Union, &sets, &sizes)?;
    }

    #[test]
    fn same(value in text_list(), nulls in prop::collection::vec(any::<bool>(), 2..6), sizes in sizes()) {
        let answers: Vec<Value> = nulls.iter().map(|null| if *null { Value::Null } else { value.clone() }).collect();
        check(&Gather::Same, &answers, &sizes)?;
    }

    #[test]
    fn histograms(answers in answers(histogram()), sizes in sizes()) {
        check(&Gather::Histogram, &answers, &sizes)?;
        let total = |list: &Value| list.as_array().into_iter().flatten().filter_map(|pair| pair[1].as_i64()).sum::<i64>();
        let merged = in_groups(&Gather::Histogram, &answers, &sizes);
        prop_assert_eq!(total(&merged), answers.iter().map(total).sum::<i64>());
    }

    #[test]
    fn grouped(answers in answers(groups()), sizes in sizes()) {
        check(&grouped_law(), &answers, &sizes)?;
    }

    #[test]
    fn grouped_adds_what_a_plain_sum_adds(answers in answers(groups())) {
        let texts: Vec<String> = answers.iter().map(Value::to_string).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let merged = gathered(&grouped_law(), &texts).value();
        let all_rows = || answers.iter().flat_map(|list| list.as_array().into_iter().flatten());
        for group in merged.as_array().expect("a list") {
            let members: Vec<&Value> = all_rows().filter(|row| row["key"] == group["key"]).collect();
            let sum: i64 = members.iter().filter_map(|row| row["n"].as_i64()).sum();
            prop_assert_eq!(group["n"].as_i64().unwrap_or(0), sum);
            prop_assert_eq!(group["max"].as_i64(), members.iter().filter_map(|row| row["max"].as_i64()).max());
        }
        let keys: Vec<&str> = merged.as_array().expect("a list").iter().filter_map(|group| group["key"].as_str()).collect();
        prop_assert!(keys.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn sorted(answers in answers(sorted_rows()), sizes in sizes()) {
        let key = SortKey { response_key: "key".into(), descending: true };
        check(&Gather::Sorted { by: vec![key] }, &answers, &sizes)?;
    }
}
