//! Supervision and what deputies said about it.

use serde_json::json;
use storage::for_each_database;

use crate::testing::TestDistrict;

for_each_database! {
    /// By form and day, with participants and opinions.
    async fn supervision_shows_its_opinions(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ supervision(districts: ["231004"], filter: { form: RESEARCH, from: "2023-02-15", to: "2023-02-15" }) {
                    totalCount nodes { id occurredOn subject { en } participants { id } opinions { detail { en } givenOn answeredOn } } } }"#,
            )
            .await;
        let node = |t: &str| json!({
            "id": format!("231004:supervision:{t}-2"), "occurredOn": "2023-02-15",
            "subject": { "en": "Water supply" }, "participants": [{ "id": format!("231004:deputy:{t}-2") }],
            "opinions": [{ "detail": { "en": "An opinion" }, "givenOn": "2023-02-20", "answeredOn": null }],
        });
        assert_eq!(
            data["supervision"],
            json!({ "totalCount": 2, "nodes": [node("005"), node("003")] })
        );
    }
}
