//! Composition of any text, which holds several subgraphs and partitions.

use gateway_composition::{Code, SubgraphInput};
use gateway_supergraph::Supergraph;

/// Any text is composed or refused for a reason; never by the composer's own fault.
pub fn compose(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match gateway_composition::compose(&SubgraphInput::from_text(&text)) {
        Ok(composed) => {
            if let Err(error) = Supergraph::parse(&composed.supergraph_sdl) {
                let message = error.to_string();
                assert!(!message.contains("valid"), "{message}\n{}", composed.supergraph_sdl);
            }
        }
        Err(found) => {
            assert!(!found.is_empty(), "refused without a word");
            assert!(found.iter().all(|one| one.code != Code::Internal), "{found:?}");
        }
    }
}
