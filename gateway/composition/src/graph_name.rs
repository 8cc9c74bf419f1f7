//! The values of the enum `join__Graph`, made from the names of subgraphs.

use std::collections::BTreeSet;

use apollo_compiler::Name;

/// One enum value for each name, in order: upper case, other characters replaced, made unique by
/// a number at the end.
pub(crate) fn assign<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let mut taken = BTreeSet::new();
    names
        .map(|name| {
            let base = base(name);
            let free = (0..)
                .map(|n: usize| if n == 0 { base.clone() } else { format!("{base}_{n}") })
                .find(|candidate| taken.insert(candidate.clone()));
            Name::new_unchecked(&free.unwrap_or(base))
        })
        .collect()
}

fn base(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut base: String =
        name.chars().map(|c| if fits(c) { c.to_ascii_uppercase() } else { '_' }).collect();
    // A name may not start with a digit, and a trailing `_1` is what makes names unique.
    let ends_in_number = base
        .rsplit_once('_')
        .is_some_and(|(_, end)| !end.is_empty() && end.chars().all(|c| c.is_ascii_digit()));
    if base.starts_with(|c: char| c.is_ascii_digit()) {
        base.insert(0, '_');
    }
    if ends_in_number {
        base.push('_');
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gets_its_own_value() {
        let names = ["city", "City", "my-graph", "my.graph", "2nd", "a_1"];
        let values: Vec<_> = assign(names.into_iter()).iter().map(ToString::to_string).collect();
        assert_eq!(values, ["CITY", "CITY_1", "MY_GRAPH", "MY_GRAPH_1", "_2ND", "A_1_"]);
    }
}
