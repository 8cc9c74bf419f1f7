//! Which rows a comparison has, and what their cells say.

use comparison::{Dimension, MetricKey, Scope};

use super::build::{
    answer, complete, durations, labelled, named, question, rate, row, shown, table, urban, without,
};
use crate::compare::{ComputationState, PartError, Table};

use MetricKey::{MedianDays, ReplyRate, ResolutionRate, SatisfactionRate};

const URBAN: [&str; 4] = ["231002", "231003", "231004", "231005"];

#[test]
fn the_figures_of_tiebei_come_out() {
    let key = "231004:delegation:003";
    let part = |metric, hits| labelled(rate(metric, key, hits, 90), "铁北街道代表团", "Tiebei");
    let metrics = [ResolutionRate, ReplyRate, SatisfactionRate];
    let question = question(Dimension::Delegation, &metrics, named(&["231004"]));
    let parts = vec![part(ResolutionRate, 85), part(ReplyRate, 90), part(SatisfactionRate, 88)];
    let table = table(&answer(question, parts, complete(&["231004"])));
    insta::assert_snapshot!(shown(&table), @r"
    231004:delegation:003 | Tiebei | RESOLUTION_RATE Ok 94.4 [87.6, 97.6] of 85/90 | REPLY_RATE Ok 100 [95.9, 100] of 90/90 | SATISFACTION_RATE Ok 97.8 [92.3, 99.4] of 88/90
    total | Total | RESOLUTION_RATE Ok 94.4 [87.6, 97.6] of 85/90 | REPLY_RATE Ok 100 [95.9, 100] of 90/90 | SATISFACTION_RATE Ok 97.8 [92.3, 99.4] of 88/90
    ");
}

#[test]
fn a_missing_district_is_missing_and_never_zero() {
    let question = question(Dimension::District, &[ResolutionRate], urban());
    let parts =
        vec![rate(ResolutionRate, "231002", 40, 50), rate(ResolutionRate, "231004", 85, 90)];
    let coverage = without(complete(&URBAN), "231003");
    insta::assert_snapshot!(shown(&table(&answer(question, parts, coverage))), @r"
    231002 | Dong'an District | RESOLUTION_RATE Ok 80 [67, 88.8] of 40/50
    231003 | Yangming District | RESOLUTION_RATE Unavailable - [-, -] of -/- (the district did not answer: TIMEOUT)
    231004 | Aimin District | RESOLUTION_RATE Ok 94.4 [87.6, 97.6] of 85/90
    231005 | Xi'an District | RESOLUTION_RATE Insufficient - [-, -] of 0/0 (there are no cases)
    total | Total without Yangming District | RESOLUTION_RATE Ok 89.3 [83.1, 93.4] of 125/140
    ");
}

#[test]
fn nobody_answered_so_there_is_no_total() {
    let question = question(Dimension::District, &[ReplyRate], named(&["231002"]));
    let coverage = without(complete(&["231002"]), "231002");
    let table = table(&answer(question, Vec::new(), coverage));
    assert_eq!(table.total, None);
    assert_eq!(table.rows[0].cells[0].state, ComputationState::Unavailable);
}

#[test]
fn categories_add_up_over_districts_and_are_named_by_the_city() {
    let question = question(Dimension::Category, &[MedianDays], urban());
    let parts = vec![
        durations("WATER_SUPPLY", &[1, 2, 3, 4, 5, 6, 7]),
        durations("HEATING", &[10, 20]),
        labelled(durations("BEES", &[900]), "蜜蜂", "Bees"),
    ];
    insta::assert_snapshot!(shown(&table(&answer(question, parts, complete(&URBAN)))), @r"
    BEES | Bees | MEDIAN_DAYS Insufficient - [-, -] of -/1 (the median is longer than 730 days)
    HEATING | Heating | MEDIAN_DAYS Ok 15 [-, -] of -/2
    WATER_SUPPLY | Water supply | MEDIAN_DAYS Ok 4 [1, 7] of -/7
    total | Total | MEDIAN_DAYS Ok 5.5 [2, 20] of -/10
    ");
}

#[test]
fn a_row_that_nobody_names_is_shown_by_its_key() {
    let question = question(Dimension::Delegation, &[ReplyRate], Scope::all());
    let parts = vec![rate(ReplyRate, "231004:delegation:003", 1, 2)];
    let table = table(&answer(question, parts, complete(&["231004"])));
    assert_eq!(table.rows[0].label.zh, "231004:delegation:003");
}

#[test]
fn the_total_is_of_all_cases_and_not_the_mean_of_rates() {
    let question = question(Dimension::District, &[ReplyRate], named(&["231002", "231004"]));
    let parts = vec![rate(ReplyRate, "231002", 0, 10), rate(ReplyRate, "231004", 90, 90)];
    let table = table(&answer(question, parts, complete(&["231002", "231004"])));
    let total = table.total.expect("two districts answered");
    assert_eq!(total.cells[0].value, Some(90.0), "the mean of the rates is 50");
}

#[test]
fn a_split_makes_cells_within_a_row() {
    let question = question(Dimension::District, &[ReplyRate], named(&["231004"]));
    let split = |name: &str, hits| {
        let part = rate(ReplyRate, "231004", hits, 40);
        comparison::Part { split: Some(name.to_owned()), ..part }
    };
    let parts = vec![split("HOTLINE", 30), split("GRID_REPORT", 20), split("HOTLINE", 10)];
    let table = table(&answer(question, parts, complete(&["231004"])));
    let cells = &row(&table, "231004").cells;
    let shown: Vec<_> = cells.iter().map(|cell| (cell.split.as_deref(), cell.value)).collect();
    assert_eq!(shown, [(Some("GRID_REPORT"), Some(50.0)), (Some("HOTLINE"), Some(50.0))]);
}

#[test]
fn parts_that_contradict_themselves_are_refused() {
    let refused = |part| {
        let question = question(Dimension::District, &[ReplyRate, MedianDays], Scope::all());
        let answer = answer(question, vec![part], complete(&["231004"]));
        Table::new(&answer, &super::build::reference()).expect_err("a contradiction")
    };
    let reply = |hits, cases| rate(ReplyRate, "231004", hits, cases);
    let counts = |metric| PartError::Counts { metric, key: "231004".to_owned() };
    assert_eq!(refused(reply(3, 2)), counts(ReplyRate));
    assert_eq!(refused(reply(-1, 2)), counts(ReplyRate));
    assert_eq!(refused(reply(0, -1)), counts(ReplyRate));
    assert_eq!(refused(rate(MedianDays, "231004", 1, 2)), counts(MedianDays));
    let uncounted = comparison::Part { denominator: 3, ..durations("231004", &[1, 2]) };
    assert_eq!(refused(uncounted), counts(MedianDays));
    let other = rate(ResolutionRate, "231004", 1, 2);
    assert_eq!(refused(other), PartError::NotAsked(ResolutionRate));
}
