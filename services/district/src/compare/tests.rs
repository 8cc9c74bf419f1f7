//! What districts count, on both databases.

use serde_json::{Value, json};
use storage::for_each_database;

use crate::testing::{TestDistrict, only_error};

async fn parts(district: &TestDistrict<'_>, arguments: &str) -> Value {
    let query = format!(
        "{{ compare({arguments}) {{ parts {{ metric key label {{ en }} numerator denominator histogram }} }} }}"
    );
    district.data(query).await["compare"]["parts"].clone()
}

const YEAR: &str = r#"scope: { districts: ["231004"] }, period: { year: 2023 }"#;

for_each_database! {
    /// Each delegation of the district has twelve petitions: ten accepted and answered, eight of
    /// them resolved, six judged of which five well.
    async fn rates_are_counted_by_district(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let metrics = "metrics: [RESOLUTION_RATE, REPLY_RATE, SATISFACTION_RATE], by: DISTRICT";
        let part = |metric: &str, numerator: i32, denominator: i32| json!({
            "metric": metric, "key": "231004", "label": null, "numerator": numerator,
            "denominator": denominator, "histogram": null,
        });
        assert_eq!(
            parts(&district, &format!("{metrics}, {YEAR}")).await,
            json!([
                part("RESOLUTION_RATE", 16, 20),
                part("REPLY_RATE", 20, 20),
                part("SATISFACTION_RATE", 10, 12),
            ])
        );
    }

    /// Delegations bring their names, and one without cases has a row without cases.
    async fn delegations_have_names_and_rows_without_cases(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let arguments = r#"metrics: [RESOLUTION_RATE, MEDIAN_DAYS], by: DELEGATION,
            scope: { districts: ["231002"] }, period: { quarter: "2022Q1" }"#;
        let part = |metric: &str, numerator: Value, histogram: Value| json!({
            "metric": metric, "key": "231002:delegation:001", "label": { "en": "Delegation 001" },
            "numerator": numerator, "denominator": 0, "histogram": histogram,
        });
        assert_eq!(
            parts(&district, arguments).await,
            json!([
                part("RESOLUTION_RATE", json!(0), Value::Null),
                part("MEDIAN_DAYS", Value::Null, json!([])),
            ])
        );
    }

    /// Days from acceptance to resolution, as counts.
    async fn days_are_counted_by_category(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let part = |key: &str, histogram: Value| json!({
            "metric": "MEDIAN_DAYS", "key": key, "label": null, "numerator": null,
            "denominator": 8, "histogram": histogram,
        });
        assert_eq!(
            parts(&district, &format!("metrics: [MEDIAN_DAYS], by: CATEGORY, {YEAR}")).await,
            json!([
                part("HEALTH", json!([[1, 2], [3, 2], [5, 2], [7, 2]])),
                part("WATER_SUPPLY", json!([[0, 2], [2, 2], [4, 2], [6, 2]])),
            ])
        );
    }

    /// The parts of all districts are those of each, added up.
    async fn districts_add_up(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let of = async |scope: &str| {
            let arguments = format!("metrics: [REPLY_RATE], by: CATEGORY, scope: {scope}, period: {{ year: 2023 }}");
            let parts = parts(&district, &arguments).await;
            let count = |name: &str| parts.as_array().expect("a list").iter()
                .filter_map(|part| part[name].as_i64()).sum::<i64>();
            (count("numerator"), count("denominator"))
        };
        let (aimin, dongan) = (of(r#"{ districts: ["231004"] }"#).await, of(r#"{ districts: ["231002"] }"#).await);
        assert_eq!(of("{ all: true }").await, (aimin.0 + dongan.0, aimin.1 + dongan.1));
        assert_eq!(of(r#"{ peerGroup: URBAN_DISTRICT }"#).await.1, 30);
    }

    /// A local day begins in the evening before in UTC, and both ends of a period are part of it.
    async fn days_are_local(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        test.execute(
            "UPDATE petitions SET accepted_at = '2023-12-31 15:59:59' WHERE id = '231004:petition:003-00'; \
             UPDATE petitions SET accepted_at = '2023-12-31 16:00:00' WHERE id = '231004:petition:003-01'",
        ).await;
        let on = async |day: &str| {
            let arguments = format!(
                r#"metrics: [REPLY_RATE], by: DISTRICT, scope: {{ districts: ["231004"] }}, period: {{ from: "{day}", to: "{day}" }}"#
            );
            parts(&district, &arguments).await[0]["denominator"].clone()
        };
        assert_eq!((on("2023-12-31").await, on("2024-01-01").await), (json!(1), json!(1)));
    }

    /// Merged and transferred petitions are somebody else's.
    async fn petitions_of_others_are_left_out(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        test.execute(
            "UPDATE petitions SET transferred_at = '2023-12-01 00:00:00' WHERE id = '231004:petition:003-00'; \
             UPDATE petitions SET merged_at = '2023-12-01 00:00:00' WHERE id = '231004:petition:003-01'",
        ).await;
        let parts = parts(&district, &format!("metrics: [RESOLUTION_RATE], by: DISTRICT, {YEAR}")).await;
        assert_eq!((&parts[0]["numerator"], &parts[0]["denominator"]), (&json!(14), &json!(18)));
    }

    /// All metrics come of one statement, and none when only the coverage is asked for.
    async fn a_comparison_is_one_statement(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let all = "metrics: [RESOLUTION_RATE, REPLY_RATE, SATISFACTION_RATE, MEDIAN_DAYS], by: DELEGATION";
        let query = |fields: &str| format!("{{ compare({all}, {YEAR}) {{ id {fields} }} }}");
        assert_eq!(district.statements(&query("parts { key }")).await, 1);
        assert_eq!(district.statements(&query("coverage { complete }")).await, 0);
    }

    /// The id holds the whole question, so that it leads back to the same parts.
    async fn a_comparison_is_found_by_its_id(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        let fields = "id parts { metric key numerator denominator }";
        let arguments = format!("metrics: [REPLY_RATE], by: CATEGORY, {YEAR}");
        let asked = district.data(format!("{{ compare({arguments}) {{ {fields} }} }}")).await;
        let representation = json!([{ "__typename": "Comparison", "id": asked["compare"]["id"] }]);
        let found = district.entities(representation, &format!("... on Comparison {{ {fields} }}")).await;
        assert_eq!(found.errors, []);
        assert_eq!(found.data.into_json().expect("JSON")["_entities"][0], asked["compare"]);
    }

    /// Wrong questions are told in words, and districts that are elsewhere are named.
    async fn wrong_questions_are_refused(test: TestDatabase) {
        let district = TestDistrict::new(test).await;
        for (arguments, code) in [
            (r#"metrics: [], by: DISTRICT, scope: { all: true }, period: { year: 2023 }"#, "ARGUMENT_INVALID"),
            (r#"metrics: [REPLY_RATE], by: DISTRICT, scope: {}, period: { year: 2023 }"#, "ARGUMENT_INVALID"),
            (r#"metrics: [REPLY_RATE], by: DISTRICT, scope: { all: true }, period: {}"#, "ARGUMENT_INVALID"),
            (r#"metrics: [REPLY_RATE], by: DISTRICT, scope: { districts: ["231081"] }, period: { year: 2023 }"#, "PARTITION_UNKNOWN"),
        ] {
            let answer = district.answer(format!("{{ compare({arguments}) {{ id }} }}")).await;
            assert_eq!(only_error(&answer).0, code, "{arguments}");
        }
    }
}
