//! Brands side by side.

use serde_json::json;
use storage::for_each_database;

use crate::testing::{TestDistrict, texts};

for_each_database! {
    /// What clients ask of brands, as they ask it.
    async fn a_brand_shows_what_it_brings(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let data = district
            .data(
                r#"{ brands(districts: ["231004"], first: 20) { totalCount nodes {
                    id name { zh en } lead
                    delegation { id name { en } }
                    mechanisms { kind parts { kind name { en } } }
                    channels { kind name { en } }
                    stations { type level hostKind name { en } }
                    workingGroups { id }
                    highlights { title { zh en } kind }
                    reportedFigures { metricLabel zh: metricLabel(language: ZH) value qualifier unit windowText }
                } } }"#,
            )
            .await;
        assert_eq!(data["brands"]["totalCount"], 2);
        assert_eq!(
            data["brands"]["nodes"][0],
            json!({
                "id": "231004:brand:003", "name": { "zh": "One Code（中）", "en": "One Code" },
                "lead": true,
                "delegation": { "id": "231004:delegation:003", "name": { "en": "Delegation 003" } },
                "mechanisms": [
                    { "kind": "DUTY_CADENCE", "parts": [
                        { "kind": "DUTY_CADENCE", "name": { "en": "Mechanism 2" } },
                        { "kind": "DUTY_CADENCE", "name": { "en": "Mechanism 3" } },
                    ] },
                    { "kind": "CLAIM_AND_ASSIGN", "parts": [] },
                ],
                "channels": [{ "kind": "WECHAT_PLATFORM", "name": { "en": "Channel 003" } }],
                "stations": [{ "type": "CENTRAL_STATION", "level": "COMMUNITY",
                    "hostKind": "COMMUNITY", "name": { "en": "Station 003-1" } }],
                "workingGroups": [{ "id": "231004:working-group:003-1" }],
                "highlights": [{ "title": { "zh": "修水管", "en": "A pipe mended" }, "kind": "CASE" }],
                "reportedFigures": [{ "metricLabel": "satisfaction rate", "zh": "满意率",
                    "value": 98.0, "qualifier": "ROUNDED", "unit": "%", "windowText": "one year" }],
            })
        );
        assert_eq!(data["brands"]["nodes"][1]["reportedFigures"], json!([]));
    }

    /// Which brands have a facet.
    async fn brands_are_filtered_by_facets(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let ids = async |filter: &str| {
            let query = format!("{{ brands(filter: {{ {filter} }}) {{ nodes {{ id }} }} }}");
            texts(&district.data(query).await["brands"]["nodes"], "/id")
        };
        let (tiebei, daqing) = ("231004:brand:003", "231004:brand:005");
        assert_eq!(ids("mechanism: CLAIM_AND_ASSIGN").await, [tiebei]);
        assert_eq!(ids("mechanism: [POINTS, DUTY_CADENCE]").await, [tiebei]);
        assert_eq!(ids("channelKind: WECHAT_PLATFORM, lead: true").await, [tiebei]);
        assert_eq!(ids("channelKind: HOTLINE").await, Vec::<String>::new());
        assert_eq!(ids("lead: false").await, [daqing]);
        assert_eq!(ids("lead: null").await, [tiebei, daqing]);
    }
}
