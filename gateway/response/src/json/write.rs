//! Appends JSON values to a buffer.

use std::io::Write;

/// Appends a string with its quotes, escaping what JSON does not allow inside.
pub fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    if bytes.iter().all(|byte| escape_of(*byte).is_none()) {
        out.extend_from_slice(bytes);
        out.push(b'"');
        return;
    }
    let mut copied = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let Some(escape) = escape_of(byte) else { continue };
        out.extend_from_slice(&bytes[copied..at]);
        copied = at + 1;
        if escape == b'u' {
            // Writing to a buffer in memory does not fail.
            let _ = write!(out, "\\u{byte:04x}");
        } else {
            out.extend_from_slice(&[b'\\', escape]);
        }
    }
    out.extend_from_slice(&bytes[copied..]);
    out.push(b'"');
}

/// The character after the backslash, `u` for those that are written by number.
fn escape_of(byte: u8) -> Option<u8> {
    match byte {
        b'"' | b'\\' => Some(byte),
        b'\n' => Some(b'n'),
        b'\r' => Some(b'r'),
        b'\t' => Some(b't'),
        0x00..=0x1F => Some(b'u'),
        _ => None,
    }
}

/// Appends an integer.
pub fn write_i64(out: &mut Vec<u8>, value: i64) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends an index or a count.
pub fn write_usize(out: &mut Vec<u8>, value: usize) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Appends a number; `null` when it is not finite, as JSON has no other way.
pub fn write_f64(out: &mut Vec<u8>, value: f64) {
    if value.is_finite() {
        // The shortest text that reads back as the same number, an exponent when that is shorter.
        // Writing to a buffer in memory does not fail.
        let _ = write!(out, "{value:?}");
    } else {
        out.extend_from_slice(b"null");
    }
}

/// Appends `true` or `false`.
pub fn write_bool(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    proptest! {
        #[test]
        fn strings_read_back(text in any::<String>()) {
            let json = written(|out| write_string(out, &text));
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }

        #[test]
        fn floats_read_back(value in prop::num::f64::NORMAL | prop::num::f64::ZERO | prop::num::f64::SUBNORMAL) {
            let json = written(|out| write_f64(out, value));
            // The reading side of serde_json is exact only to the last digit.
            prop_assert_eq!(json.parse::<f64>().expect("a number"), value);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
        }
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(written(|out| write_string(out, "a\u{1}\n\"\\")), r#""a\u0001\n\"\\""#);
    }

    #[test]
    fn what_is_no_number_is_null() {
        assert_eq!(written(|out| write_f64(out, f64::NAN)), "null");
        assert_eq!(written(|out| write_f64(out, 3.0)), "3.0");
    }
}
