//! The reader of the configuration.

use std::path::Path;

use gateway::config::Config;

/// Any text is a configuration or a list of mistakes.
pub fn config(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(problems) = Config::parse(text, Path::new("folder"), None) {
        assert!(!problems.is_empty(), "refused without a word");
    }
}
