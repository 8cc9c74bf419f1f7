//! [`seek!`](crate::seek): the order, the start and the length of a page, for a query that is built
//! at run time. The names of the sort columns stand once, so condition and order cannot differ.

/// Orders a boxed query by the given columns and cuts the page out of it.
///
/// `$page` is a [`crate::Page`]; the columns are those of the cursor in the same order, each
/// `int` or `text` (how it was added to the `OrderKey`), then `asc` or `desc`. The last one is
/// unique: the id. Columns are not null, and text columns compare as bytes (`COLLATE "C"` in
/// PostgreSQL's column definition; it is SQLite's default). Gives the query, or the `CursorError`
/// of a cursor that does not hold these columns.
///
/// After a cursor `(v1, v2, v3)`, with `c2` descending, the rows are those of
///
/// ```sql
/// WHERE c1 >= v1 AND (c1 > v1 OR (c2 <= v2 AND (c2 < v2 OR c3 > v3)))
/// ORDER BY c1, c2 DESC, c3
/// LIMIT page + 1
/// ```
///
/// which an index over `(c1, c2 DESC, c3)` serves: its first condition bounds the range. Before a
/// cursor every comparison is turned round, and so is the order when the page is read backward.
///
/// ```
/// # use diesel::prelude::*;
/// # use diesel_async::RunQueryDsl;
/// # use storage::{Connection, Page, PageResult, StorageError, on_backend, seek};
/// # diesel::table! { grid (id) { id -> Text, sort_name -> Text, opened_day -> BigInt, } }
/// async fn page(db: &mut Connection, page: &Page) -> Result<PageResult<String>, StorageError> {
///     let rows = on_backend!(db, conn => {
///         let query = grid::table.select(grid::id).into_boxed::<Db>();
///         let query = seek!(query, page, [
///             text asc grid::sort_name,
///             int desc grid::opened_day,
///             text asc grid::id,
///         ])?;
///         query.load(conn).await
///     })?;
///     Ok(page.result(rows))
/// }
/// ```
#[macro_export]
macro_rules! seek {
    ($query:expr, $page:expr, [
        $kind:ident $direction:ident $column:expr
        $(, $next_kind:ident $next_direction:ident $next_column:expr)* $(,)?
    ]) => {{
        let page: &$crate::Page = $page;
        let mut query = $query.limit(page.rows_to_read());
        query = if page.is_backward() {
            $crate::seek!(@order query, order_by, $direction backward, $column)
        } else {
            $crate::seek!(@order query, order_by, $direction forward, $column)
        };
        $(query = if page.is_backward() {
            $crate::seek!(@order query, then_order_by, $next_direction backward, $next_column)
        } else {
            $crate::seek!(@order query, then_order_by, $next_direction forward, $next_column)
        };)*
        $crate::seek!(@within query, page, [
            $kind $direction ($column) $(, $next_kind $next_direction ($next_column))*
        ])
    }};

    (@within $query:ident, $page:ident, [$($columns:tt)+]) => {
        (|| -> ::std::result::Result<_, $crate::macro_support::CursorError> {
            if let Some(cursor) = $page.after() {
                let mut values = cursor.reader();
                $query = $query.filter($crate::seek!(@rows after values, $($columns)+));
                values.end()?;
            }
            if let Some(cursor) = $page.before() {
                let mut values = cursor.reader();
                $query = $query.filter($crate::seek!(@rows before values, $($columns)+));
                values.end()?;
            }
            Ok($query)
        })()
    };

    (@rows $side:ident $values:ident, $kind:ident $direction:ident ($column:expr)) => {{
        let value = $crate::seek!(@value $values $kind $direction);
        $crate::seek!(@beyond $side $direction, $column, value)
    }};
    (@rows $side:ident $values:ident, $kind:ident $direction:ident ($column:expr), $($rest:tt)+) => {{
        let value = $crate::seek!(@value $values $kind $direction);
        let from = $crate::seek!(@from $side $direction, $column, value.clone());
        let beyond = $crate::seek!(@beyond $side $direction, $column, value);
        from.and(beyond.or($crate::seek!(@rows $side $values, $($rest)+)))
    }};

    (@value $values:ident int asc) => { $values.int($crate::macro_support::Direction::Ascending)? };
    (@value $values:ident int desc) => { $values.int($crate::macro_support::Direction::Descending)? };
    (@value $values:ident text asc) => { $values.text($crate::macro_support::Direction::Ascending)? };
    (@value $values:ident text desc) => { $values.text($crate::macro_support::Direction::Descending)? };

    (@beyond after asc, $column:expr, $value:expr) => { $column.gt($value) };
    (@beyond after desc, $column:expr, $value:expr) => { $column.lt($value) };
    (@beyond before asc, $column:expr, $value:expr) => { $column.lt($value) };
    (@beyond before desc, $column:expr, $value:expr) => { $column.gt($value) };

    (@from after asc, $column:expr, $value:expr) => { $column.ge($value) };
    (@from after desc, $column:expr, $value:expr) => { $column.le($value) };
    (@from before asc, $column:expr, $value:expr) => { $column.le($value) };
    (@from before desc, $column:expr, $value:expr) => { $column.ge($value) };

    (@order $query:ident, $method:ident, asc forward, $column:expr) => { $query.$method($column.asc()) };
    (@order $query:ident, $method:ident, desc forward, $column:expr) => { $query.$method($column.desc()) };
    (@order $query:ident, $method:ident, asc backward, $column:expr) => { $query.$method($column.desc()) };
    (@order $query:ident, $method:ident, desc backward, $column:expr) => { $query.$method($column.asc()) };
}

#[cfg(test)]
mod tests {
    use contract::{Cursor, CursorError, Direction, OrderKey};
    use diesel::{debug_query, prelude::*, sqlite::Sqlite};

    use crate::{PageLimits, PageRequest};

    diesel::table! {
        item (id) { id -> Text, name -> Text, day -> BigInt, }
    }

    fn sql(request: PageRequest) -> Result<String, CursorError> {
        let page = request.validate("NAME", PageLimits::default()).expect("a valid page");
        let query = item::table.select(item::id).into_boxed::<Sqlite>();
        let query =
            seek!(query, &page, [text asc item::name, int desc item::day, text asc item::id])?;
        let sql = debug_query::<Sqlite, _>(&query).to_string();
        Ok(sql.replace("`item`.", "").replace('`', "").replace(" ORDER", "\nORDER"))
    }

    fn cursor() -> Option<String> {
        let key = OrderKey::new()
            .text("n", Direction::Ascending)
            .int(5, Direction::Descending)
            .text("i", Direction::Ascending);
        Some(Cursor::new("NAME", &key).encode())
    }

    #[test]
    fn the_first_page_has_no_condition() {
        insta::assert_snapshot!(
            sql(PageRequest::default()).expect("no cursor"),
            @"
        SELECT id FROM item
        ORDER BY name ASC, day DESC, id ASC LIMIT ? -- binds: [21]
        "
        );
    }

    #[test]
    fn a_page_starts_after_its_cursor() {
        let request = PageRequest { first: Some(2), after: cursor(), ..PageRequest::default() };
        insta::assert_snapshot!(sql(request).expect("a cursor of ours"), @r#"
        SELECT id FROM item WHERE ((name >= ?) AND ((name > ?) OR ((day <= ?) AND ((day < ?) OR (id > ?)))))
        ORDER BY name ASC, day DESC, id ASC LIMIT ? -- binds: ["n", "n", 5, 5, "i", 3]
        "#);
    }

    #[test]
    fn a_page_read_backward_turns_everything_round() {
        let request = PageRequest { last: Some(2), before: cursor(), ..PageRequest::default() };
        insta::assert_snapshot!(sql(request).expect("a cursor of ours"), @r#"
        SELECT id FROM item WHERE ((name <= ?) AND ((name < ?) OR ((day >= ?) AND ((day > ?) OR (id < ?)))))
        ORDER BY name DESC, day ASC, id DESC LIMIT ? -- binds: ["n", "n", 5, 5, "i", 3]
        "#);
    }
}
