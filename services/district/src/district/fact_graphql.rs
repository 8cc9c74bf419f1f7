//! How congresses and facts about the district are served.

use async_graphql::Object;
use chrono::NaiveDate;
use subgraph_server::graphql::LocalizedText;

use crate::{
    district::{
        kinds::{CongressLevel, DistrictFactKind},
        model::{Congress, DistrictFact},
    },
    text::localized,
};

/// A people's congress that deputies of the district sit in or file to.
#[Object]
impl Congress {
    /// The level of the congress.
    async fn level(&self) -> CongressLevel {
        self.level
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The number of its term.
    async fn term(&self) -> Option<i32> {
        self.term
    }

    /// The first day on which this holds.
    async fn valid_from(&self) -> Option<NaiveDate> {
        self.valid_from
    }

    /// The last day on which this holds; absent while it does.
    async fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}

/// A statement about the district's work as a whole: a meeting, a principle, a policy.
#[Object]
impl DistrictFact {
    /// What sort of statement it is.
    async fn kind(&self) -> DistrictFactKind {
        self.kind
    }

    /// The heading.
    async fn title(&self) -> LocalizedText {
        LocalizedText::new(&self.title_zh, &self.title_en)
    }

    /// What is said.
    async fn detail(&self) -> Option<LocalizedText> {
        localized(self.detail_zh.as_ref(), self.detail_en.as_ref())
    }

    /// When, in the words of the source.
    async fn occurred(&self) -> Option<LocalizedText> {
        localized(self.occurred_zh.as_ref(), self.occurred_en.as_ref())
    }

    /// Who says so.
    async fn source(&self) -> Option<LocalizedText> {
        localized(self.source_zh.as_ref(), self.source_en.as_ref())
    }

    /// Whether the row is generated rather than taken from a source.
    async fn synthetic(&self) -> bool {
        self.synthetic
    }
}
