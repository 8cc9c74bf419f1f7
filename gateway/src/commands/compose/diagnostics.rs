//! A diagnostic for people: its code, the line of the schema with the place underlined, and the
//! way out. Colours are always in the text; the stream takes them out when it is no terminal.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use gateway_composition::{Diagnostic, Severity};

use super::{Loaded, highlight};

/// A diagnostic as text of several lines.
pub(super) fn rendered(diagnostic: &Diagnostic, loaded: &Loaded) -> String {
    Renderer::styled().render(&[group(diagnostic, loaded)])
}

fn group<'a>(diagnostic: &'a Diagnostic, loaded: &'a Loaded) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.as_str());
    let mut group = title.elements(snippet(diagnostic, loaded));
    if let Some(hint) = &diagnostic.hint {
        group = group.element(Level::HELP.message(hint));
    }
    group
}

/// The underlined line, or in words what is known of the place.
fn snippet<'a>(diagnostic: &'a Diagnostic, loaded: &'a Loaded) -> Option<Element<'a>> {
    let label = label(diagnostic);
    let (Some(text), Some(place)) = (loaded.text_of(diagnostic), diagnostic.location) else {
        return label.map(|label| Level::NOTE.message(label).into());
    };
    let range = highlight::range(text.sdl, place, diagnostic.coordinate.as_deref());
    let annotation = AnnotationKind::Primary.span(range).label(label);
    Some(Snippet::source(text.sdl).path(text.origin).annotation(annotation).into())
}

/// Which element, of which subgraph.
fn label(diagnostic: &Diagnostic) -> Option<String> {
    let element = diagnostic.coordinate.as_ref().map(|coordinate| format!("`{coordinate}`"));
    let subgraph =
        diagnostic.subgraph.as_ref().map(|subgraph| format!("the subgraph `{subgraph}`"));
    let subgraph = match (subgraph, &diagnostic.partition) {
        (Some(subgraph), Some(key)) => Some(format!("{subgraph}, partition `{key}`")),
        (subgraph, _) => subgraph,
    };
    match (element, subgraph) {
        (Some(element), Some(subgraph)) => Some(format!("{element} of {subgraph}")),
        (Some(element), None) => Some(element),
        (None, Some(subgraph)) => Some(format!("in {subgraph}")),
        (None, None) => None,
    }
}
