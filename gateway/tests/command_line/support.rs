//! A folder with schemas, and the gateway run in it.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

pub const LINK: &str = r#"extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@requires", "@tag"])
"#;

pub const ACCOUNTS: &str = r#"
type Query {
  me: User
}

type User @key(fields: "id") {
  id: ID!
  "As it is printed."
  name: String!
}
"#;

pub const REVIEWS: &str = r#"
type User @key(fields: "id") {
  id: ID!
  reviews: [Review!]!
}

type Review {
  stars: Int!
  author: User! @tag(name: "internal")
}
"#;

/// The arguments for the two files that [`Folder::of_two`] has.
pub const TWO: [&str; 4] = [
    "--subgraph",
    "accounts,http://accounts.example/,accounts.graphql",
    "--subgraph",
    "reviews,http://reviews.example/,reviews.graphql",
];

/// A folder that the gateway runs in.
pub struct Folder(TempDir);

/// How a run ended.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// With two subgraphs, of which each is given without its link.
    pub fn of_two(accounts: &str, reviews: &str) -> Self {
        let folder = Self::new();
        folder.write("accounts.graphql", &format!("{LINK}{accounts}"));
        folder.write("reviews.graphql", &format!("{LINK}{reviews}"));
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file")
    }

    /// The gateway, ready to run in the folder and with nothing of this process's settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gateway"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        for variable in ["GATEWAY_CONFIG", "SUPERGRAPH", "LISTEN", "RUST_LOG", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// `gateway compose` of the two subgraphs, with more arguments.
    pub fn compose_two(&self, more: &[&str]) -> Ended {
        self.run(&[["compose"].as_slice(), &TWO, more].concat())
    }
}

impl Ended {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the gateway runs");
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "one document on one line");
        serde_json::from_str(&self.stdout).expect("JSON")
    }
}
