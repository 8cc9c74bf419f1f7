//! The deadline shrinks as it travels, so that a service gives up before its caller does and the
//! answer "too late" still arrives.

use std::time::Duration;

const SMALLEST_RESERVE: Duration = Duration::from_millis(2);
const LARGEST_RESERVE: Duration = Duration::from_millis(100);

/// The milliseconds to tell a service, of those that are left: a twentieth stays here for the way
/// back, at least 2 and at most 100 milliseconds.
pub(crate) fn told_milliseconds(left: Duration) -> u64 {
    let reserve = (left / 20).clamp(SMALLEST_RESERVE, LARGEST_RESERVE);
    let told = left.saturating_sub(reserve).as_millis();
    u64::try_from(told).unwrap_or(u64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_time_is_kept_for_the_way_back() {
        let told = |milliseconds| told_milliseconds(Duration::from_millis(milliseconds));
        assert_eq!(told(10_000), 9_900);
        assert_eq!(told(1_000), 950);
        assert_eq!(told(10), 8);
        assert_eq!(told(1), 1);
    }
}
