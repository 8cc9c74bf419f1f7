//! Makes a failing case smaller, step by step, as long as it fails.

use contract::ErrorCode;

use super::{
    case::{Case, Mismatch, Policy},
    check::check,
    city::UnionCity,
    fault::{Failure, Fault, Time},
    graph::Graph,
    operation::{Field, Selection},
};

/// The most cases that are tried.
const MAX_TRIES: usize = 600;

/// Arguments that an operation is not valid without.
const NEEDED: [&str; 6] = ["id", "ids", "metrics", "by", "scope", "period"];

/// The smallest case that was found to fail, and how it fails.
pub async fn smallest(
    graph: &Graph,
    city: &UnionCity,
    case: Case,
    mismatch: String,
) -> (Case, String) {
    let (mut case, mut mismatch) = (case, mismatch);
    let mut tries = 0;
    'smaller: loop {
        for candidate in reductions(&case) {
            tries += 1;
            if tries > MAX_TRIES {
                return (case, mismatch);
            }
            let Err(Mismatch(found)) = check(graph, city, &candidate).await else { continue };
            // What a step makes invalid fails for another reason.
            if kind(&found) == kind(&mismatch)
                && !found.contains(ErrorCode::ValidationFailed.as_str())
            {
                (case, mismatch) = (candidate, found);
                continue 'smaller;
            }
        }
        return (case, mismatch);
    }
}

/// What kind of difference a mismatch tells of, whenever it came.
fn kind(mismatch: &str) -> &str {
    let first = mismatch.lines().next().unwrap_or_default();
    first.split_once(": ").map_or(first, |(_, kind)| kind)
}

/// The cases that are one step smaller, the largest steps first.
fn reductions(case: &Case) -> Vec<Case> {
    let mut smaller = Vec::new();
    let mut with = |change: &dyn Fn(&mut Case)| {
        let mut next = case.clone();
        change(&mut next);
        smaller.push(next);
    };
    if case.roots.len() > 1 {
        (0..case.roots.len()).for_each(|index| with(&|next| drop(next.roots.remove(index))));
    }
    if case.moments.len() > 1 {
        with(&|next| drop(next.moments.pop()));
        with(&|next| drop(next.moments.remove(0)));
    }
    if case.demand.policy != Policy::Partial {
        with(&|next| next.demand.policy = Policy::Partial);
    }
    if case.demand.cut_off {
        with(&|next| next.demand.cut_off = false);
    }
    for (number, faults) in case.moments.iter().enumerate() {
        for (place, failure) in faults {
            with(&|next| {
                next.moments[number].remove(place);
            });
            let simpler = [
                Failure { time: Time::Always, ..*failure },
                Failure { fault: Fault::Refused, ..*failure },
            ];
            for simpler in simpler.into_iter().filter(|simpler| simpler != failure) {
                with(&|next| {
                    next.moments[number].insert(*place, simpler);
                });
            }
        }
    }
    for (index, root) in case.roots.iter().enumerate() {
        for field in smaller_fields(root, case.walk.is_some()) {
            with(&|next| next.roots[index] = field.clone());
        }
    }
    smaller
}

fn smaller_fields(field: &Field, is_walked: bool) -> Vec<Field> {
    let mut smaller = Vec::new();
    for selections in smaller_selections(&field.selections, is_walked) {
        smaller.push(Field { selections, ..field.clone() });
    }
    for (index, argument) in field.arguments.iter().enumerate() {
        let is_page_size = is_walked && ["first", "last"].contains(&argument.name.as_str());
        if !NEEDED.contains(&argument.name.as_str()) && !is_page_size {
            let mut next = field.clone();
            next.arguments.remove(index);
            smaller.push(next);
        }
        if argument.by_variable {
            let mut next = field.clone();
            next.arguments[index].by_variable = false;
            smaller.push(next);
        }
    }
    if field.include.is_some() {
        smaller.push(Field { include: None, ..field.clone() });
    }
    smaller
}

fn smaller_selections(selections: &[Selection], is_walked: bool) -> Vec<Vec<Selection>> {
    let mut smaller = Vec::new();
    if selections.len() > 1 {
        for (index, selection) in selections.iter().enumerate() {
            let is_needed = is_walked
                && matches!(selection, Selection::Field(field) if field.name == "pageInfo");
            if !is_needed {
                let mut next = selections.to_vec();
                next.remove(index);
                smaller.push(next);
            }
        }
    }
    for (index, selection) in selections.iter().enumerate() {
        let with = |inner: Selection| {
            let mut next = selections.to_vec();
            next[index] = inner;
            next
        };
        match selection {
            Selection::Field(field) if is_walked && field.name == "pageInfo" => {}
            Selection::Field(field) => {
                let fields = smaller_fields(field, false).into_iter().map(Selection::Field);
                smaller.extend(fields.map(with));
            }
            Selection::On { type_name, inline, selections: inner } => {
                let mut unwrapped = selections.to_vec();
                unwrapped.splice(index..=index, inner.iter().cloned());
                smaller.push(unwrapped);
                for selections in smaller_selections(inner, false) {
                    let type_name = type_name.clone();
                    smaller.push(with(Selection::On { type_name, inline: *inline, selections }));
                }
            }
        }
    }
    smaller
}
