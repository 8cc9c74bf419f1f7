//! Composes again whenever a file changes. Looking at the files a few times a second is enough for
//! people who write schemas, and works on every file system.

use std::{
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tokio::{signal, time::sleep};

use super::{Composition, Verdict, compose_once};

const PAUSE: Duration = Duration::from_millis(200);

/// Composes until Ctrl-C. What cannot be read is told, and tried again when it changes.
pub(super) async fn compose_on_changes(composition: &Composition) -> anyhow::Result<Verdict> {
    tokio::select! {
        ended = signal::ctrl_c() => ended?,
        () = forever(composition) => {}
    }
    Ok(Verdict::Fine)
}

async fn forever(composition: &Composition) {
    loop {
        // Before composing, so that a change while composing is one.
        let seen = Files::look(composition);
        match compose_once(composition).await {
            Ok(Verdict::Fine) => anstream::eprintln!("composed"),
            Ok(Verdict::Refused) => {}
            Err(error) => anstream::eprintln!("gateway: {error:#}"),
        }
        anstream::eprintln!("watching {} files, end with Ctrl-C", seen.0.len());
        while Files::look(composition) == seen {
            sleep(PAUSE).await;
        }
    }
}

/// How the files look from outside.
#[derive(Debug, PartialEq, Eq)]
struct Files(Vec<(PathBuf, Option<Stamp>)>);

/// When a file was written, and how long it is: some file systems tell whole seconds only.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    written: Option<SystemTime>,
    length: u64,
}

impl Files {
    fn look(composition: &Composition) -> Self {
        let mut paths = composition.sources.files();
        paths.sort();
        paths.dedup();
        Self(paths.into_iter().map(|path| (path.clone(), stamp(&path))).collect())
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    Some(Stamp { written: metadata.modified().ok(), length: metadata.len() })
}
