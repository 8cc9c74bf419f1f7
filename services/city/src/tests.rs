//! The service as a whole: its schema, its migrations with the reference data, and a start.

use std::net::SocketAddr;

use serde_json::Value;
use storage::testing::TestDatabase;

use crate::{Config, database::MIGRATIONS, testing::TestCity};

const DESCRIPTIONS: &str = "{ __schema { types {
    name description enumValues { name description }
    fields { name description args { name description } }
} } }";

storage::for_each_database! {
    async fn migrating_again_changes_nothing(test: TestDatabase) {
        let first = crate::migrate(test.url()).await.expect("the first time");
        let second = crate::migrate(test.url()).await.expect("the second time");
        assert_eq!((first.len(), second.len()), (1, 0));
    }

    async fn migrations_can_be_reverted(test: TestDatabase) {
        crate::migrate(test.url()).await.expect("the first time");
        storage::revert_all(test.url(), &MIGRATIONS).await.expect("every down.sql works");
        crate::migrate(test.url()).await.expect("the second time");
    }

    async fn a_database_that_is_not_migrated_is_not_served(test: TestDatabase) {
        let config = Config::new(test.url(), SocketAddr::from(([127, 0, 0, 1], 0)));
        let error = crate::serve(config, async {}).await.expect_err("nothing is migrated");
        assert!(format!("{error:#}").contains("0001_reference_data"), "{error:#}");
    }

    async fn everything_in_the_schema_is_described(test: TestDatabase) {
        let schema = TestCity::new(test).await.data(DESCRIPTIONS).await;
        let missing = undescribed("schema", &schema["__schema"]["types"]);
        assert_eq!(missing, Vec::<String>::new());
    }
}

/// The places of what has a name but no description, in whatever is below.
fn undescribed(place: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| undescribed(place, item)).collect(),
        Value::Object(fields) => {
            let name = fields.get("name").and_then(Value::as_str).unwrap_or_default();
            // What GraphQL and federation bring along is not ours to describe.
            if name.starts_with('_') || name == "ID" {
                return Vec::new();
            }
            let place = format!("{place}.{name}");
            let own = fields.get("description").is_some_and(Value::is_null).then(|| place.clone());
            let below = fields.values().flat_map(|field| undescribed(&place, field));
            own.into_iter().chain(below).collect()
        }
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn the_service_starts_and_stops() {
    let test = TestDatabase::sqlite().await;
    crate::migrate(test.url()).await.expect("the city can be migrated");
    let config = Config::new(test.url(), SocketAddr::from(([127, 0, 0, 1], 0)));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let shutdown = async {
        // A sender that is dropped stops the service as well.
        let _ = stopped.await;
    };
    let server = crate::serve(config, shutdown).await.expect("the service starts");
    assert_ne!(server.address().port(), 0);
    stop.send(()).expect("the service runs");
    server.finished().await.expect("the service stops");
}

/// What the gateway composes. A change here is a change of the public API.
#[test]
fn the_sdl_is_as_agreed() {
    insta::assert_snapshot!("sdl", crate::sdl());
}
