//! `gateway compose --watch`: a change of a file is seen, and Ctrl-C is a good end.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use crate::support::{ACCOUNTS, Folder, REVIEWS, TWO};

/// Only so that a failing test ends.
const PATIENCE: Duration = Duration::from_secs(60);

/// A gateway that watches.
struct Watching {
    child: Child,
    stdout: Lines,
    stderr: Lines,
}

/// The lines of a stream as they come.
struct Lines(Receiver<String>);

impl Lines {
    fn of(stream: impl Read + Send + 'static) -> Self {
        let (sender, lines) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            lines.map(|line| sender.send(line)).find(Result::is_err)
        });
        Self(lines)
    }

    /// Waits for a line with this text.
    fn wait_for(&self, text: &str) {
        loop {
            let line = self.0.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("no line with `{text}`"));
            if line.contains(text) {
                return;
            }
        }
    }
}

impl Watching {
    fn start(mut command: Command) -> Self {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the gateway runs");
        let stdout = Lines::of(child.stdout.take().expect("piped"));
        let stderr = Lines::of(child.stderr.take().expect("piped"));
        Self { child, stdout, stderr }
    }

    fn interrupt(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill runs");
        assert!(sent.success());
        self.child.wait().expect("it ends")
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
    }
}

#[test]
fn a_change_is_composed_a_mistake_told_and_its_repair_composed() {
    let folder = Folder::of_two(ACCOUNTS, REVIEWS);
    let reviews = folder.read("reviews.graphql");
    let watching =
        Watching::start(folder.command(&[["compose", "--watch"].as_slice(), &TWO].concat()));
    watching.stdout.wait_for("reviews: [Review!]!");
    watching.stderr.wait_for("watching 2 files");

    folder.write("reviews.graphql", &reviews.replace("stars: Int!", "stars: Int! text: String"));
    watching.stdout.wait_for("text: String");
    watching.stderr.wait_for("watching 2 files");

    folder.write("reviews.graphql", "type {");
    watching.stderr.wait_for("error[INVALID_GRAPHQL]");
    watching.stderr.wait_for("watching 2 files");

    std::fs::remove_file(folder.path("reviews.graphql")).expect("removed");
    watching.stderr.wait_for("read reviews.graphql");
    watching.stderr.wait_for("watching 2 files");

    folder.write("reviews.graphql", &reviews.replace("stars", "points"));
    watching.stdout.wait_for("points: Int!");
    assert_eq!(watching.interrupt().code(), Some(0));
}
