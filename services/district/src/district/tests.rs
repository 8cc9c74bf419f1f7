//! Districts as entities of the city's graph.

use serde_json::json;
use storage::for_each_database;

use crate::testing::TestDistrict;

for_each_database! {
    /// A district that is here has its lists; one that is elsewhere is null.
    async fn a_district_adds_what_is_its_own(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let representations = json!([
            { "__typename": "District", "code": "231081" },
            { "__typename": "District", "code": "231004" },
            { "__typename": "District", "code": "231002" },
        ]);
        let selection = "... on District { code committeeChair { en } congressName { en } \
             facts { kind title { en } } deputies(first: 2) { totalCount nodes { id } coverage { answered } } \
             petitions(first: 1) { totalCount } \
             grids(filter: { coveredOn: \"2023-11-30\", covered: false }) { totalCount } }";
        let answer = district.entities(representations, selection).await;
        assert_eq!(answer.errors, []);
        let own = |code: &str, deputies: i32, ids: serde_json::Value, petitions: i32, grids: i32| json!({
            "code": code, "committeeChair": { "en": "The Chair" }, "congressName": null,
            "facts": [{ "kind": "PRINCIPLE", "title": { "en": "A principle" } }],
            "deputies": { "totalCount": deputies, "nodes": ids, "coverage": { "answered": [code] } },
            "petitions": { "totalCount": petitions }, "grids": { "totalCount": grids },
        });
        let two = |first: &str, second: &str| json!([{ "id": first }, { "id": second }]);
        assert_eq!(
            answer.data.into_json().expect("JSON")["_entities"],
            json!([
                null,
                own("231004", 12, two("231004:deputy:003-1", "231004:deputy:003-2"), 24, 6),
                own("231002", 6, two("231002:deputy:001-1", "231002:deputy:001-2"), 12, 3),
            ])
        );
    }
}
