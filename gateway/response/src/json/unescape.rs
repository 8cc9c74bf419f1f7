//! Decodes the escapes of a JSON string whose grammar was checked when it was read.

/// The bytes that the inside of a JSON string stands for. The input has been accepted by
/// [`crate::Tape::index`]; what could not have been is replaced by U+FFFD.
pub(crate) fn unescape(inside: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = escape(&rest[at + 1..], &mut out);
    }
    out.extend_from_slice(rest);
    out
}

/// Takes one escape, after its backslash, and returns what follows it.
fn escape<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let Some((&kind, rest)) = rest.split_first() else { return rest };
    let byte = match kind {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 0x08,
        b'f' => 0x0C,
        b'u' => return unicode(rest, out),
        other => other,
    };
    out.push(byte);
    rest
}

fn unicode<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (code, rest) = match (hex4(rest), surrogate_low(rest.get(4..).unwrap_or_default())) {
        (Some(high @ 0xD800..=0xDBFF), Some(low)) => {
            (0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), &rest[10..])
        }
        (code, _) => (code.unwrap_or(0xFFFD), rest.get(4..).unwrap_or_default()),
    };
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    rest
}

/// The second half of a surrogate pair, with its `\u`.
pub(crate) fn surrogate_low(text: &[u8]) -> Option<u32> {
    let code = hex4(text.strip_prefix(b"\\u")?)?;
    (0xDC00..=0xDFFF).contains(&code).then_some(code)
}

/// Four hexadecimal digits.
pub(crate) fn hex4(text: &[u8]) -> Option<u32> {
    text.get(..4)?
        .iter()
        .try_fold(0, |code, &digit| Some(code << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape_is_decoded() {
        let decoded = unescape(r#"a\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00z"#.as_bytes());
        assert_eq!(decoded, "a\"\\/\u{8}\u{c}\n\r\tAé😀z".as_bytes());
    }
}
