//! The one pass that checks a body and builds its index.

use super::{
    Entry, IndexLimits, JsonError, Tag,
    scan::find_special,
    twins::{Twins, combined, hash_of},
};
use crate::json::{hex4, surrogate_low};

/// A body has rarely more than one value in this many bytes, and the list grows when it has.
const BYTES_PER_VALUE: usize = 8;

/// The hash of a value, as far as [`Twins`] need one.
type Hash = u64;

pub(super) fn index(
    bytes: &[u8],
    limits: &IndexLimits,
    twins: Option<Twins>,
) -> Result<Vec<Entry>, JsonError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(JsonError::TooLarge(bytes.len()));
    }
    if let Err(error) = std::str::from_utf8(bytes) {
        return Err(JsonError::NotUtf8 { at: error.valid_up_to() });
    }
    let expected = (bytes.len() / BYTES_PER_VALUE).min(limits.max_values as usize);
    let entries = Vec::with_capacity(expected + 1);
    let mut indexer = Indexer { bytes, at: 0, entries, limits, twins };
    indexer.value(limits.max_depth)?;
    indexer.skip_space();
    if indexer.at < bytes.len() {
        return Err(indexer.expected("the end of the text"));
    }
    Ok(indexer.entries)
}

struct Indexer<'a> {
    bytes: &'a [u8],
    at: usize,
    entries: Vec<Entry>,
    limits: &'a IndexLimits,
    /// When equal values are looked for.
    twins: Option<Twins>,
}

impl Indexer<'_> {
    fn value(&mut self, depth_left: u8) -> Result<Hash, JsonError> {
        self.skip_space();
        match self.peek() {
            Some(b'"') => self.string(Tag::String),
            Some(b'{') => self.object(self.deeper(depth_left)?),
            Some(b'[') => self.list(self.deeper(depth_left)?),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true", Tag::True),
            Some(b'f') => self.word(b"false", Tag::False),
            Some(b'n') => self.word(b"null", Tag::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn object(&mut self, depth_left: u8) -> Result<Hash, JsonError> {
        let opened = self.open(Tag::Object)?;
        let mut hash = 1;
        self.skip_space();
        if !self.take(b'}') {
            loop {
                self.skip_space();
                if self.peek() != Some(b'"') {
                    return Err(self.expected("a key"));
                }
                let key = self.entries.len();
                hash = combined(hash, self.string(Tag::Key)?);
                self.skip_space();
                if !self.take(b':') {
                    return Err(self.expected("`:`"));
                }
                hash = combined(hash, self.value_of(key, depth_left)?);
                self.skip_space();
                if self.take(b'}') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.expected("`,` or `}`"));
                }
            }
        }
        Ok(self.close(opened, hash))
    }

    /// The value of a key.
    fn value_of(&mut self, key: usize, depth_left: u8) -> Result<Hash, JsonError> {
        self.skip_space();
        let Some(twins) =
            self.twins.as_mut().filter(|_| matches!(self.bytes.get(self.at), Some(b'{' | b'[')))
        else {
            return self.value(depth_left);
        };
        let Entry { start, end, .. } = self.entries[key];
        let outer = twins.enter(self.bytes, (start, end));
        let hash = self.value(depth_left)?;
        if let Some(twins) = &mut self.twins {
            twins.leave(outer);
        }
        Ok(hash)
    }

    fn list(&mut self, depth_left: u8) -> Result<Hash, JsonError> {
        let opened = self.open(Tag::List)?;
        let mut hash = 2;
        self.skip_space();
        if !self.take(b']') {
            loop {
                hash = combined(hash, self.value(depth_left)?);
                self.skip_space();
                if self.take(b']') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.expected("`,` or `]`"));
                }
            }
        }
        Ok(self.close(opened, hash))
    }

    fn string(&mut self, tag: Tag) -> Result<Hash, JsonError> {
        let start = self.at;
        let mut escaped = false;
        self.at += 1;
        loop {
            let Some(found) = find_special(self.bytes, self.at) else {
                self.at = self.bytes.len();
                return Err(self.expected("the end of the string"));
            };
            self.at = found;
            match self.bytes[found] {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                _ => return Err(self.expected("an escape in place of a control character")),
            }
        }
        self.at += 1;
        self.push(tag, start)?.escaped = escaped;
        Ok(self.hash(start))
    }

    /// Passes one escape, which begins here.
    fn escape(&mut self) -> Result<(), JsonError> {
        let escape = &self.bytes[self.at..];
        let length = match escape.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Some(2),
            Some(b'u') => match hex4(&escape[2..]) {
                Some(0xD800..=0xDBFF) => surrogate_low(&escape[6..]).map(|_| 12),
                Some(0xDC00..=0xDFFF) | None => None,
                Some(_) => Some(6),
            },
            _ => None,
        };
        self.at += length.ok_or_else(|| self.expected("an escape of JSON"))?;
        Ok(())
    }

    fn number(&mut self) -> Result<Hash, JsonError> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        self.push(Tag::Number, start)?;
        Ok(self.hash(start))
    }

    /// The hash of the text from `start` to here, when somebody wants it.
    fn hash(&self, start: usize) -> Hash {
        if self.twins.is_some() { hash_of(&self.bytes[start..self.at]) } else { 0 }
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let count = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return Err(self.expected("a digit"));
        }
        self.at += count;
        Ok(())
    }

    fn word(&mut self, word: &[u8], tag: Tag) -> Result<Hash, JsonError> {
        if !self.bytes[self.at..].starts_with(word) {
            return Err(self.expected("a value"));
        }
        let start = self.at;
        self.at += word.len();
        self.push(tag, start)?;
        Ok(tag as Hash)
    }

    /// Adds the entry of a list or object, whose end is not known yet, and passes its bracket.
    fn open(&mut self, tag: Tag) -> Result<usize, JsonError> {
        let opened = self.entries.len();
        let start = self.at;
        self.at += 1;
        self.push(tag, start)?;
        Ok(opened)
    }

    fn close(&mut self, opened: usize, hash: Hash) -> Hash {
        let next = self.entries.len() as u32;
        let entry = &mut self.entries[opened];
        entry.end = self.at as u32;
        entry.next = next;
        if let Some(twins) = &mut self.twins {
            let first = twins.first(hash, opened as u32) as usize;
            if first != opened && self.says_the_same(first, opened) {
                self.stand_for(first, opened);
            }
        }
        hash
    }

    fn says_the_same(&self, one: usize, other: usize) -> bool {
        let text = |at: usize| {
            let Entry { start, end, .. } = self.entries[at];
            &self.bytes[start as usize..end as usize]
        };
        text(one) == text(other)
    }

    /// Lets an earlier value stand for the last one, whose parts are forgotten. No other value
    /// stands for any of them, as they are equal to the parts of the earlier one, which came first.
    fn stand_for(&mut self, first: usize, last: usize) {
        self.entries.truncate(last + 1);
        self.entries[first].has_twins = true;
        let entry = &mut self.entries[last];
        entry.tag = Tag::Twin;
        entry.end = first as u32;
        entry.next = last as u32 + 1;
    }

    /// Adds the entry of the text from `start` to here. Offsets fit, as the body's length does, and
    /// the number of entries is bounded by it.
    fn push(&mut self, tag: Tag, start: usize) -> Result<&mut Entry, JsonError> {
        let index = self.entries.len();
        if index >= self.limits.max_values as usize {
            return Err(JsonError::TooManyValues { limit: self.limits.max_values });
        }
        let entry = Entry::new(tag, start as u32, self.at as u32, index as u32 + 1);
        self.entries.push(entry);
        Ok(&mut self.entries[index])
    }

    fn deeper(&self, depth_left: u8) -> Result<u8, JsonError> {
        depth_left.checked_sub(1).ok_or(JsonError::TooDeep { limit: self.limits.max_depth })
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, expected: &'static str) -> JsonError {
        JsonError::Syntax { expected, at: self.at }
    }
}

#[cfg(test)]
mod tests;
