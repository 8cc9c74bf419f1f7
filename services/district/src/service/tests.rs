//! What the service refuses to serve, and that it serves.

use std::net::{Ipv4Addr, SocketAddr};

use storage::{for_each_database, testing::TestDatabase};
use subgraph_server::graphql::DistrictCode;

use super::{Config, serve};
use crate::testing::TestDistrict;

fn config(test: &TestDatabase, codes: &[&str]) -> Config {
    let codes =
        codes.iter().map(|code| code.parse().expect("a code")).collect::<Vec<DistrictCode>>();
    Config::new(codes, test.url(), SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
}

async fn refusal(config: Config) -> String {
    let refused = serve(config, std::future::pending()).await;
    format!("{:#}", refused.expect_err("the service refuses"))
}

for_each_database! {
    /// Serving does not migrate: it says what is pending.
    async fn a_database_that_is_not_migrated_is_refused(test: TestDatabase) {
        let text = refusal(config(test, &["231004"])).await;
        assert!(text.contains("0001_people_and_places"), "{text}");
    }

    /// Rows of a district that is not served would show in lists.
    async fn a_database_of_other_districts_is_refused(test: TestDatabase) {
        TestDistrict::new(test).await;
        let text = refusal(config(test, &["231004"])).await;
        assert!(text.contains("holds district 231002, which is not to be served"), "{text}");
        assert!(refusal(config(test, &[])).await.contains("no district is named"));
    }

    /// It listens, and ends when it is told to.
    async fn the_service_runs_until_its_shutdown(test: TestDatabase) {
        TestDistrict::new(test).await;
        let config = config(test, &["231004", "231002"]);
        assert_eq!(config.part(), "district-231002-231004");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = serve(config, async move { drop(stopped.await) }).await.expect("it starts");
        assert_ne!(server.address().port(), 0);
        stop.send(()).expect("it runs");
        server.finished().await.expect("it ends");
    }

    /// The migrations can be taken back, to the last table.
    async fn migrations_go_both_ways(test: TestDatabase) {
        test.migrate(&crate::MIGRATIONS).await;
        let reverted = storage::revert_all(test.url(), &crate::MIGRATIONS).await.expect("down");
        assert_eq!(reverted.len(), 4);
        test.migrate(&crate::MIGRATIONS).await;
    }
}
