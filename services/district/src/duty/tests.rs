//! Activities and what is kept about them.

use async_graphql::Request;
use contract::identity::{CallerContext, Role};
use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, only_error, texts};

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

    /// Who took part, and the line in the register.
    async fn an_act_is_recorded(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ nodes(ids: ["231004:activity:003-1", "231004:register-entry:003-1"]) {
                    ... on Activity { attendances { status deputy { id } } station { id } }
                    ... on RegisterEntry { recordedAt register { kind } activity { id } deputy { id } corrects { id } } } }"#,
            )
            .await;
        assert_eq!(
            data["nodes"],
            json!([
                { "attendances": [{ "status": "PRESENT", "deputy": { "id": "231004:deputy:003-1" } }],
                  "station": { "id": "231004:station:003-1" } },
                { "recordedAt": "2023-01-10T01:00:00+00:00", "register": { "kind": "VOTER_RECEPTION" },
                  "activity": { "id": "231004:activity:003-1" },
                  "deputy": { "id": "231004:deputy:003-1" }, "corrects": null },
            ])
        );
    }

    /// Points, files and excuses of a deputy are for the staff, and nothing tells others whether
    /// there are any.
    async fn performance_is_for_the_staff(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let query = |field: &str| format!(r#"{{ deputy(id: "231004:deputy:003-1") {{ {field} }} }}"#);
        let points = query("pointsEntries { totalCount nodes { points pointsRule { act } activity { id } } }");
        for role in [Role::DelegationStaff, Role::DistrictStaff] {
            let answer = district.answer(as_role(&points, role)).await;
            assert_eq!(answer.errors, []);
            assert_eq!(
                answer.data.into_json().expect("JSON")["deputy"]["pointsEntries"],
                json!({ "totalCount": 1, "nodes": [{ "points": 2,
                    "pointsRule": { "act": "RECEPTION" }, "activity": { "id": "231004:activity:003-1" } }] })
            );
        }
        for role in [Role::Public, Role::PartnerAgency, Role::Deputy, Role::CityAnalyst, Role::Auditor, Role::Service] {
            for field in ["pointsEntries { totalCount }", "performanceFiles { appraisal }", "excuses { reason }"] {
                let answer = district.answer(as_role(&query(field), role)).await;
                assert_eq!(only_error(&answer).0, "FORBIDDEN", "{role:?} reads {field}");
            }
        }
        assert_eq!(only_error(&district.answer(points).await).0, "FORBIDDEN");
        let node = district.data(r#"{ node(id: "231004:points-entry:003-1") { id } }"#).await;
        assert!(node["node"].is_null());
    }
}

fn as_role(query: &str, role: Role) -> Request {
    Request::new(query).data(CallerContext { role, subject: None, expires_at: u64::MAX })
}
