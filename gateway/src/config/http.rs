//! What HTTP clients may do besides sending requests.

use gateway_subgraph_client::response_header_name;
use http::HeaderName;

use super::reader::{Problems, Section};

/// Compression and browsers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// Whether larger answers are compressed for clients that accept it.
    pub compression: bool,
    /// Whether requests are refused that a browser could have been made to send by another site.
    pub csrf_prevention: bool,
    /// Whether answers tell how long they may be kept, by what the answers of subgraphs say.
    pub cache_control: bool,
    /// Which pages of other origins may read answers; without it, none.
    pub cors: Option<CorsConfig>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self { compression: true, csrf_prevention: true, cache_control: false, cors: None }
    }
}

/// Pages of other origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsConfig {
    /// Their origins, `https://host`; `*` alone stands for all.
    pub origins: Vec<String>,
    /// Whether browsers may send cookies along.
    pub credentials: bool,
    /// Headers of subgraphs' answers that pages may read, when rules take them.
    pub exposed_headers: Vec<HeaderName>,
}

impl CorsConfig {
    /// The rule that the server applies.
    pub(crate) fn rule(&self) -> Result<gateway_server::Cors, gateway_server::CorsError> {
        let origins = self.origins.iter().map(String::as_str);
        let cors = gateway_server::Cors::new(origins, self.credentials)?;
        Ok(cors.exposing(self.exposed_headers.iter().cloned()))
    }
}

/// Reads the table `http`.
pub(super) fn read(mut section: Section<'_>, problems: &Problems<'_>) -> HttpConfig {
    let default = HttpConfig::default();
    let http = HttpConfig {
        compression: section.boolean("compression").unwrap_or(default.compression),
        csrf_prevention: section.boolean("csrf_prevention").unwrap_or(default.csrf_prevention),
        cache_control: section.boolean("cache_control").unwrap_or(default.cache_control),
        cors: section.section("cors").map(|section| read_cors(section, problems)),
    };
    section.finish();
    http
}

fn read_cors(mut section: Section<'_>, problems: &Problems<'_>) -> CorsConfig {
    let offset = section.offset();
    let origins = section.texts("origins").into_iter().map(|origin| origin.value).collect();
    let credentials = section.boolean("credentials").unwrap_or(false);
    let mut exposed_headers = Vec::new();
    for name in section.texts("exposed_headers") {
        match response_header_name(&name.value) {
            Ok(name) => exposed_headers.push(name),
            Err(error) => problems.add(name.offset, error.to_string()),
        }
    }
    let cors = CorsConfig { origins, credentials, exposed_headers };
    if cors.origins.is_empty() {
        problems.add(offset, "`http.cors` needs `origins`");
    } else if let Err(error) = cors.rule() {
        problems.add(offset, format!("`http.cors`: {error}"));
    }
    section.finish();
    cors
}
