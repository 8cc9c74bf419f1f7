//! What clients see of the errors of subgraphs.

use gateway_execution::{SubgraphErrors, SubgraphMessages};

use super::reader::Section;

/// Reads the table `errors`.
pub(super) fn read(mut section: Section<'_>) -> SubgraphErrors {
    let messages = section.parsed("subgraph_messages", |text| match text {
        "MASKED" => Ok(SubgraphMessages::Masked),
        "PASSED" => Ok(SubgraphMessages::Passed),
        _ => Err("expected `MASKED` or `PASSED`"),
    });
    let public_codes = section.texts("public_codes").into_iter().map(|code| code.value).collect();
    section.finish();
    SubgraphErrors { messages: messages.unwrap_or_default(), public_codes }
}
