//! What the rows of a list must meet. What a filter leaves out, or gives as null, asks for nothing.

use async_graphql::ID;
use chrono::NaiveDate;

use super::{Sql, Value};

/// What clients narrow a list by.
pub trait ListFilter {
    /// The filter as conditions.
    fn conditions(self) -> Conditions;
}

/// Conditions that all must hold.
#[derive(Debug, Clone, Default)]
pub struct Conditions(Vec<Sql>);

impl Conditions {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition.
    pub fn push(&mut self, condition: Sql) {
        self.0.push(condition);
    }

    /// `column = value`.
    pub fn equal(&mut self, column: &'static str, value: Option<impl Into<Value>>) {
        self.compare(column, " = ", value);
    }

    /// `column >= value`.
    pub fn at_least(&mut self, column: &'static str, value: Option<impl Into<Value>>) {
        self.compare(column, " >= ", value);
    }

    /// `column < value`.
    pub fn below(&mut self, column: &'static str, value: Option<impl Into<Value>>) {
        self.compare(column, " < ", value);
    }

    /// `column` is one of the values. No values at all are met by no row.
    pub fn one_of<T: ToString>(&mut self, column: &'static str, values: Option<Vec<T>>) {
        if let Some(values) = values {
            self.push(Sql::new(column).is_one_of(values));
        }
    }

    /// `column` is one of the ids.
    pub fn one_of_ids(&mut self, column: &'static str, ids: Option<Vec<ID>>) {
        self.one_of(column, ids.map(|ids| ids.into_iter().map(|id| id.0).collect()));
    }

    /// `column` is there, or is not.
    pub fn present(&mut self, column: &'static str, present: Option<bool>) {
        if let Some(present) = present {
            let test = if present { "IS NOT NULL" } else { "IS NULL" };
            self.push(Sql::new(format!("{column} {test}")));
        }
    }

    /// A row for which the `EXISTS` condition holds, or does not.
    pub fn exists(&mut self, subquery: Sql, exists: bool) {
        let keyword = if exists { "EXISTS (" } else { "NOT EXISTS (" };
        self.push(Sql::new(keyword).append(subquery).text(")"));
    }

    /// The conditions.
    #[must_use]
    pub fn into_vec(self) -> Vec<Sql> {
        self.0
    }

    fn compare(
        &mut self,
        column: &'static str,
        operator: &'static str,
        value: Option<impl Into<Value>>,
    ) {
        if let Some(value) = value {
            self.push(Sql::new(column).text(operator).value(value));
        }
    }
}

/// That a row with the columns `valid_from` and `valid_to` holds on a day.
#[must_use]
pub fn in_force(table: &'static str, on: NaiveDate) -> Sql {
    Sql::new(format!("{table}.valid_from <= "))
        .value(on)
        .text(format!(" AND ({table}.valid_to IS NULL OR {table}.valid_to >= "))
        .value(on)
        .text(")")
}
