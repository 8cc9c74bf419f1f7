//! Metric definitions in GraphQL.

use async_graphql::Object;
use comparison::MetricKey;
use subgraph_server::graphql::LocalizedText;

use super::definitions::{Definition, StaticText, definition};
use crate::language::Language;

/// A definition, as GraphQL shows it.
pub struct MetricDefinition(&'static Definition);

impl From<MetricKey> for MetricDefinition {
    fn from(key: MetricKey) -> Self {
        Self(definition(key))
    }
}

/// What a metric counts, so that nobody has to guess what a number means.
#[Object]
impl MetricDefinition {
    /// The metric.
    async fn key(&self) -> MetricKey {
        self.0.key
    }

    /// What it is called.
    async fn name(&self) -> LocalizedText {
        localized(self.0.name)
    }

    /// What it says, in plain words.
    async fn plain(&self) -> LocalizedText {
        localized(self.0.plain)
    }

    /// The cases that count, of those in the denominator; null for a median.
    async fn numerator(
        &self,
        #[graphql(default, desc = "The language of the text.")] lang: Language,
    ) -> Option<&str> {
        self.0.numerator.map(|text| choose(text, lang))
    }

    /// The cases that are looked at.
    async fn denominator(
        &self,
        #[graphql(default, desc = "The language of the text.")] lang: Language,
    ) -> &str {
        choose(self.0.denominator, lang)
    }

    /// Which cases belong to a period.
    async fn window(
        &self,
        #[graphql(default, desc = "The language of the text.")] lang: Language,
    ) -> &str {
        choose(self.0.window, lang)
    }

    /// Raised whenever the meaning changes; values of different versions do not compare.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// The root fields.
#[derive(Default)]
pub struct MetricQuery;

#[Object]
impl MetricQuery {
    /// What the metrics of comparisons mean: the named ones, or all.
    async fn metric_definitions(
        &self,
        #[graphql(desc = "Only these metrics.")] keys: Option<Vec<MetricKey>>,
    ) -> Vec<MetricDefinition> {
        let is_asked = |key: &MetricKey| keys.as_ref().is_none_or(|keys| keys.contains(key));
        MetricKey::all().filter(is_asked).map(MetricDefinition::from).collect()
    }
}

fn choose((zh, en): StaticText, language: Language) -> &'static str {
    match language {
        Language::Zh => zh,
        Language::En => en,
    }
}

fn localized((zh, en): StaticText) -> LocalizedText {
    LocalizedText::new(zh, en)
}
