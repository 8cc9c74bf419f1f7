//! Numbers from counts: rates with their intervals, medians of day histograms, rounding. Pure
//! functions of exact counts; nothing here knows a district, a metric or GraphQL.

mod median;
mod rate;
mod rounding;

pub use median::{Median, MedianDays};
pub use rate::Rate;
pub use rounding::{one_decimal, percent};

/// The standard normal quantile of 97.5 %, so that 2.5 % lie beyond it on either side.
const Z_95: f64 = 1.959_963_984_540_054;

/// Where the true value lies with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end; absent where it is beyond what is measured.
    pub high: Option<f64>,
}
