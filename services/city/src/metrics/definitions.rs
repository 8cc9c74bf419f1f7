//! The definitions, one for each metric. A new metric is a value of [`MetricKey`] and an arm here;
//! the compiler asks for it. A change of meaning raises `version`.

use comparison::MetricKey;

/// A text in both languages that is part of the program.
pub type StaticText = (&'static str, &'static str);

/// How counts become a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// Numerator of denominator in percent, with Wilson's interval.
    Rate,
    /// The median of the day histogram, with the interval of its order statistics.
    MedianDays,
}

/// What a metric counts, in words of both languages (Chinese first).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// The metric.
    pub key: MetricKey,
    /// Raised when the meaning changes.
    pub version: i32,
    /// How the value is made.
    pub statistic: Statistic,
    /// What it is called.
    pub name: StaticText,
    /// What it says, for readers who are no statisticians.
    pub plain: StaticText,
    /// The cases that count; a median has none.
    pub numerator: Option<StaticText>,
    /// The cases that are looked at.
    pub denominator: StaticText,
    /// Which cases belong to a period.
    pub window: StaticText,
}

const ACCEPTED: StaticText = (
    "期间内受理的诉求；不含并案、转出以及受理前撤回的诉求",
    "petitions accepted in the period, without merged and transferred ones and those withdrawn before acceptance",
);

const BY_ACCEPTANCE: StaticText =
    ("按受理日期归入期间（北京时间）", "by the day of acceptance, in Beijing time");

/// The definition of a metric.
#[must_use]
pub fn definition(key: MetricKey) -> &'static Definition {
    match key {
        MetricKey::ResolutionRate => &RESOLUTION_RATE,
        MetricKey::ReplyRate => &REPLY_RATE,
        MetricKey::SatisfactionRate => &SATISFACTION_RATE,
        MetricKey::MedianDays => &MEDIAN_DAYS,
    }
}

const RESOLUTION_RATE: Definition = Definition {
    key: MetricKey::ResolutionRate,
    version: 1,
    statistic: Statistic::Rate,
    name: ("解决率", "Resolution rate"),
    plain: ("受理的诉求中，已经解决的占多少。", "How many of the accepted petitions are resolved."),
    numerator: Some((
        "其中结果为“已解决”且此后未重新办理的诉求；部分解决不计入",
        "those with the outcome RESOLVED, not reopened since; partly resolved ones do not count",
    )),
    denominator: ACCEPTED,
    window: BY_ACCEPTANCE,
};

const REPLY_RATE: Definition = Definition {
    key: MetricKey::ReplyRate,
    version: 1,
    statistic: Statistic::Rate,
    name: ("答复率", "Reply rate"),
    plain: (
        "受理的诉求中，已得到最终答复的占多少；答复不等于解决。",
        "How many of the accepted petitions have a final reply; a reply is not a solution.",
    ),
    numerator: Some((
        "其中已有最终答复的诉求；阶段性答复不计入",
        "those with a final reply; interim replies do not count",
    )),
    denominator: ACCEPTED,
    window: BY_ACCEPTANCE,
};

const SATISFACTION_RATE: Definition = Definition {
    key: MetricKey::SatisfactionRate,
    version: 1,
    statistic: Statistic::Rate,
    name: ("满意率", "Satisfaction rate"),
    plain: (
        "作出评价的群众中，表示满意的占多少；未评价的不计入。",
        "How many of those who rated were satisfied; who did not rate is not counted.",
    ),
    numerator: Some((
        "其中评价为“非常满意”或“满意”的；“基本满意”不计入",
        "those rated VERY_SATISFIED or SATISFIED; BASICALLY_SATISFIED does not count",
    )),
    denominator: ("期间内作出的评价", "ratings given in the period"),
    window: ("按评价日期归入期间（北京时间）", "by the day of the rating, in Beijing time"),
};

const MEDIAN_DAYS: Definition = Definition {
    key: MetricKey::MedianDays,
    version: 1,
    statistic: Statistic::MedianDays,
    name: ("办理天数中位数", "Median days to resolution"),
    plain: (
        "已解决的诉求中，一半在这么多天之内解决。仍在办理的不计入，因此结果偏乐观。",
        "Half of the resolved petitions were resolved within this many days. Open ones are not counted, so it looks on the bright side.",
    ),
    numerator: None,
    denominator: (
        "期间内受理并已解决的诉求，按从受理到解决的整天数计",
        "petitions accepted in the period and resolved, by whole days from acceptance to resolution",
    ),
    window: BY_ACCEPTANCE,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_own_definition() {
        for key in MetricKey::all() {
            assert_eq!(definition(key).key, key);
        }
    }

    #[test]
    fn rates_say_what_counts_and_medians_do_not() {
        for definition in MetricKey::all().map(definition) {
            let is_rate = definition.statistic == Statistic::Rate;
            assert_eq!(definition.numerator.is_some(), is_rate, "{}", definition.key);
        }
    }
}
