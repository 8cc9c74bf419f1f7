//! Reading one value, without what lies over it.

use std::borrow::Cow;

use super::{Elements, Entries, Kind, Ref, Store, made::Member};
use crate::{
    json::{self, unescape},
    tape::{Entry, Tag},
};

/// A part of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// The number of the body, for [`Store::body`].
    pub(crate) body: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Store {
    /// What a value is.
    #[must_use]
    pub fn kind(&self, value: Ref) -> Kind {
        match self.entry(value).tag {
            Tag::Null => Kind::Null,
            Tag::False => Kind::Bool(false),
            Tag::True => Kind::Bool(true),
            Tag::Number => Kind::Number,
            Tag::String | Tag::Key => Kind::String,
            Tag::List => Kind::List,
            Tag::Object => Kind::Object,
            // No reference leads to one.
            Tag::Twin => Kind::Null,
        }
    }

    /// Whether a value is `null`.
    #[must_use]
    pub fn is_null(&self, value: Ref) -> bool {
        self.entry(value).tag == Tag::Null
    }

    /// The value of a field of an object.
    #[must_use]
    pub fn get(&self, object: Ref, key: &str) -> Option<Ref> {
        let entry = self.entry(object);
        if entry.tag != Tag::Object {
            return None;
        }
        if self.tape(object.tape).is_some() {
            return self.key_slot(object, key).map(|slot| self.value_of(slot));
        }
        let member =
            self.made.members_of(entry).iter().find(|m| self.made_key(m) == key.as_bytes());
        member.map(|member| member.value)
    }

    /// The value of a key of an object that was read.
    pub(super) fn value_of(&self, key: Ref) -> Ref {
        key.at(key.index + 1).resolved(self.entries_of(key.tape))
    }

    /// The key of a field of an object that was read.
    pub(crate) fn key_slot(&self, object: Ref, key: &str) -> Option<Ref> {
        let entry = self.entry(object);
        if entry.tag != Tag::Object || self.tape(object.tape).is_none() {
            return None;
        }
        self.find_key(object, object.index + 1, entry.next, key).map(|at| object.at(at))
    }

    /// The entry of a key between two entries of keys of one object that was read.
    pub(super) fn find_key(&self, object: Ref, from: u32, to: u32, key: &str) -> Option<u32> {
        let tape = self.tape(object.tape)?;
        let (entries, bytes) = (&tape.entries[..], &tape.bytes[..]);
        let mut at = from;
        while at < to {
            let entry = &entries[at as usize];
            let is_plain = !entry.escaped && !entry.replaced;
            let is_found = if is_plain {
                // Most keys that are not the one are of another length.
                let (start, end) = (entry.start as usize + 1, entry.end as usize - 1);
                end - start == key.len() && bytes[start..end] == *key.as_bytes()
            } else {
                self.text_is(object.at(at), key)
            };
            if is_found {
                return Some(at);
            }
            at = entries[at as usize + 1].next;
        }
        None
    }

    /// The JSON text of a value. For a list or object that was made there is none; [`Self::write`]
    /// writes it.
    #[must_use]
    pub fn raw(&self, value: Ref) -> Option<&[u8]> {
        let entry = self.entry(value);
        let is_made = self.tape(value.tape).is_none();
        if is_made && matches!(entry.tag, Tag::List | Tag::Object) {
            return None;
        }
        Some(self.entry_text(value, entry))
    }

    /// Where the text of a value stands in a body; none for what was made or rewritten here.
    pub(crate) fn span(&self, value: Ref) -> Option<Span> {
        let entry = self.entry(value);
        if value.tape == super::MADE || entry.replaced {
            return None;
        }
        let (start, end) = (entry.start as usize, entry.end as usize);
        Some(Span { body: value.tape, start, end })
    }

    /// The bytes of a body.
    pub(crate) fn body(&self, body: u32) -> &[u8] {
        self.tape(body).map_or(&[], |tape| &tape.bytes)
    }

    fn entry_text(&self, value: Ref, entry: &Entry) -> &[u8] {
        let text = match self.tape(value.tape) {
            Some(tape) if !entry.replaced => &tape.bytes[..],
            _ => &self.made.text[..],
        };
        &text[entry.start as usize..entry.end as usize]
    }

    /// What stands between the quotes of a string or key.
    fn inside(&self, value: Ref, entry: &Entry) -> &[u8] {
        let text = self.entry_text(value, entry);
        text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
    }

    /// The bytes of a string, UTF-8.
    #[must_use]
    pub fn text_bytes(&self, value: Ref) -> Option<Cow<'_, [u8]>> {
        let entry = self.entry(value);
        if !matches!(entry.tag, Tag::String | Tag::Key) {
            return None;
        }
        let inside = self.inside(value, entry);
        Some(if entry.escaped { Cow::Owned(unescape(inside)) } else { Cow::Borrowed(inside) })
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self, value: Ref) -> Option<Cow<'_, str>> {
        match self.text_bytes(value)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
        }
    }

    /// Whether a value is this text.
    #[must_use]
    pub fn text_is(&self, value: Ref, text: &str) -> bool {
        let entry = self.entry(value);
        match entry.tag {
            Tag::String | Tag::Key if entry.escaped => {
                unescape(self.inside(value, entry)) == text.as_bytes()
            }
            Tag::String | Tag::Key => self.inside(value, entry) == text.as_bytes(),
            _ => false,
        }
    }

    /// An integer of 64 bits that is written as one.
    #[must_use]
    pub fn as_i64(&self, value: Ref) -> Option<i64> {
        self.number_text(value)?.parse().ok()
    }

    /// A number, rounded to a float.
    #[must_use]
    pub fn as_f64(&self, value: Ref) -> Option<f64> {
        self.number_text(value)?.parse().ok()
    }

    /// A number as it is written.
    #[must_use]
    pub fn number_text(&self, value: Ref) -> Option<&str> {
        let entry = self.entry(value);
        if entry.tag != Tag::Number {
            return None;
        }
        std::str::from_utf8(self.entry_text(value, entry)).ok()
    }

    /// `true` or `false`.
    #[must_use]
    pub fn as_bool(&self, value: Ref) -> Option<bool> {
        match self.kind(value) {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The elements of a list; none for anything else.
    #[must_use]
    pub fn elements(&self, list: Ref) -> Elements<'_> {
        Elements::of(self, list)
    }

    /// The fields of an object in their order; none for anything else.
    #[must_use]
    pub fn entries(&self, object: Ref) -> Entries<'_> {
        Entries::of(self, object)
    }

    /// How many elements or fields a list or object has.
    #[must_use]
    pub fn len(&self, value: Ref) -> usize {
        let entry = self.entry(value);
        match entry.tag {
            Tag::List if value.tape == super::MADE => (entry.end - entry.start) as usize,
            Tag::List => self.elements(value).count(),
            Tag::Object => self.entries(value).count(),
            _ => 0,
        }
    }

    /// Writes the JSON of a value, without what lies over it.
    pub fn write(&self, value: Ref, out: &mut Vec<u8>) {
        if let Some(raw) = self.raw(value) {
            out.extend_from_slice(raw);
        } else if self.kind(value) == Kind::List {
            out.push(b'[');
            for (position, element) in self.elements(value).enumerate() {
                separate(position, out);
                self.write(element, out);
            }
            out.push(b']');
        } else {
            out.push(b'{');
            for (position, (key, field)) in self.entries(value).enumerate() {
                separate(position, out);
                json::write_string(out, &key);
                out.push(b':');
                self.write(field, out);
            }
            out.push(b'}');
        }
    }

    pub(super) fn made_key(&self, member: &Member) -> &[u8] {
        &self.made.text[member.key.0 as usize..member.key.1 as usize]
    }
}

fn separate(position: usize, out: &mut Vec<u8>) {
    if position > 0 {
        out.push(b',');
    }
}
