//! The districts and everything that hangs on them, through the schema.

use serde_json::json;

use crate::testing::{TestCity, only_error};

storage::for_each_database! {
    async fn the_city_has_ten_districts_in_its_order(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data("{ city { code name { en } districts { code } } districts { code } }").await;
        let codes = [
            "231002", "231003", "231004", "231005", "231025",
            "231081", "231083", "231084", "231085", "231086",
        ];
        let districts: Vec<_> = codes.iter().map(|code| json!({ "code": code })).collect();
        let name = json!({ "en": "Mudanjiang City" });
        assert_eq!(data, json!({
            "city": { "code": "231000", "name": name, "districts": districts },
            "districts": districts,
        }));
    }

    async fn a_district_says_what_it_is(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let query = r#"{ district(code: "231004") { name { zh en } pinyin type peerGroup formerCodes } }"#;
        assert_eq!(city.data(query).await["district"], json!({
            "name": { "zh": "爱民区", "en": "Aimin District" },
            "pinyin": "Àimín Qū", "type": "DISTRICT", "peerGroup": "URBAN_DISTRICT", "formerCodes": [],
        }));
    }

    async fn peer_groups_divide_the_districts(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data("{
            urban: districts(peerGroup: URBAN_DISTRICT) { code }
            cities: districts(peerGroup: COUNTY_LEVEL_CITY) { formerCodes }
            counties: districts(peerGroup: COUNTY) { name { en } }
        }").await;
        assert_eq!(data["urban"].as_array().map(Vec::len), Some(4));
        assert_eq!(data["cities"][4], json!({ "formerCodes": ["231024"] }));
        assert_eq!(data["counties"], json!([{ "name": { "en": "Linkou County" } }]));
    }

    async fn codes_choose_districts_and_unknown_ones_are_told(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data(r#"{ districts(codes: ["231004", "231002"]) { code } }"#).await;
        assert_eq!(data["districts"], json!([{ "code": "231002" }, { "code": "231004" }]));

        let response = city.answer(r#"{ districts(codes: ["230102"]) { code } }"#).await;
        let (code, message) = only_error(&response);
        assert_eq!(code, "ARGUMENT_INVALID");
        assert!(message.starts_with("the city has no district 230102; it has 231002, 231003,"));

        let data = city.data(r#"{ district(code: "230102") { code } }"#).await;
        assert_eq!(data, json!({ "district": null }));
    }

    async fn population_figures_say_what_they_rest_on(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let query = r#"{ districts(codes: ["231003", "231004"]) { populationFigures {
            divisionCode divisionName { en } year basis value qualifier verified
        } } }"#;
        let data = city.data(query).await;
        assert_eq!(data["districts"][0]["populationFigures"], json!([]), "none is known of Yangming");

        let figures = data["districts"][1]["populationFigures"].as_array().expect("a list");
        assert_eq!(figures.len(), 9);
        assert!(figures.iter().all(|figure| figure["verified"] == false));
        assert_eq!(figures[0], json!({
            "divisionCode": null, "divisionName": null,
            "year": 2000, "basis": "CENSUS", "value": 271_779, "qualifier": "EXACT", "verified": false,
        }));
        let tiebei = figures.iter().find(|figure| figure["divisionCode"] == "231004003");
        assert_eq!(tiebei.map(|figure| &figure["value"]), Some(&json!(37_029)));
        let registered = figures.iter().find(|figure| figure["basis"] == "REGISTERED");
        let registered = registered.expect("the registered residents");
        assert_eq!((&registered["year"], &registered["qualifier"]), (&json!(null), &json!("ABOUT")));
    }

    async fn entities_keep_their_places_and_unknown_ones_are_null(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let of = |code| json!({ "__typename": "District", "code": code });
        let representations = json!([of("231086"), of("230102"), of("231002")]);
        let response = city.entities(representations, "... on District { peerGroup }").await;
        assert_eq!(response.errors, []);
        assert_eq!(response.data.into_json().expect("JSON")["_entities"], json!([
            { "peerGroup": "COUNTY_LEVEL_CITY" }, null, { "peerGroup": "URBAN_DISTRICT" },
        ]));
    }

    async fn many_districts_cost_no_more_statements_than_one(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let fields = "formerCodes populationFigures { value }";
        let one = city.statements(&format!(r#"{{ districts(codes: ["231004"]) {{ {fields} }} }}"#)).await;
        let all = city.statements(&format!("{{ districts {{ {fields} }} }}")).await;
        assert_eq!((one, all), (3, 3));
    }
}
