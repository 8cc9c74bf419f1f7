//! Documents that are known ahead of time.

use std::path::{Path, PathBuf};

use super::reader::{Problems, Section};

/// Where documents may come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentsConfig {
    /// The folder with persisted documents.
    pub folder: Option<PathBuf>,
    /// Whether no others are served.
    pub require: bool,
    /// Whether documents that clients send with their hash are kept for later requests.
    pub automatic: bool,
}

impl Default for DocumentsConfig {
    fn default() -> Self {
        Self { folder: None, require: false, automatic: true }
    }
}

/// Reads the table `persisted_documents`.
pub(super) fn read(
    mut section: Section<'_>,
    folder: &Path,
    problems: &Problems<'_>,
) -> DocumentsConfig {
    let offset = section.offset();
    let require = section.boolean("require").unwrap_or(false);
    let automatic = section.boolean("automatic");
    let documents = DocumentsConfig {
        folder: section.text("folder").map(|path| folder.join(path.value)),
        require,
        automatic: automatic.unwrap_or(!require),
    };
    if require && documents.folder.is_none() {
        problems.add(offset, "`persisted_documents.require` needs `folder`");
    }
    if require && automatic == Some(true) {
        problems.add(
            offset,
            "`persisted_documents`: `require` and `automatic` exclude each other: with `require` no \
             document of a client is kept",
        );
    }
    section.finish();
    documents
}
