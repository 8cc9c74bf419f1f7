//! The period of a question: written as a year, a quarter or two dates, resolved to local dates of
//! the city. Equal periods are equal however they were written.

use std::fmt;

use async_graphql::InputObject;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use thiserror::Error;

/// The first and the last year that are read. From 1992 on, clocks in China have shown UTC+8 all
/// year, so that a local date needs no table of time zones.
const YEARS: std::ops::RangeInclusive<i32> = 1992..=2199;

/// How far the clocks of Asia/Shanghai are ahead of UTC.
const UTC_OFFSET: TimeDelta = TimeDelta::hours(8);

/// When the cases of a comparison were accepted: exactly one of `year`, `quarter`, or `from` with
/// `to`. Dates are local dates of the city (Asia/Shanghai).
#[derive(InputObject, Debug, Clone, Default, PartialEq, Eq)]
pub struct PeriodInput {
    /// A calendar year, such as 2023.
    pub year: Option<i32>,
    /// A calendar quarter, such as "2023Q3".
    pub quarter: Option<String>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day, which is part of the period.
    pub to: Option<NaiveDate>,
}

/// The local dates of a question, both of them part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// Why a period is not one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PeriodError {
    /// No form, several, or only one of the two dates.
    #[error("`period` takes exactly one of `year`, `quarter`, or `from` together with `to`")]
    Form,
    /// Not a year and a quarter of it.
    #[error("`{0}` is not a quarter; write the year and the quarter as in \"2023Q3\"")]
    Quarter(String),
    /// A year that nothing is recorded for.
    #[error("the year {0} is out of range; years go from {min} to {max}", min = YEARS.start(), max = YEARS.end())]
    Year(i32),
    /// The last day comes first.
    #[error("the period ends on {to}, before it starts on {from}")]
    Reversed {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
}

impl Period {
    /// The days from `from` to `to`, both included.
    ///
    /// # Errors
    /// [`PeriodError::Year`], or [`PeriodError::Reversed`].
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, PeriodError> {
        checked_year(from.year())?;
        checked_year(to.year())?;
        if to < from { Err(PeriodError::Reversed { from, to }) } else { Ok(Self { from, to }) }
    }

    /// The first local day.
    #[must_use]
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The last local day.
    #[must_use]
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// The same period in UTC: from the first instant up to, and without, the second.
    #[must_use]
    pub fn utc_bounds(self) -> (NaiveDateTime, NaiveDateTime) {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN) - UTC_OFFSET;
        (midnight(self.from), midnight(self.to + Days::new(1)))
    }

    /// Whole months from the first day of the month `month` of `year`.
    fn months(year: i32, month: u32, months: u32) -> Result<Self, PeriodError> {
        let first = checked_year(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month, 1))
            .ok_or(PeriodError::Year(year))?;
        Self::new(first, first + Months::new(months) - Days::new(1))
    }

    fn quarter(text: &str) -> Result<Self, PeriodError> {
        let malformed = || PeriodError::Quarter(text.chars().take(20).collect());
        let (year, quarter) = text.split_once('Q').ok_or_else(malformed)?;
        let is_number = |text: &str, digits| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !is_number(year, 4) || !is_number(quarter, 1) {
            return Err(malformed());
        }
        let year = year.parse().map_err(|_| malformed())?;
        match quarter.parse::<u32>() {
            Ok(quarter @ 1..=4) => Self::months(year, quarter * 3 - 2, 3),
            _ => Err(malformed()),
        }
    }
}

fn checked_year(year: i32) -> Result<i32, PeriodError> {
    if YEARS.contains(&year) { Ok(year) } else { Err(PeriodError::Year(year)) }
}

impl TryFrom<PeriodInput> for Period {
    type Error = PeriodError;

    fn try_from(input: PeriodInput) -> Result<Self, PeriodError> {
        match (input.year, input.quarter, input.from, input.to) {
            (Some(year), None, None, None) => Self::months(year, 1, 12),
            (None, Some(quarter), None, None) => Self::quarter(&quarter),
            (None, None, Some(from), Some(to)) => Self::new(from, to),
            _ => Err(PeriodError::Form),
        }
    }
}

/// `2023-01-01/2023-12-31`, as ISO 8601 writes intervals of dates.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn read(input: PeriodInput) -> Result<String, PeriodError> {
        Period::try_from(input).map(|period| period.to_string())
    }

    fn quarter(text: &str) -> Result<String, PeriodError> {
        read(PeriodInput { quarter: Some(text.to_owned()), ..PeriodInput::default() })
    }

    fn year(year: i32) -> Result<String, PeriodError> {
        read(PeriodInput { year: Some(year), ..PeriodInput::default() })
    }

    #[test]
    fn the_three_forms_resolve_to_dates() {
        assert_eq!(year(2023).as_deref(), Ok("2023-01-01/2023-12-31"));
        assert_eq!(quarter("2024Q1").as_deref(), Ok("2024-01-01/2024-03-31"));
        assert_eq!(quarter("2023Q4").as_deref(), Ok("2023-10-01/2023-12-31"));
        let (from, to) = (Some(day("2023-03-05")), Some(day("2023-03-05")));
        let one_day = PeriodInput { from, to, ..PeriodInput::default() };
        assert_eq!(read(one_day).as_deref(), Ok("2023-03-05/2023-03-05"));
    }

    #[test]
    fn exactly_one_form_is_taken() {
        let from = Some(day("2023-01-01"));
        let mixed = PeriodInput { year: Some(2023), from, to: from, quarter: None };
        let half = PeriodInput { from, ..PeriodInput::default() };
        for input in [PeriodInput::default(), mixed, half] {
            assert_eq!(read(input), Err(PeriodError::Form));
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in
            ["", "2023", "2023Q0", "2023Q5", "2023q1", "23Q1", "2023Q11", "+023Q1", "2023-Q1"]
        {
            assert!(matches!(quarter(text), Err(PeriodError::Quarter(_))), "{text:?} was read");
        }
        assert_eq!(year(1991), Err(PeriodError::Year(1991)));
        assert_eq!(year(i32::MAX), Err(PeriodError::Year(i32::MAX)));
        assert_eq!(quarter("2200Q1"), Err(PeriodError::Year(2200)));
        let (from, to) = (day("2023-02-01"), day("2023-01-31"));
        assert_eq!(Period::new(from, to), Err(PeriodError::Reversed { from, to }));
    }

    #[test]
    fn a_local_day_starts_at_sixteen_hours_utc_of_the_day_before() {
        let period = Period::new(day("2023-01-01"), day("2023-12-31")).expect("a year");
        let (start, end) = period.utc_bounds();
        assert_eq!(start.to_string(), "2022-12-31 16:00:00");
        assert_eq!(end.to_string(), "2023-12-31 16:00:00");
    }
}
