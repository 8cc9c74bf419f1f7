//! The rules of a page, and the law that pages joined together are the list.

use contract::{Direction, OrderKey};
use proptest::prelude::*;

use super::*;

const LIMITS: PageLimits = PageLimits { default: 20, cap: 100 };

fn request(first: Option<i32>, last: Option<i32>) -> PageRequest {
    PageRequest { first, last, ..PageRequest::default() }
}

#[test]
fn a_page_of_no_stated_size_has_the_default() {
    let page = request(None, None).validate("NAME", LIMITS).expect("a valid page");
    assert_eq!((page.limit(), page.is_backward(), page.rows_to_read()), (20, false, 21));
}

#[test]
fn the_cap_itself_is_served_and_named_when_it_is_passed() {
    assert!(request(Some(100), None).validate("NAME", LIMITS).is_ok());
    let error = request(None, Some(101)).validate("NAME", LIMITS).expect_err("beyond the cap");
    assert_eq!(
        error.to_string(),
        "`last` is 101, but a page has at most 100 rows; page with `after`"
    );
}

#[test]
fn both_directions_and_negative_sizes_are_refused() {
    let both = request(Some(1), Some(1)).validate("NAME", LIMITS);
    assert_eq!(both, Err(PageError::BothDirections));
    let negative = request(Some(-1), None).validate("NAME", LIMITS);
    assert_eq!(negative, Err(PageError::Negative { argument: "first", size: -1 }));
}

#[test]
fn a_cursor_of_another_order_is_refused() {
    let cursor = Cursor::new("DATE", &OrderKey::new()).encode();
    let request = PageRequest { after: Some(cursor), ..PageRequest::default() };
    assert!(matches!(
        request.validate("NAME", LIMITS),
        Err(PageError::Cursor(CursorError::OtherOrder { .. }))
    ));
}

#[test]
fn an_empty_page_still_knows_whether_the_list_goes_on() {
    let page = request(Some(0), None).validate("NAME", LIMITS).expect("a valid page");
    assert_eq!(
        page.result(vec![1]),
        PageResult { rows: vec![], has_next: true, has_previous: false }
    );
}

/// A list of numbers, each its own order key, read as a database would.
fn read(list: &[i64], page: &Page) -> Vec<i64> {
    let follows = |cursor: Option<&Cursor>, value: i64| {
        cursor.map(|cursor| cursor_of(value).order_bytes().cmp(cursor.order_bytes()))
    };
    let wanted = list
        .iter()
        .copied()
        .filter(|value| follows(page.after(), *value).is_none_or(|order| order.is_gt()))
        .filter(|value| follows(page.before(), *value).is_none_or(|order| order.is_lt()));
    let limit = usize::try_from(page.rows_to_read()).expect("a small number");
    if page.is_backward() {
        wanted.rev().take(limit).collect()
    } else {
        wanted.take(limit).collect()
    }
}

fn cursor_of(value: i64) -> Cursor {
    Cursor::new("VALUE", &OrderKey::new().int(value, Direction::Ascending))
}

proptest! {
    #[test]
    fn pages_joined_forward_are_the_list(
        list in proptest::collection::btree_set(any::<i64>(), 0..40), size in 1_i32..8
    ) {
        let list: Vec<i64> = list.into_iter().collect();
        let mut joined = Vec::new();
        let mut after = None;
        loop {
            let request = PageRequest { first: Some(size), after, ..PageRequest::default() };
            let page = request.validate("VALUE", LIMITS).expect("a valid page");
            let result = page.result(read(&list, &page));
            prop_assert_eq!(result.has_previous, !joined.is_empty());
            joined.extend(result.rows);
            prop_assert_eq!(result.has_next, joined.len() < list.len());
            if !result.has_next {
                break;
            }
            after = joined.last().map(|value| cursor_of(*value).encode());
        }
        prop_assert_eq!(joined, list);
    }

    #[test]
    fn pages_joined_backward_are_the_list(
        list in proptest::collection::btree_set(any::<i64>(), 0..40), size in 1_i32..8
    ) {
        let list: Vec<i64> = list.into_iter().collect();
        let mut joined: Vec<i64> = Vec::new();
        let mut before = None;
        loop {
            let request = PageRequest { last: Some(size), before, ..PageRequest::default() };
            let page = request.validate("VALUE", LIMITS).expect("a valid page");
            let result = page.result(read(&list, &page));
            prop_assert_eq!(result.has_next, !joined.is_empty());
            joined.splice(0..0, result.rows);
            prop_assert_eq!(result.has_previous, joined.len() < list.len());
            if !result.has_previous {
                break;
            }
            before = joined.first().map(|value| cursor_of(*value).encode());
        }
        prop_assert_eq!(joined, list);
    }
}
