//! Local time of the city: UTC+8 all year, as clocks in China have shown since 1992.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

const UTC_OFFSET: TimeDelta = TimeDelta::hours(8);

/// The local day of a time.
#[must_use]
pub fn local_day(time: DateTime<Utc>) -> NaiveDate {
    (time.naive_utc() + UTC_OFFSET).date()
}

/// The local day of now.
#[must_use]
pub fn today() -> NaiveDate {
    local_day(Utc::now())
}

/// When a local day begins, in UTC.
#[must_use]
pub fn start_of(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN).checked_sub_signed(UTC_OFFSET).unwrap_or(NaiveDateTime::MIN)
}

/// When a local day ends, in UTC: the first instant that is not part of it.
#[must_use]
pub fn end_of(day: NaiveDate) -> NaiveDateTime {
    day.checked_add_days(Days::new(1)).map_or(NaiveDateTime::MAX, start_of)
}

/// The number of a day since 1970-01-01, as the tables store days.
#[must_use]
pub fn day_number(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_local_day_begins_in_the_evening_before_in_utc() {
        assert_eq!(start_of(day("2023-01-01")).to_string(), "2022-12-31 16:00:00");
        assert_eq!(end_of(day("2023-12-31")).to_string(), "2023-12-31 16:00:00");
        let last = start_of(day("2024-01-01")) - TimeDelta::seconds(1);
        assert_eq!(local_day(last.and_utc()), day("2023-12-31"));
    }

    #[test]
    fn the_ends_of_time_do_not_overflow() {
        assert!(start_of(NaiveDate::MIN) < end_of(NaiveDate::MAX));
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number(day("1970-01-01")), 0);
        assert_eq!(day_number(day("2023-01-01")), 19_358);
    }
}
