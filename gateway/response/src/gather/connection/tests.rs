use contract::{Cursor, Direction, OrderKey, coverage::MissingReason};
use gateway_plan::{Gather, PageInfoField, gather::RowIds};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::gather::testing::{Case, Outcome, connection_law};

/// A row of a list that is ordered by `sort`, largest first, then by id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    sort: std::cmp::Reverse<i64>,
    id: String,
}

impl Row {
    fn new(partition: usize, sort: i64, number: usize) -> Self {
        Self { sort: std::cmp::Reverse(sort), id: format!("p{partition}:row:{number:03}") }
    }

    fn cursor(&self) -> String {
        let key = OrderKey::new()
            .int(self.sort.0, Direction::Descending)
            .text(&self.id, Direction::Ascending);
        Cursor::new("SORT_DESC", &key).encode()
    }
}

/// The arguments of a page.
#[derive(Debug, Clone, Default)]
struct Arguments {
    first: Option<usize>,
    last: Option<usize>,
    after: Option<Row>,
    before: Option<Row>,
}

impl Arguments {
    fn first(first: usize) -> Self {
        Self { first: Some(first), ..Self::default() }
    }

    fn last(last: usize) -> Self {
        Self { last: Some(last), ..Self::default() }
    }
}

/// What a service with these rows (sorted) answers.
fn page_of(rows: &[Row], arguments: &Arguments) -> Value {
    let in_range: Vec<&Row> = rows
        .iter()
        .filter(|row| arguments.after.as_ref().is_none_or(|after| *row > after))
        .filter(|row| arguments.before.as_ref().is_none_or(|before| *row < before))
        .collect();
    let count = arguments.first.or(arguments.last).unwrap_or(in_range.len()).min(in_range.len());
    let goes_on = in_range.len() > count;
    let (page, has_next, has_previous) = if arguments.last.is_some() {
        (&in_range[in_range.len() - count..], arguments.before.is_some(), goes_on)
    } else {
        (&in_range[..count], goes_on, arguments.after.is_some())
    };
    connection(page, has_next, has_previous, rows.len())
}

fn connection(page: &[&Row], has_next: bool, has_previous: bool, total: usize) -> Value {
    json!({
        "totalCount": total,
        "edges": page.iter().map(|row| json!({"cursor": row.cursor(), "node": {"id": row.id}})).collect::<Vec<_>>(),
        "nodes": page.iter().map(|row| json!({"id": row.id})).collect::<Vec<_>>(),
        "pageInfo": {
            "hasNextPage": has_next,
            "hasPreviousPage": has_previous,
            "startCursor": page.first().map(|row| row.cursor()),
            "endCursor": page.last().map(|row| row.cursor()),
        },
    })
}

/// Gathers pages that the partitions `p0`, `p1`, … have sent.
fn gathered_pages(pages: &[Value], arguments: &Arguments) -> Outcome {
    let texts: Vec<String> = pages.iter().map(Value::to_string).collect();
    let answers: Vec<&str> = texts.iter().map(String::as_str).collect();
    Case::new(&Gather::Connection(Box::new(connection_law())), &answers)
        .variable("first", arguments.first)
        .variable("last", arguments.last)
        .gathered()
}

fn gathered(partitions: &[Vec<Row>], arguments: &Arguments) -> Outcome {
    let pages: Vec<Value> = partitions.iter().map(|rows| page_of(rows, arguments)).collect();
    gathered_pages(&pages, arguments)
}

fn ids(outcome: &Outcome) -> Vec<String> {
    let value = outcome.value();
    let nodes = value["nodes"].as_array().expect("nodes");
    nodes.iter().map(|node| node["id"].as_str().expect("an id").to_owned()).collect()
}

/// Rows of some partitions, each sorted, with many equal sort values.
fn partitions() -> impl Strategy<Value = Vec<Vec<Row>>> {
    prop::collection::vec(prop::collection::vec(-2_i64..2, 0..7), 1..6).prop_map(|sorts| {
        let rows_of = |(partition, sorts): (usize, Vec<i64>)| {
            let mut rows: Vec<Row> = sorts
                .into_iter()
                .enumerate()
                .map(|(number, sort)| Row::new(partition, sort, number))
                .collect();
            rows.sort();
            rows
        };
        sorts.into_iter().enumerate().map(rows_of).collect()
    })
}

fn whole(partitions: &[Vec<Row>]) -> Vec<Row> {
    let mut rows = partitions.concat();
    rows.sort();
    rows
}

proptest! {
    #[test]
    fn a_page_of_the_parts_is_the_page_of_the_whole(
        partitions in partitions(),
        size in 0_usize..8,
        backward in any::<bool>(),
        from in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let whole = whole(&partitions);
        let from = from.filter(|_| !whole.is_empty()).map(|index| index.get(&whole).clone());
        let arguments = if backward {
            Arguments { before: from, ..Arguments::last(size) }
        } else {
            Arguments { after: from, ..Arguments::first(size) }
        };
        let outcome = gathered(&partitions, &arguments);
        prop_assert_eq!(outcome.value(), page_of(&whole, &arguments));
        prop_assert!(outcome.rejected.is_empty());
    }

    #[test]
    fn pages_joined_are_the_list(partitions in partitions(), size in 1_usize..5, backward in any::<bool>()) {
        let whole = whole(&partitions);
        let expected: Vec<String> = whole.iter().map(|row| row.id.clone()).collect();
        let mut arguments = if backward { Arguments::last(size) } else { Arguments::first(size) };
        let mut walked: Vec<String> = Vec::new();
        for _ in 0..=whole.len() {
            let outcome = gathered(&partitions, &arguments);
            let page = ids(&outcome);
            let row_of = |id: Option<&String>| whole.iter().find(|row| Some(&row.id) == id).cloned();
            let info = &outcome.value()["pageInfo"];
            let goes_on = if backward {
                arguments.before = row_of(page.first());
                walked.splice(0..0, page);
                info["hasPreviousPage"] == true
            } else {
                arguments.after = row_of(page.last());
                walked.extend(page);
                info["hasNextPage"] == true
            };
            if !goes_on {
                break;
            }
        }
        prop_assert_eq!(walked, expected);
    }

    #[test]
    fn without_a_size_nothing_is_lost(partitions in partitions()) {
        let arguments = Arguments::default();
        let outcome = gathered(&partitions, &arguments);
        prop_assert_eq!(outcome.value(), page_of(&whole(&partitions), &arguments));
    }

    #[test]
    fn a_partition_that_breaks_the_order_changes_nothing(mut partitions in partitions(), size in 2_usize..6) {
        let arguments = Arguments::first(size);
        let sound = gathered(&partitions, &arguments).value();
        let bad = partitions.len();
        partitions.push(vec![Row::new(bad, 1, 0), Row::new(bad, 5, 1)]);
        let outcome = gathered(&partitions, &arguments);
        prop_assert_eq!(outcome.value(), sound);
        prop_assert_eq!(outcome.rejected.len(), 1);
        prop_assert_eq!(outcome.rejected[0].reason, MissingReason::OutOfOrder);
    }
}

fn two_sound_pages() -> [Value; 2] {
    [0, 1].map(|partition| page_of(&[Row::new(partition, 7, 0)], &Arguments::first(2)))
}

/// Gathers two sound pages and a third one; what is said of it.
fn rejection_of(third: Value) -> String {
    let [a, b] = two_sound_pages();
    let outcome = gathered_pages(&[a, b, third], &Arguments::first(2));
    assert_eq!(ids(&outcome), ["p0:row:000", "p1:row:000"]);
    assert_eq!(outcome.value()["totalCount"], 2);
    assert_eq!(outcome.value()["pageInfo"]["hasNextPage"], false);
    let [rejection] = outcome.rejections().try_into().expect("one rejection");
    rejection
}

fn third_page(rows: &[Row]) -> Value {
    connection(&rows.iter().collect::<Vec<_>>(), false, false, rows.len())
}

#[test]
fn a_page_that_breaks_a_rule_is_left_out_and_the_rest_stands() {
    let unsorted = third_page(&[Row::new(2, 1, 0), Row::new(2, 2, 0)]);
    assert_eq!(
        rejection_of(unsorted),
        "p2 OUT_OF_ORDER row 1 stands before the one that precedes it"
    );
    let foreign = third_page(&[Row::new(2, 1, 0), Row::new(1, 1, 0)]);
    // The foreign row sorts first by id, so the page is put in order for this.
    let foreign_in_order = {
        let mut rows = [Row::new(2, 1, 0), Row::new(1, 1, 0)];
        rows.sort();
        third_page(&rows)
    };
    assert!(rejection_of(foreign).starts_with("p2 OUT_OF_ORDER"));
    assert_eq!(
        rejection_of(foreign_in_order),
        "p2 FOREIGN_ROWS the row \"p1:row:000\" belongs to another partition"
    );
    let twice = third_page(&[Row::new(2, 2, 0), Row::new(2, 1, 0)]);
    assert_eq!(rejection_of(twice), "p2 INVALID_ANSWER the row \"p2:row:000\" stands there twice");
    let too_many = third_page(&[Row::new(2, 3, 0), Row::new(2, 2, 0), Row::new(2, 1, 0)]);
    assert_eq!(rejection_of(too_many), "p2 TOO_LARGE 3 rows, more than were asked for");
}

#[test]
fn a_page_of_another_shape_is_left_out() {
    let sound = third_page(&[Row::new(2, 1, 0)]);
    let changed = |path: &str, value: Value| {
        let mut page = sound.clone();
        *page.pointer_mut(path).expect("a part of the page") = value;
        rejection_of(page)
    };
    assert_eq!(
        changed("/edges/0/cursor", json!("no cursor")),
        "p2 INVALID_ANSWER a row has no valid cursor"
    );
    assert_eq!(changed("/edges/0", json!(null)), "p2 INVALID_ANSWER a row has no valid cursor");
    assert_eq!(
        changed("/nodes", json!([])),
        "p2 INVALID_ANSWER `nodes` has not the rows that the other lists have"
    );
    assert_eq!(
        changed("/pageInfo", json!(null)),
        "p2 INVALID_ANSWER pageInfo does not say whether there are more rows"
    );
    assert_eq!(
        changed("/edges/0/node/id", json!("no id")),
        "p2 FOREIGN_ROWS the row \"no id\" belongs to another partition"
    );
    assert_eq!(
        changed("/totalCount", json!("one")),
        "p2 INVALID_ANSWER totalCount: expected an integer"
    );
    assert_eq!(rejection_of(json!([])), "p2 INVALID_ANSWER expected an object");
    assert_eq!(rejection_of(json!({})), "p2 INVALID_ANSWER the connection has no edges");
}

#[test]
fn an_empty_page_is_the_last_one_or_is_left_out() {
    assert_eq!(
        rejection_of(connection(&[], true, false, 9)),
        "p2 INVALID_ANSWER an empty page that is not the last one"
    );
    let [a, b] = two_sound_pages();
    let outcome = gathered_pages(&[a, b, connection(&[], false, false, 0)], &Arguments::first(2));
    assert!(outcome.rejected.is_empty());
}

#[test]
fn the_page_ends_where_the_next_row_is_unknown() {
    let rows = [9, 5, 4].map(|sort| Row::new(0, sort, 0));
    let short = connection(&[&rows[0]], true, false, 3);
    let other = page_of(&[Row::new(1, 8, 0), Row::new(1, 3, 0)], &Arguments::first(5));
    let outcome = gathered_pages(&[short, other], &Arguments::first(5));
    assert_eq!(ids(&outcome), ["p0:row:000"]);
    assert_eq!(outcome.value()["pageInfo"]["hasNextPage"], true);
}

#[test]
fn equal_cursors_are_both_kept_in_the_order_of_partitions() {
    let row = Row::new(7, 1, 0);
    let page = |name: &str| {
        json!({
            "totalCount": 1,
            "edges": [{"cursor": row.cursor(), "node": {"id": format!("{name}:x:1")}}],
            "nodes": [{"id": format!("{name}:x:1")}],
            "pageInfo": {"hasNextPage": false, "hasPreviousPage": false, "startCursor": null, "endCursor": null},
        })
    };
    let pages = [page("p0"), page("p1")];
    assert_eq!(ids(&gathered_pages(&pages, &Arguments::first(2))), ["p0:x:1", "p1:x:1"]);
    assert_eq!(ids(&gathered_pages(&pages, &Arguments::first(1))), ["p0:x:1"]);
    assert_eq!(ids(&gathered_pages(&pages, &Arguments::last(1))), ["p1:x:1"]);
}

#[test]
fn all_selections_of_rows_are_cut_in_step_and_skipped_ones_stay_away() {
    let mut law = connection_law();
    law.edges.push("again".into());
    law.nodes = vec!["skipped".into()];
    let page = |partition| {
        let row = Row::new(partition, 1, 0);
        json!({
            "edges": [{"cursor": row.cursor()}],
            "again": [{"n": partition}],
            "pageInfo": {"hasNextPage": false, "hasPreviousPage": false},
        })
        .to_string()
    };
    let (a, b) = (page(0), page(1));
    let outcome =
        Case::new(&Gather::Connection(Box::new(law)), &[&a, &b]).variable("first", 1).gathered();
    assert_eq!(outcome.value()["again"], json!([{"n": 0}]));
    assert_eq!(outcome.value()["edges"].as_array().map(Vec::len), Some(1));
    assert_eq!(outcome.value().get("skipped"), None);
    assert_eq!(outcome.value().get("totalCount"), None);
}

#[test]
fn without_a_size_the_page_has_the_size_that_is_agreed_on() {
    let mut law = connection_law();
    law.default_size = Some(2);
    let pages = [0, 1].map(|partition| {
        let rows = [Row::new(partition, 3, 0), Row::new(partition, 1, 1)];
        page_of(&rows, &Arguments::default()).to_string()
    });
    let (law, answers) =
        (Gather::Connection(Box::new(law)), [pages[0].as_str(), pages[1].as_str()]);
    let page = Case::new(&law, &answers).gathered();
    assert_eq!(ids(&page), ["p0:row:000", "p1:row:000"]);
    assert_eq!(page.value()["pageInfo"]["hasNextPage"], true);
    let three = Case::new(&law, &answers).variable("last", 3).gathered();
    assert_eq!(ids(&three).len(), 3, "what is asked for counts");
}

#[test]
fn foreign_rows_show_by_the_ids_of_nodes_too() {
    let mut law = connection_law();
    law.edge_ids = None;
    law.node_ids = Some(RowIds { rows: "nodes".into(), ids: vec!["id".into()] });
    let own = page_of(&[Row::new(0, 1, 0)], &Arguments::default()).to_string();
    let foreign = page_of(&[Row::new(0, 2, 0)], &Arguments::default()).to_string();
    let outcome = Case::new(&Gather::Connection(Box::new(law)), &[&own, &foreign]).gathered();
    assert_eq!(
        outcome.rejections(),
        ["p1 FOREIGN_ROWS the row \"p0:row:000\" belongs to another partition"]
    );
}

#[test]
fn a_page_info_field_that_is_skipped_does_not_hide_the_one_that_is_there() {
    let mut law = connection_law();
    let skipped = ("skipped".to_owned(), PageInfoField::HasNextPage);
    law.page_info[0].1.insert(0, skipped);
    let page = page_of(&[Row::new(0, 1, 0)], &Arguments::first(2)).to_string();
    let outcome =
        Case::new(&Gather::Connection(Box::new(law)), &[&page]).variable("first", 2).gathered();
    assert_eq!(outcome.rejections(), Vec::<String>::new());
    assert_eq!(ids(&outcome), ["p0:row:000"]);
}
