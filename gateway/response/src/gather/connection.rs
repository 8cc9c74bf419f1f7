//! `CONNECTION`: Relay connections merged by the bytes of their cursors and cut to the page.
//!
//! The merge goes on as long as it knows the next row. When a partition has sent all rows of its
//! page and says that it has more, the next row may be one that it did not send, so the page ends
//! there. With pages of the size that was asked for this never cuts a page short.

use gateway_plan::{ConnectionGather, PageInfoField};

use super::{
    PartitionAnswer,
    merge::{End, Merge, Row},
    object::merge_fields,
    page::{Page, Window},
    pass::Pass,
};
use crate::{Kind, Ref, Store};

pub(super) fn gather(
    pass: &mut Pass<'_>,
    law: &ConnectionGather,
    answers: &[PartitionAnswer<'_>],
) -> Ref {
    let window = Window::of(pass, law);
    let answers = pass.of_kind(Kind::Object, answers);
    let mut pages = read_pages(pass, law, &answers, window);
    let runs = pages.iter_mut().map(|page| std::mem::take(&mut page.keys)).collect::<Vec<_>>();
    let rows = choose(&runs, &pages, window);
    let has_unsent = runs.iter().map(Vec::len).sum::<usize>() > rows.len();
    let mut fields = row_lists(pass.store, law, &pages, &rows);
    let info = PageInfo::of(pass.store, law, &pages, &rows, window, has_unsent);
    fields.extend(page_infos(pass.store, law, &answers, &info));
    fields.extend(merge_fields(pass, &law.others, &answers));
    pass.store.make_object(fields)
}

/// The sound pages; partitions that sent others are rejected.
fn read_pages(
    pass: &mut Pass<'_>,
    law: &ConnectionGather,
    answers: &[PartitionAnswer<'_>],
    window: Window,
) -> Vec<Page> {
    let mut pages = Vec::with_capacity(answers.len());
    for &answer in answers {
        match Page::read(pass, law, answer, window) {
            Ok(page) => {
                pass.count_rows(answer.partition, page.keys.len());
                pages.push(page);
            }
            Err(fault) => pass.reject(answer.partition, fault.reason, &fault.detail),
        }
    }
    pages
}

/// The rows of the merged page, in the order of the list.
fn choose(runs: &[Vec<Vec<u8>>], pages: &[Page], window: Window) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut merge = Merge::new(runs, window.end);
    while window.limit.is_none_or(|limit| rows.len() < limit) {
        let Some(row) = merge.next() else { break };
        rows.push(row);
        let is_last_of_page = match window.end {
            End::First => row.row + 1 == runs[row.run].len(),
            End::Last => row.row == 0,
        };
        if is_last_of_page && pages[row.run].has_more(window.end) {
            break;
        }
    }
    if window.end == End::Last {
        rows.reverse();
    }
    rows
}

/// The lists of rows that the operation selects, cut in step.
fn row_lists<'l>(
    store: &mut Store,
    law: &'l ConnectionGather,
    pages: &[Page],
    rows: &[Row],
) -> Vec<(&'l str, Ref)> {
    let mut lists = Vec::new();
    for (column, key) in law.edges.iter().chain(&law.nodes).enumerate() {
        if pages.iter().all(|page| page.columns[column].is_none()) {
            continue;
        }
        let row_at = |at: &Row| {
            pages[at.run].columns[column].as_ref().map_or(Ref::NULL, |rows| rows[at.row])
        };
        lists.push((key.as_str(), store.make_list(rows.iter().map(row_at))));
    }
    lists
}

struct PageInfo {
    has_next: bool,
    has_previous: bool,
    start_cursor: Ref,
    end_cursor: Ref,
}

impl PageInfo {
    fn of(
        store: &Store,
        law: &ConnectionGather,
        pages: &[Page],
        rows: &[Row],
        window: Window,
        has_unsent: bool,
    ) -> Self {
        let cursor_of = |row: Option<&Row>| {
            let column = law.edges.iter().position(|key| *key == law.cursors.edges)?;
            let row = row?;
            let edge = *pages[row.run].columns[column].as_ref()?.get(row.row)?;
            store.get(edge, &law.cursors.cursor)
        };
        Self {
            has_next: pages.iter().any(|page| page.has_next)
                || (has_unsent && window.end == End::First),
            has_previous: pages.iter().any(|page| page.has_previous)
                || (has_unsent && window.end == End::Last),
            start_cursor: cursor_of(rows.first()).unwrap_or(Ref::NULL),
            end_cursor: cursor_of(rows.last()).unwrap_or(Ref::NULL),
        }
    }
}

fn page_infos<'l>(
    store: &mut Store,
    law: &'l ConnectionGather,
    answers: &[PartitionAnswer<'_>],
    info: &PageInfo,
) -> Vec<(&'l str, Ref)> {
    let mut objects = Vec::new();
    for (key, fields) in &law.page_info {
        let sent = answers.first().and_then(|answer| store.get(answer.value, key));
        let value_of = |(key, field): &'l (String, PageInfoField)| {
            let value = match field {
                PageInfoField::HasNextPage => store.make_bool(info.has_next),
                PageInfoField::HasPreviousPage => store.make_bool(info.has_previous),
                PageInfoField::StartCursor => info.start_cursor,
                PageInfoField::EndCursor => info.end_cursor,
                PageInfoField::Typename => {
                    sent.and_then(|i| store.get(i, key)).unwrap_or(Ref::NULL)
                }
            };
            (key.as_str(), value)
        };
        let fields: Vec<_> = fields.iter().map(value_of).collect();
        objects.push((key.as_str(), store.make_object(fields)));
    }
    objects
}

#[cfg(test)]
mod tests;
