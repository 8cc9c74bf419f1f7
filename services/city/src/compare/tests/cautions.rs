//! When a comparison warns, and in which words.

use comparison::{Dimension, MetricKey, Part};
use subgraph_server::graphql::Coverage;

use super::build::{
    answer, complete, labelled, named, question, rate, reference, table, urban, without,
};
use crate::compare::{Answer, cautions};

use MetricKey::ReplyRate;

const URBAN: [&str; 4] = ["231002", "231003", "231004", "231005"];

fn by_district(parts: &[(&str, i64)], coverage: Coverage) -> Answer {
    let parts = parts.iter().map(|(key, cases)| rate(ReplyRate, key, 1, *cases)).collect();
    answer(question(Dimension::District, &[ReplyRate], urban()), parts, coverage)
}

fn told(answer: &Answer) -> String {
    let cautions = cautions(answer, &table(answer), &reference());
    let lines = cautions.iter().map(|caution| {
        format!(
            "{:?} {:?}: {}\n{}",
            caution.code, caution.rows, caution.message.en, caution.message.zh
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn enough_cases_of_everyone_need_no_caution() {
    let parts = [("231002", 20), ("231003", 20), ("231004", 20), ("231005", 20)];
    assert_eq!(told(&by_district(&parts, complete(&URBAN))), "");
}

#[test]
fn rows_of_few_cases_are_named() {
    let parts = [("231002", 19), ("231003", 20), ("231004", 5), ("231005", 400)];
    insta::assert_snapshot!(told(&by_district(&parts, complete(&URBAN))), @r#"
    SmallNumbers ["231002", "231004"]: Values of Dong'an District, Aimin District rest on fewer than 20 cases; read them with their intervals.
    东安区、爱民区有数值所依据的事项不足20件，应连同区间一起看。
    "#);
}

#[test]
fn no_cases_are_no_small_numbers() {
    let parts = [("231002", 20), ("231003", 20), ("231004", 20)];
    assert_eq!(told(&by_district(&parts, complete(&URBAN))), "");
}

#[test]
fn who_did_not_answer_and_who_was_not_asked_is_named() {
    let parts = [("231002", 50), ("231004", 50)];
    let coverage = without(complete(&["231002", "231003", "231004"]), "231003");
    let answer = by_district(&parts, coverage);
    insta::assert_snapshot!(told(&answer), @r#"
    MissingPeer ["231003", "231005"]: No answer: Yangming District. Not asked: Xi'an District. The total is without them.
    未答复：阳明区。未询问：西安区。合计不含上述各区。
    "#);
    let total = table(&answer).total.expect("two districts answered");
    assert_eq!(total.label.en, "Total without Yangming District, Xi'an District");
}

#[test]
fn only_districts_of_the_scope_are_missed() {
    let question = question(Dimension::District, &[ReplyRate], named(&["231004"]));
    let answer = answer(question, vec![rate(ReplyRate, "231004", 1, 50)], complete(&["231004"]));
    assert_eq!(told(&answer), "");
}

#[test]
fn long_lists_are_cut() {
    let part = |number: i64| -> Part {
        let key = format!("231004:delegation:{number:03}");
        labelled(rate(ReplyRate, &key, 1, 2), &format!("团{number}"), &format!("D{number}"))
    };
    let question = question(Dimension::Delegation, &[ReplyRate], named(&["231004"]));
    let answer = answer(question, (1..=8).map(part).collect(), complete(&["231004"]));
    let told = told(&answer);
    assert!(told.contains("Values of D1, D2, D3, D4, D5 and 3 more rest on"), "{told}");
    assert!(told.contains("团1、团2、团3、团4、团5等8个有数值"), "{told}");
}
