//! What the tests of several domains need: the service over a database of its own.

use async_graphql::{Request, Response, Value, Variables};
use serde_json::json;
use storage::testing::TestDatabase;

use crate::{CitySchema, Loaders};

/// The city's schema over a migrated database.
pub(crate) struct TestCity<'a> {
    test: &'a TestDatabase,
    schema: CitySchema,
}

impl<'a> TestCity<'a> {
    pub(crate) async fn new(test: &'a TestDatabase) -> Self {
        crate::migrate(test.url()).await.expect("the city can be migrated");
        Self { test, schema: crate::schema(test.database()) }
    }

    pub(crate) async fn answer(&self, request: impl Into<Request>) -> Response {
        let request = request.into().data(Loaders::new(self.test.database()));
        self.schema.execute(request).await
    }

    /// The data of an answer without errors.
    pub(crate) async fn data(&self, request: impl Into<Request>) -> serde_json::Value {
        let response = self.answer(request).await;
        assert_eq!(response.errors, [], "the request fails");
        response.data.into_json().expect("an answer is JSON")
    }

    /// The fields of some entities, as the gateway asks for them.
    pub(crate) async fn entities(
        &self,
        representations: serde_json::Value,
        selection: &str,
    ) -> Response {
        let query = format!(
            "query($representations: [_Any!]!) {{ _entities(representations: $representations) {{ {selection} }} }}"
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
