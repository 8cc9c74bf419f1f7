//! What the README shows of the command line is what the command line does.

use std::{fs, path::Path};

use crate::{
    compose::partition,
    support::{ACCOUNTS, Ended, Folder, LINK, REVIEWS},
};

/// A command of the README, and what it prints.
struct Example {
    arguments: Vec<String>,
    output: String,
}

fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(path).expect("the README is there");
    let blocks = readme.split("```console\n").skip(1);
    blocks.filter_map(|rest| example(rest.split_once("```")?.0)).collect()
}

fn example(block: &str) -> Option<Example> {
    let joined = block.replace("\\\n", " ");
    let (command, output) = joined.strip_prefix("$ gateway ")?.split_once('\n')?;
    let arguments = command.split_whitespace().map(ToOwned::to_owned).collect();
    Some(Example { arguments, output: output.trim_end().to_owned() })
}

/// The files that the examples speak of.
fn folder() -> Folder {
    let accounts = ACCOUNTS.replace("  \"As it is printed.\"\n", "");
    let folder = Folder::of_two(&accounts, REVIEWS);
    let taken = REVIEWS.replace("  reviews:", "  name: String\n  reviews:");
    folder.write("reviews-2.graphql", &format!("{LINK}{taken}"));
    let ended = folder.compose_two(&["--output", "supergraph.graphql"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let next = folder
        .read("supergraph.graphql")
        .replace("  me: User", "  me(language: String!): User")
        .replace("  stars: Int!", "  text: String\n  stars: Int");
    folder.write("next.graphql", &next);
    folder.write("east.graphql", &partition("  light: Int\n"));
    folder.write("west.graphql", &partition("  heating(unit: String): Int\n"));
    folder
}

#[test]
fn the_readme_shows_what_happens() {
    let folder = folder();
    let mut commands = Vec::new();
    for Example { arguments, output } in examples() {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let Ended { stdout, stderr, .. } = folder.run(&arguments);
        let printed = format!("{stdout}{stderr}");
        assert_eq!(printed.trim_end(), output, "gateway {}", arguments.join(" "));
        commands.push(arguments[0].to_owned());
    }
    assert_eq!(commands, ["compose", "compose", "compose", "diff"]);
}
