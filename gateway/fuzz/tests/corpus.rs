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

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % below.max(1)
    }

    /// Bytes with a few changes: a byte flipped, a piece doubled, moved, left out, or taken from
    /// another file.
    fn change(&mut self, bytes: &[u8], other: &[u8]) -> Vec<u8> {
        let mut changed = bytes.to_vec();
        for _ in 0..=self.roll(4) {
            let at = self.roll(changed.len() + 1);
            let end = (at + self.roll(12)).min(changed.len());
            match self.roll(5) {
                0 if at < changed.len() => changed[at] ^= 1 << self.roll(8),
                1 => changed
                    .splice(at..at, bytes.iter().skip(self.roll(bytes.len())).take(16).copied())
                    .for_each(drop),
                2 => changed
                    .splice(at..at, other.iter().skip(self.roll(other.len())).take(24).copied())
                    .for_each(drop),
                3 => changed.drain(at..end).for_each(drop),
                _ => changed.insert(at, self.roll(256) as u8),
            }
        }
        changed
    }
}

/// `FUZZ_ROUNDS` says how many rounds are tried, and `FUZZ_TARGET` of which target alone, where no
/// fuzzer is at hand.
#[test]
fn every_target_holds_on_what_is_changed() {
    let rounds = std::env::var("FUZZ_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    let only = std::env::var("FUZZ_TARGET").ok();
    let is_meant = |name: &str| only.as_ref().is_none_or(|only| only == name);
    for (name, target) in TARGETS.into_iter().filter(|(name, _)| is_meant(name)) {
        let files = files(name);
        let mut dice = Dice(7);
        for round in 0..rounds {
            for (path, bytes) in &files {
                let (_, other) = &files[dice.roll(files.len())];
                let changed = dice.change(bytes, other);
                println!(
                    "{} in round {round}: {:?}",
                    path.display(),
                    String::from_utf8_lossy(&changed)
                );
                target(&changed);
            }
        }
    }
}
