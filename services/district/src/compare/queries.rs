//! The one statement behind a comparison: an arm for each metric, grouped by row and, for
//! durations, by days.

use comparison::{MetricKey, Period, Question};
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use diesel_async::RunQueryDsl;
use storage::{Connection, StorageError, on_backend};

use super::{
    dimension::{self, Rows},
    metric::{self, Tally},
};
use crate::{
    listing::{
        Sql,
        sql::{NoColumns, Select},
    },
    time::day_number,
};

/// A group that the statement gives.
#[derive(Debug, Clone, PartialEq, Eq, diesel::Queryable)]
pub struct Group {
    /// The name of the metric.
    pub metric: String,
    /// The key of the row.
    pub key: String,
    /// The name of the row in Chinese, where the city does not know it.
    pub label_zh: Option<String>,
    /// The name in English.
    pub label_en: Option<String>,
    /// The days of the group, for durations.
    pub days: Option<i32>,
    /// The cases that meet the metric's condition.
    pub numerator: i64,
    /// The cases.
    pub denominator: i64,
}

type GroupTypes = (Text, Text, Nullable<Text>, Nullable<Text>, Nullable<Integer>, BigInt, BigInt);

/// The groups that answer a question. `districts` narrows the rows, unless all are asked for.
///
/// # Errors
/// [`StorageError`].
pub async fn groups(
    db: &mut Connection,
    question: &Question,
    districts: Option<Vec<String>>,
) -> Result<Vec<Group>, StorageError> {
    let sql = statement(question, districts.as_deref());
    on_backend!(db, conn => Select::<_, GroupTypes, Db>::new(NoColumns, sql).load(conn).await)
}

fn statement(question: &Question, districts: Option<&[String]>) -> Sql {
    let rows = dimension::rows(question.by());
    let arms = question.metrics().map(|metric| arm(metric, &rows, question.period(), districts));
    arms.reduce(|all, arm| all.text(" UNION ALL SELECT ").append(arm)).unwrap_or_default()
}

fn arm(metric: MetricKey, rows: &Rows, period: Period, districts: Option<&[String]>) -> Sql {
    let measure = metric::measure(metric);
    let (day, cohort) = (measure.day, measure.cohort);
    let sql = Sql::new(columns(metric, rows, measure.tally))
        .text(format!("{}{day} BETWEEN ", rows.source))
        .value(day_number(period.from()))
        .text(" AND ")
        .value(day_number(period.to()))
        .text(format!(" AND {cohort}"));
    let sql = match districts {
        Some(codes) => sql
            .text(format!("{}substr({}, 1, 6)", rows.and_of, rows.district_of))
            .is_in(codes.to_vec()),
        None => sql,
    };
    sql.text(format!(" GROUP BY {}", grouping(rows, measure.tally)))
}

fn columns(metric: MetricKey, rows: &Rows, tally: Tally) -> String {
    let (zh, en) = rows.names.unwrap_or(("CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)"));
    let (days, numerator) = match tally {
        Tally::Share(condition) => {
            ("CAST(NULL AS INTEGER)", format!("COUNT(CASE WHEN {condition} THEN petitions.id END)"))
        }
        Tally::Days(days) => (days, "COUNT(petitions.id)".to_owned()),
    };
    let key = rows.key;
    format!("'{metric}', {key}, {zh}, {en}, {days}, {numerator}, COUNT(petitions.id) ")
}

fn grouping(rows: &Rows, tally: Tally) -> String {
    let names = rows.names.map(|(zh, en)| format!(", {zh}, {en}")).unwrap_or_default();
    match tally {
        Tally::Share(_) => format!("{}{names}", rows.key),
        Tally::Days(days) => format!("{}{names}, {days}", rows.key),
    }
}
