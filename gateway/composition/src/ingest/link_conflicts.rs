//! Links that contradict each other: one specification twice, one name for two things.

use std::collections::BTreeMap;

use apollo_compiler::{Name, Schema};

use super::{Problems, links::Link};
use crate::{Code, Diagnostic};

pub(super) fn check(schema: &Schema, links: &[Link], problems: &mut Problems<'_>) {
    for (index, link) in links.iter().enumerate() {
        is_linked_once(schema, link, &links[..index], problems);
        has_a_name(schema, link, problems);
    }
    names_are_of_one(schema, links, problems);
}

fn is_linked_once(schema: &Schema, link: &Link, before: &[Link], problems: &mut Problems<'_>) {
    if before.iter().any(|other| other.identity == link.identity) {
        let message = format!("{} is linked twice", link.identity);
        refuse(schema, link, message, "link it once, and import everything there", problems);
    }
}

/// The prefix begins names of directives and types.
fn has_a_name(schema: &Schema, link: &Link, problems: &mut Problems<'_>) {
    let prefix = &link.prefix;
    let is_name = Name::new(prefix).is_ok() && !prefix.contains("__");
    // Of what is not asked for by name, nothing is named.
    if link.is_named && !is_name {
        let message = format!("`{prefix}` cannot be the name of a specification");
        let hint = "choose a name of letters, digits and single underscores";
        refuse(schema, link, message, hint, problems);
    }
}

/// A name stands for one element of one specification, and an element has one name.
fn names_are_of_one(schema: &Schema, links: &[Link], problems: &mut Problems<'_>) {
    let mut known: BTreeMap<&str, (&Link, &str)> = BTreeMap::new();
    for link in links {
        let mut locals: BTreeMap<&str, &str> = BTreeMap::new();
        for (name, local) in &link.imports {
            if let Some((other, original)) = known.insert(local, (link, name))
                && (other.identity != link.identity || original != name)
            {
                let message = format!("`{local}` is `{original}` of {} already", other.url);
                refuse(schema, link, message, "import one of them under another name", problems);
            }
            if locals.insert(name, local).is_some_and(|before| before != local) {
                let message = format!("`{name}` is imported under two names");
                refuse(schema, link, message, "import it once", problems);
            }
        }
    }
}

fn refuse(schema: &Schema, link: &Link, message: String, hint: &str, problems: &mut Problems<'_>) {
    let diagnostic = Diagnostic::new(Code::InvalidLink, message).hint(hint);
    problems.push(schema, Some(&link.node), diagnostic);
}
