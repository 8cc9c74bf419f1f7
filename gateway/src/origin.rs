//! Where a configuration comes from, to read it again when it changes.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use crate::config::{Config, ConfigError};

/// A configuration file and what the command line puts in its place.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The configuration file; without one, everything has its default.
    pub config: Option<PathBuf>,
    /// The file with the supergraph to serve.
    pub supergraph: Option<PathBuf>,
    /// Where clients connect.
    pub listen: Option<SocketAddr>,
}

impl Origin {
    /// Reads the configuration.
    ///
    /// # Errors
    /// [`ConfigError`] when the file cannot be read or has mistakes.
    pub fn read(&self) -> Result<Config, ConfigError> {
        let mut config = match &self.config {
            Some(path) => Config::read_for(path, self.supergraph.as_deref())?,
            None => Config { supergraph: self.supergraph.clone(), ..Config::default() },
        };
        config.listen = self.listen.unwrap_or(config.listen);
        Ok(config)
    }

    /// The files that `config`, which was read from here, depends on.
    pub(crate) fn files<'a>(&'a self, config: &'a Config) -> Vec<&'a Path> {
        self.config.as_deref().into_iter().chain(config.files()).collect()
    }
}
