//! Which database a URL means. Nothing is opened here.

use std::{fmt, str::FromStr};

use crate::StorageError;

/// One of the two databases that are supported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// PostgreSQL, for production.
    Postgres,
    /// SQLite in a file, for one machine.
    Sqlite,
}

impl Backend {
    /// The name as telemetry writes it, after the OpenTelemetry conventions for `db.system`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::Sqlite => "sqlite",
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A database URL that was read: `postgres://…`, `postgresql://…` or `sqlite:PATH`.
///
/// Its `Debug` text leaves the password out.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    backend: Backend,
    /// What the driver takes: the whole URL for PostgreSQL, the path for SQLite.
    target: String,
}

impl DatabaseUrl {
    /// The database that the URL means.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    pub(crate) fn target(&self) -> &str {
        &self.target
    }
}

impl FromStr for DatabaseUrl {
    type Err = StorageError;

    fn from_str(text: &str) -> Result<Self, StorageError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self { backend: Backend::Postgres, target: text.to_owned() });
        }
        match text.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            // Every connection to `:memory:` would see a database of its own.
            Some("" | ":memory:") | None => Err(StorageError::InvalidUrl),
            Some(path) => Ok(Self { backend: Backend::Sqlite, target: path.to_owned() }),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = match self.backend {
            Backend::Sqlite => &self.target,
            Backend::Postgres => {
                self.target.rsplit_once('@').map_or(&*self.target, |(_, host)| host)
            }
        };
        write!(f, "{}:{shown}", self.backend)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_chooses_the_backend() {
        let read = |text: &str| text.parse::<DatabaseUrl>().map(|url| (url.backend, url.target));
        assert!(
            matches!(read("postgres://u@h/d"), Ok((Backend::Postgres, t)) if t == "postgres://u@h/d")
        );
        assert!(matches!(read("postgresql://h/d"), Ok((Backend::Postgres, _))));
        assert!(matches!(read("sqlite:a/b.db"), Ok((Backend::Sqlite, t)) if t == "a/b.db"));
        assert!(
            matches!(read("sqlite:///data/b.db"), Ok((Backend::Sqlite, t)) if t == "/data/b.db")
        );
    }

    #[test]
    fn other_urls_are_refused() {
        for text in ["", "mysql://h/d", "sqlite:", "sqlite::memory:", "/data/b.db"] {
            let read = text.parse::<DatabaseUrl>();
            assert!(matches!(read, Err(StorageError::InvalidUrl)), "{text:?} was taken for a URL");
        }
    }

    #[test]
    fn debug_text_has_no_password() {
        let url: DatabaseUrl = "postgres://u:secret@host/d".parse().expect("a valid URL");
        assert_eq!(format!("{url:?}"), "postgresql:host/d");
    }
}
