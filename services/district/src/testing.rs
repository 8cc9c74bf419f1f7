//! What the tests of several domains need: two small districts in a database of their own, and the
//! service over it.

use std::sync::Arc;

use async_graphql::{Request, Response, Value, Variables};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use storage::testing::TestDatabase;

use crate::{
    DistrictSchema, MIGRATIONS, graph,
    request::{Districts, RequestContext},
};

mod city;

pub(crate) use city::CITY;

/// The day on which requests of tests run.
pub(crate) const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2023, 12, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The district's schema over a migrated database.
pub(crate) struct TestDistrict<'a> {
    pub(crate) test: &'a TestDatabase,
    schema: DistrictSchema,
    districts: Arc<Districts>,
}

impl<'a> TestDistrict<'a> {
    /// The service over the rows of [`CITY`].
    pub(crate) async fn new(test: &'a TestDatabase) -> Self {
        let district = Self::empty(test).await;
        district.insert(&CITY).await;
        district
    }

    /// The service over no rows.
    pub(crate) async fn empty(test: &'a TestDatabase) -> Self {
        test.migrate(&MIGRATIONS).await;
        let codes = ["231002", "231004"].map(|code| code.parse().expect("a district code"));
        Self { test, schema: graph::schema(), districts: Arc::new(Districts::new(codes)) }
    }

    /// Adds rows, each an object by column in a table.
    pub(crate) async fn insert(&self, rows: &[(&'static str, Json)]) {
        let statements: Vec<_> = rows.iter().map(|(table, row)| insert(table, row)).collect();
        self.test.execute(&format!("BEGIN; {}; COMMIT", statements.join("; "))).await;
    }

    pub(crate) async fn answer(&self, request: impl Into<Request>) -> Response {
        let context = RequestContext::new(self.test.database(), &self.districts, TODAY);
        self.schema.execute(request.into().data(context)).await
    }

    /// The data of an answer without errors.
    pub(crate) async fn data(&self, request: impl Into<Request>) -> Json {
        let response = self.answer(request).await;
        assert_eq!(response.errors, [], "the request fails");
        response.data.into_json().expect("an answer is JSON")
    }

    /// The fields of some entities, as the gateway asks for them.
    pub(crate) async fn entities(&self, representations: Json, selection: &str) -> Response {
        let query = format!(
            "query($representations: [_Any!]!) {{ \
             _entities(representations: $representations) {{ {selection} }} }}"
        );
        let variables = Variables::from_json(json!({ "representations": representations }));
        self.answer(Request::new(query).variables(variables)).await
    }

    /// How many statements a request costs.
    pub(crate) async fn statements(&self, query: &str) -> u64 {
        let counter = self.test.database().statements();
        let before = counter.count();
        self.data(query).await;
        counter.count() - before
    }
}

/// The code and the text of the only error.
pub(crate) fn only_error(response: &Response) -> (String, &str) {
    let [error] = response.errors.as_slice() else { panic!("one error: {:?}", response.errors) };
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
    let Some(Value::String(code)) = code else { panic!("a code: {error:?}") };
    (code.clone(), &error.message)
}

/// The texts at a path of every element of a list.
pub(crate) fn texts(list: &Json, pointer: &str) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter()
        .map(|it| it.pointer(pointer).and_then(Json::as_str).expect("a text").to_owned())
        .collect()
}

fn insert(table: &str, row: &Json) -> String {
    let row = row.as_object().expect("a row is an object");
    let columns: Vec<_> = row.keys().map(String::as_str).collect();
    let values: Vec<_> = row.values().map(literal).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "))
}

fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => format!("'{}'", text.replace('\'', "''")),
        other => other.to_string(),
    }
}
