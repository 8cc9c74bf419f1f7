//! The statements behind every list: a page, a count, both for several parents at once, and rows by
//! id. Each is one statement whatever the number of rows or parents.

use std::collections::HashMap;

use contract::CursorError;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;
use storage::{Connection, Page, PageResult, StorageError, on_backend};

use super::{
    ChildList, Identified, ListError, OrderBy, Relation, Row, Sql,
    sql::{NoColumns, Select},
};

/// The most rows that one parent gives in a list without pages.
pub const MAX_CHILDREN: i64 = 1_000;

/// One page of the rows that meet the conditions.
///
/// # Errors
/// [`ListError`] when a cursor is not one of this list, or the database fails.
pub async fn page<R: Row>(
    db: &mut Connection,
    conditions: &[Sql],
    order: &OrderBy<R>,
    page: &Page,
) -> Result<PageResult<R>, ListError> {
    let sql = page_of(conditions, order, page)?;
    Ok(page.result(R::select(db, sql).await?))
}

/// `FROM … WHERE … ORDER BY … LIMIT …`.
pub(super) fn page_of<R: Row>(
    conditions: &[Sql],
    order: &OrderBy<R>,
    page: &Page,
) -> Result<Sql, CursorError> {
    let within = order.within(R::TABLE, page)?;
    Ok(Sql::new(format!("FROM {}", R::TABLE))
        .append(where_all(conditions.iter().cloned().chain(within)))
        .text(format!(" ORDER BY {} LIMIT ", order.clause(R::TABLE, page)))
        .value(page.rows_to_read()))
}

/// How many rows meet the conditions.
///
/// # Errors
/// [`StorageError`].
pub async fn count<R: Row>(db: &mut Connection, conditions: &[Sql]) -> Result<i64, StorageError> {
    let sql = Sql::new(format!("COUNT(*) FROM {}", R::TABLE))
        .append(where_all(conditions.iter().cloned()));
    on_backend!(db, conn => Select::<_, BigInt, Db>::new(NoColumns, sql).get_result(conn).await)
}

/// The rows that have one of the ids, in no order.
///
/// # Errors
/// [`StorageError`].
pub async fn by_ids<R: Identified>(
    db: &mut Connection,
    ids: Vec<String>,
) -> Result<Vec<R>, StorageError> {
    let sql = Sql::new(format!("FROM {0} WHERE {0}.{1}", R::TABLE, R::KEY)).is_in(ids);
    R::select(db, sql).await
}

/// The first rows of each parent, at most [`MAX_CHILDREN`], in the order of `columns`.
///
/// # Errors
/// [`StorageError`].
pub async fn children<R: Row>(
    db: &mut Connection,
    relation: &Relation,
    parents: Vec<String>,
    columns: &'static str,
) -> Result<HashMap<String, Vec<R>>, StorageError> {
    let source = child_source::<R>(relation, parents, &[], Vec::new());
    let sql = ranked::<R>(relation, source, columns, MAX_CHILDREN);
    Ok(by_parent(R::select_with_text(db, "parent_key", sql).await?))
}

/// The same page of each parent's rows.
///
/// # Errors
/// [`ListError`] when a cursor is not one of this list, or the database fails.
pub async fn child_pages<R: Row>(
    db: &mut Connection,
    list: &ChildList<R>,
    parents: Vec<String>,
) -> Result<HashMap<String, PageResult<R>>, ListError> {
    let within = list.order.within(R::TABLE, &list.page)?;
    let source = child_source::<R>(&list.relation, parents, &list.conditions, within);
    let clause = list.order.clause(R::TABLE, &list.page);
    let sql = ranked::<R>(&list.relation, source, &clause, list.page.rows_to_read());
    let rows = by_parent(R::select_with_text(db, "parent_key", sql).await?);
    Ok(rows.into_iter().map(|(parent, rows)| (parent, list.page.result(rows))).collect())
}

/// How many rows each parent has; a parent without rows is left out.
///
/// # Errors
/// [`StorageError`].
pub async fn child_counts<R: Row>(
    db: &mut Connection,
    relation: &Relation,
    conditions: &[Sql],
    parents: Vec<String>,
) -> Result<HashMap<String, i64>, StorageError> {
    let parent = relation.parent_column(R::TABLE);
    let sql = Sql::new(format!("{parent} AS parent_key, COUNT(*) "))
        .append(child_source::<R>(relation, parents, conditions, Vec::new()))
        .text(format!(" GROUP BY {parent}"));
    let counts: Vec<(String, i64)> = on_backend!(db, conn => {
        Select::<_, (Text, BigInt), Db>::new(NoColumns, sql).load(conn).await
    })?;
    Ok(counts.into_iter().collect())
}

/// `FROM … WHERE parent IN (…) AND …`.
fn child_source<R: Row>(
    relation: &Relation,
    parents: Vec<String>,
    conditions: &[Sql],
    within: Vec<Sql>,
) -> Sql {
    let of_parents = Sql::new(relation.parent_column(R::TABLE)).is_in(parents);
    let all = std::iter::once(of_parents).chain(conditions.iter().cloned()).chain(within);
    relation.source(R::TABLE).append(where_all(all))
}

/// The first `limit` rows of each parent. The inner query has the name of the table, so that the
/// columns of the row are selected from it as they would be from the table.
fn ranked<R: Row>(relation: &Relation, source: Sql, order: &str, limit: i64) -> Sql {
    let (table, parent) = (R::TABLE, relation.parent_column(R::TABLE));
    Sql::new(format!(
        "FROM (SELECT {table}.*, {parent} AS parent_key, \
         ROW_NUMBER() OVER (PARTITION BY {parent} ORDER BY {order}) AS row_place "
    ))
    .append(source)
    .text(format!(") AS {table} WHERE {table}.row_place <= "))
    .value(limit)
    .text(format!(" ORDER BY {table}.parent_key, {table}.row_place"))
}

fn where_all(conditions: impl Iterator<Item = Sql>) -> Sql {
    conditions.enumerate().fold(Sql::empty(), |sql, (index, condition)| {
        sql.text(if index == 0 { " WHERE " } else { " AND " }).append(condition)
    })
}

fn by_parent<R>(rows: Vec<(String, R)>) -> HashMap<String, Vec<R>> {
    let mut grouped: HashMap<String, Vec<R>> = HashMap::new();
    for (parent, row) in rows {
        grouped.entry(parent).or_default().push(row);
    }
    grouped
}
