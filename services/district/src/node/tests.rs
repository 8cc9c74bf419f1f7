//! Objects by id: each type is found, aligned, and only where it is.

use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, only_error};

for_each_database! {
    /// One of each type.
    async fn every_type_of_node_is_found_by_its_id(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for (id, name) in [
            ("231004:deputy:003-1", "Deputy"),
            ("231004:delegation:003", "Delegation"),
            ("231004:working-group:003-1", "WorkingGroup"),
            ("231004:station:003-1", "Station"),
            ("231004:channel:003-1", "Channel"),
            ("231004:qr-code:003-1", "QrCode"),
            ("231004:division:003", "Division"),
            ("231004:community:003-1", "Community"),
            ("231004:grid:003-1", "Grid"),
            ("231004:petition:003-00", "Petition"),
            ("231004:escalation:1", "Escalation"),
            ("231004:activity:003-1", "Activity"),
            ("231004:register-entry:003-1", "RegisterEntry"),
            ("231004:supervision:003-1", "SupervisionActivity"),
            ("231004:brand:003", "Brand"),
        ] {
            let data = district.data(format!(r#"{{ node(id: "{id}") {{ __typename id }} }}"#)).await;
            assert_eq!(data["node"], json!({ "__typename": name, "id": id }));
        }
    }

    /// Unknown ids of known types, of unknown types and of other districts are null in their place.
    async fn nodes_stay_in_their_places(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ nodes(ids: ["231004:grid:003-2", "231004:grid:nowhere", "231004:unicorn:1",
                     "231081:grid:1", "231004:deputy:003-1", "231004:grid:003-2"])
                   { __typename ... on Grid { households } ... on Deputy { sector } } }"#,
            )
            .await;
        let grid = json!({ "__typename": "Grid", "households": 200 });
        let deputy = json!({ "__typename": "Deputy", "sector": "HEALTH" });
        assert_eq!(data["nodes"], json!([grid, null, null, null, deputy, grid]));
    }

    /// A malformed id is told from an unknown one.
    async fn malformed_ids_are_refused(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for query in [
            r#"{ node(id: "x") { id } }"#,
            r#"{ nodes(ids: ["231004:grid:1", "231004:grid"]) { id } }"#,
            r#"{ grid(id: "231004:GRID:1") { id } }"#,
            r#"{ petition(id: "") { id } }"#,
        ] {
            assert_eq!(only_error(&district.answer(query).await).0, "ID_INVALID", "{query}");
        }
        let ids = vec!["\"231004:grid:1\""; 101].join(",");
        let answer = district.answer(format!("{{ nodes(ids: [{ids}]) {{ id }} }}")).await;
        assert_eq!(only_error(&answer).0, "ARGUMENT_INVALID");
    }

    /// The fields that find one object of a type, with null for an id of another type.
    async fn single_objects_are_found(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ delegation(id: "231004:delegation:003") { id } deputy(id: "231004:deputy:003-1") { id }
                     petition(id: "231004:petition:003-01") { id } grid(id: "231004:grid:003-1") { id }
                     brand(id: "231004:brand:003") { id } other: grid(id: "231004:brand:003") { id } }"#,
            )
            .await;
        for field in ["delegation", "deputy", "petition", "grid", "brand"] {
            assert!(data[field]["id"].is_string(), "{field}: {data}");
        }
        assert!(data["other"].is_null());
    }

    /// Entities come in the order of their representations, from one statement for each type.
    async fn entities_are_found_in_batches(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let representations = json!([
            { "__typename": "Grid", "id": "231004:grid:003-3" },
            { "__typename": "Grid", "id": "231004:grid:nowhere" },
            { "__typename": "Deputy", "id": "231004:deputy:003-1" },
            { "__typename": "Grid", "id": "231004:grid:003-1" },
        ]);
        let counter = test.database().statements();
        let before = counter.count();
        let answer = district
            .entities(representations, "... on Grid { households } ... on Deputy { sector }")
            .await;
        assert_eq!(answer.errors, []);
        assert_eq!(counter.count() - before, 2);
        assert_eq!(
            answer.data.into_json().expect("JSON")["_entities"],
            json!([{ "households": 300 }, null, { "sector": "HEALTH" }, { "households": 100 }])
        );
    }
}
