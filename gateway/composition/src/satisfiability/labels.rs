//! The labels of overrides, which are on or off. A way is looked at with a label on and with it off
//! as soon as it matters there, and not before: labels that never meet cost nothing together.

use std::{
    cell::{Ref, RefCell},
    collections::BTreeMap,
    fmt,
};

/// A label, by its number.
type Label = usize;

/// Labels that are known to be on or off; all others can be either.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice(BTreeMap<Label, bool>);

impl Choice {
    /// Whether this holds whenever the other does.
    fn covers(&self, other: &Self) -> bool {
        self.0.iter().all(|(label, is_on)| other.0.get(label) == Some(is_on))
    }

    /// The same with one more label.
    fn with(&self, label: Label, is_on: bool) -> Self {
        let mut choice = self.clone();
        choice.0.insert(label, is_on);
        choice
    }

    /// What two choices say together when they differ in one label, which then does not matter.
    fn joined(&self, other: &Self) -> Option<Self> {
        if self.0.len() != other.0.len() || !self.0.keys().eq(other.0.keys()) {
            return None;
        }
        let mut differ = self.0.iter().filter(|(label, is_on)| other.0.get(label) != Some(is_on));
        let (label, _) = differ.next()?;
        if differ.next().is_some() {
            return None;
        }
        let mut joined = self.clone();
        joined.0.remove(label);
        Some(joined)
    }
}

/// The choices with which a state was looked at.
#[derive(Debug, Default)]
pub(super) struct Seen(Vec<Choice>);

impl Seen {
    /// Whether a choice is new.
    pub(super) fn add(&mut self, choice: &Choice) -> bool {
        if self.0.iter().any(|known| known.covers(choice)) {
            return false;
        }
        let mut choice = choice.clone();
        loop {
            let joined = self.0.iter().find_map(|known| known.joined(&choice));
            self.0.retain(|known| !choice.covers(known));
            self.0.push(choice);
            match joined {
                Some(joined) => choice = joined,
                None => return true,
            }
        }
    }

    /// How many choices there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Answers whether labels are on, and writes down which were asked for.
#[derive(Debug, Default)]
pub(super) struct Switches {
    names: Vec<String>,
    choice: RefCell<Choice>,
    asked: RefCell<Vec<Label>>,
}

impl Switches {
    pub(super) fn new(names: impl Iterator<Item = String>) -> Self {
        Self { names: names.collect(), ..Self::default() }
    }

    /// Whether a label is on. What was not chosen is off, until it is looked at the other way.
    pub(super) fn is_on(&self, name: &str) -> bool {
        // The names are those of all overrides, in order.
        let label = self.names.binary_search_by(|known| known.as_str().cmp(name));
        label.is_ok_and(|label| {
            self.asked.borrow_mut().push(label);
            self.answer(label)
        })
    }

    fn answer(&self, label: Label) -> bool {
        self.choice.borrow().0.get(&label).copied().unwrap_or_default()
    }

    /// Begins anew with a choice.
    pub(super) fn start(&self, choice: &Choice) {
        self.asked.borrow_mut().clear();
        if *self.choice.borrow() != *choice {
            self.choice.borrow_mut().clone_from(choice);
        }
    }

    /// The choice that was started with and what it lacked, and the other ways to choose that.
    pub(super) fn finish(&self) -> (Choice, Vec<Choice>) {
        let mut choice = self.choice.borrow().clone();
        let mut others = Vec::new();
        for label in self.asked.borrow().iter() {
            if !choice.0.contains_key(label) {
                others.push(choice.with(*label, true));
                choice.0.insert(*label, false);
            }
        }
        (choice, others)
    }

    /// How many questions were asked so far.
    pub(super) fn mark(&self) -> usize {
        self.asked.borrow().len()
    }

    /// The questions since then, with their answers.
    pub(super) fn answers_since(&self, mark: usize) -> Answers {
        let asked: Ref<'_, Vec<Label>> = self.asked.borrow();
        let mut answers = Vec::new();
        for label in &asked[mark.min(asked.len())..] {
            let answer = (*label, self.answer(*label));
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
        Answers(answers)
    }

    /// Whether the same questions would get the same answers; then they count as asked.
    pub(super) fn repeats(&self, answers: &Answers) -> bool {
        let is_same = answers.0.iter().all(|(label, is_on)| self.answer(*label) == *is_on);
        if is_same {
            self.asked.borrow_mut().extend(answers.0.iter().map(|(label, _)| *label));
        }
        is_same
    }

    /// A choice in words; nothing when there is none.
    pub(super) fn describe(&self, choice: &Choice) -> Option<String> {
        let one = |(label, is_on): (&Label, &bool)| Described {
            name: self.names.get(*label).map_or("", String::as_str),
            is_on: *is_on,
        };
        let each: Vec<String> = choice.0.iter().map(one).map(|one| one.to_string()).collect();
        (!each.is_empty()).then(|| each.join(" and "))
    }

    /// All labels, in words.
    pub(super) fn names(&self) -> String {
        let each: Vec<String> = self.names.iter().map(|name| format!("`{name}`")).collect();
        each.join(", ")
    }
}

/// Answers to questions, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers(Vec<(Label, bool)>);

struct Described<'a> {
    name: &'a str,
    is_on: bool,
}

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the label `{}` is {}", self.name, if self.is_on { "on" } else { "off" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(labels: &[(Label, bool)]) -> Choice {
        Choice(labels.iter().copied().collect())
    }

    #[test]
    fn a_label_that_was_on_and_off_does_not_matter() {
        let mut seen = Seen::default();
        assert!(seen.add(&choice(&[(0, true), (1, true)])));
        assert!(!seen.add(&choice(&[(0, true), (1, true), (2, false)])));
        assert!(seen.add(&choice(&[(0, false), (1, true)])));
        assert_eq!(seen.0, [choice(&[(1, true)])]);
        assert!(!seen.add(&choice(&[(1, true), (3, false)])));
        assert!(seen.add(&choice(&[(1, false)])));
        assert_eq!(seen.0, [Choice::default()]);
        assert!(!seen.add(&choice(&[(7, true)])));
    }

    #[test]
    fn what_was_asked_is_looked_at_every_way() {
        let switches = Switches::new(["a", "b", "c"].map(ToOwned::to_owned).into_iter());
        let (mut todo, mut found) = (vec![choice(&[(2, true)])], Vec::new());
        while let Some(one) = todo.pop() {
            switches.start(&one);
            // `b` matters only while `a` is off, and `c` is chosen.
            let is_on = switches.is_on("a") || switches.is_on("b") && switches.is_on("c");
            let (chosen, others) = switches.finish();
            todo.extend(others);
            found.push((chosen, is_on));
        }
        found.sort();
        assert_eq!(
            found,
            [
                (choice(&[(0, false), (1, false), (2, true)]), false),
                (choice(&[(0, false), (1, true), (2, true)]), true),
                (choice(&[(0, true), (2, true)]), true),
            ]
        );
    }

    #[test]
    fn answers_hold_where_they_are_the_same() {
        let switches = Switches::new(["a", "b"].map(ToOwned::to_owned).into_iter());
        switches.start(&choice(&[(0, true)]));
        assert!(switches.is_on("a") && !switches.is_on("b"));
        let answers = switches.answers_since(0);
        switches.start(&Choice::default());
        assert!(!switches.repeats(&answers));
        assert_eq!(switches.mark(), 0);
        switches.start(&choice(&[(0, true), (1, false)]));
        assert!(switches.repeats(&answers));
        assert_eq!(switches.mark(), 2);
    }
}
