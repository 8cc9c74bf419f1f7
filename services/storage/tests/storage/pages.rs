//! The seek predicate: pages joined together are the list, in the order of the cursors' bytes.

use contract::{Cursor, Direction, OrderKey};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use storage::{
    Backend, Connection, Page, PageLimits, PageRequest, PageResult, StorageError,
    for_each_database, on_backend, seek, testing::TestDatabase,
};

use crate::item::{Item, MIGRATIONS, insert, item};

const ORDER: &str = "NAME_NEWEST";

async fn page(db: &mut Connection, page: &Page) -> Result<PageResult<Item>, StorageError> {
    let rows = on_backend!(db, conn => {
        let query = item::table.select(Item::as_select()).into_boxed::<Db>();
        let query = seek!(query, page, [
            text asc item::sort_name,
            int desc item::opened_day,
            text asc item::id,
        ])?;
        query.load(conn).await
    })?;
    Ok(page.result(rows))
}

fn cursor(item: &Item) -> Cursor {
    let key = OrderKey::new()
        .text(&item.sort_name, Direction::Ascending)
        .int(item.opened_day, Direction::Descending)
        .text(&item.id, Direction::Ascending);
    Cursor::new(ORDER, &key)
}

/// Names and days repeat, so that every column decides somewhere.
fn items() -> Vec<Item> {
    let names = ["", "a", "a b", "ab", "é", "中"];
    let mut items = Vec::new();
    for (number, name) in names.iter().cycle().take(36).enumerate() {
        let day = [3, -1, 3, i64::MAX, i64::MIN][number % 5];
        items.push(Item::new(&format!("i{:02}", (number * 7) % 36), name, day));
    }
    items
}

async fn filled(test: &TestDatabase) -> (Connection, Vec<Item>) {
    test.migrate(&MIGRATIONS).await;
    let mut db = test.connection().await;
    let mut items = items();
    insert(&mut db, items.clone()).await.expect("the rows fit");
    items.sort_by_key(|item| cursor(item).order_bytes().to_vec());
    (db, items)
}

async fn read(db: &mut Connection, request: PageRequest) -> PageResult<Item> {
    let request = request.validate(ORDER, PageLimits::default()).expect("a valid page");
    page(db, &request).await.expect("the page can be read")
}

for_each_database! {
    async fn pages_joined_forward_are_the_list(test: TestDatabase) {
        let (mut db, items) = filled(test).await;
        for size in [1, 2, 7, 35, 36, 100] {
            let mut joined: Vec<Item> = Vec::new();
            loop {
                let after = joined.last().map(|item| cursor(item).encode());
                let request = PageRequest { first: Some(size), after, ..PageRequest::default() };
                let result = read(&mut db, request).await;
                joined.extend(result.rows);
                assert_eq!(result.has_next, joined.len() < items.len(), "pages of {size}");
                if !result.has_next {
                    break;
                }
            }
            assert_eq!(joined, items, "pages of {size}");
        }
    }

    async fn pages_joined_backward_are_the_list(test: TestDatabase) {
        let (mut db, items) = filled(test).await;
        for size in [1, 2, 7, 35, 36, 100] {
            let mut joined: Vec<Item> = Vec::new();
            loop {
                let before = joined.as_slice().first().map(|item| cursor(item).encode());
                let request = PageRequest { last: Some(size), before, ..PageRequest::default() };
                let result = read(&mut db, request).await;
                joined.splice(0..0, result.rows);
                assert_eq!(result.has_previous, joined.len() < items.len(), "pages of {size}");
                if !result.has_previous {
                    break;
                }
            }
            assert_eq!(joined, items, "pages of {size}");
        }
    }

    async fn both_cursors_cut_a_window(test: TestDatabase) {
        let (mut db, items) = filled(test).await;
        let request = PageRequest {
            last: Some(3),
            after: Some(cursor(&items[4]).encode()),
            before: Some(cursor(&items[20]).encode()),
            ..PageRequest::default()
        };
        let result = read(&mut db, request).await;
        assert_eq!(result.rows, items[17..20]);
        assert!(result.has_next && result.has_previous);
    }

    async fn a_cursor_between_rows_is_a_position(test: TestDatabase) {
        let (mut db, items) = filled(test).await;
        // As another partition's cursor would be: there is no such row here.
        let foreign = Item::new("zzz", &items[10].sort_name, items[10].opened_day);
        let request =
            PageRequest { after: Some(cursor(&foreign).encode()), ..PageRequest::default() };
        let expected: Vec<Item> = items
            .iter()
            .filter(|item| cursor(item).order_bytes() > cursor(&foreign).order_bytes())
            .take(20)
            .cloned()
            .collect();
        assert_eq!(read(&mut db, request).await.rows, expected);
    }

    async fn a_cursor_with_other_components_is_refused(test: TestDatabase) {
        let (mut db, _) = filled(test).await;
        let short = OrderKey::new().text("a", Direction::Ascending);
        let long = OrderKey::new()
            .text("a", Direction::Ascending)
            .int(1, Direction::Descending)
            .text("a", Direction::Ascending)
            .int(1, Direction::Ascending);
        let turned = OrderKey::new()
            .text("a", Direction::Ascending)
            .int(1, Direction::Ascending)
            .text("a", Direction::Ascending);
        for key in [short, long, turned] {
            let after = Some(Cursor::new(ORDER, &key).encode());
            let request = PageRequest { after, ..PageRequest::default() };
            let request = request.validate(ORDER, PageLimits::default()).expect("the right order");
            let result = page(&mut db, &request).await;
            assert!(matches!(result, Err(StorageError::Cursor(_))), "{result:?}");
        }
    }

    async fn an_index_finds_the_start_and_gives_the_order(test: TestDatabase) {
        filled(test).await;
        let plan = test
            .explain(
                "SELECT id FROM item WHERE sort_name >= 'a' AND (sort_name > 'a' OR \
                 (opened_day <= 3 AND (opened_day < 3 OR id > 'i01'))) \
                 ORDER BY sort_name, opened_day DESC, id LIMIT 21",
            )
            .await;
        assert!(plan.contains("item_by_name"), "{plan}");
        let (bound, sort) = match test.backend() {
            Backend::Sqlite => ("(sort_name>?)", "TEMP B-TREE"),
            Backend::Postgres => ("Index Cond: (sort_name >= 'a'::text)", "Sort"),
        };
        assert!(plan.contains(bound) && !plan.contains(sort), "{plan}");
    }
}
