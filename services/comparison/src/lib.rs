//! What districts and the city agree on in comparisons: the question with its canonical text, the
//! metrics and dimensions it may name, and the mergeable parts that answer it.
//!
//! Districts build the question from the arguments of `compare` and answer with parts, the gateway
//! adds equal parts up, the city reads the question and the parts back. What a metric counts is in
//! the district, what is made of the counts is in the city; neither is in here.

mod dimension;
mod enum_text;
mod histogram;
mod metric;
mod part;
mod peer_group;
mod period;
mod question;
mod scope;

pub use dimension::Dimension;
pub use enum_text::UnknownName;
pub use histogram::{DayHistogram, HistogramError};
pub use metric::MetricKey;
pub use part::{Label, Part};
pub use peer_group::PeerGroup;
pub use period::{Period, PeriodError, PeriodInput};
pub use question::{Question, QuestionError, QuestionTextError};
pub use scope::{Scope, ScopeError, ScopeInput};
