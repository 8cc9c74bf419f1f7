//! Rules that a subgraph alone, or the supergraph as a whole, must keep. One file for each subject,
//! one function for each rule. What makes merging impossible is reported by `merge`.

mod external;
mod field_sets;
mod inaccessible;
mod interfaces;
mod placement;
mod sharing;

use crate::{diagnostic::Report, merge::Merged, model::Subgraph};

/// The rules of a subgraph.
pub(crate) fn check_subgraph(subgraph: &Subgraph, report: &mut Report) {
    field_sets::check(subgraph, report);
    external::check(subgraph, report);
    placement::check(subgraph, report);
}

/// The rules between subgraphs.
pub(crate) fn check_subgraphs(subgraphs: &[Subgraph], report: &mut Report) {
    sharing::check(subgraphs, report);
}

/// The rules of what was merged, when it was merged without holes.
pub(crate) fn check_supergraph(subgraphs: &[Subgraph], merged: &Merged, report: &mut Report) {
    interfaces::check(subgraphs, merged, report);
    inaccessible::check(merged, report);
}
