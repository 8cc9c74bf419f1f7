//! Text in two languages, as it is served.

use async_graphql::Enum;
use subgraph_server::graphql::LocalizedText;

/// A language that texts are in.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

impl Language {
    /// The text in this language.
    #[must_use]
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// A text that is there in both languages, or in neither. One that is there in one language only
/// stands for both: a missing translation does not hide what is said.
#[must_use]
pub fn localized(zh: Option<&String>, en: Option<&String>) -> Option<LocalizedText> {
    let either = zh.or(en)?;
    Some(LocalizedText::new(zh.unwrap_or(either), en.unwrap_or(either)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_does_not_hide_the_text() {
        let zh = "一码".to_owned();
        assert_eq!(localized(Some(&zh), None), Some(LocalizedText::new("一码", "一码")));
        assert_eq!(localized(None, None), None);
    }
}
