//! The labels of progressive overrides. A field with one moves to another subgraph only for the
//! requests for which its label holds: `percent(5)` holds for five requests of a hundred, any other
//! label for as many as the configuration says. Which those are is decided once for a request, so
//! that all its fields go the same way.

use std::collections::BTreeMap;

use apollo_compiler::{Schema, schema::ExtendedType};

use crate::{SupergraphError, directive::text};

/// Units of a percent: labels may have eight digits after the point.
const UNITS: u64 = 100_000_000;

/// The labels of a supergraph, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverrideLabels(Vec<Label>);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Percent(Share),
    Name(String),
}

/// A share of all requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

/// Shares by label, for labels that are not percentages. A label that has none holds for nobody.
pub type LabelShares = BTreeMap<String, Share>;

/// Where a request stands among all requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draw(u64);

/// The labels that hold for a request. The default is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Overrides(u128);

impl Share {
    /// No request.
    pub const NOBODY: Self = Self(0);
    /// Every request.
    pub const EVERYBODY: Self = Self(100 * UNITS);

    /// So many requests of a hundred; `None` for what is no percentage.
    #[must_use]
    pub fn percent(percent: f64) -> Option<Self> {
        // Rounded down, as the planner does: both must draw the same line.
        (0.0..=100.0).contains(&percent).then_some(Self((percent * UNITS as f64) as u64))
    }

    /// The percentage in units of a hundred-millionth.
    #[must_use]
    pub fn units(self) -> u64 {
        self.0
    }

    fn includes(self, draw: Draw) -> bool {
        draw.0 < self.0
    }
}

impl Draw {
    /// The draw of a request with this id: the same each time and in every gateway, so that a
    /// request that is sent again goes the same way again.
    #[must_use]
    pub fn of(request_id: &str) -> Self {
        // FNV-1a, and a last mix for ids that differ at their ends alone.
        let hash = request_id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mixed = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        Self((mixed ^ (mixed >> 33)) % (100 * UNITS))
    }
}

impl OverrideLabels {
    /// The most labels that one supergraph may have.
    pub const CAPACITY: usize = u128::BITS as usize;

    pub(crate) fn read(schema: &Schema) -> Result<Self, SupergraphError> {
        let fields = schema.types.values().flat_map(|definition| match definition {
            ExtendedType::Object(object) => object.fields.values().collect::<Vec<_>>(),
            ExtendedType::Interface(interface) => interface.fields.values().collect(),
            _ => Vec::new(),
        });
        let mut labels: Vec<Label> = fields
            .flat_map(|field| field.directives.get_all("join__field"))
            .filter_map(|join| text(join, "overrideLabel"))
            .map(Label::read)
            .collect();
        labels.sort();
        labels.dedup();
        if labels.len() > Self::CAPACITY {
            let limit = Self::CAPACITY;
            return Err(SupergraphError::TooManyOverrideLabels { found: labels.len(), limit });
        }
        Ok(Self(labels))
    }

    /// Whether there is no label: then nothing has to be decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The labels that are no percentages.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|label| match label {
            Label::Name(name) => Some(name.as_str()),
            Label::Percent(_) => None,
        })
    }

    /// Decides which labels hold for a request.
    #[must_use]
    pub fn decide(&self, shares: &LabelShares, draw: Draw) -> Overrides {
        let holds = |label: &Label| match label {
            Label::Percent(share) => share.includes(draw),
            Label::Name(name) => shares.get(name).is_some_and(|share| share.includes(draw)),
        };
        let held = self.0.iter().enumerate().filter(|(_, label)| holds(label));
        Overrides(held.fold(0, |set, (index, _)| set | 1 << index))
    }

    /// Whether a label, as it stands in the supergraph, is among those that hold.
    #[must_use]
    pub fn holds(&self, overrides: Overrides, label: &str) -> bool {
        let label = Label::read(label);
        self.of(overrides, true).any(|one| *one == label)
    }

    /// The names among the labels that hold.
    pub fn held_names(&self, overrides: Overrides) -> impl Iterator<Item = &str> {
        self.of(overrides, true).filter_map(|label| match label {
            Label::Name(name) => Some(name.as_str()),
            Label::Percent(_) => None,
        })
    }

    /// A draw, in units of a percentage, for which exactly those percentages hold that do.
    #[must_use]
    pub fn representative_draw(&self, overrides: Overrides) -> u64 {
        // Of two percentages the larger one holds whenever the smaller one does.
        let missed = self.of(overrides, false).filter_map(|label| match label {
            Label::Percent(share) => Some(share.units()),
            Label::Name(_) => None,
        });
        missed.max().unwrap_or_default()
    }

    fn of(&self, overrides: Overrides, held: bool) -> impl Iterator<Item = &Label> {
        let is_held = move |index: usize| overrides.0 & (1 << index) != 0;
        let labels = self.0.iter().enumerate();
        labels.filter(move |(index, _)| is_held(*index) == held).map(|(_, label)| label)
    }
}

impl Label {
    fn read(text: &str) -> Self {
        let number = text.strip_prefix("percent(").and_then(|rest| rest.strip_suffix(')'));
        let share = number.and_then(|number| number.trim().parse().ok()).and_then(Share::percent);
        share.map_or_else(|| Self::Name(text.to_owned()), Self::Percent)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn labels(texts: &[&str]) -> OverrideLabels {
        let mut labels: Vec<Label> = texts.iter().map(|text| Label::read(text)).collect();
        labels.sort();
        OverrideLabels(labels)
    }

    fn shares(name: &str, percent: f64) -> LabelShares {
        LabelShares::from([(name.to_owned(), Share::percent(percent).expect("a percentage"))])
    }

    #[test]
    fn a_name_holds_as_the_configuration_says() {
        let labels = labels(&["beta", "percent(0)", "percent(100)"]);
        let draw = Draw::of("a request");
        let names = |shares: &LabelShares| -> Vec<String> {
            labels.held_names(labels.decide(shares, draw)).map(ToOwned::to_owned).collect()
        };
        assert!(names(&LabelShares::new()).is_empty());
        assert!(names(&shares("beta", 0.0)).is_empty());
        assert!(names(&shares("other", 100.0)).is_empty());
        assert_eq!(names(&shares("beta", 100.0)), ["beta"]);
        assert_eq!(labels.names().collect::<Vec<_>>(), ["beta"]);
    }

    #[test]
    fn a_percentage_holds_for_about_so_many_requests() {
        let labels = labels(&["percent(25)"]);
        let none = LabelShares::new();
        let holds = |id: u32| {
            labels.decide(&none, Draw::of(&format!("request-{id}"))) != Overrides::default()
        };
        let held = (0..10_000).filter(|id| holds(*id)).count();
        assert!((2_200..2_800).contains(&held), "{held} of 10000");
        assert_eq!(Draw::of("same"), Draw::of("same"));
    }

    proptest! {
        /// The draw that stands for a decision leads to the same decision.
        #[test]
        fn decisions_have_a_draw(
            percents in proptest::collection::vec(0_u32..=100, 0..6),
            id in "[a-z0-9]{0,12}",
        ) {
            let texts: Vec<String> = percents.iter().map(|p| format!("percent({p})")).collect();
            let labels = labels(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            let none = LabelShares::new();
            let decision = labels.decide(&none, Draw::of(&id));
            let draw = Draw(labels.representative_draw(decision));
            prop_assert_eq!(labels.decide(&none, draw), decision);
        }
    }
}
