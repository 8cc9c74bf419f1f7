//! Tokens of a GraphQL document, as far as the guard tells them apart. Anything that is no GraphQL
//! becomes [`Token::Other`] and is left to the parser to complain about.

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// `...`.
    Spread,
    /// `{ } ( ) [ ] : @` and the other single characters.
    Punctuator(u8),
    /// Numbers, strings and what is not GraphQL.
    Other,
}

/// Reads tokens one after another. Each byte is looked at a bounded number of times.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    peeked: Option<Option<Token<'a>>>,
    /// Tokens taken so far.
    pub(super) count: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, peeked: None, count: 0 }
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peeked.take().unwrap_or_else(|| self.read());
        self.count += usize::from(token.is_some());
        token
    }

    /// Looks at the next token.
    pub(super) fn peek(&mut self) -> Option<Token<'a>> {
        if self.peeked.is_none() {
            self.peeked = Some(self.read());
        }
        self.peeked.flatten()
    }

    fn read(&mut self) -> Option<Token<'a>> {
        self.skip_ignored();
        let start = self.at;
        let first = *self.bytes().get(start)?;
        Some(match first {
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                Token::Name(&self.text[start..self.at])
            }
            b'.' if self.bytes()[start..].starts_with(b"...") => {
                self.at += 3;
                Token::Spread
            }
            b'"' => {
                self.skip_string();
                Token::Other
            }
            b'-' | b'0'..=b'9' => {
                self.skip_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
                Token::Other
            }
            byte if byte.is_ascii_punctuation() => {
                self.at += 1;
                Token::Punctuator(byte)
            }
            _ => {
                self.at += 1;
                Token::Other
            }
        })
    }

    fn skip_ignored(&mut self) {
        loop {
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
            let rest = &self.bytes()[self.at..];
            if rest.starts_with(b"#") {
                self.skip_while(|byte| !is_line_end(byte));
            } else if rest.starts_with("\u{feff}".as_bytes()) {
                self.at += '\u{feff}'.len_utf8();
            } else {
                return;
            }
        }
    }

    fn skip_string(&mut self) {
        if self.bytes()[self.at..].starts_with(b"\"\"\"") {
            self.at += 3;
            self.skip_block_string();
            return;
        }
        self.at += 1;
        while let Some(&byte) = self.bytes().get(self.at) {
            if is_line_end(byte) {
                return;
            }
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.text.len());
    }

    fn skip_block_string(&mut self) {
        while self.at < self.text.len() {
            let rest = &self.bytes()[self.at..];
            if rest.starts_with(b"\"\"\"") {
                self.at += 3;
                return;
            }
            self.at += if rest.starts_with(b"\\\"\"\"") { 4 } else { 1 };
        }
    }

    fn skip_while(&mut self, belongs: impl Fn(u8) -> bool) {
        let rest = &self.bytes()[self.at..];
        self.at += rest.iter().position(|byte| !belongs(*byte)).unwrap_or(rest.len());
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(text);
        std::iter::from_fn(|| lexer.next()).collect()
    }

    #[test]
    fn comments_commas_and_strings_hide_what_is_in_them() {
        use Token::{Name, Other, Punctuator};
        assert_eq!(
            tokens("a, # b {\n(c: \"}\\\"{\" \"\"\"{ \\\"\"\" }\"\"\")"),
            [
                Name("a"),
                Punctuator(b'('),
                Name("c"),
                Punctuator(b':'),
                Other,
                Other,
                Punctuator(b')')
            ]
        );
        assert_eq!(tokens("...on"), [Token::Spread, Name("on")]);
    }

    #[test]
    fn an_open_string_ends_with_its_line() {
        assert_eq!(tokens("\"open\n}"), [Token::Other, Token::Punctuator(b'}')]);
        assert_eq!(tokens("\"open\\"), [Token::Other]);
        assert_eq!(tokens("\"\"\"open {"), [Token::Other]);
    }

    proptest! {
        #[test]
        fn any_text_ends(text in "\\PC{0,200}") {
            prop_assert!(tokens(&text).len() <= text.len());
        }
    }
}
