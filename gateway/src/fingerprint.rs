//! Whether files have changed, without reading them.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Times and sizes of files, and of the files of folders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Fingerprint(BTreeMap<PathBuf, Option<Mark>>);

/// What changes with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    modified: Option<SystemTime>,
    bytes: u64,
}

impl Fingerprint {
    /// Takes the fingerprint of files and folders; those that are absent are part of it.
    pub(crate) fn of<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Self {
        let mut marks = BTreeMap::new();
        for path in paths {
            add(path, &mut marks);
        }
        Self(marks)
    }
}

fn add(path: &Path, marks: &mut BTreeMap<PathBuf, Option<Mark>>) {
    let metadata = fs::metadata(path);
    if metadata.as_ref().is_ok_and(fs::Metadata::is_dir) {
        for child in children(path).unwrap_or_default() {
            let mark = fs::metadata(&child).ok().map(|metadata| mark(&metadata));
            marks.insert(child, mark);
        }
    }
    marks.insert(path.to_owned(), metadata.ok().map(|metadata| mark(&metadata)));
}

fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

fn mark(metadata: &fs::Metadata) -> Mark {
    Mark { modified: metadata.modified().ok(), bytes: metadata.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_seen() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (file, documents) = (folder.path().join("file"), folder.path().join("documents"));
        let now = || Fingerprint::of([file.as_path(), documents.as_path()]);
        let mut last = now();
        let mut changed = |what: &str| {
            let next = now();
            assert_ne!(next, last, "{what}");
            last = next;
        };
        fs::write(&file, "a").expect("written");
        changed("a new file");
        fs::write(&file, "ab").expect("written");
        changed("a longer file");
        fs::create_dir(&documents).expect("made");
        changed("a new folder");
        fs::write(documents.join("x"), "a").expect("written");
        changed("a new file in a folder");
        fs::write(documents.join("x"), "ab").expect("written");
        changed("a longer file in a folder");
        fs::remove_file(&file).expect("removed");
        changed("a file that is gone");
        assert_eq!(now(), last);
    }
}
