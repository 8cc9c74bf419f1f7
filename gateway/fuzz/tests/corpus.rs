//! Replays what fuzzing started from and what it found, as it is and cut here and there.

use std::{collections::BTreeSet, fs, path::PathBuf};

use gateway_fuzz::TARGETS;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The files of a target, those of the same name first on every machine.
fn files(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = fs::read_dir(corpus().join(target)).expect("each target has a corpus");
    let mut paths: Vec<PathBuf> = folder.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file that can be read");
        (path, bytes)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_target_holds_on_its_corpus() {
    for (name, target) in TARGETS {
        let files = files(name);
        assert!(!files.is_empty(), "{name} has no corpus");
        for (path, bytes) in files {
            println!("{}", path.display());
            target(&bytes);
        }
    }
}

#[test]
fn every_target_holds_on_what_is_cut() {
    for (name, target) in TARGETS {
        for (path, bytes) in files(name) {
            println!("{}", path.display());
            let step = (bytes.len() / 24).max(1);
            for at in (0..bytes.len()).step_by(step) {
                target(&bytes[..at]);
                let rest = bytes.get(at + 3..).unwrap_or_default();
                target(&[&bytes[..at], rest].concat());
            }
        }
    }
}

#[test]
fn the_corpus_has_no_folder_without_a_target() {
    let folders = fs::read_dir(corpus()).expect("the corpus is there");
    let found: BTreeSet<String> = folders
        .map(|folder| folder.expect("a folder").file_name().to_string_lossy().into_owned())
        .collect();
    let expected = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, expected);
}
