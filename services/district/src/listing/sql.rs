//! SQL as text with values in between, put together at run time and understood by both databases.
//!
//! A list is asked for in more ways than there are lists: a page, a page for each of several
//! parents, a count, a count for each parent, all with the same filter. With conditions as data they
//! are written once. What is equal in text is prepared once.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::{
    backend::Backend,
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Bool, Date, HasSqlType, Integer, Text, Timestamp},
    sqlite::Sqlite,
};
use std::{borrow::Cow, marker::PhantomData};

/// A value that a statement carries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Text, an id or the stored name of an enum.
    Text(String),
    /// A 32-bit number.
    Integer(i32),
    /// A 64-bit number.
    BigInt(i64),
    /// A truth value.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// A time in UTC.
    Timestamp(NaiveDateTime),
}

/// A list of texts, as either database takes it in one value: an array, or JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Texts {
    list: Vec<String>,
    json: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece {
    Text(Cow<'static, str>),
    Value(Value),
    /// ` = ANY($1)`, or ` IN (SELECT value FROM json_each($1))`.
    IsIn(Texts),
}

/// A piece of SQL with its values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Sql(Vec<Piece>);

impl Sql {
    /// Nothing yet.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// SQL without values.
    #[must_use]
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Piece::Text(text.into())])
    }

    /// Adds SQL text. It comes from the program, never from a caller: what callers send is a value.
    #[must_use]
    pub fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Piece::Text(text.into()));
        self
    }

    /// Adds a value.
    #[must_use]
    pub fn value(mut self, value: impl Into<Value>) -> Self {
        self.0.push(Piece::Value(value.into()));
        self
    }

    /// Adds the condition that what stands before is one of these texts.
    #[must_use]
    pub fn is_in(mut self, texts: Vec<String>) -> Self {
        let json = serde_json::Value::from(texts.as_slice()).to_string();
        self.0.push(Piece::IsIn(Texts { list: texts, json }));
        self
    }

    /// As [`Self::is_in`], for values that are stored as the text they print.
    #[must_use]
    pub fn is_one_of(self, values: Vec<impl ToString>) -> Self {
        self.is_in(values.iter().map(ToString::to_string).collect())
    }

    /// Adds another piece.
    #[must_use]
    pub fn append(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

macro_rules! value_from {
    ($($source:ty => $variant:ident),* $(,)?) => {
        $(impl From<$source> for Value {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

value_from! {
    String => Text,
    &str => Text,
    i32 => Integer,
    i64 => BigInt,
    bool => Bool,
    NaiveDate => Date,
    NaiveDateTime => Timestamp,
}

impl QueryFragment<Pg> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_sql(text),
                Piece::Value(value) => push_value(&mut out, value)?,
                Piece::IsIn(texts) => {
                    out.push_sql(" = ANY(");
                    out.push_bind_param::<Array<Text>, Vec<String>>(&texts.list)?;
                    out.push_sql(")");
                }
            }
        }
        Ok(())
    }
}

impl QueryFragment<Sqlite> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_sql(text),
                Piece::Value(value) => push_value(&mut out, value)?,
                Piece::IsIn(texts) => {
                    out.push_sql(" IN (SELECT value FROM json_each(");
                    out.push_bind_param::<Text, String>(&texts.json)?;
                    out.push_sql("))");
                }
            }
        }
        Ok(())
    }
}

fn push_value<'b, DB>(out: &mut AstPass<'_, 'b, DB>, value: &'b Value) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Bool> + HasSqlType<Date> + HasSqlType<Timestamp>,
    String: diesel::serialize::ToSql<Text, DB>,
    i32: diesel::serialize::ToSql<Integer, DB>,
    i64: diesel::serialize::ToSql<BigInt, DB>,
    bool: diesel::serialize::ToSql<Bool, DB>,
    NaiveDate: diesel::serialize::ToSql<Date, DB>,
    NaiveDateTime: diesel::serialize::ToSql<Timestamp, DB>,
{
    match value {
        Value::Text(text) => out.push_bind_param::<Text, String>(text),
        Value::Integer(number) => out.push_bind_param::<Integer, i32>(number),
        Value::BigInt(number) => out.push_bind_param::<BigInt, i64>(number),
        Value::Bool(truth) => out.push_bind_param::<Bool, bool>(truth),
        Value::Date(day) => out.push_bind_param::<Date, NaiveDate>(day),
        Value::Timestamp(time) => out.push_bind_param::<Timestamp, NaiveDateTime>(time),
    }
}

/// A `SELECT` whose columns are `C` and whose rest is text: what stands before and after them.
pub struct Select<C, ST, DB> {
    columns: C,
    rest: Sql,
    output: PhantomData<(ST, DB)>,
}

/// Nothing but text.
pub struct NoColumns;

impl<DB: Backend> QueryFragment<DB> for NoColumns {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

impl<C, ST, DB> Select<C, ST, DB> {
    /// `SELECT <columns> <rest>`, giving rows of the SQL type `ST`.
    pub fn new(columns: C, rest: Sql) -> Self {
        Self { columns, rest, output: PhantomData }
    }
}

impl<C, ST, DB> QueryFragment<DB> for Select<C, ST, DB>
where
    DB: Backend,
    C: QueryFragment<DB>,
    Sql: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.columns.walk_ast(out.reborrow())?;
        self.rest.walk_ast(out)
    }
}

impl<C, ST, DB> QueryId for Select<C, ST, DB> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C, ST, DB> Query for Select<C, ST, DB> {
    type SqlType = ST;
}

#[cfg(test)]
impl Sql {
    /// The text with the values in it, to be explained by either database. The values are the
    /// test's own.
    pub(crate) fn explained(&self) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::IsIn(texts) => {
                let texts: Vec<_> = texts.list.iter().map(|text| quoted(text)).collect();
                format!(" IN ({})", texts.join(", "))
            }
            Piece::Value(Value::Text(text)) => quoted(text),
            Piece::Value(Value::Integer(number)) => number.to_string(),
            Piece::Value(Value::BigInt(number)) => number.to_string(),
            Piece::Value(Value::Bool(truth)) => truth.to_string(),
            Piece::Value(Value::Date(day)) => quoted(&day.to_string()),
            Piece::Value(Value::Timestamp(time)) => quoted(&time.to_string()),
        };
        self.0.iter().map(piece).collect()
    }
}
