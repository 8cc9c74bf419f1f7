//! Writes the representation of an entity: the bytes that are sent to a subgraph for an object
//! that other subgraphs have told something about.

use gateway_plan::{RepresentationSelection, Rewrite, RewriteSegment};
use smallvec::SmallVec;

use crate::{Kind, Node, Store, json, targets::is_of_type};

/// Appends the representation of an object. Nothing is appended, and the answer is `false`, when
/// there is none: the object has no `__typename` or is of none of the types, a value was not
/// fetched, or nothing but the `__typename` has a value.
///
/// A value that is null is sent as `null`: a field that is required may be null, and so may a part
/// of a key, which the subgraph then takes for what it is. An entity of which no field at all has a
/// value is one whose key is null. A value that is not there is another matter: the fetch that
/// should have brought it failed or found nothing, and what a subgraph made of a null in its place
/// would be invented.
pub fn write_representation(
    store: &Store,
    node: &Node,
    selections: &[RepresentationSelection],
    rewrites: &[Rewrite],
    out: &mut Vec<u8>,
) -> bool {
    let start = out.len();
    let mut writer = Writer { store, out, values: 0, is_whole: true };
    let is_typed =
        store.field(node, "__typename").is_some_and(|name| !store.is_null(name.primary()));
    if is_typed {
        let rewrites: Vec<Pending<'_>> = rewrites.iter().map(Pending::new).collect();
        writer.object(node, &[selections], &rewrites);
    }
    let is_known = writer.values > 0 && writer.is_whole;
    if !is_known {
        out.truncate(start);
    }
    is_known
}

struct Writer<'a> {
    store: &'a Store,
    out: &'a mut Vec<u8>,
    /// How many leaves were written that are neither null nor a `__typename`.
    values: usize,
    /// Whether everything that is selected was there.
    is_whole: bool,
}

/// A rewrite and what is left of its path here.
#[derive(Clone, Copy)]
struct Pending<'a> {
    path: &'a [RewriteSegment],
    rewrite: &'a Rewrite,
}

impl<'a> Pending<'a> {
    fn new(rewrite: &'a Rewrite) -> Self {
        let (Rewrite::Set { path, .. } | Rewrite::Rename { path, .. }) = rewrite;
        Self { path, rewrite }
    }

    /// What is left of the path inside an object of this node's type.
    fn in_object(mut self, store: &Store, node: &Node) -> Option<Self> {
        while let Some((RewriteSegment::OnTypes(types), rest)) = self.path.split_first() {
            if !is_of_type(store, node, types) {
                return None;
            }
            self.path = rest;
        }
        Some(self)
    }

    /// What is left of the path inside a field.
    fn in_field(self, name: &str) -> Option<Self> {
        match self.path.split_first() {
            Some((RewriteSegment::Key(key), rest)) if key == name && !rest.is_empty() => {
                Some(Self { path: rest, ..self })
            }
            _ => None,
        }
    }

    /// Whether the path ends at this field.
    fn is_about(self, name: &str) -> bool {
        matches!(self.path, [RewriteSegment::Key(key)] if key == name)
    }
}

/// A field as it is sent. Fragments may select it several times, and then all they select in it
/// is sent.
struct SentField<'p> {
    response_key: &'p str,
    name: &'p str,
    /// Empty for a leaf.
    selections: SmallVec<[&'p [RepresentationSelection]; 1]>,
}

/// The fields of one object. Keys seldom have more, and `@requires` seldom adds many.
type Fields<'p> = SmallVec<[SentField<'p>; 6]>;

impl Writer<'_> {
    fn object(
        &mut self,
        node: &Node,
        selections: &[&[RepresentationSelection]],
        rewrites: &[Pending<'_>],
    ) {
        let rewrites: Vec<_> =
            rewrites.iter().filter_map(|pending| pending.in_object(self.store, node)).collect();
        let mut fields = Fields::new();
        for selection in selections {
            self.collect(node, selection, &mut fields);
        }
        self.out.push(b'{');
        for (position, field) in fields.iter().enumerate() {
            if position > 0 {
                self.out.push(b',');
            }
            self.field(node, field, &rewrites);
        }
        self.out.push(b'}');
    }

    /// The fields that are selected for an object of this node's type, each once.
    fn collect<'p>(
        &self,
        node: &Node,
        selections: &'p [RepresentationSelection],
        fields: &mut Fields<'p>,
    ) {
        for selection in selections {
            match selection {
                RepresentationSelection::OnTypes { types, selections } => {
                    if is_of_type(self.store, node, types) {
                        self.collect(node, selections, fields);
                    }
                }
                RepresentationSelection::Field { response_key, name, selections } => {
                    let inner = (!selections.is_empty()).then_some(selections.as_slice());
                    match fields.iter_mut().find(|field| field.name == name) {
                        Some(known) => known.selections.extend(inner),
                        None => fields.push(SentField {
                            response_key,
                            name,
                            selections: inner.into_iter().collect(),
                        }),
                    }
                }
            }
        }
    }

    fn field(&mut self, node: &Node, field: &SentField<'_>, rewrites: &[Pending<'_>]) {
        let name = field.name;
        let mut sent_name = name;
        let mut sent_text = None;
        for pending in rewrites.iter().filter(|pending| pending.is_about(name)) {
            match pending.rewrite {
                Rewrite::Rename { to, .. } => sent_name = to,
                Rewrite::Set { value, .. } => sent_text = Some(value),
            }
        }
        json::write_string(self.out, sent_name);
        self.out.push(b':');
        if let Some(text) = sent_text {
            json::write_string(self.out, text);
            return;
        }
        let inner: Vec<_> = rewrites.iter().filter_map(|pending| pending.in_field(name)).collect();
        let before = self.values;
        match self.store.field(node, field.response_key) {
            Some(value) => self.value(&value, &field.selections, &inner),
            None => self.is_whole = false,
        }
        if name == "__typename" {
            self.values = before;
        }
    }

    fn value(
        &mut self,
        value: &Node,
        selections: &[&[RepresentationSelection]],
        rewrites: &[Pending<'_>],
    ) {
        match self.store.node_kind(value) {
            Kind::Null => self.out.extend_from_slice(b"null"),
            Kind::Object if !selections.is_empty() => self.object(value, selections, rewrites),
            Kind::List if !selections.is_empty() => self.list(value, selections, rewrites),
            _ => {
                self.values += 1;
                self.store.write(value.primary(), self.out);
            }
        }
    }

    fn list(
        &mut self,
        list: &Node,
        selections: &[&[RepresentationSelection]],
        rewrites: &[Pending<'_>],
    ) {
        // A list that is empty is a value too.
        self.values += 1;
        self.out.push(b'[');
        for (index, element) in self.store.node_elements(list).enumerate() {
            if index > 0 {
                self.out.push(b',');
            }
            self.value(&element, selections, rewrites);
        }
        self.out.push(b']');
    }
}

#[cfg(test)]
mod tests;
