//! What HTTP clients may do besides sending requests.

use super::reader::{Problems, Section};

/// Compression and browsers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// Whether larger answers are compressed for clients that accept it.
    pub compression: bool,
    /// Whether requests are refused that a browser could have been made to send by another site.
    pub csrf_prevention: bool,
    /// Which pages of other origins may read answers; without it, none.
    pub cors: Option<CorsConfig>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self { compression: true, csrf_prevention: true, cors: None }
    }
}

/// Pages of other origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsConfig {
    /// Their origins, `https://host`; `*` alone stands for all.
    pub origins: Vec<String>,
    /// Whether browsers may send cookies along.
    pub credentials: bool,
}

impl CorsConfig {
    /// The rule that the server applies.
    pub(crate) fn rule(&self) -> Result<gateway_server::Cors, gateway_server::CorsError> {
        gateway_server::Cors::new(self.origins.iter().map(String::as_str), self.credentials)
    }
}

/// Reads the table `http`.
pub(super) fn read(mut section: Section<'_>, problems: &Problems<'_>) -> HttpConfig {
    let default = HttpConfig::default();
    let http = HttpConfig {
        compression: section.boolean("compression").unwrap_or(default.compression),
        csrf_prevention: section.boolean("csrf_prevention").unwrap_or(default.csrf_prevention),
        cors: section.section("cors").map(|section| read_cors(section, problems)),
    };
    section.finish();
    http
}

fn read_cors(mut section: Section<'_>, problems: &Problems<'_>) -> CorsConfig {
    let offset = section.offset();
    let origins = section.texts("origins").into_iter().map(|origin| origin.value).collect();
    let cors = CorsConfig { origins, credentials: section.boolean("credentials").unwrap_or(false) };
    if cors.origins.is_empty() {
        problems.add(offset, "`http.cors` needs `origins`");
    } else if let Err(error) = cors.rule() {
        problems.add(offset, format!("`http.cors`: {error}"));
    }
    section.finish();
    cors
}
