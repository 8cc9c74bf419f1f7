//! Arguments that cut or order a list, told by their names: what they do in each partition must be
//! what they say of the whole, or there is no way to gather the list.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name,
    ast::{FieldDefinition, InputValueDefinition, Type},
};
use contract::partition::{FIRST_ARGUMENTS, LAST_ARGUMENT, MergeLaw, cuts_a_list};

use crate::model::Subgraph;

const BEHIND: &[&str] = &["after", "before"];
const ORDER: &[&str] = &["order", "orderBy", "sort", "sortBy"];
const SKIP: &[&str] = &["offset", "skip"];

/// What is wrong with the arguments of a list, and a way out.
pub(super) struct Misfit {
    /// Goes on after the name of the field and its law.
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// What is wrong with the arguments of a field that is gathered by a law.
pub(super) fn misfit(
    subgraph: &Subgraph,
    law: MergeLaw,
    field: &FieldDefinition,
) -> Option<Misfit> {
    let of_arguments = match law {
        MergeLaw::Grouped | MergeLaw::Union | MergeLaw::Histogram => of_whole(law, field),
        MergeLaw::Concat | MergeLaw::Sorted => of_rows(law, field),
        MergeLaw::Connection => of_connection(field),
        _ => return None,
    };
    of_arguments.or_else(|| of_inputs(subgraph, law, field))
}

/// What is wrong with the arguments of a list that is gathered whole: that it has any of these.
fn of_whole(law: MergeLaw, field: &FieldDefinition) -> Option<Misfit> {
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
fn of_rows(law: MergeLaw, field: &FieldDefinition) -> Option<Misfit> {
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
    if !is_number(&limit.ty) {
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

/// What is wrong with the arguments of a connection. Its pages are told by `first`, `last` and
/// cursors, in any order, as cursors tell that too.
fn of_connection(field: &FieldDefinition) -> Option<Misfit> {
    if let Some(name) = find(field, |name| SKIP.contains(&name)) {
        let message = format!("takes `{name}`: each partition would skip rows of its own");
        let hint = "take the argument away: a cursor says where a page begins";
        return Some(Misfit { message, hint });
    }
    let sizes = ["first", LAST_ARGUMENT];
    let name = find(field, |name| FIRST_ARGUMENTS.contains(&name) && !sizes.contains(&name))?;
    let message = format!("takes `{name}`: the size of a page is `first` or `last`");
    Some(Misfit { message, hint: "call it `first`, or give it a name that says no size" })
}

/// What is wrong with the fields of input objects in arguments: that one of them cuts or orders the
/// list. Only arguments are looked at when the list is gathered.
fn of_inputs(subgraph: &Subgraph, law: MergeLaw, field: &FieldDefinition) -> Option<Misfit> {
    let is_one = |value: &InputValueDefinition| {
        let name = value.name.as_str();
        let cuts = cuts_a_list(name) || SKIP.contains(&name);
        (cuts && is_number(&value.ty)) || (law != MergeLaw::Connection && ORDER.contains(&name))
    };
    let mut walk = Inputs { subgraph, is_one: &is_one, seen: BTreeSet::new() };
    let found = field.arguments.iter().find_map(|argument| walk.find(argument))?;
    let message =
        format!("takes `{found}`: what cuts or orders a list is an argument of the field");
    let hint = "make it an argument, or give it a name that says no size and no order";
    Some(Misfit { message, hint })
}

/// A walk through input objects; those in lists say nothing of the list as a whole.
struct Inputs<'a> {
    subgraph: &'a Subgraph,
    is_one: &'a dyn Fn(&InputValueDefinition) -> bool,
    seen: BTreeSet<&'a Name>,
}

impl<'a> Inputs<'a> {
    /// The way to a field below a value.
    fn find(&mut self, value: &'a InputValueDefinition) -> Option<String> {
        let type_name = value.ty.inner_named_type();
        let input = self.subgraph.schema.get_input_object(type_name)?;
        if value.ty.is_list() || !self.seen.insert(type_name) {
            return None;
        }
        let below = input.fields.values().find_map(|field| match (self.is_one)(field) {
            true => Some(field.name.to_string()),
            false => self.find(field),
        })?;
        Some(format!("{}.{below}", value.name))
    }
}

fn is_number(ty: &Type) -> bool {
    !ty.is_list() && ty.inner_named_type() == "Int"
}

fn find(field: &FieldDefinition, is_one: impl Fn(&str) -> bool) -> Option<&Name> {
    field.arguments.iter().map(|argument| &argument.name).find(|name| is_one(name))
}
