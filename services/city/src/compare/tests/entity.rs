//! The comparison as the gateway asks for it: a representation in, fields out.

use serde_json::{Value, json};

use crate::testing::{TestCity, only_error};

const URBAN_2023: &str = "v1;metrics=MEDIAN_DAYS,REPLY_RATE;by=DISTRICT;peerGroup=URBAN_DISTRICT;\
                          period=2023-01-01/2023-12-31";

fn representation() -> Value {
    json!({
        "__typename": "Comparison",
        "id": URBAN_2023,
        "parts": [
            { "metric": "REPLY_RATE", "key": "231004", "label": null, "split": null, "period": null,
              "numerator": 90, "denominator": 90, "histogram": null },
            { "metric": "MEDIAN_DAYS", "key": "231004", "label": null, "split": null, "period": null,
              "numerator": null, "denominator": 7, "histogram": [[3, 3], [8, 4]] },
        ],
        "coverage": {
            "asked": ["231002", "231004"], "answered": ["231004"],
            "missing": [{ "code": "231002", "reason": "UNREACHABLE" }], "complete": false,
        },
    })
}

storage::for_each_database! {
    async fn rows_total_and_cautions_are_computed(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let selection = "... on Comparison {
            id definitions { key }
            rows { key label { zh } cells { metric value numerator denominator low high state note } }
            total { key label { en } cells { metric value } }
            cautions { code message zh: message(lang: ZH) rows }
        }";
        let response = city.entities(json!([representation()]), selection).await;
        assert_eq!(response.errors, []);
        let data = response.data.into_json().expect("JSON");
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(data["_entities"][0], @r#"
            {
              "id": "v1;metrics=MEDIAN_DAYS,REPLY_RATE;by=DISTRICT;peerGroup=URBAN_DISTRICT;period=2023-01-01/2023-12-31",
              "definitions": [
                {
                  "key": "REPLY_RATE"
                },
                {
                  "key": "MEDIAN_DAYS"
                }
              ],
              "rows": [
                {
                  "key": "231002",
                  "label": {
                    "zh": "东安区"
                  },
                  "cells": [
                    {
                      "metric": "REPLY_RATE",
                      "value": null,
                      "numerator": null,
                      "denominator": null,
                      "low": null,
                      "high": null,
                      "state": "UNAVAILABLE",
                      "note": "the district did not answer: UNREACHABLE"
                    },
                    {
                      "metric": "MEDIAN_DAYS",
                      "value": null,
                      "numerator": null,
                      "denominator": null,
                      "low": null,
                      "high": null,
                      "state": "UNAVAILABLE",
                      "note": "the district did not answer: UNREACHABLE"
                    }
                  ]
                },
                {
                  "key": "231004",
                  "label": {
                    "zh": "爱民区"
                  },
                  "cells": [
                    {
                      "metric": "REPLY_RATE",
                      "value": 100.0,
                      "numerator": 90,
                      "denominator": 90,
                      "low": 95.9,
                      "high": 100.0,
                      "state": "OK",
                      "note": null
                    },
                    {
                      "metric": "MEDIAN_DAYS",
                      "value": 8.0,
                      "numerator": null,
                      "denominator": 7,
                      "low": 3.0,
                      "high": 8.0,
                      "state": "OK",
                      "note": null
                    }
                  ]
                }
              ],
              "total": {
                "key": "total",
                "label": {
                  "en": "Total without Dong'an District, Yangming District, Xi'an District"
                },
                "cells": [
                  {
                    "metric": "REPLY_RATE",
                    "value": 100.0
                  },
                  {
                    "metric": "MEDIAN_DAYS",
                    "value": 8.0
                  }
                ]
              },
              "cautions": [
                {
                  "code": "MISSING_PEER",
                  "message": "No answer: Dong'an District. Not asked: Yangming District, Xi'an District. The total is without them.",
                  "zh": "未答复：东安区。未询问：阳明区、西安区。合计不含上述各区。",
                  "rows": [
                    "231002",
                    "231003",
                    "231005"
                  ]
                },
                {
                  "code": "SMALL_NUMBERS",
                  "message": "Values of Aimin District rest on fewer than 20 cases; read them with their intervals.",
                  "zh": "爱民区有数值所依据的事项不足20件，应连同区间一起看。",
                  "rows": [
                    "231004"
                  ]
                }
              ]
            }
            "#);
        }
    }

    async fn definitions_need_no_parts(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let representation = json!({ "__typename": "Comparison", "id": URBAN_2023 });
        let selection = "... on Comparison { definitions { key version } }";
        let response = city.entities(json!([representation]), selection).await;
        assert_eq!(response.errors, []);
        assert_eq!(response.data.into_json().expect("JSON")["_entities"][0]["definitions"], json!([
            { "key": "REPLY_RATE", "version": 1 }, { "key": "MEDIAN_DAYS", "version": 1 },
        ]));

        let response = city.entities(json!([representation]), "... on Comparison { rows { key } }").await;
        let (code, message) = only_error(&response);
        assert_eq!(code, "ARGUMENT_INVALID");
        assert!(message.contains("lacks `parts` or `coverage`"));
    }

    async fn what_is_no_question_is_told(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let representation = json!({ "__typename": "Comparison", "id": "v1;by=SHOES" });
        let response = city.entities(json!([representation]), "... on Comparison { id }").await;
        let (code, message) = only_error(&response);
        assert_eq!((&*code, message), ("ARGUMENT_INVALID", "the id is not that of a comparison"));
    }

    async fn impossible_parts_are_a_defect_and_say_nothing_outside(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let mut representation = representation();
        representation["parts"][0]["numerator"] = json!(91);
        let response = city.entities(json!([representation]), "... on Comparison { rows { key } }").await;
        assert_eq!(only_error(&response).0, "INTERNAL");
    }

    async fn a_comparison_costs_one_statement(test: TestDatabase) {
        let city = TestCity::new(test).await;
        let before = test.database().statements().count();
        let selection = "... on Comparison { rows { key } total { key } cautions { code } }";
        city.entities(json!([representation()]), selection).await;
        assert_eq!(test.database().statements().count() - before, 1);
    }
}
