//! Metric definitions, through the schema.

use serde_json::json;

use crate::testing::TestCity;

storage::for_each_database! {
    async fn definitions_come_in_both_languages(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let data = city.data("{ metricDefinitions(keys: [MEDIAN_DAYS, REPLY_RATE]) {
            key version zh: window(lang: ZH) en: window numerator
        } }").await;
        let window = json!({ "zh": "按受理日期归入期间（北京时间）", "en": "by the day of acceptance, in Beijing time" });
        let definitions = &data["metricDefinitions"];
        assert_eq!((&definitions[0]["key"], &definitions[1]["key"]), (&json!("REPLY_RATE"), &json!("MEDIAN_DAYS")));
        assert_eq!((&definitions[0]["zh"], &definitions[0]["en"]), (&window["zh"], &window["en"]));
        assert!(definitions[0]["numerator"].is_string() && definitions[1]["numerator"].is_null());
    }
}
