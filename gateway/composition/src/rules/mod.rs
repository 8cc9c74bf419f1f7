//! Rules that a subgraph alone, or the supergraph as a whole, must keep. One file for each subject,
//! one function for each rule. What makes merging impossible is reported by `merge`.

mod authorization;
mod cost;
mod defaults;
mod external;
mod field_sets;
pub(crate) mod inaccessible;
mod interface_keys;
mod interfaces;
mod placement;
mod sharing;

use crate::{diagnostic::Report, merge::Merged, model::Subgraph};

/// The rules of a subgraph.
pub(crate) fn check_subgraph(subgraph: &Subgraph, report: &mut Report) {
    field_sets::check(subgraph, report);
    external::check(subgraph, report);
    placement::check(subgraph, report);
    interface_keys::check(subgraph, report);
    authorization::check(subgraph, report);
    cost::check(subgraph, report);
}

/// The rules between subgraphs.
pub(crate) fn check_subgraphs(subgraphs: &[Subgraph], report: &mut Report) {
    sharing::check(subgraphs, report);
}

/// The rules of what was merged, when it was merged without holes.
pub(crate) fn check_supergraph(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    defaults::check(merged, report);
    interfaces::check(subgraphs, merged, report);
    interface_keys::check_all(subgraphs, merged, report);
    authorization::transitive(subgraphs, merged, report);
    inaccessible::check(&merged.schema, "inaccessible", report);
}
