//! Deputies and where they sit on a day.

use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, texts};

for_each_database! {
    /// The sixth deputy left the delegation at the end of 2022.
    async fn a_delegation_has_the_deputies_of_a_day(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ delegation(id: "231004:delegation:003") {
                    today: deputies(first: 0) { totalCount }
                    then: deputies(on: "2022-12-31") { totalCount nodes { id } }
                    before: deputies(on: "2021-12-31") { totalCount } } }"#,
            )
            .await;
        let delegation = &data["delegation"];
        assert_eq!(delegation["today"]["totalCount"], 5);
        assert_eq!(delegation["then"]["totalCount"], 6);
        assert_eq!(texts(&delegation["then"]["nodes"], "/id").len(), 6);
        assert_eq!(delegation["before"]["totalCount"], 0);
    }

    /// Several memberships in one delegation make one member.
    async fn a_deputy_is_listed_once(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        district.insert(&[("delegation_memberships", json!({
            "id": "231004:membership:twice", "deputy_id": "231004:deputy:003-1",
            "delegation_id": "231004:delegation:003", "role": "HEAD", "valid_from": "2023-01-01",
            "synthetic": true,
        }))]).await;
        let data = district
            .data(
                r#"{ delegation(id: "231004:delegation:003") { deputies { totalCount nodes { id } } }
                     deputy(id: "231004:deputy:003-1") { delegations { id } memberships { role } } }"#,
            )
            .await;
        assert_eq!(data["delegation"]["deputies"]["totalCount"], 5);
        assert_eq!(data["delegation"]["deputies"]["nodes"].as_array().map(Vec::len), Some(5));
        assert_eq!(texts(&data["deputy"]["delegations"], "/id"), ["231004:delegation:003"]);
        assert_eq!(texts(&data["deputy"]["memberships"], "/role"), ["MEMBER", "HEAD"]);
    }

    /// What hangs on a deputy.
    async fn a_deputy_knows_their_work(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ deputy(id: "231004:deputy:003-1") { name { en } sector publishedContact
                    mandates { congress { level } validTo } workingGroups { topics } qrCodes { scans }
                    grids { nodes { id } } petitions { totalCount } escalations { totalCount }
                    activities { nodes { kind visitors } } } }"#,
            )
            .await;
        assert_eq!(
            data["deputy"],
            json!({
                "name": { "en": "Deputy 1" }, "sector": "HEALTH", "publishedContact": null,
                "mandates": [{ "congress": { "level": "CITY" }, "validTo": null }],
                "workingGroups": [{ "topics": ["HEALTH"] }], "qrCodes": [{ "scans": 10 }],
                "grids": { "nodes": [{ "id": "231004:grid:003-1" }] },
                "petitions": { "totalCount": 4 }, "escalations": { "totalCount": 2 },
                "activities": { "nodes": [{ "kind": "RECEPTION", "visitors": 1 }] },
            })
        );
    }

    /// By the level of a seat, and by delegation.
    async fn deputies_are_filtered(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let ids = async |filter: &str| {
            let query = format!("{{ deputies(orderBy: ID_ASC, filter: {{ {filter} }}) {{ nodes {{ id }} }} }}");
            texts(&district.data(query).await["deputies"]["nodes"], "/id")
        };
        assert_eq!(
            ids("level: CITY").await,
            ["231002:deputy:001-1", "231004:deputy:003-1", "231004:deputy:005-1"]
        );
        assert_eq!(ids(r#"delegation: ["231004:delegation:003"]"#).await.len(), 6);
        assert_eq!(ids(r#"delegation: []"#).await.len(), 0);
        assert_eq!(ids(r#"delegation: null, level: null"#).await.len(), 18);
    }

    /// A telephone number is there with the day on which it was published, or not at all.
    async fn a_contact_is_published_or_absent(test: TestDatabase) {
        TestDistrict::new(test).await;
        let mut db = test.connection().await;
        let changed = storage::on_backend!(db, conn => diesel_async::RunQueryDsl::execute(
            diesel::sql_query("UPDATE deputies SET published_contact = '1' WHERE id = '231004:deputy:003-1'"),
            conn,
        ).await);
        assert!(matches!(changed, Err(storage::StorageError::Constraint(_))), "{changed:?}");
    }
}
