//! Orders of lists: a sort column and the id, both in one direction, so that an index over the two
//! serves them either way. The same two values make the cursor.

use async_graphql::resolver_utils::EnumType;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use contract::{Cursor, CursorError, Direction, OrderKey, cursor::KeyReader};
use storage::Page;

use super::{Sql, Value};

/// How a list of `R` is ordered.
pub struct OrderBy<R> {
    column: &'static str,
    sort: Sort<R>,
    direction: Direction,
}

/// How a row gives its sort value.
enum Sort<R> {
    /// None: the id alone orders.
    Id,
    Text(fn(&R) -> &str),
    Number(fn(&R) -> i64),
    Date(fn(&R) -> NaiveDate),
    Time(fn(&R) -> NaiveDateTime),
}

impl<R> Clone for Sort<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Sort<R> {}

impl<R> Clone for OrderBy<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for OrderBy<R> {}

impl<R> OrderBy<R> {
    /// By id.
    #[must_use]
    pub fn id(direction: Direction) -> Self {
        Self { column: "id", sort: Sort::Id, direction }
    }

    /// By a text column that compares as bytes.
    #[must_use]
    pub fn text(column: &'static str, value: fn(&R) -> &str, direction: Direction) -> Self {
        Self { column, sort: Sort::Text(value), direction }
    }

    /// By a `BIGINT` column.
    #[must_use]
    pub fn number(column: &'static str, value: fn(&R) -> i64, direction: Direction) -> Self {
        Self { column, sort: Sort::Number(value), direction }
    }

    /// By a `DATE` column.
    #[must_use]
    pub fn date(column: &'static str, value: fn(&R) -> NaiveDate, direction: Direction) -> Self {
        Self { column, sort: Sort::Date(value), direction }
    }

    /// By a `TIMESTAMP` column.
    #[must_use]
    pub fn time(
        column: &'static str,
        value: fn(&R) -> NaiveDateTime,
        direction: Direction,
    ) -> Self {
        Self { column, sort: Sort::Time(value), direction }
    }

    /// The cursor of a row; `order` is the name of the order, `id` the row's id.
    #[must_use]
    pub fn cursor(&self, order: &str, row: &R, id: &str) -> Cursor {
        let key = OrderKey::new();
        let key = match self.sort {
            Sort::Id => key,
            Sort::Text(value) => key.text(value(row), self.direction),
            Sort::Number(value) => key.int(value(row), self.direction),
            Sort::Date(value) => key.int(day_number(value(row)), self.direction),
            Sort::Time(value) => key.int(value(row).and_utc().timestamp_micros(), self.direction),
        };
        Cursor::new(order, &key.text(id, self.direction))
    }

    /// The columns as `ORDER BY` takes them, in the direction in which the page is read.
    #[must_use]
    pub fn clause(&self, table: &str, page: &Page) -> String {
        let keyword = match (self.direction, page.is_backward()) {
            (Direction::Ascending, false) | (Direction::Descending, true) => "ASC",
            (Direction::Descending, false) | (Direction::Ascending, true) => "DESC",
        };
        match self.sort {
            Sort::Id => format!("{table}.id {keyword}"),
            _ => format!("{table}.{} {keyword}, {table}.id {keyword}", self.column),
        }
    }

    /// The conditions that keep a page between its cursors, each as `(sort, id) > ($1, $2)`.
    ///
    /// # Errors
    /// [`CursorError`] when a cursor does not hold the values of this order.
    pub fn within(&self, table: &str, page: &Page) -> Result<Vec<Sql>, CursorError> {
        let sides = [(page.after(), true), (page.before(), false)];
        sides
            .into_iter()
            .filter_map(|(cursor, is_after)| Some((cursor?, is_after)))
            .map(|(cursor, is_after)| self.beyond(table, cursor, is_after))
            .collect()
    }

    fn beyond(&self, table: &str, cursor: &Cursor, is_after: bool) -> Result<Sql, CursorError> {
        let operator = match (self.direction, is_after) {
            (Direction::Ascending, true) | (Direction::Descending, false) => ">",
            (Direction::Descending, true) | (Direction::Ascending, false) => "<",
        };
        let mut reader = cursor.reader();
        let sort = self.read_sort(&mut reader)?;
        let id = reader.text(self.direction)?;
        reader.end()?;
        Ok(match sort {
            None => Sql::new(format!("{table}.id {operator} ")).value(id),
            Some(sort) => Sql::new(format!("({table}.{}, {table}.id) {operator} (", self.column))
                .value(sort)
                .text(", ")
                .value(id)
                .text(")"),
        })
    }

    fn read_sort(&self, reader: &mut KeyReader<'_>) -> Result<Option<Value>, CursorError> {
        Ok(match self.sort {
            Sort::Id => None,
            Sort::Text(_) => Some(reader.text(self.direction)?.into()),
            Sort::Number(_) => Some(reader.int(self.direction)?.into()),
            Sort::Date(_) => {
                let days = TimeDelta::try_days(reader.int(self.direction)?)
                    .ok_or(CursorError::Malformed)?;
                let date = NaiveDate::default().checked_add_signed(days);
                Some(date.ok_or(CursorError::Malformed)?.into())
            }
            Sort::Time(_) => {
                let micros = reader.int(self.direction)?;
                let time = DateTime::from_timestamp_micros(micros).ok_or(CursorError::Malformed)?;
                Some(time.naive_utc().into())
            }
        })
    }
}

/// Days since 1970-01-01.
fn day_number(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_days()
}

/// An enum of GraphQL that names the orders of the lists of `R`.
pub trait ListOrder<R>: EnumType {
    /// What the name stands for.
    fn order_by(self) -> OrderBy<R>;

    /// The name, which stands in the cursors of the list.
    fn name(self) -> &'static str {
        // The list of items comes from the enum's own derive and has every value.
        Self::items().iter().find(|item| item.value == self).map_or("", |item| item.name)
    }
}
