//! Days as an office in Mudanjiang lives through them: working days, public holidays and the
//! heating season, for generated data only. The working calendar that deadlines are computed with
//! belongs to the city; make-up working weekends are left out here.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

/// Year, month and day.
type Date = (i32, u32, u32);

/// Public holidays of the generated years, first and last day of each.
const HOLIDAYS: [(Date, Date); 13] = [
    ((2022, 1, 1), (2022, 1, 3)),
    ((2022, 1, 31), (2022, 2, 6)),
    ((2022, 4, 3), (2022, 4, 5)),
    ((2022, 4, 30), (2022, 5, 4)),
    ((2022, 6, 3), (2022, 6, 5)),
    ((2022, 9, 10), (2022, 9, 12)),
    ((2022, 10, 1), (2022, 10, 7)),
    ((2022, 12, 31), (2023, 1, 2)),
    ((2023, 1, 21), (2023, 1, 27)),
    ((2023, 4, 5), (2023, 4, 5)),
    ((2023, 4, 29), (2023, 5, 3)),
    ((2023, 6, 22), (2023, 6, 24)),
    ((2023, 9, 29), (2023, 10, 6)),
];

/// How far local time is ahead of UTC, all year.
const UTC_OFFSET: TimeDelta = TimeDelta::hours(8);

/// Whether offices work on a day.
pub fn is_working_day(day: NaiveDate) -> bool {
    let date = (day.year(), day.month(), day.day());
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    !weekend && !HOLIDAYS.iter().any(|(first, last)| (*first..=*last).contains(&date))
}

/// The day itself when offices work on it, else the next day on which they do.
pub fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

/// The working day `count` working days after `day`.
pub fn add_working_days(day: NaiveDate, count: u32) -> NaiveDate {
    (0..count).fold(working_day_from(day), |day, _| working_day_from(day + Days::new(1)))
}

/// Whether flats are heated on a day.
pub fn is_heating_season(day: NaiveDate) -> bool {
    !((4, 16)..(10, 15)).contains(&(day.month(), day.day()))
}

/// A local time of day, as the UTC time that rows hold.
pub fn local(day: NaiveDate, minute_of_day: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute_of_day)) - UTC_OFFSET
}

/// The local day of a UTC time.
pub fn local_day(at: NaiveDateTime) -> NaiveDate {
    (at + UTC_OFFSET).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
    }

    #[test]
    fn weekends_and_holidays_are_not_worked() {
        assert!(is_working_day(day(2023, 9, 28)));
        assert!(!is_working_day(day(2023, 9, 29)), "Mid-Autumn");
        assert!(!is_working_day(day(2023, 10, 14)), "a Saturday");
        assert_eq!(working_day_from(day(2023, 9, 29)), day(2023, 10, 9));
    }

    #[test]
    fn working_days_are_counted_over_a_weekend() {
        assert_eq!(add_working_days(day(2023, 3, 10), 1), day(2023, 3, 13));
        assert_eq!(add_working_days(day(2023, 3, 11), 0), day(2023, 3, 13));
    }

    #[test]
    fn heating_runs_from_the_middle_of_october_to_the_middle_of_april() {
        assert!(is_heating_season(day(2023, 10, 15)) && is_heating_season(day(2023, 4, 15)));
        assert!(!is_heating_season(day(2023, 10, 14)) && !is_heating_season(day(2023, 4, 16)));
    }

    #[test]
    fn local_time_is_eight_hours_ahead() {
        assert_eq!(local(day(2023, 1, 1), 60).to_string(), "2022-12-31 17:00:00");
        assert_eq!(local_day(local(day(2023, 1, 1), 60)), day(2023, 1, 1));
    }
}
