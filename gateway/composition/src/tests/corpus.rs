//! What fuzzing starts from and what it found, composed or refused as it is and cut anywhere.

use std::{fs, path::Path};

use crate::{Code, SubgraphInput, compose};

fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus/compose");
    let files = fs::read_dir(folder).expect("the corpus is there");
    let read = |file: fs::DirEntry| {
        let text =
            String::from_utf8_lossy(&fs::read(file.path()).expect("it can be read")).into_owned();
        (file.file_name().to_string_lossy().into_owned(), text)
    };
    files.map(|file| read(file.expect("the folder can be read"))).collect()
}

/// Composes a text; never the composer's own fault.
fn is_composed(text: &str) -> bool {
    match compose(&SubgraphInput::from_text(text)) {
        Ok(_) => true,
        Err(found) => {
            assert!(!found.is_empty(), "refused without a word:\n{text}");
            assert!(found.iter().all(|one| one.code != Code::Internal), "{found:?}\n{text}");
            false
        }
    }
}

#[test]
fn the_corpus_composes_or_is_refused() {
    let composed: Vec<String> =
        corpus().into_iter().filter(|(_, text)| is_composed(text)).map(|(name, _)| name).collect();
    let expected = ["composed", "entities", "interface_objects", "partitions", "version_1"];
    for name in expected {
        assert!(composed.contains(&format!("{name}.graphql")), "{name} is refused: {composed:?}");
    }
}

#[test]
fn the_corpus_can_be_cut_anywhere() {
    for (_, text) in corpus() {
        for at in (0..text.len()).step_by(7).filter(|at| text.is_char_boundary(*at)) {
            is_composed(&text[..at]);
            is_composed(&format!("{}{}", &text[..at], text.get(at + 5..).unwrap_or_default()));
        }
    }
}
