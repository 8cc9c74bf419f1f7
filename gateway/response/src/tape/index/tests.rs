use bytes::Bytes;
use proptest::prelude::*;

use super::super::{IndexLimits, JsonError, Tape};

/// serde_json allows 127 levels.
const LIMITS: IndexLimits = IndexLimits { max_depth: 127, max_values: 10_000 };

fn index(text: impl AsRef<[u8]>) -> Result<Tape, JsonError> {
    Tape::index(Bytes::copy_from_slice(text.as_ref()), &LIMITS)
}

/// What serde_json says. It refuses numbers beyond 64-bit floats, which are JSON; what it says of a
/// text with one of these is known only as far as it can pass over values without reading them.
fn reference_accepts(text: &[u8]) -> Option<bool> {
    match serde_json::from_slice::<serde_json::Value>(text) {
        Err(error) if error.to_string().starts_with("number out of range") => {
            let passes = serde_json::from_slice::<&serde_json::value::RawValue>(text).is_ok();
            let has_unread_escapes = text.windows(2).any(|pair| pair == b"\\u");
            (!passes || !has_unread_escapes).then_some(passes)
        }
        result => Some(result.is_ok()),
    }
}

#[test]
fn an_entry_knows_where_its_subtree_ends() {
    let tape = index(r#" {"a": [1, {"b":null}], "c":"\n"} "#).expect("JSON");
    let nexts: Vec<u32> = tape.entries.iter().map(|entry| entry.next).collect();
    assert_eq!(nexts, [9, 2, 7, 4, 7, 6, 7, 8, 9]);
    assert!(tape.entries[8].escaped);
    assert_eq!(tape.entries[0].start, 1);
    assert_eq!(tape.entries[0].end, 33);
}

#[test]
fn an_error_says_what_was_expected_and_where() {
    for (text, message) in [
        ("", "expected a value at byte 0"),
        ("[1,]", "expected a value at byte 3"),
        ("[1", "expected `,` or `]` at byte 2"),
        (r#"{"a" 1}"#, "expected `:` at byte 5"),
        (r#"{"a":1,}"#, "expected a key at byte 7"),
        ("01", "expected the end of the text at byte 1"),
        ("1.", "expected a digit at byte 2"),
        (r#""\x""#, "expected an escape of JSON at byte 1"),
        (r#""\ud800x""#, "expected an escape of JSON at byte 1"),
        ("\"\u{1}\"", "expected an escape in place of a control character at byte 1"),
        ("\"ab", "expected the end of the string at byte 3"),
    ] {
        assert_eq!(index(text).expect_err(text).to_string(), message, "{text}");
    }
    assert_eq!(index(b"\"\xff\""), Err(JsonError::NotUtf8 { at: 1 }));
}

#[test]
fn depth_and_values_are_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(index(nested(127)).is_ok());
    assert_eq!(index(nested(128)), Err(JsonError::TooDeep { limit: 127 }));
    assert!(matches!(index("[".repeat(1_000_000)), Err(JsonError::TooDeep { .. })));
    let many = format!("[{}1]", "1,".repeat(10_000));
    assert_eq!(index(many), Err(JsonError::TooManyValues { limit: 10_000 }));
}

#[test]
fn numbers_of_any_size_are_kept() {
    assert!(index("1e400").is_ok());
    assert!(index("123456789012345678901234567890").is_ok());
}

/// Bytes that are close to JSON, so that some of it is.
fn almost_json() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        8 => prop::sample::select(vec!["{", "}", "[", "]", ",", ":", " ", "\"a\"", "1", "null"])
            .prop_map(|text| text.as_bytes().to_vec()),
        4 => prop::sample::select(vec![
            "\"", "\\", "\\u", "d83d", "\\ude00", "-", "0", "1e5", ".5", "E+", "true", "fals", "\n",
            "\"\\ud83d\\ude00\"", "\"é\"", "\"\\n\"", "\"\\/\"",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn accepts_what_serde_json_accepts(text in almost_json()) {
        let accepted = index(&text).is_ok();
        if let Some(expected) = reference_accepts(&text) {
            prop_assert_eq!(accepted, expected, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn looking_for_twins_changes_nothing_of_what_is_accepted(text in almost_json()) {
        let with_twins = Tape::index_twins(Bytes::copy_from_slice(&text), &LIMITS);
        prop_assert_eq!(index(&text).err(), with_twins.err());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let accepted = index(&bytes).is_ok();
        if let Some(expected) = reference_accepts(&bytes) {
            prop_assert_eq!(accepted, expected);
        }
    }
}
