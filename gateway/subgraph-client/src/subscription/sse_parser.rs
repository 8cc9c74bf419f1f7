//! Reads server-sent events from bytes as they come, within a bound. Which events mean what is not
//! known here.

use bytes::{Buf, Bytes, BytesMut};

/// What a stream may begin with, and means nothing.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServerEvent {
    /// Its name; `message` when it has none.
    pub name: String,
    /// Its lines of data, joined.
    pub data: Bytes,
}

/// An event is larger than the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Collects bytes and gives events.
#[derive(Debug)]
pub(crate) struct SseParser {
    buffer: BytesMut,
    /// How much of the buffer is known to have no end of a line.
    searched: usize,
    name: String,
    data: Option<BytesMut>,
    limit: usize,
    /// The last line ended with a carriage return, so that a line feed may follow.
    after_return: bool,
    at_start: bool,
}

impl SseParser {
    /// A parser of events of at most `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            buffer: BytesMut::new(),
            searched: 0,
            name: String::new(),
            data: None,
            limit,
            after_return: false,
            at_start: true,
        }
    }

    /// Takes what came.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole event, if there is one.
    pub(crate) fn next(&mut self) -> Result<Option<ServerEvent>, TooLarge> {
        while let Some(line) = self.next_line() {
            let held = self.data.as_ref().map_or(0, BytesMut::len);
            if held + line.len() > self.limit {
                return Err(TooLarge);
            }
            if line.is_empty() {
                if let Some(event) = self.dispatch() {
                    return Ok(Some(event));
                }
            } else {
                self.field(&line);
            }
        }
        if self.buffer.len() > self.limit { Err(TooLarge) } else { Ok(None) }
    }

    /// The next line without its end: a line feed, a carriage return, or both.
    fn next_line(&mut self) -> Option<BytesMut> {
        if self.after_return && !self.buffer.is_empty() {
            self.after_return = false;
            if self.buffer[0] == b'\n' {
                self.buffer.advance(1);
            }
        }
        if self.at_start {
            if self.buffer.len() < BYTE_ORDER_MARK.len()
                && BYTE_ORDER_MARK.starts_with(&self.buffer)
            {
                return None;
            }
            self.at_start = false;
            if self.buffer.starts_with(BYTE_ORDER_MARK) {
                self.buffer.advance(BYTE_ORDER_MARK.len());
            }
        }
        let unread = &self.buffer[self.searched.min(self.buffer.len())..];
        let Some(place) = unread.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let line = self.buffer.split_to(self.searched + place);
        self.after_return = self.buffer[0] == b'\r';
        self.buffer.advance(1);
        self.searched = 0;
        Some(line)
    }

    fn field(&mut self, line: &[u8]) {
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let (name, value) = (&line[..colon], line.get(colon + 1..).unwrap_or_default());
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"event" => self.name = String::from_utf8_lossy(value).into_owned(),
            b"data" => match &mut self.data {
                Some(data) => {
                    data.extend_from_slice(b"\n");
                    data.extend_from_slice(value);
                }
                None => self.data = Some(BytesMut::from(value)),
            },
            // Comments begin with the colon; ids and retry times mean nothing here.
            _ => {}
        }
    }

    /// An event ends with an empty line. One with a name counts without data too, as `complete`
    /// has none.
    fn dispatch(&mut self) -> Option<ServerEvent> {
        let (name, data) = (std::mem::take(&mut self.name), self.data.take());
        if name.is_empty() && data.is_none() {
            return None;
        }
        let name = if name.is_empty() { "message".to_owned() } else { name };
        Some(ServerEvent { name, data: data.unwrap_or_default().freeze() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn events(text: &str, piece: usize) -> Vec<(String, String)> {
        let mut parser = SseParser::new(1_000);
        let mut found = Vec::new();
        for bytes in text.as_bytes().chunks(piece) {
            parser.feed(bytes);
            while let Some(event) = parser.next().expect("small") {
                let data = String::from_utf8(event.data.to_vec()).expect("text");
                found.push((event.name, data));
            }
        }
        found
    }

    const TEXT: &str = "\u{feff}:\n\nevent: next\ndata: {\"a\":1}\n\nevent:next\r\ndata:{\r\n\
                        data: }\r\nid: 7\r\n\r\ndata: x\r\revent: complete\n\nevent: cut";

    #[test]
    fn events_are_read_whatever_the_pieces() {
        let all = events(TEXT, usize::MAX);
        insta::assert_debug_snapshot!(all, @r#"
        [
            (
                "next",
                "{\"a\":1}",
            ),
            (
                "next",
                "{\n}",
            ),
            (
                "message",
                "x",
            ),
            (
                "complete",
                "",
            ),
        ]
        "#);
        for piece in 1..TEXT.len() {
            assert_eq!(events(TEXT, piece), all, "in pieces of {piece}");
        }
    }

    /// The mark is looked for at the start alone, also when it comes in pieces.
    #[test]
    fn a_mark_is_passed_over_at_the_start_alone() {
        for (text, expected) in [("\u{feff}\ndata: a\n\n", 1), ("\n\u{feff}data: a\n\n", 0)] {
            for piece in 1..text.len() {
                assert_eq!(events(text, piece).len(), expected, "{text:?} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn an_event_without_end_is_cut_off() {
        let mut parser = SseParser::new(10);
        parser.feed(b"data: 012345678901234567890");
        assert_eq!(parser.next(), Err(TooLarge));
        let mut parser = SseParser::new(10);
        parser.feed(b"data: 0123\ndata: 0123\ndata: 0123\n");
        assert_eq!(parser.next(), Err(TooLarge));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), piece in 1_usize..20) {
            let mut parser = SseParser::new(64);
            for bytes in bytes.chunks(piece) {
                parser.feed(bytes);
                while let Ok(Some(_)) = parser.next() {}
            }
        }
    }
}
