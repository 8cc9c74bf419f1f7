//! The folder that a demo city lives in: a database for each part, the key that signs caller
//! contexts, and the queries to try. It is made once and used again.

use std::{
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
};

use anyhow::Context;
use contract::identity::SigningKey;

use crate::QUERIES;

/// A demo's folder.
#[derive(Debug, Clone)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// Makes the folder when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(path: impl Into<PathBuf>) -> anyhow::Result<Self> {
        let folder = Self(path.into());
        std::fs::create_dir_all(&folder.0)
            .with_context(|| format!("make the data folder {}", folder.0.display()))?;
        Ok(folder)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The URL of the database of a part.
    pub(crate) fn database_url(&self, part: &str) -> String {
        format!("sqlite:{}", self.0.join(format!("{part}.sqlite")).display())
    }

    /// The file with the key that the gateway signs with, made at first use.
    pub(crate) fn signing_key_file(&self) -> anyhow::Result<PathBuf> {
        let path = self.0.join("caller-context.key");
        if !path.exists() {
            std::fs::write(&path, random_key())
                .with_context(|| format!("write {}", path.display()))?;
        }
        Ok(path)
    }

    /// The key itself, for the services.
    pub(crate) fn signing_key(&self) -> anyhow::Result<SigningKey> {
        let path = self.signing_key_file()?;
        let key = std::fs::read(&path).with_context(|| format!("read {}", path.display()))?;
        Ok(SigningKey::new(key.trim_ascii())?)
    }

    /// Writes the queries to try and gives their files.
    pub(crate) fn query_files(&self) -> anyhow::Result<Vec<PathBuf>> {
        let folder = self.0.join("queries");
        std::fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
        let write = |(name, text): &(&str, &str)| {
            let path = folder.join(name);
            std::fs::write(&path, text).with_context(|| format!("write {}", path.display()))?;
            Ok(path)
        };
        QUERIES.iter().map(write).collect()
    }
}

/// 64 hexadecimal digits. The keys of the standard library's hashers come from the system's source
/// of randomness, which is enough for a city on one machine.
fn random_key() -> String {
    (0..4_u64).map(|index| format!("{:016x}", RandomState::new().hash_one(index))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_kept() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = DataFolder::open(place.path().join("city")).expect("a new folder");
        let first = std::fs::read(folder.signing_key_file().expect("a key")).expect("readable");
        let second = std::fs::read(folder.signing_key_file().expect("a key")).expect("readable");
        assert_eq!(first, second);
        assert_eq!(first.len(), 64);
        folder.signing_key().expect("long enough to sign with");
    }
}
