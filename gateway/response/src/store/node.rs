//! A value as the answer sees it: with everything that lies over it. Most values have one source
//! and cost nothing more than their [`Ref`].

use super::{Kind, Layers, Ref, Store};

/// A value of the answer and its sources: the value itself, then what lies over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    first: Ref,
    rest: Layers,
    /// Whether it was put together from several objects that were not laid over each other.
    is_united: bool,
}

/// Where the next key of an object is expected. Answers have their fields in the order of the
/// selection, so that walking both in step finds each key at the first look.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct FieldHint {
    next_key: u32,
}

/// What makes a node another than others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct NodeIdentity {
    first: Ref,
    rest: Layers,
}

impl Node {
    fn single(value: Ref) -> Self {
        Self { first: value, rest: Layers::new(), is_united: false }
    }

    /// The first value of all that the node is.
    #[must_use]
    pub fn primary(&self) -> Ref {
        self.first
    }

    /// The value and what lies over it: two nodes with the same sources are the same.
    pub(crate) fn identity(&self) -> NodeIdentity {
        NodeIdentity { first: self.first, rest: self.rest.clone() }
    }

    fn sources(&self) -> impl Iterator<Item = Ref> + '_ {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }
}

impl Store {
    /// A value with what lies over it.
    #[must_use]
    pub fn node(&self, value: Ref) -> Node {
        let mut node = Node::single(value);
        self.collect_layers(value, &mut node);
        node
    }

    /// Adds what lies over a source of the node, and over that.
    fn collect_layers(&self, source: Ref, node: &mut Node) {
        for &over in self.overlays.of(source) {
            self.collect_source(over, node);
        }
    }

    fn collect_source(&self, source: Ref, node: &mut Node) {
        if node.first != source && !node.rest.contains(&source) {
            node.rest.push(source);
            self.collect_layers(source, node);
        }
    }

    /// Whether the node stands at several places of the answer, so that it is worth to remember
    /// what was found out about it.
    pub(crate) fn has_twins(&self, node: &Node) -> bool {
        self.entry(node.first).has_twins
    }

    /// What a node is.
    #[must_use]
    pub fn node_kind(&self, node: &Node) -> Kind {
        self.kind(node.first)
    }

    /// Lays an object over another: its fields are seen in the target too. A later value wins over
    /// an earlier one, a value wins over null, and objects and lists under the same key are seen
    /// as one.
    ///
    /// Only objects are laid over objects; anything else has no effect.
    pub fn overlay(&mut self, target: Ref, source: Ref) {
        let both_objects = self.kind(target) == Kind::Object && self.kind(source) == Kind::Object;
        if both_objects && target != source {
            let entries = self.entries_of(target.tape).len();
            self.overlays.lay(target, source, entries);
        }
    }

    /// Lays an object over a node, and over nothing that only shares a value with it: an object that
    /// stands at several places may be united with another one at each of them.
    pub fn overlay_node(&mut self, target: &Node, source: Ref) {
        if !target.is_united {
            return self.overlay(target.first, source);
        }
        match target.sources().find(|object| !self.entry(*object).has_twins) {
            Some(object) => self.overlay(object, source),
            None if self.kind(source) == Kind::Object => {
                self.overlays.lay_over_all(target.sources().collect(), source);
            }
            None => {}
        }
    }

    /// The value of a field of a node.
    #[must_use]
    pub fn field(&self, node: &Node, key: &str) -> Option<Node> {
        let mut found = node.sources().filter_map(|source| self.get(source, key));
        let first = found.next()?;
        let Some(second) = found.next() else { return Some(self.node(first)) };
        let candidates: Layers = [first, second].into_iter().chain(found).collect();
        if key == "__typename" && !self.vague_types.is_empty() {
            let exact = candidates.iter().rfind(|name| self.is_exact_type(**name));
            return Some(exact.map_or_else(|| self.unite(&candidates), |name| Node::single(*name)));
        }
        Some(self.unite(&candidates))
    }

    fn is_exact_type(&self, name: Ref) -> bool {
        !self.is_null(name) && !self.vague_types.iter().any(|vague| self.text_is(name, vague))
    }

    /// Whether a type is an interface that is an object to some subgraph.
    pub(crate) fn is_vague_type(&self, name: &str) -> bool {
        self.vague_types.iter().any(|vague| vague == name)
    }

    /// [`Self::field`] for fields that are read one after another.
    pub(crate) fn next_field(&self, node: &Node, key: &str, hint: &mut FieldHint) -> Option<Node> {
        if !self.is_as_read(node) {
            return self.field(node, key);
        }
        self.next_value(node, key, hint).map(|value| self.node(value))
    }

    /// The value of a field as it was read, without what lies over it; nothing when the object was
    /// not read as it is. Over scalars lies nothing.
    pub(crate) fn next_value(&self, node: &Node, key: &str, hint: &mut FieldHint) -> Option<Ref> {
        let object = node.first;
        if !self.is_as_read(node) || self.kind(object) != Kind::Object {
            return None;
        }
        let (start, end) = (object.index + 1, self.entry(object).next);
        let expected = hint.next_key.clamp(start, end);
        let at = self
            .find_key(object, expected, end, key)
            .or_else(|| self.find_key(object, start, expected, key))?;
        hint.next_key = self.entry(object.at(at + 1)).next;
        Some(self.value_of(object.at(at)))
    }

    /// Whether a node is one value of a body.
    fn is_as_read(&self, node: &Node) -> bool {
        node.rest.is_empty() && self.tape(node.first.tape).is_some()
    }

    /// The elements of a node that is a list.
    pub fn node_elements(&self, node: &Node) -> impl Iterator<Item = Node> + '_ {
        let mut lists: Vec<_> = node.rest.iter().map(|&list| self.elements(list)).collect();
        self.elements(node.first).map(move |first| {
            if lists.is_empty() {
                return self.node(first);
            }
            let others = lists.iter_mut().filter_map(Iterator::next);
            self.unite(&std::iter::once(first).chain(others).collect::<Layers>())
        })
    }

    /// One value of several for the same place. The last that is not null decides what it is; of
    /// objects all are seen, and of lists all that are as long as the first.
    fn unite(&self, candidates: &[Ref]) -> Node {
        let present = |value: &&Ref| !self.is_null(**value);
        let Some(&last) = candidates.iter().rfind(present) else {
            return Node::single(candidates.first().copied().unwrap_or(Ref::NULL));
        };
        let kind = self.kind(last);
        let mut same_kind = candidates.iter().copied().filter(|&value| self.kind(value) == kind);
        let first = same_kind.next().unwrap_or(last);
        match kind {
            Kind::Object => {
                let mut node = Node::single(first);
                self.collect_layers(first, &mut node);
                for source in same_kind {
                    node.is_united = true;
                    self.collect_source(source, &mut node);
                }
                if node.is_united {
                    let known: Layers = node.sources().collect();
                    for over in self.overlays.over_all(&known) {
                        self.collect_source(over, &mut node);
                    }
                }
                node
            }
            Kind::List => {
                let length = self.len(first);
                let rest: Layers = same_kind.filter(|&list| self.len(list) == length).collect();
                Node { first, is_united: !rest.is_empty(), rest }
            }
            _ => Node::single(last),
        }
    }
}
