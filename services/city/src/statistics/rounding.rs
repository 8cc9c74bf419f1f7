//! Rounding to one decimal, halves away from zero. Only what is shown is rounded; nothing is
//! computed from a rounded number.

/// Rounds to one decimal, halves away from zero.
#[must_use]
pub fn one_decimal(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// `numerator` of `denominator` in percent, rounded to one decimal.
///
/// It is computed in whole numbers: 1 of 16 is 6.25 % and shows as 6.3, with no binary fraction
/// on the way that could tip the half. `None` for a denominator of 0.
#[must_use]
pub fn percent(numerator: u64, denominator: u64) -> Option<f64> {
    let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
    let tenths = (2_000 * numerator + denominator).checked_div(2 * denominator)?;
    Some(tenths as f64 / 10.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(one_decimal(0.25), 0.3);
        assert_eq!(one_decimal(-0.25), -0.3);
        assert_eq!(percent(1, 16), Some(6.3));
        assert_eq!(percent(3, 16), Some(18.8));
    }

    #[test]
    fn the_reported_rates_of_tiebei_come_out() {
        assert_eq!(percent(85, 90), Some(94.4));
        assert_eq!(percent(90, 90), Some(100.0));
        assert_eq!(percent(88, 90), Some(97.8));
    }

    #[test]
    fn nothing_of_nothing_is_no_rate() {
        assert_eq!(percent(0, 0), None);
        assert_eq!(percent(u64::MAX, u64::MAX), Some(100.0));
    }

    proptest! {
        #[test]
        fn a_rate_is_off_by_half_a_tenth_at_most(numerator in 0u64..1_000_000, rest in 0u64..1_000_000) {
            let denominator = numerator + rest;
            prop_assume!(denominator > 0);
            let exact = 100.0 * numerator as f64 / denominator as f64;
            let shown = percent(numerator, denominator).expect("a denominator");
            prop_assert!((shown - exact).abs() <= 0.05 + 1e-9);
        }
    }
}
