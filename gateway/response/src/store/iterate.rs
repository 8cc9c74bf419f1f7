//! Walking lists and objects in the order in which they were sent or made.

use std::{borrow::Cow, slice};

use super::{Ref, Store, made::Member};
use crate::tape::{Entry, Tag};

/// The elements of a list.
#[derive(Debug, Clone)]
pub struct Elements<'s>(Walk<'s>);

/// The fields of an object.
#[derive(Debug, Clone)]
pub struct Entries<'s> {
    store: &'s Store,
    walk: Walk<'s>,
}

#[derive(Debug, Clone)]
enum Walk<'s> {
    Tape { entries: &'s [Entry], next: Ref, end: u32 },
    Made(slice::Iter<'s, Member>),
}

impl<'s> Walk<'s> {
    fn of(store: &'s Store, value: Ref, tag: Tag) -> Self {
        let entry = store.entry(value);
        if entry.tag != tag {
            Self::Made([].iter())
        } else if store.tape(value.tape).is_some() {
            let entries = store.entries_of(value.tape);
            Self::Tape { entries, next: value.at(value.index + 1), end: entry.next }
        } else {
            Self::Made(store.made.members_of(entry).iter())
        }
    }

    /// The next element of a tape, or key, whose value follows it.
    fn step(entries: &[Entry], next: &mut Ref, end: u32, value_offset: u32) -> Option<Ref> {
        if next.index >= end {
            return None;
        }
        let found = *next;
        *next = found.at(entries[(found.index + value_offset) as usize].next);
        Some(found)
    }
}

impl<'s> Elements<'s> {
    pub(super) fn of(store: &'s Store, list: Ref) -> Self {
        Self(Walk::of(store, list, Tag::List))
    }
}

impl Iterator for Elements<'_> {
    type Item = Ref;

    fn next(&mut self) -> Option<Ref> {
        match &mut self.0 {
            Walk::Tape { entries, next, end } => {
                Walk::step(entries, next, *end, 0).map(|element| element.resolved(entries))
            }
            Walk::Made(members) => members.next().map(|member| member.value),
        }
    }
}

impl<'s> Entries<'s> {
    pub(super) fn of(store: &'s Store, object: Ref) -> Self {
        Self { store, walk: Walk::of(store, object, Tag::Object) }
    }
}

impl<'s> Iterator for Entries<'s> {
    type Item = (Cow<'s, str>, Ref);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.walk {
            Walk::Tape { entries, next, end } => {
                let key = Walk::step(entries, next, *end, 1)?;
                let text = self.store.text(key).unwrap_or_default();
                Some((text, self.store.value_of(key)))
            }
            Walk::Made(members) => {
                let member = members.next()?;
                let key = String::from_utf8_lossy(self.store.made_key(member));
                Some((key, member.value))
            }
        }
    }
}
