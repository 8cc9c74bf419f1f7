//! Values that no subgraph sent: what gathering makes. Their entries look like those of a tape;
//! the text of scalars and the members of lists and objects stand in lists of their own, as
//! members may come from any tape.

use super::{MADE, Ref, Store};
use crate::{
    json,
    tape::{Entry, Tag},
};

pub(super) const NULL_INDEX: u32 = 0;
const FALSE_INDEX: u32 = 1;
const TRUE_INDEX: u32 = 2;

/// The values that were made.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) text: Vec<u8>,
    pub(super) entries: Vec<Entry>,
    pub(super) members: Vec<Member>,
}

/// An element of a list, or a field of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// The key in [`Made::text`], as plain text; empty for an element.
    pub(super) key: (u32, u32),
    pub(super) value: Ref,
}

impl Default for Made {
    fn default() -> Self {
        let mut made = Self { text: Vec::new(), entries: Vec::new(), members: Vec::new() };
        for (tag, text) in [(Tag::Null, "null"), (Tag::False, "false"), (Tag::True, "true")] {
            made.scalar(tag, |out| out.extend_from_slice(text.as_bytes()));
        }
        made
    }
}

impl Made {
    fn scalar(&mut self, tag: Tag, write: impl FnOnce(&mut Vec<u8>)) -> Ref {
        let start = self.text.len() as u32;
        write(&mut self.text);
        self.push(tag, start, self.text.len() as u32)
    }

    fn push(&mut self, tag: Tag, start: u32, end: u32) -> Ref {
        let index = self.entries.len() as u32;
        self.entries.push(Entry::new(tag, start, end, index + 1));
        Ref { tape: MADE, index }
    }

    pub(super) fn plain_text(&mut self, text: &str) -> (u32, u32) {
        let start = self.text.len() as u32;
        self.text.extend_from_slice(text.as_bytes());
        (start, self.text.len() as u32)
    }

    pub(super) fn members_of(&self, entry: &Entry) -> &[Member] {
        &self.members[entry.start as usize..entry.end as usize]
    }
}

impl Store {
    /// Makes `true` or `false`.
    #[must_use]
    pub fn make_bool(&self, value: bool) -> Ref {
        Ref { tape: MADE, index: if value { TRUE_INDEX } else { FALSE_INDEX } }
    }

    /// Makes an integer.
    pub fn make_i64(&mut self, value: i64) -> Ref {
        self.made.scalar(Tag::Number, |out| json::write_i64(out, value))
    }

    /// Makes a number; null when it is not finite.
    pub fn make_f64(&mut self, value: f64) -> Ref {
        if value.is_finite() {
            self.made.scalar(Tag::Number, |out| json::write_f64(out, value))
        } else {
            Ref::NULL
        }
    }

    /// Makes text.
    pub fn make_text(&mut self, text: &str) -> Ref {
        let made = self.made.scalar(Tag::String, |out| json::write_string(out, text));
        let entry = self.entry_mut(made);
        entry.escaped = (entry.end - entry.start) as usize != text.len() + 2;
        made
    }

    /// Makes a list of values of this store.
    pub fn make_list(&mut self, elements: impl IntoIterator<Item = Ref>) -> Ref {
        let start = self.made.members.len() as u32;
        let members = elements.into_iter().map(|value| Member { key: (0, 0), value });
        self.made.members.extend(members);
        self.made.push(Tag::List, start, self.made.members.len() as u32)
    }

    /// Makes an object of values of this store. Of a key that comes twice the first one counts.
    pub fn make_object<'k>(&mut self, fields: impl IntoIterator<Item = (&'k str, Ref)>) -> Ref {
        let start = self.made.members.len() as u32;
        for (key, value) in fields {
            let key = self.made.plain_text(key);
            self.made.members.push(Member { key, value });
        }
        self.made.push(Tag::Object, start, self.made.members.len() as u32)
    }

    /// Gives the text of a value or key of a tape a new content, a string.
    pub(crate) fn replace_text(&mut self, value: Ref, tag: Tag, text: &str) {
        let start = self.made.text.len() as u32;
        json::write_string(&mut self.made.text, text);
        let end = self.made.text.len() as u32;
        let next = self.entry(value).next;
        let escaped = (end - start) as usize != text.len() + 2;
        *self.entry_mut(value) =
            Entry { escaped, replaced: true, ..Entry::new(tag, start, end, next) };
    }
}
