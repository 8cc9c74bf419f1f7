//! Activities and what is kept about them.

use serde_json::json;
use storage::{for_each_database, testing::TestDatabase};

use crate::testing::{TestDistrict, texts};

for_each_database! {
    /// By local days, latest first.
    async fn activities_are_filtered_by_day(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let ids = async |filter: &str| {
            let query = format!(r#"{{ activities(districts: ["231002"], filter: {{ {filter} }}) {{ nodes {{ id }} }} }}"#);
            texts(&district.data(query).await["activities"]["nodes"], "/id")
        };
        assert_eq!(ids("kind: RECEPTION").await.len(), 3);
        assert_eq!(
            ids(r#"from: "2023-02-10", to: "2023-03-10""#).await,
            ["231002:activity:001-3", "231002:activity:001-2"]
        );
        assert_eq!(ids(r#"to: "2023-01-09""#).await, Vec::<String>::new());
    }

    /// Who took part, and the points of the act.
    async fn an_act_is_recorded_once_in_each_book(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ nodes(ids: ["231004:activity:003-1", "231004:points-entry:003-1"]) {
                    ... on Activity { attendances { status deputy { id } } station { id } }
                    ... on PointsEntry { points pointsRule { act points } activity { id } deputy { id } } } }"#,
            )
            .await;
        assert_eq!(
            data["nodes"],
            json!([
                { "attendances": [{ "status": "PRESENT", "deputy": { "id": "231004:deputy:003-1" } }],
                  "station": { "id": "231004:station:003-1" } },
                { "points": 2, "pointsRule": { "act": "RECEPTION", "points": 2 },
                  "activity": { "id": "231004:activity:003-1" }, "deputy": { "id": "231004:deputy:003-1" } },
            ])
        );
    }
}
