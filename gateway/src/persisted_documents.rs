//! Reads a folder of persisted documents. `<id>.graphql` is one document, where the id is the
//! SHA-256 hash of its bytes or a name of one's own; a `.json` file is a manifest of many, either an object of ids and texts or
//! with a list `operations` of objects with `id` and `body`. Other files are left alone.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use gateway_server::PersistedDocuments;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A document in a list.
#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

/// The documents of a folder.
///
/// # Errors
/// When a file cannot be read, or an id does not fit its document.
pub(crate) fn read(folder: &Path) -> anyhow::Result<PersistedDocuments> {
    let mut documents = Vec::new();
    for path in files(folder)? {
        let text = fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        match extension(&path) {
            Some("graphql" | "gql") => documents.push((stem(&path), text)),
            Some("json") => documents
                .extend(manifest(&text).with_context(|| format!("read {}", path.display()))?),
            _ => {}
        }
    }
    PersistedDocuments::new(documents).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("  {error}")).collect();
        anyhow::anyhow!("persisted documents in {}:\n{}", folder.display(), lines.join("\n"))
    })
}

/// The files with documents, in the order of their names.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let context = || format!("read the folder {}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(context)? {
        let path = entry.with_context(context)?.path();
        if matches!(extension(&path), Some("graphql" | "gql" | "json")) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn manifest(text: &str) -> anyhow::Result<Vec<(String, String)>> {
    let manifest: Map<String, Value> =
        serde_json::from_str(text).context("a manifest is a JSON object")?;
    if let Some(operations @ Value::Array(_)) = manifest.get("operations") {
        let operations = Vec::<Operation>::deserialize(operations).context("`operations`")?;
        return Ok(operations
            .into_iter()
            .map(|operation| (operation.id, operation.body))
            .collect());
    }
    manifest
        .into_iter()
        .map(|(id, text)| match text {
            Value::String(text) => Ok((id, text)),
            _ => bail!("the document `{id}` is not a text"),
        })
        .collect()
}

fn extension(path: &Path) -> Option<&str> {
    path.extension()?.to_str()
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The SHA-256 hash of `{a}`.
    const HASH_OF_A: &str = "460c3a93211614ac783c0f1d1bbbcb45a6da87d6421b5c0771772588f1015ff8";

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("a written file");
        }
        folder
    }

    fn problem(files: &[(&str, &str)]) -> String {
        let folder = folder(files);
        let error = read(folder.path()).expect_err("a mistake");
        format!("{error:#}").replace(&folder.path().display().to_string(), "FOLDER")
    }

    #[test]
    fn documents_stand_in_files_and_manifests() {
        let folder = folder(&[
            (&format!("{HASH_OF_A}.graphql"), "{a}"),
            ("map.json", r#"{"list-b": "{b}"}"#),
            (
                "operations.json",
                r#"{"format":"x","version":1,"operations":[{"id":"c","name":"C","type":"query","body":"{c}"}]}"#,
            ),
            ("README.md", "not a document"),
        ]);
        assert_eq!(read(folder.path()).expect("good documents").len(), 3);
    }

    #[test]
    fn a_name_that_is_a_hash_must_be_that_of_the_document() {
        insta::assert_snapshot!(problem(&[(&format!("{HASH_OF_A}.graphql"), "{a}\n")]), @"
        persisted documents in FOLDER:
          `460c3a93211614ac783c0f1d1bbbcb45a6da87d6421b5c0771772588f1015ff8` is not the hash of its document, which is 2711b48410b73525fd07435b5b21e680638425df2ed3ac3e71a11ac85cd842cb
        ");
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        insta::assert_snapshot!(problem(&[("zero.json", "[]")]), @"read FOLDER/zero.json: a manifest is a JSON object: invalid type: sequence, expected a map at line 1 column 0");
        insta::assert_snapshot!(problem(&[("one.json", r#"{"a": 1}"#)]), @"read FOLDER/one.json: the document `a` is not a text");
        insta::assert_snapshot!(problem(&[("two.json", r#"{"operations": [{"id": "a"}]}"#)]), @"read FOLDER/two.json: `operations`: missing field `body`");
    }
}
