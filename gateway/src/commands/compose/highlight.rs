//! Which part of the text is underlined for a place. Composition tells where an element begins,
//! which may be its description or a keyword; people look for its name.

use std::ops::Range;

use gateway_composition::Location;

/// How many words may stand before the name of an element: `extend interface`, `directive @`.
const WORDS_BEFORE_NAME: usize = 3;

/// The bytes to underline; within the text, whatever the place says.
pub(super) fn range(text: &str, place: Location, coordinate: Option<&str>) -> Range<usize> {
    let start = offset(text, place);
    let tokens: Vec<Range<usize>> =
        Tokens { text, at: start }.take(WORDS_BEFORE_NAME + 1).collect();
    let Some(first) = tokens.first().cloned() else { return start..start };
    if text[first.clone()].starts_with('@') {
        return with_arguments(text, first);
    }
    let name = coordinate.map(last_name);
    let is_name = |token: &&Range<usize>| name.is_some_and(|name| text[(*token).clone()] == *name);
    tokens.iter().find(is_name).cloned().unwrap_or(first)
}

/// The byte of a place.
fn offset(text: &str, place: Location) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines.take(place.line.saturating_sub(1)).map(str::len).sum();
    let line = text[before..].lines().next().unwrap_or_default();
    let column = place.column.saturating_sub(1);
    before + line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte)
}

/// `Type.field(argument:)` ends in `argument`.
fn last_name(coordinate: &str) -> &str {
    let end = coordinate.trim_end_matches([')', ':']);
    end.rsplit(['.', '(', '@']).next().unwrap_or(end)
}

/// A directive is underlined with its arguments, when they stand on its line.
fn with_arguments(text: &str, directive: Range<usize>) -> Range<usize> {
    let line = text[directive.end..].lines().next().unwrap_or_default();
    if !line.starts_with('(') {
        return directive;
    }
    let mut in_string = false;
    let end = line.char_indices().find(|(_, character)| {
        in_string ^= *character == '"';
        !in_string && *character == ')'
    });
    directive.start..directive.end + end.map_or(0, |(byte, _)| byte + 1)
}

/// Names, `@names` and single characters; descriptions, comments and space are passed over.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        self.skip_ignored();
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        let sigil = if first == '@' { 1 } else { 0 };
        let name = rest[sigil..].find(|c: char| !is_name_part(c)).unwrap_or(rest.len() - sigil);
        let length = if name == 0 { first.len_utf8() } else { sigil + name };
        self.at = start + length;
        Some(start..self.at)
    }
}

impl Tokens<'_> {
    fn skip_ignored(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let skipped = match rest.chars().next() {
                Some('#') => rest.find('\n').unwrap_or(rest.len()),
                Some('"') => string_length(rest),
                Some(',' | '\u{feff}') => rest.chars().next().map_or(0, char::len_utf8),
                _ => rest.len() - rest.trim_start().len(),
            };
            if skipped == 0 {
                return;
            }
            self.at += skipped;
        }
    }
}

fn is_name_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// The length of the string that a text begins with, or of all when it does not end.
fn string_length(text: &str) -> usize {
    let (quote, escaped) =
        if text.starts_with("\"\"\"") { ("\"\"\"", "\\\"\"\"") } else { ("\"", "\\\"") };
    let mut at = quote.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(escaped) {
            at += escaped.len();
        } else if quote.len() == 1 && rest.starts_with("\\\\") {
            at += 2;
        } else if rest.starts_with(quote) {
            return at + quote.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn underlined<'a>(text: &'a str, line: usize, column: usize, coordinate: &str) -> &'a str {
        let coordinate = Some(coordinate).filter(|coordinate| !coordinate.is_empty());
        &text[range(text, Location { line, column }, coordinate)]
    }

    #[test]
    fn the_name_behind_descriptions_and_keywords() {
        let text = "\"\"\"\nA \\\"\"\" room # no comment\n\"\"\"\n# why\nextend type Room {\n  \"a \\\" b\" type: Int\n}";
        assert_eq!(underlined(text, 1, 1, "Room"), "Room");
        assert_eq!(underlined(text, 5, 1, "Room"), "Room");
        assert_eq!(underlined(text, 6, 3, "Room.type"), "type");
    }

    #[test]
    fn a_place_that_the_coordinate_does_not_name() {
        let text = "type Query {\n  a(b: Nothing): Int\n}";
        assert_eq!(underlined(text, 2, 8, ""), "Nothing");
        assert_eq!(underlined(text, 2, 8, "Query.a"), "Nothing");
        assert_eq!(underlined(text, 2, 5, "Query.a(b:)"), "b");
    }

    #[test]
    fn directives_with_their_arguments() {
        let text = "type T @key(fields: \"id (x)\") @a @b(\n x: 1) { id: ID }";
        assert_eq!(underlined(text, 1, 8, "T"), "@key(fields: \"id (x)\")");
        assert_eq!(underlined(text, 1, 31, "T"), "@a");
        assert_eq!(underlined(text, 1, 34, "T"), "@b");
    }

    #[test]
    fn columns_count_characters() {
        let text = "type Query { \"房间\" a(\"灯\" b: Int): Int }";
        assert_eq!(underlined(text, 1, 24, "Query.a(b:)"), "b");
    }

    #[test]
    fn places_outside_of_the_text_underline_nothing() {
        for (text, line, column) in
            [("", 1, 1), ("a", 9, 9), ("a\n", 2, 1), ("\"", 1, 1), ("é", 0, 0)]
        {
            let range = range(text, Location { line, column }, Some("x"));
            assert!(text.get(range).is_some(), "{text:?} {line}:{column}");
        }
    }
}
