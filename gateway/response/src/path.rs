//! Places in an answer: as they are walked (borrowed), as errors carry them (owned), and as a set
//! that tells whether a null has been explained already.

use std::{
    collections::BTreeMap,
    fmt::{self, Display, Formatter},
};

use crate::json;

/// A step into an answer while it is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Into the field of this response key.
    Key(&'a str),
    /// Into the element at this index.
    Index(usize),
}

/// A step of a [`ResponsePath`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathItem {
    /// A response key.
    Key(String),
    /// An index of a list.
    Index(usize),
}

impl From<Step<'_>> for PathItem {
    fn from(step: Step<'_>) -> Self {
        match step {
            Step::Key(key) => Self::Key(key.to_owned()),
            Step::Index(index) => Self::Index(index),
        }
    }
}

/// A place in the answer, from its root.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponsePath(pub Vec<PathItem>);

impl ResponsePath {
    /// This path, then `rest`.
    #[must_use]
    pub fn join(mut self, rest: &[PathItem]) -> Self {
        self.0.extend_from_slice(rest);
        self
    }

    /// Writes the path as an error of an answer has it: `["deputies",3,"name"]`.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (position, item) in self.0.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            match item {
                PathItem::Key(key) => json::write_string(out, key),
                PathItem::Index(index) => json::write_usize(out, *index),
            }
        }
        out.push(b']');
    }
}

impl From<&[Step<'_>]> for ResponsePath {
    fn from(steps: &[Step<'_>]) -> Self {
        Self(steps.iter().copied().map(PathItem::from).collect())
    }
}

impl Display for ResponsePath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (position, item) in self.0.iter().enumerate() {
            match item {
                PathItem::Key(key) if position == 0 => f.write_str(key)?,
                PathItem::Key(key) => write!(f, ".{key}")?,
                PathItem::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// The paths of errors that the client is told anyway. A null at such a path, below it or above it
/// needs no error of its own.
#[derive(Debug, Clone, Default)]
pub struct ErrorPaths {
    ends_here: bool,
    children: BTreeMap<PathItem, ErrorPaths>,
}

impl ErrorPaths {
    /// No path.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the path of an error. The empty path explains every null.
    pub fn insert(&mut self, path: &ResponsePath) {
        let mut node = self;
        for item in &path.0 {
            node = node.children.entry(item.clone()).or_default();
        }
        node.ends_here = true;
    }

    /// Whether an error at this place, above it or below it is known.
    #[must_use]
    pub fn explain(&self, place: &[Step<'_>]) -> bool {
        let mut node = self;
        for &step in place {
            if node.ends_here {
                return true;
            }
            match node.children.get(&PathItem::from(step)) {
                Some(child) => node = child,
                None => return false,
            }
        }
        node.ends_here || !node.children.is_empty()
    }
}

impl<'a> FromIterator<&'a ResponsePath> for ErrorPaths {
    fn from_iter<I: IntoIterator<Item = &'a ResponsePath>>(paths: I) -> Self {
        let mut all = Self::new();
        for path in paths {
            all.insert(path);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(items: &[Step<'_>]) -> ResponsePath {
        items.into()
    }

    #[test]
    fn prints_for_people_and_as_json() {
        let path = path(&[Step::Key("a"), Step::Index(3), Step::Key("名\"")]);
        let mut out = Vec::new();
        path.write_json(&mut out);
        assert_eq!(String::from_utf8(out).expect("UTF-8"), r#"["a",3,"名\""]"#);
        assert_eq!(path.to_string(), "a[3].名\"");
    }

    #[test]
    fn explains_nulls_above_at_and_below() {
        let errors: ErrorPaths =
            [&path(&[Step::Key("a"), Step::Index(1), Step::Key("b")])].into_iter().collect();
        assert!(errors.explain(&[Step::Key("a")]));
        assert!(errors.explain(&[Step::Key("a"), Step::Index(1), Step::Key("b")]));
        assert!(errors.explain(&[Step::Key("a"), Step::Index(1), Step::Key("b"), Step::Key("c")]));
        assert!(!errors.explain(&[Step::Key("a"), Step::Index(2)]));
        assert!(!errors.explain(&[Step::Key("c")]));
        assert!(!ErrorPaths::new().explain(&[]));
    }

    #[test]
    fn an_error_without_a_place_explains_everything() {
        let errors: ErrorPaths = [&ResponsePath::default()].into_iter().collect();
        assert!(errors.explain(&[Step::Key("a")]));
    }
}
