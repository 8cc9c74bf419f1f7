//! Where a field stands that is selected several times: where the first of its selections stands
//! whose conditions hold, which depends on the variables.

use gateway_plan::Condition;

use super::{Conditions, collect::Collected, conditions::alternatives};

/// More alternatives than a person would write are not told apart: the field stands where its
/// first selection stands.
const MAX_ALTERNATIVES: usize = 32;

/// A place of a field and the alternatives of conditions under which it stands there. Empty:
/// always.
pub(super) struct Place {
    pub(super) position: usize,
    pub(super) conditions: Vec<Conditions>,
    /// The position after the last selection that stands here, as nothing lies between.
    next: usize,
}

/// The places of a field, of which one at most counts for any variables.
pub(super) fn places(occurrences: &[Collected<'_>]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut earlier: Vec<&Conditions> = Vec::new();
    for found in occurrences {
        let first_here = without(&found.conditions, &earlier);
        earlier.push(&found.conditions);
        if first_here.len() > MAX_ALTERNATIVES {
            return only_first(occurrences);
        }
        match places.last_mut() {
            Some(place) if place.next == found.position => {
                place.next += 1;
                place.conditions.extend(first_here);
            }
            _ if first_here.is_empty() => {}
            _ => places.push(Place {
                position: found.position,
                conditions: first_here,
                next: found.position + 1,
            }),
        }
        if found.conditions.is_empty() {
            break;
        }
    }
    if places.len() < 2 {
        return only_first(occurrences);
    }
    places
}

fn only_first(occurrences: &[Collected<'_>]) -> Vec<Place> {
    let conditions = alternatives(occurrences.iter().map(|found| &found.conditions));
    let position = occurrences.first().map_or(0, |found| found.position);
    vec![Place { position, conditions, next: position + 1 }]
}

/// Alternatives of which one holds when the conditions hold and none of the earlier ones do.
fn without(conditions: &Conditions, earlier: &[&Conditions]) -> Vec<Conditions> {
    let mut left = vec![conditions.clone()];
    for one in earlier {
        let opposite = |condition: &Condition| Condition {
            variable: condition.variable.clone(),
            expected: !condition.expected,
        };
        let mut next: Vec<Conditions> = Vec::new();
        for all in &left {
            for condition in one.iter().filter(|condition| !all.contains(condition)) {
                let mut more = all.clone();
                more.push(opposite(condition));
                more.sort();
                more.dedup();
                if !next.contains(&more) {
                    next.push(more);
                }
            }
        }
        left = next;
        if left.len() > MAX_ALTERNATIVES {
            break;
        }
    }
    left
}
