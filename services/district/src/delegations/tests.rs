//! Delegations and their working groups.

use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, texts};

for_each_database! {
    /// What clients ask of delegations, as they ask it.
    async fn a_delegation_shows_its_size(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ delegations(districts: ["231004"], first: 20) { totalCount nodes {
                    id name { zh en } deputies(first: 1) { totalCount } workingGroups { name { en } }
                    grids(first: 1) { totalCount } } } }"#,
            )
            .await;
        let delegation = |t: &str| json!({
            "id": format!("231004:delegation:{t}"),
            "name": { "zh": format!("Delegation {t}（中）"), "en": format!("Delegation {t}") },
            "deputies": { "totalCount": 5 },
            "workingGroups": [{ "name": { "en": format!("Group {t}-1") } }, { "name": { "en": format!("Group {t}-2") } }],
            "grids": { "totalCount": 5 },
        });
        assert_eq!(
            data["delegations"],
            json!({ "totalCount": 2, "nodes": [delegation("003"), delegation("005")] })
        );
    }

    /// Every list and register of a delegation.
    async fn a_delegation_shows_its_work(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ delegation(id: "231004:delegation:003") { headline { zh } division { code delegations { id } }
                    stations { totalCount } channels { totalCount } petitions { totalCount } escalations { totalCount }
                    activities { totalCount } supervision { totalCount } brands { totalCount }
                    registers { kind entries { totalCount nodes { deputy { id } activity { kind } register { kind } } } }
                    cadenceRules { act every times unit } pointsRules { act points ruleVersion } reportedFigures { value } } }"#,
            )
            .await;
        let entry = |n: i32| json!({
            "deputy": { "id": format!("231004:deputy:003-{n}") },
            "activity": { "kind": "RECEPTION" }, "register": { "kind": "VOTER_RECEPTION" },
        });
        assert_eq!(
            data["delegation"],
            json!({
                "headline": null,
                "division": { "code": "231004003", "delegations": [{ "id": "231004:delegation:003" }] },
                "stations": { "totalCount": 2 }, "channels": { "totalCount": 1 },
                "petitions": { "totalCount": 12 }, "escalations": { "totalCount": 2 },
                "activities": { "totalCount": 3 }, "supervision": { "totalCount": 3 },
                "brands": { "totalCount": 1 },
                "registers": [{ "kind": "VOTER_RECEPTION",
                    "entries": { "totalCount": 3, "nodes": [entry(3), entry(2), entry(1)] } }],
                "cadenceRules": [{ "act": "RECEPTION", "every": "WEEK", "times": 1, "unit": null }],
                "pointsRules": [{ "act": "RECEPTION", "points": 2, "ruleVersion": 1 }],
                "reportedFigures": [],
            })
        );
    }

    /// Groups by what they take on.
    async fn groups_are_filtered_by_topic(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ workingGroups(orderBy: ID_ASC, filter: { topic: [LEGAL_SERVICE, ECONOMY] }) {
                    nodes { id members { id } topics station { id } } } }"#,
            )
            .await;
        let nodes = &data["workingGroups"]["nodes"];
        assert_eq!(
            texts(nodes, "/id"),
            ["231002:working-group:001-2", "231004:working-group:003-2", "231004:working-group:005-2"]
        );
        assert_eq!(nodes[1]["members"], json!([{ "id": "231004:deputy:003-2" }]));
    }
}
