//! Finds the objects that an entity fetch is about.

use gateway_plan::PathSegment;
use rustc_hash::FxHashMap;

use crate::{Kind, Node, PathItem, ResponsePath, Step, Store, store::NodeIdentity};

/// Room for values that stand at several places.
const USUAL_TWINS: usize = 50;

/// How many places of one target are told at most: an answer lists no more errors than that.
const MAX_PLACES: usize = 1_000;

/// An object that a fetch is about.
#[derive(Debug, Clone)]
pub struct Target {
    /// The object with what lies over it.
    pub node: Node,
    trail: Option<usize>,
}

/// The objects at some paths of an answer, in the order of the answer, path after path. One that
/// stands at several places of one path, as what its subgraph sent says the same there, is one
/// target.
#[derive(Debug, Default)]
pub struct Targets<'p> {
    targets: Vec<Target>,
    /// The ways to the targets. They share their beginnings, and a path is put together only when
    /// an error needs it.
    trail: Vec<TrailStep<'p>>,
    /// Where the walk came to what it had walked before: by the end of the first way, the ends of
    /// the others.
    again: FxHashMap<usize, Vec<usize>>,
}

/// What was walked, and where the way to it ends: the number of the path, how much of it is left,
/// the value.
type Walked = FxHashMap<(usize, usize, NodeIdentity), usize>;

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
        let mut walk = Walk { store, found: Self::default(), walked: Walked::default(), path: 0 };
        for (number, path) in paths.iter().enumerate() {
            walk.path = number;
            walk.walk(root.clone(), path, None);
        }
        walk.found
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

    /// Where in the answer a target stands: at one place or more.
    #[must_use]
    pub fn places(&self, target: &Target) -> Vec<ResponsePath> {
        self.ways(target.trail).into_iter().map(ResponsePath).collect()
    }

    /// The ways to the end of a trail. Other ways are as long as the first one and end where it ends,
    /// so that following them and their beginnings comes to an end.
    fn ways(&self, trail: Option<usize>) -> Vec<Vec<PathItem>> {
        let Some(index) = trail else { return vec![Vec::new()] };
        let TrailStep { parent, step } = &self.trail[index];
        let mut ways = self.ways(*parent);
        for way in &mut ways {
            way.push(PathItem::from(*step));
        }
        for other in self.again.get(&index).into_iter().flatten() {
            if ways.len() >= MAX_PLACES {
                break;
            }
            ways.append(&mut self.ways(Some(*other)));
        }
        ways.truncate(MAX_PLACES);
        ways
    }
}

/// A walk along paths.
struct Walk<'s, 'p> {
    store: &'s Store,
    found: Targets<'p>,
    walked: Walked,
    /// The number of the path.
    path: usize,
}

impl<'p> Walk<'_, 'p> {
    fn walk(&mut self, node: Node, path: &'p [PathSegment], trail: Option<usize>) {
        if let Some(trail) = trail
            && self.store.has_twins(&node)
        {
            if self.walked.capacity() == 0 {
                self.walked.reserve(USUAL_TWINS);
            }
            let key = (self.path, path.len(), node.identity());
            let first = *self.walked.entry(key).or_insert(trail);
            if first != trail {
                self.found.again.entry(first).or_default().push(trail);
                return;
            }
        }
        let Some((segment, rest)) = path.split_first() else {
            self.arrive(node, trail);
            return;
        };
        let store = self.store;
        match segment {
            PathSegment::Field(key) => {
                if let Some(child) = store.field(&node, key) {
                    let trail = self.found.step(trail, Step::Key(key));
                    self.walk(child, rest, Some(trail));
                }
            }
            PathSegment::List => {
                self.for_elements(&node, trail, &mut |walk, element, trail| {
                    walk.walk(element, rest, Some(trail));
                });
            }
            PathSegment::OnTypes(types) => {
                if is_of_type(store, &node, types) {
                    self.walk(node, rest, trail);
                }
            }
        }
    }

    /// Calls `visit` with every element of a list and of the lists in it.
    fn for_elements(
        &mut self,
        list: &Node,
        trail: Option<usize>,
        visit: &mut dyn FnMut(&mut Self, Node, usize),
    ) {
        let store = self.store;
        for (index, element) in store.node_elements(list).enumerate() {
            let trail = self.found.step(trail, Step::Index(index));
            match store.node_kind(&element) {
                Kind::Null => {}
                Kind::List => self.for_elements(&element, Some(trail), visit),
                _ => visit(self, element, trail),
            }
        }
    }

    fn arrive(&mut self, node: Node, trail: Option<usize>) {
        if self.store.node_kind(&node) == Kind::Object {
            self.found.targets.push(Target { node, trail });
        }
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
        let places = targets.as_slice().iter().flat_map(|target| targets.places(target));
        places.map(|place| place.to_string()).collect()
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
