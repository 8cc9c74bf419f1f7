//! Golden cases: comment, query, plan. The supergraph is a small city: `districts` is partitioned,
//! `city` is not.

mod abstracts;
mod cache;
mod cases;
mod composed;
mod partitions;
mod plain;
mod random;
mod ways;

use std::{fmt::Write, sync::Arc};

use gateway_operation::Variables;
use gateway_plan::explain::Explanation;
use gateway_supergraph::Supergraph;
use serde_json::Value;

use crate::{
    PlannerSettings,
    cache::Key,
    pipeline::{Pipeline, Planned},
};

const CITY: &str = include_str!("city.graphql");

fn city() -> Arc<Supergraph> {
    Arc::new(Supergraph::parse(CITY).expect("the supergraph is sound"))
}

fn planned(document: &str) -> Result<Planned, String> {
    Pipeline::new(city(), &PlannerSettings::default())
        .expect("the supergraph can be planned")
        .run(Key::of(document))
        .map_err(|failure| failure.to_string())
}

/// The plan as text, with the values of lifted variables when the client gives no variables.
fn plan(document: &str) -> String {
    plan_with(document, &Value::Null)
}

fn plan_with(document: &str, variables: &Value) -> String {
    let planned = match planned(document) {
        Ok(planned) => planned,
        Err(refusal) => return format!("refused: {refusal}"),
    };
    let mut text = Explanation(&planned.plan).to_string();
    let raw: Variables = variables.as_object().cloned().unwrap_or_default();
    match planned.variables(&city(), &raw) {
        Ok(values) if values.is_empty() => {}
        Ok(values) => writeln!(text, "with {}", Value::Object(values)).expect("text has room"),
        Err(errors) => writeln!(text, "with {errors:?}").expect("text has room"),
    }
    text
}
