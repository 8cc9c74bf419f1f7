//! The categories and the agencies that handle them, through the schema.

use serde_json::json;

use crate::testing::TestCity;

storage::for_each_database! {
    async fn livelihood_is_divided_and_the_others_are_not(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data("{ categories(level: 1) { code children { code level parent { code } } } }").await;
        let categories = data["categories"].as_array().expect("a list");
        assert_eq!(categories.len(), 8);
        for category in categories {
            let children = category["children"].as_array().expect("a list");
            let is_livelihood = category["code"] == "LIVELIHOOD";
            assert_eq!(children.len(), if is_livelihood { 11 } else { 0 }, "{category}");
        }
        assert_eq!(categories[4]["children"][0], json!({
            "code": "WATER_SUPPLY", "level": 2, "parent": { "code": "LIVELIHOOD" },
        }));
    }

    async fn the_levels_are_all_there_is(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data("{
            all: categories { code } second: categories(level: 2) { code } third: categories(level: 3) { code }
        }").await;
        let count = |key: &str| data[key].as_array().map(Vec::len);
        assert_eq!((count("all"), count("second"), count("third")), (Some(19), Some(11), Some(0)));
    }

    async fn agencies_are_marked_as_invented(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data("{ agencies { code synthetic categories { code } } }").await;
        let agencies = data["agencies"].as_array().expect("a list");
        assert!(agencies.iter().all(|agency| agency["synthetic"] == true));
        assert!(agencies.iter().all(|agency| agency["categories"] != json!([])));
    }

    async fn districts_can_refer_to_categories_and_agencies(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let representations = json!([
            { "__typename": "Agency", "code": "WATER_COMPANY" },
            { "__typename": "Category", "code": "HEATING" },
            { "__typename": "Category", "code": "SHOES" },
        ]);
        let selection = "... on Agency { categories { code } } ... on Category { name { zh } }";
        let response = city.entities(representations, selection).await;
        assert_eq!(response.errors, []);
        assert_eq!(response.data.into_json().expect("JSON")["_entities"], json!([
            { "categories": [{ "code": "WATER_SUPPLY" }, { "code": "DRAINAGE" }] },
            { "name": { "zh": "供热" } },
            null,
        ]));
    }

    async fn a_list_costs_as_many_statements_as_it_has_levels(test: TestDatabase) {
        let city = TestCity::new(test).await;
        assert_eq!(city.statements("{ categories { children { code } parent { code } } }").await, 3);
        assert_eq!(city.statements("{ agencies { categories { code } } }").await, 2);
    }
}
