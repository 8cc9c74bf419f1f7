//! Every code has a case: a rule that nothing shows to work is none.

use std::{fs, path::Path};

use crate::Code;

/// What no input is known to get.
const WITHOUT_CASE: &[Code] = &[Code::Internal];

#[test]
fn every_code_has_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests");
    let mut cases = String::new();
    for folder in [folder.clone(), folder.join("snapshots")] {
        for file in fs::read_dir(folder).expect("the tests are there") {
            let path = file.expect("the folder can be read").path();
            if path.is_file() {
                cases.push_str(&fs::read_to_string(path).expect("a test can be read"));
            }
        }
    }
    let has_case = |code: &Code| {
        let name = format!("Code::{code:?}");
        let is_named = cases.match_indices(&name).any(|(at, _)| {
            !cases[at + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        });
        is_named || cases.contains(&format!("{code} ["))
    };
    let without: Vec<&Code> =
        Code::ALL.iter().filter(|code| !WITHOUT_CASE.contains(code) && !has_case(code)).collect();
    assert!(without.is_empty(), "{without:?}");
}
