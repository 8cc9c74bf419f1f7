//! Default values of the supergraph: a value may use an input field or enum value that not every
//! subgraph has, and that is left out.

use crate::{Code, Diagnostic, default_value, diagnostic::Report, merge::Merged};

pub(super) fn check(merged: &Merged, report: &mut Report) {
    for misfit in default_value::misfits(&merged.schema) {
        let message = format!(
            "the default value of `{}` has no meaning in the supergraph: {}",
            misfit.coordinate, misfit.problem
        );
        let hint = "choose another default, or add what it uses in every subgraph";
        let diagnostic = Diagnostic::new(Code::InvalidGraphql, message);
        report.push(diagnostic.coordinate(misfit.coordinate).hint(hint));
    }
}
