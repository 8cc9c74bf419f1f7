//! The cases in `cases/`, by subject: what each composes to or why it is refused, in words. What
//! composes is planned on, every field by every short way and with every choice of labels.
//!
//! A case begins with `### its name`; a line `# subgraph NAME` begins a subgraph, which links all of
//! federation 2 unless the next line is `# v1` or `# raw`.

use std::{fs, path::Path};

use super::{
    planner::{Planned, plan_public},
    support::{FEDERATION, text},
};
use crate::{Code, SubgraphInput, compose};

/// A name, and subgraphs as [`SubgraphInput::from_text`] reads them.
struct Case {
    name: String,
    text: String,
}

fn read(subject: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("cases/{subject}.graphql"));
    let file = fs::read_to_string(path).expect("the cases are there");
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = file.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("### ") {
            cases.push(Case { name: name.to_owned(), text: String::new() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with its name");
        case.text.push_str(line);
        case.text.push('\n');
        let links_itself = |next: &&str| matches!(*next, "# v1" | "# raw");
        if line.starts_with("# subgraph ") && lines.next_if(links_itself).is_none() {
            case.text.push_str(FEDERATION);
        }
    }
    cases
}

/// What comes of a case, in a few lines.
fn outcome(case: &Case) -> String {
    match compose(&SubgraphInput::from_text(&case.text)) {
        Ok(composed) => {
            let planned = match plan_public(&composed.supergraph_sdl, 4) {
                Planned::All(0) => "nothing to plan".to_owned(),
                Planned::All(count) => format!("{count} operations plan"),
                Planned::Failed(operation) => panic!("{}: no plan for `{operation}`", case.name),
            };
            let hints = text(&composed.hints);
            let hints = if hints.is_empty() { hints } else { format!("\n{hints}") };
            format!("composes, {planned}{hints}")
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty(), "{} is refused without a word", case.name);
            let is_ours = diagnostics.iter().any(|one| one.code == Code::Internal);
            assert!(!is_ours, "{}: {}", case.name, text(&diagnostics));
            text(&diagnostics)
        }
    }
}

/// Every outcome of a subject.
fn outcomes(subject: &str) -> String {
    let cases = read(subject);
    assert!(!cases.is_empty(), "there are cases");
    let each = cases.iter().map(|case| format!("### {}\n{}\n", case.name, outcome(case)));
    each.collect::<Vec<_>>().join("\n")
}

macro_rules! subjects {
    ($($subject:ident)*) => {
        $(#[test]
        fn $subject() {
            insta::assert_snapshot!(stringify!($subject), outcomes(stringify!($subject)));
        })*

        #[test]
        fn every_subject_is_a_test() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
            let files = fs::read_dir(folder).expect("the cases are there");
            let name = |file: fs::DirEntry| {
                file.path().file_stem().expect("a name").to_string_lossy().into_owned()
            };
            let mut found: Vec<String> =
                files.map(|file| name(file.expect("it can be read"))).collect();
            found.sort();
            assert_eq!(found, [$(stringify!($subject)),*]);
        }
    };
}

subjects! {
    authorization cost external inaccessible inputs interface_objects keys links outputs overrides
    provides requires satisfiability schemas sharing tags version_1
}
