//! The question that a comparison answers, and its canonical text: the id by which the answers of
//! several districts are recognised as answers to the same question, and from which the city reads
//! what was asked.

use std::{collections::BTreeSet, fmt, str::FromStr};

use contract::{Coded, ErrorCode};
use subgraph_server::graphql::DistrictCode;
use thiserror::Error;

use crate::{
    Dimension, MetricKey, Period, PeriodError, PeriodInput, Scope, ScopeError, ScopeInput,
    UnknownName,
};

/// What starts the text; a later form starts with another one.
const VERSION: &str = "v1";

/// The longest text that is read, in bytes.
const MAX_LENGTH: usize = 4_000;

/// A valid question. Equal questions are equal, and have equal texts, in whatever order metrics
/// and districts were named and however the period was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    metrics: BTreeSet<MetricKey>,
    by: Dimension,
    scope: Scope,
    period: Period,
}

/// Why the arguments are not a question. The text is for the client.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuestionError {
    /// An empty list.
    #[error("`metrics` is empty; name at least one metric")]
    NoMetrics,
    /// The districts.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The dates.
    #[error(transparent)]
    Period(#[from] PeriodError),
}

impl Coded for QuestionError {
    fn code(&self) -> ErrorCode {
        ErrorCode::ArgumentInvalid
    }
}

/// Why a text is not that of a question.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuestionTextError {
    /// More than any question has.
    #[error("the id of a comparison has at most {MAX_LENGTH} bytes, this one has {0}")]
    TooLong(usize),
    /// Another form, perhaps of a newer version.
    #[error("the id is not that of a comparison")]
    Malformed,
    /// A metric, dimension or group that is not known here.
    #[error("the id of the comparison names what is not known here: {0}")]
    Unknown(#[from] UnknownName),
    /// Readable, but not a question that can be asked.
    #[error("the id of the comparison asks nothing valid: {0}")]
    Invalid(#[from] QuestionError),
}

impl Coded for QuestionTextError {
    fn code(&self) -> ErrorCode {
        ErrorCode::ArgumentInvalid
    }
}

impl Question {
    /// Puts a question together from the arguments of `compare`.
    ///
    /// # Errors
    /// [`QuestionError`], with the argument that is wrong.
    pub fn new(
        metrics: impl IntoIterator<Item = MetricKey>,
        by: Dimension,
        scope: ScopeInput,
        period: PeriodInput,
    ) -> Result<Self, QuestionError> {
        Self::of(metrics, by, scope.try_into()?, period.try_into()?)
    }

    /// Puts a question together from a scope and a period that are valid.
    ///
    /// # Errors
    /// [`QuestionError::NoMetrics`].
    pub fn of(
        metrics: impl IntoIterator<Item = MetricKey>,
        by: Dimension,
        scope: Scope,
        period: Period,
    ) -> Result<Self, QuestionError> {
        let metrics: BTreeSet<_> = metrics.into_iter().collect();
        if metrics.is_empty() {
            return Err(QuestionError::NoMetrics);
        }
        Ok(Self { metrics, by, scope, period })
    }

    /// The id of the comparison: the text of the question.
    #[must_use]
    pub fn id(&self) -> String {
        self.to_string()
    }

    /// The metrics, each once, in the order of [`MetricKey`].
    pub fn metrics(&self) -> impl ExactSizeIterator<Item = MetricKey> + '_ {
        self.metrics.iter().copied()
    }

    /// What a row stands for.
    #[must_use]
    pub fn by(&self) -> Dimension {
        self.by
    }

    /// The districts.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The dates.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }
}

/// Metrics are sorted by name, not as [`MetricKey`] declares them: districts of several versions
/// must write the same text.
impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: BTreeSet<_> = self.metrics().map(MetricKey::as_str).collect();
        let names: Vec<_> = names.into_iter().collect();
        let Self { by, scope, period, .. } = self;
        write!(f, "{VERSION};metrics={};by={by}{scope};period={period}", names.join(","))
    }
}

impl FromStr for Question {
    type Err = QuestionTextError;

    /// Reads the text that [`Question::id`] wrote, and no other form of the same question.
    fn from_str(text: &str) -> Result<Self, QuestionTextError> {
        if text.len() > MAX_LENGTH {
            return Err(QuestionTextError::TooLong(text.len()));
        }
        let mut fields = Fields::new(text)?;
        let metrics = list(fields.required("metrics")?)?;
        let by = fields.required("by")?.parse()?;
        let districts = fields.optional("districts").map(district_list).transpose()?;
        let peer_group = fields.optional("peerGroup").map(str::parse).transpose()?;
        let period = period(fields.required("period")?)?;
        fields.end()?;

        let scope = Scope::new(districts, peer_group).map_err(QuestionError::from)?;
        let question = Self::of(metrics, by, scope, period)?;
        if question.id() == text { Ok(question) } else { Err(QuestionTextError::Malformed) }
    }
}

/// The `name=value` fields of a text, taken in their order.
struct Fields<'a> {
    rest: std::iter::Peekable<std::str::Split<'a, char>>,
}

impl<'a> Fields<'a> {
    fn new(text: &'a str) -> Result<Self, QuestionTextError> {
        let mut rest = text.split(';').peekable();
        rest.next_if_eq(&VERSION).ok_or(QuestionTextError::Malformed)?;
        Ok(Self { rest })
    }

    fn optional(&mut self, name: &str) -> Option<&'a str> {
        let value = |field: &'a str| field.strip_prefix(name)?.strip_prefix('=');
        let value = self.rest.peek().copied().and_then(value)?;
        self.rest.next();
        Some(value)
    }

    fn required(&mut self, name: &str) -> Result<&'a str, QuestionTextError> {
        self.optional(name).ok_or(QuestionTextError::Malformed)
    }

    fn end(mut self) -> Result<(), QuestionTextError> {
        if self.rest.next().is_none() { Ok(()) } else { Err(QuestionTextError::Malformed) }
    }
}

fn list<T: FromStr>(text: &str) -> Result<Vec<T>, T::Err> {
    text.split(',').map(str::parse).collect()
}

fn district_list(text: &str) -> Result<Vec<DistrictCode>, QuestionTextError> {
    list(text).map_err(|_| QuestionTextError::Malformed)
}

fn period(text: &str) -> Result<Period, QuestionTextError> {
    let (from, to) = text.split_once('/').ok_or(QuestionTextError::Malformed)?;
    let date = |text: &str| text.parse().map_err(|_| QuestionTextError::Malformed);
    Ok(Period::new(date(from)?, date(to)?).map_err(QuestionError::from)?)
}

#[cfg(test)]
mod tests;
