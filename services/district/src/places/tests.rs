//! Grids, who covers them, and what they are part of.

use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, texts};

async fn grids(district: &TestDistrict<'_>, filter: &str) -> Vec<String> {
    let query = format!(
        r#"{{ grids(first: 100, orderBy: ID_ASC, filter: {{ delegation: "231004:delegation:003", {filter} }}) {{ nodes {{ id }} }} }}"#
    );
    let ids = texts(&district.data(query).await["grids"]["nodes"], "/id");
    ids.iter().map(|id| id.trim_start_matches("231004:grid:003-").to_owned()).collect()
}

for_each_database! {
    /// The deputy of the third grid left at the end of 2022.
    async fn coverage_is_that_of_a_day(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        assert_eq!(grids(&district, r#"coveredOn: "2023-06-01""#).await, ["1", "2"]);
        assert_eq!(grids(&district, r#"coveredOn: "2023-06-01", covered: false"#).await, ["3", "4", "5"]);
        assert_eq!(grids(&district, r#"coveredOn: "2022-12-31", covered: true"#).await, ["1", "2", "3"]);
        assert_eq!(grids(&district, r#"coveredOn: "2021-12-31""#).await, Vec::<String>::new());
    }

    /// A grid worker is no deputy who covers the grid, and a deputy with two charges is one deputy.
    async fn only_deputies_with_charge_cover_a_grid(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        district.insert(&[
            ("grid_chief_assignments", json!({
                "id": "231004:grid-assignment:w", "grid_id": "231004:grid:003-5", "role": "GRID_WORKER",
                "valid_from": "2022-01-01", "synthetic": true,
            })),
            ("grid_chief_assignments", json!({
                "id": "231004:grid-assignment:d", "grid_id": "231004:grid:003-1", "role": "GRID_DEPUTY",
                "deputy_id": "231004:deputy:003-1", "valid_from": "2022-01-01", "synthetic": true,
            })),
        ]).await;
        assert_eq!(grids(&district, "covered: true").await, ["1", "2"]);
        let data = district
            .data(r#"{ grid(id: "231004:grid:003-1") { deputies { id } chiefAssignments { role } } }"#)
            .await;
        assert_eq!(texts(&data["grid"]["deputies"], "/id"), ["231004:deputy:003-1"]);
        assert_eq!(data["grid"]["chiefAssignments"].as_array().map(Vec::len), Some(2));
    }

    /// Today's deputies, the place around, and the parts of a big grid.
    async fn a_grid_knows_its_neighbours(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ nodes(ids: ["231004:grid:003-3", "231004:grid:003-1"]) { ... on Grid {
                    deputies { id } parent { id } parts { totalCount } community { division { code } }
                    district { code } name { zh en } validFrom } } }"#,
            )
            .await;
        let grid = |deputies: serde_json::Value, parent: serde_json::Value, parts: i32, n: i32| json!({
            "deputies": deputies, "parent": parent, "parts": { "totalCount": parts },
            "community": { "division": { "code": "231004003" } }, "district": { "code": "231004" },
            "name": { "zh": format!("Grid 003-{n}（中）"), "en": format!("Grid 003-{n}") },
            "validFrom": "2022-01-01",
        });
        assert_eq!(
            data["nodes"],
            json!([
                grid(json!([]), json!({ "id": "231004:grid:003-1" }), 0, 3),
                grid(json!([{ "id": "231004:deputy:003-1" }]), json!(null), 4, 1),
            ])
        );
    }
}
