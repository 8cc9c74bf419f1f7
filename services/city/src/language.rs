//! The choice between the two languages that texts are offered in.

use async_graphql::Enum;
use subgraph_server::graphql::LocalizedText;

/// A language that texts are offered in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

impl Language {
    /// The form of a text in this language.
    #[must_use]
    pub fn of(self, text: &LocalizedText) -> &str {
        match self {
            Self::Zh => &text.zh,
            Self::En => &text.en,
        }
    }
}
