//! The gateway's configuration file. Each concern has its own small struct; reading reports all
//! mistakes together and hands each part its own section. Nothing else reads the file.

mod documents;
mod errors;
mod headers;
mod http;
mod limits;
mod overrides;
mod partitions;
mod reader;
mod sections;
mod subgraphs;
mod subscriptions;
mod tls;
mod traffic;

use std::path::{Path, PathBuf};

use thiserror::Error;

pub use documents::DocumentsConfig;
pub use http::{CorsConfig, HttpConfig};
pub use limits::LimitsConfig;
pub use partitions::PartitionsConfig;
pub use reader::Problem;
pub use sections::{Config, GraphiqlConfig, IdentityConfig};
pub use subgraphs::{PartitionConfig, Source, SubgraphConfig};
pub use subscriptions::SubscriptionsConfig;
pub use tls::{OwnCertificate, TlsConfig};

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file, or one that it names, cannot be read.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file has mistakes, all of them listed.
    #[error("{}:\n{}", path.display(), list(problems))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Top to bottom.
        problems: Vec<Problem>,
    },
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("  {problem}")).collect::<Vec<_>>().join("\n")
}

impl Config {
    /// Reads a configuration file. Paths in it are taken relative to its folder.
    ///
    /// # Errors
    /// [`ConfigError`] when the file cannot be read or has mistakes.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        Self::read_for(path, None)
    }

    /// Reads a configuration file to serve the supergraph of another file, whatever it says itself
    /// about where a supergraph comes from.
    ///
    /// # Errors
    /// [`ConfigError`] when the file cannot be read or has mistakes.
    pub fn read_for(path: &Path, supergraph: Option<&Path>) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        let folder = path.parent().unwrap_or(Path::new("."));
        Self::parse(&text, folder, supergraph)
            .map_err(|problems| ConfigError::Invalid { path: path.to_owned(), problems })
    }

    /// Reads the text of a configuration; paths are taken relative to `folder`.
    ///
    /// # Errors
    /// Every mistake, top to bottom.
    pub fn parse(
        text: &str,
        folder: &Path,
        supergraph: Option<&Path>,
    ) -> Result<Self, Vec<Problem>> {
        let problems = reader::Problems::new(text);
        let (document, errors) = toml::de::DeTable::parse_recoverable(text);
        for error in errors {
            problems.add(error.span().map_or(0, |span| span.start), error.message());
        }
        let root = reader::Section::root(&document, &problems);
        let config = sections::read(root, folder, supergraph, &problems);
        let problems = problems.into_sorted();
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests;
