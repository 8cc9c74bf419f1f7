//! Where the root object of a fetch stands in the client's answer: at its root, or, when a type of
//! the answer leads back to the root type, at a path.

use gateway_plan::PathSegment;
use gateway_response::{Node, PathItem, Ref, ResponsePath, Targets};

use crate::run::Run;

/// Lays an object over the root of the answer, or over the objects at a path.
pub(crate) fn place(run: &mut Run<'_>, at: &[PathSegment], object: Ref) {
    if at.is_empty() {
        run.lay_over_root(object);
        return;
    }
    for node in targets_of(run, at) {
        run.store.overlay_node(&node, object);
    }
}

/// The objects at a path.
pub(crate) fn targets_of(run: &Run<'_>, at: &[PathSegment]) -> Vec<Node> {
    let paths = [at.to_vec()];
    let targets = Targets::find(&run.store, &run.root(), &paths);
    targets.as_slice().iter().map(|target| target.node.clone()).collect()
}

/// The path of a root field.
pub(crate) fn path_of(at: &[PathSegment], key: &str) -> ResponsePath {
    path_of_items(at, &[PathItem::Key(key.to_owned())])
}

/// The path of something below the place of a fetch. Lists on the way have no one index, so the
/// path ends before the first of them.
pub(crate) fn path_of_items(at: &[PathSegment], items: &[PathItem]) -> ResponsePath {
    let mut path = ResponsePath::default();
    for segment in at {
        match segment {
            PathSegment::Field(key) => path.0.push(PathItem::Key(key.clone())),
            PathSegment::OnTypes(_) => {}
            PathSegment::List => return path,
        }
    }
    path.join(items)
}
