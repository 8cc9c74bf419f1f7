//! Arguments that cut or order a list, told by their names: what they do in each partition must be
//! what they say of the whole, or there is no way to gather the list.

use apollo_compiler::{Name, ast::FieldDefinition};
use contract::partition::{MergeLaw, cuts_a_list};

const BEHIND: &[&str] = &["after", "before"];
const ORDER: &[&str] = &["order", "orderBy", "sort", "sortBy"];
const SKIP: &[&str] = &["offset", "skip"];

/// What is wrong with the arguments of a list, and a way out.
pub(super) struct Misfit {
    /// Goes on after the name of the field and its law.
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// What is wrong with the arguments of a list that is gathered whole: that it has any of these.
pub(super) fn of_whole(law: MergeLaw, field: &FieldDefinition) -> Option<Misfit> {
    let name = find(field, |name| {
        cuts_a_list(name) || [BEHIND, ORDER, SKIP].iter().any(|names| names.contains(&name))
    })?;
    let (what, hint) = match law {
        MergeLaw::Grouped => (
            "groups that each partition has cut or ordered for itself are no groups of the whole",
            "take the argument away: all groups are read, and sorted by their keys",
        ),
        _ => (
            "what each partition has cut or ordered for itself is not that of the whole",
            "take the argument away: all values are read, and sorted",
        ),
    };
    Some(Misfit { message: format!("takes `{name}`: {what}"), hint })
}

/// What is wrong with the arguments of a list of rows. So many from its beginning or its end are
/// exact: they are among those of each partition. Other rows than these are not.
pub(super) fn of_rows(law: MergeLaw, field: &FieldDefinition) -> Option<Misfit> {
    let of = |names: &'static [&str]| find(field, |name| names.contains(&name));
    let misfit = |message, hint| Some(Misfit { message, hint });
    if let Some(name) = of(ORDER) {
        let message = format!("takes `{name}`: the order of the whole is that of its law");
        let hint = "take the argument away, or return a connection, whose cursors tell the order";
        return misfit(message, hint);
    }
    if let Some(name) = of(SKIP) {
        let message = format!("takes `{name}`: each partition would skip rows of its own");
        return misfit(message, "take the argument away, or return a connection");
    }
    let limits: Vec<_> =
        field.arguments.iter().filter(|argument| cuts_a_list(&argument.name)).collect();
    if let [one, other, ..] = limits.as_slice() {
        let message = format!("takes `{}` and `{}`: both say how many", one.name, other.name);
        return misfit(message, "keep one of them");
    }
    let limit = limits.first()?;
    if limit.ty.is_list() || limit.ty.inner_named_type() != "Int" {
        let message = format!("takes `{}`, which is no number: `{}`", limit.name, limit.ty);
        return misfit(message, "make it an `Int`, or give it a name that says no size");
    }
    let behind = of(BEHIND).filter(|_| law == MergeLaw::Concat)?;
    let message = format!(
        "takes `{}` and `{behind}`: there is no place in the whole that every partition knows",
        limit.name
    );
    misfit(message, "say SORTED, or return a connection")
}

fn find(field: &FieldDefinition, is_one: impl Fn(&str) -> bool) -> Option<&Name> {
    field.arguments.iter().map(|argument| &argument.name).find(|name| is_one(name))
}
