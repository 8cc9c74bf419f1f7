//! Stations, channels and codes.

use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, texts};

for_each_database! {
    /// Codes that work and never led to a petition.
    async fn codes_are_filtered_by_their_petitions(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let ids = async |filter: &str| {
            let query = format!(r#"{{ qrCodes(districts: ["231002"], orderBy: SCANS_ASC, filter: {{ {filter} }}) {{ nodes {{ id }} }} }}"#);
            texts(&district.data(query).await["qrCodes"]["nodes"], "/id")
        };
        assert_eq!(ids("active: true, petitions: { eq: 0 }").await, ["231002:qr-code:001-2"]);
        assert_eq!(ids("petitions: { atLeast: 2, atMost: 2 }").await, ["231002:qr-code:001-1"]);
        assert_eq!(ids("petitions: {}").await.len(), 3);
    }

    /// What a code leads to, and what it led to.
    async fn a_code_has_a_target(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ node(id: "231004:qr-code:003-1") { ... on QrCode { active activatedOn
                    target { __typename ... on Deputy { id } } channel { kind }
                    petitions { totalCount } } } }"#,
            )
            .await;
        assert_eq!(
            data["node"],
            json!({
                "active": true, "activatedOn": "2022-01-01",
                "target": { "__typename": "Deputy", "id": "231004:deputy:003-1" },
                "channel": { "kind": "WECHAT_PLATFORM" }, "petitions": { "totalCount": 2 },
            })
        );
    }

    /// A central station and the one that supplements it.
    async fn stations_supplement_each_other(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ stations(orderBy: ID_ASC, filter: { delegation: "231004:delegation:003", type: CENTRAL_STATION }) { nodes {
                    id parent { id } subStations { id type parent { id } } workingGroups { id }
                    community { stations { id } } activities { totalCount } } } }"#,
            )
            .await;
        assert_eq!(
            data["stations"]["nodes"],
            json!([{
                "id": "231004:station:003-1", "parent": null,
                "subStations": [{ "id": "231004:station:003-2", "type": "SUB_STATION",
                    "parent": { "id": "231004:station:003-1" } }],
                "workingGroups": [{ "id": "231004:working-group:003-1" }, { "id": "231004:working-group:003-2" }],
                "community": { "stations": [{ "id": "231004:station:003-1" }, { "id": "231004:station:003-2" }] },
                "activities": { "totalCount": 3 },
            }])
        );
    }
}
