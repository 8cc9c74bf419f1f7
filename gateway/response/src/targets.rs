//! Finds the objects that an entity fetch is about.

use gateway_plan::PathSegment;

use crate::{Kind, Node, PathItem, ResponsePath, Step, Store};

/// An object that a fetch is about.
#[derive(Debug, Clone)]
pub struct Target {
    /// The object with what lies over it.
    pub node: Node,
    trail: Option<usize>,
}

/// The objects at some paths of an answer, in the order of the answer, path after path.
#[derive(Debug, Default)]
pub struct Targets<'p> {
    targets: Vec<Target>,
    /// The ways to the targets. They share their beginnings, and a path is put together only when
    /// an error needs it.
    trail: Vec<TrailStep<'p>>,
}

#[derive(Debug)]
struct TrailStep<'p> {
    parent: Option<usize>,
    step: Step<'p>,
}

impl<'p> Targets<'p> {
    /// Walks each of `paths` from `root`: through lists, past nulls, and only through objects of
    /// the types that a path names.
    #[must_use]
    pub fn find(store: &Store, root: &Node, paths: &'p [Vec<PathSegment>]) -> Self {
        let mut found = Self::default();
        for path in paths {
            found.walk(store, root.clone(), path, None);
        }
        found
    }

    fn walk(&mut self, store: &Store, node: Node, path: &'p [PathSegment], trail: Option<usize>) {
        let Some((segment, rest)) = path.split_first() else {
            self.arrive(store, node, trail);
            return;
        };
        match segment {
            PathSegment::Field(key) => {
                if let Some(child) = store.field(&node, key) {
                    let trail = self.step(trail, Step::Key(key));
                    self.walk(store, child, rest, Some(trail));
                }
            }
            PathSegment::List => {
                self.for_elements(store, &node, trail, &mut |found, element, trail| {
                    found.walk(store, element, rest, Some(trail));
                });
            }
            PathSegment::OnTypes(types) => {
                if is_of_type(store, &node, types) {
                    self.walk(store, node, rest, trail);
                }
            }
        }
    }

    /// Calls `visit` with every element of a list and of the lists in it.
    fn for_elements(
        &mut self,
        store: &Store,
        list: &Node,
        trail: Option<usize>,
        visit: &mut dyn FnMut(&mut Self, Node, usize),
    ) {
        for (index, element) in store.node_elements(list).enumerate() {
            let trail = self.step(trail, Step::Index(index));
            match store.node_kind(&element) {
                Kind::Null => {}
                Kind::List => self.for_elements(store, &element, Some(trail), visit),
                _ => visit(self, element, trail),
            }
        }
    }

    fn arrive(&mut self, store: &Store, node: Node, trail: Option<usize>) {
        if store.node_kind(&node) == Kind::Object {
            self.targets.push(Target { node, trail });
        }
    }

    fn step(&mut self, parent: Option<usize>, step: Step<'p>) -> usize {
        self.trail.push(TrailStep { parent, step });
        self.trail.len() - 1
    }

    /// The objects.
    #[must_use]
    pub fn as_slice(&self) -> &[Target] {
        &self.targets
    }

    /// Where in the answer a target stands.
    #[must_use]
    pub fn path(&self, target: &Target) -> ResponsePath {
        let mut items = Vec::new();
        let mut at = target.trail;
        while let Some(step) = at.and_then(|index| self.trail.get(index)) {
            items.push(PathItem::from(step.step));
            at = step.parent;
        }
        items.reverse();
        ResponsePath(items)
    }
}

/// Whether the data says that a node is of one of these types.
pub(crate) fn is_of_type(store: &Store, node: &Node, types: &[String]) -> bool {
    store
        .field(node, "__typename")
        .is_some_and(|name| types.iter().any(|known| store.text_is(name.primary(), known)))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::IndexLimits;

    fn field(key: &str) -> PathSegment {
        PathSegment::Field(key.to_owned())
    }

    fn found(json: &'static str, path: Vec<PathSegment>) -> Vec<String> {
        let mut store = Store::new();
        let body = Bytes::from_static(json.as_bytes());
        let root = store.ingest(body, &IndexLimits::default()).expect("JSON");
        let paths = [path];
        let targets = Targets::find(&store, &store.node(root), &paths);
        targets.as_slice().iter().map(|target| targets.path(target).to_string()).collect()
    }

    #[test]
    fn walks_lists_and_lists_in_them_and_past_nulls() {
        let json = r#"{"a": [{"b": {}}, null, {"b": null}, [{"b": {}}, {"b": 1}]]}"#;
        assert_eq!(
            found(json, vec![field("a"), PathSegment::List, field("b")]),
            ["a[0].b", "a[3][0].b"]
        );
    }

    #[test]
    fn follows_objects_of_the_named_types_alone() {
        let json =
            r#"{"a": [{"__typename": "T", "b": {}}, {"__typename": "U", "b": {}}, {"b": {}}]}"#;
        let types = PathSegment::OnTypes(vec!["T".to_owned()]);
        assert_eq!(found(json, vec![field("a"), PathSegment::List, types, field("b")]), ["a[0].b"]);
    }

    #[test]
    fn no_path_is_the_root() {
        assert_eq!(found("{}", vec![]), [""]);
        assert!(found("{}", vec![field("a"), field("b")]).is_empty());
    }
}
