//! Petitions and what took them to a congress.

use serde_json::{Value, json};
use storage::for_each_database;

use crate::testing::{TestDistrict, texts};

const TIEBEI: &str = r#"delegation: "231004:delegation:003""#;

async fn count(district: &TestDistrict<'_>, filter: &str) -> Value {
    let query = format!("{{ petitions(filter: {{ {TIEBEI}, {filter} }}) {{ totalCount }} }}");
    district.data(query).await["petitions"]["totalCount"].clone()
}

for_each_database! {
    /// Twelve petitions: ten accepted and answered, eight resolved, one taken to a congress twice.
    async fn petitions_are_filtered(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for (filter, expected) in [
            ("", 12),
            ("accepted: true", 10),
            ("accepted: false", 2),
            ("replied: false", 2),
            ("outcome: RESOLVED", 8),
            ("status: [ACCEPTED, SUBMITTED]", 4),
            ("category: HEALTH, outcome: RESOLVED", 4),
            ("rating: [SATISFIED, DISSATISFIED]", 6),
            ("escalated: true", 1),
            ("escalated: false", 11),
            ("channelKind: WECHAT_PLATFORM", 12),
            ("channelKind: HOTLINE", 0),
            (r#"grid: "231004:grid:003-1""#, 3),
            (r#"acceptedFrom: "2023-02-02", acceptedTo: "2023-02-02""#, 3),
            (r#"acceptedFrom: "2023-02-03", acceptedTo: "2023-03-01""#, 0),
        ] {
            assert_eq!(count(&district, filter).await, json!(expected), "{filter}");
        }
    }

    /// A petition that is not accepted stands where it was handed in; one that is never due stands
    /// last.
    async fn absent_times_have_a_place_in_the_order(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let ids = async |order: &str| {
            let query = format!("{{ petitions(first: 100, orderBy: {order}, filter: {{ {TIEBEI} }}) {{ nodes {{ id }} }} }}");
            let ids = texts(&district.data(query).await["petitions"]["nodes"], "/id");
            ids.iter().map(|id| id.trim_start_matches("231004:petition:003-").to_owned()).collect::<Vec<_>>()
        };
        let latest = ids("ACCEPTED_AT_DESC").await;
        assert_eq!(latest[..3], ["11", "10", "09"]);
        let due = ids("DUE_ASC").await;
        assert_eq!(due[8..], ["00", "03", "06", "09"]);
    }

    /// What clients ask of petitions, as they ask it, with all that hangs on one.
    async fn a_petition_shows_its_progress(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ petition(id: "231004:petition:003-09") { status outcome category acceptedAt dueAt round
                    grid { id name { en } } delegation { name { en } } channel { kind } qrCode { id }
                    events { sequence kind actorRole occurredAt } assignments { kind deputy { id } workingGroup { id } agencyCode }
                    replies { mode finalReply } ratings { score source }
                    escalations { instrument congress { level } filedBy { id } petitions { id } } mergedInto { id } } }"#,
            )
            .await;
        let escalation = json!({
            "instrument": "SUGGESTION", "congress": { "level": "CITY" },
            "filedBy": [{ "id": "231004:deputy:003-1" }],
            "petitions": [{ "id": "231004:petition:003-09" }],
        });
        assert_eq!(
            data["petition"],
            json!({
                "status": "ACCEPTED", "outcome": null, "category": "HEALTH",
                "acceptedAt": "2023-09-02T02:00:00+00:00", "dueAt": null, "round": 1,
                "grid": { "id": "231004:grid:003-5", "name": { "en": "Grid 003-5" } },
                "delegation": { "name": { "en": "Delegation 003" } },
                "channel": { "kind": "WECHAT_PLATFORM" }, "qrCode": null,
                "events": [
                    { "sequence": 1, "kind": "SUBMIT", "actorRole": "PETITIONER", "occurredAt": "2023-09-01T02:00:00+00:00" },
                    { "sequence": 2, "kind": "ACCEPT", "actorRole": "KEEPER", "occurredAt": "2023-09-02T02:00:00+00:00" },
                ],
                "assignments": [{ "kind": "CLAIMED", "deputy": { "id": "231004:deputy:003-1" },
                    "workingGroup": null, "agencyCode": null }],
                "replies": [{ "mode": "PHONE", "finalReply": true }],
                "ratings": [{ "score": "SATISFIED", "source": "SELF" }],
                "escalations": [escalation, escalation], "mergedInto": null,
            })
        );
    }

    /// Escalations by level and by answer.
    async fn escalations_are_filtered(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let count = async |filter: &str| {
            let query = format!("{{ escalations(filter: {{ {filter} }}) {{ totalCount }} }}");
            district.data(query).await["escalations"]["totalCount"].clone()
        };
        assert_eq!(count("level: CITY, answered: false").await, 2);
        assert_eq!(count("level: DISTRICT").await, 0);
        assert_eq!(count("answered: true").await, 0);
    }
}
