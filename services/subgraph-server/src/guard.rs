//! Looks at an operation before anything recursive does: the parser and the validator follow
//! brackets and fragments as deep and as often as they go, and a short text can ask for more stack
//! or time than there is.

use async_graphql::{
    Positioned,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

/// Brackets inside brackets, in the text.
const MAX_NESTING: usize = 100;

/// Selection sets inside selection sets, with fragments followed.
const MAX_DEPTH: usize = 64;

/// Selections of all operations, with fragments followed.
const MAX_SELECTIONS: usize = 20_000;

/// Why an operation is not looked at any further.
pub(crate) type TooComplex = String;

/// Bounds the nesting of the text, without parsing it.
pub(crate) fn check_text(query: &str) -> Result<(), TooComplex> {
    let mut depth = 0_usize;
    let mut rest = query.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'"' => after_string(after),
            b'#' => after_line(after),
            _ => after,
        };
        match byte {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Err(format!("the operation has more than {MAX_NESTING} brackets in brackets"));
        }
    }
    Ok(())
}

fn after_line(rest: &[u8]) -> &[u8] {
    let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    end.map_or(&[], |end| &rest[end..])
}

/// The text after a string whose first quote was read.
fn after_string(rest: &[u8]) -> &[u8] {
    match rest.strip_prefix(b"\"\"") {
        Some(block) => after_block_string(block),
        None => after_plain_string(rest),
    }
}

fn after_plain_string(mut rest: &[u8]) -> &[u8] {
    loop {
        rest = match rest {
            [b'\\', _, after @ ..] => after,
            [b'"', after @ ..] => return after,
            // A line ends a string: what follows is a syntax error, and is scanned like the rest.
            [b'\n' | b'\r', ..] | [] => return rest,
            [_, after @ ..] => after,
        };
    }
}

fn after_block_string(mut rest: &[u8]) -> &[u8] {
    loop {
        rest = match rest {
            [b'\\', b'"', b'"', b'"', after @ ..] => after,
            [b'"', b'"', b'"', after @ ..] => return after,
            [_, after @ ..] => after,
            [] => return rest,
        };
    }
}

/// Bounds what the operations come to when their fragments are followed.
pub(crate) fn check_document(document: &ExecutableDocument) -> Result<(), TooComplex> {
    let mut walk = Walk { document, selections: 0 };
    document
        .operations
        .iter()
        .try_for_each(|(_, operation)| walk.visit(&operation.node.selection_set, 0))
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    selections: usize,
}

impl Walk<'_> {
    fn visit(&mut self, set: &Positioned<SelectionSet>, depth: usize) -> Result<(), TooComplex> {
        if depth > MAX_DEPTH {
            return Err(format!("the operation is more than {MAX_DEPTH} levels deep"));
        }
        for selection in &set.node.items {
            self.selections += 1;
            if self.selections > MAX_SELECTIONS {
                return Err(format!("the operation has more than {MAX_SELECTIONS} selections"));
            }
            let inner = match &selection.node {
                Selection::Field(field) => Some(&field.node.selection_set),
                Selection::InlineFragment(fragment) => Some(&fragment.node.selection_set),
                Selection::FragmentSpread(spread) => self
                    .document
                    .fragments
                    .get(&spread.node.fragment_name.node)
                    .map(|fragment| &fragment.node.selection_set),
            };
            if let Some(inner) = inner {
                self.visit(inner, depth + 1)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn deep_brackets_are_refused_of_every_kind() {
        for (open, close) in [("{a", "}"), ("[", "]"), ("(a:{", "})")] {
            let text = format!("{}{}", open.repeat(50_000), close.repeat(50_000));
            assert!(check_text(&text).is_err(), "{open}");
        }
    }

    #[test]
    fn brackets_side_by_side_are_not_nested() {
        assert_eq!(check_text(&"{ a }".repeat(1_000)), Ok(()));
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "{".repeat(1_000);
        for text in [
            format!("{{ a(b: \"{many}\\\"{many}\") }}"),
            format!("{{ a(b: \"\"\"{many}\" \\\"\"\" {many}\"\"\") }}"),
            format!("{{ a # {many}\n }}"),
        ] {
            assert_eq!(check_text(&text), Ok(()), "{text:.40}");
        }
    }

    #[test]
    fn brackets_after_a_string_count_again() {
        let many = "{".repeat(1_000);
        for text in [format!("\"a\"{many}"), format!("\"\"{many}"), format!("\"\"\"a\"\"\"{many}")]
        {
            assert!(check_text(&text).is_err(), "{text:.40}");
        }
    }

    #[test]
    fn fragments_that_double_are_refused() {
        let mut text = "{ ...f0 } ".to_owned();
        for level in 0..40 {
            let next = level + 1;
            text.push_str(&format!("fragment f{level} on Q {{ ...f{next} ...f{next} }} "));
        }
        text.push_str("fragment f40 on Q { a }");
        let document = parse_query(text).expect("valid GraphQL");
        assert!(check_document(&document).is_err());
    }

    #[test]
    fn fragments_in_a_circle_are_refused() {
        let document = parse_query("{ ...f } fragment f on Q { ...f }").expect("valid GraphQL");
        assert!(check_document(&document).is_err());
    }

    #[test]
    fn ordinary_operations_pass() {
        let document = parse_query("{ a { ...f ... on Q { b } } } fragment f on Q { c }")
            .expect("valid GraphQL");
        assert_eq!(check_document(&document), Ok(()));
    }
}
