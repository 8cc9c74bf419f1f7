//! What a comparison takes from the city's reference data: names, and who belongs to which group.

use std::collections::{BTreeMap, BTreeSet};

use comparison::{PeerGroup, Scope};
use subgraph_server::graphql::{DistrictCode, LocalizedText};

use super::table::Answer;

/// So many names are listed one by one; beyond, the rest is counted.
const LISTED_NAMES: usize = 5;

/// A district, as far as comparisons need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDistrict {
    /// What it is called.
    pub name: LocalizedText,
    /// Which districts it is compared with.
    pub peer_group: PeerGroup,
}

/// The reference data of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// The districts of the city, by code.
    pub districts: BTreeMap<DistrictCode, KnownDistrict>,
    /// The names of the categories, by code.
    pub categories: BTreeMap<String, LocalizedText>,
}

impl Reference {
    /// The name of a district, by its code.
    pub(super) fn district_name(&self, code: &str) -> Option<&LocalizedText> {
        // A key of a row that is no code of a district has no name here either.
        let code: DistrictCode = code.parse().ok()?;
        self.districts.get(&code).map(|district| &district.name)
    }

    /// The name of a category, by its code.
    pub(super) fn category_name(&self, code: &str) -> Option<&LocalizedText> {
        self.categories.get(code)
    }

    /// The districts of the scope whose cases are not in the answer: asked but missing, or never
    /// asked because the gateway does not know them as partitions.
    pub(super) fn absent_from(&self, answer: &Answer) -> BTreeSet<DistrictCode> {
        let mut absent = self.not_asked(answer);
        absent.extend(answer.missing());
        absent
    }

    /// The districts of the scope that were never asked.
    pub(super) fn not_asked(&self, answer: &Answer) -> BTreeSet<DistrictCode> {
        let mut expected = self.in_scope(answer.question.scope());
        expected.retain(|code| !answer.coverage.asked.contains(code));
        expected
    }

    fn in_scope(&self, scope: &Scope) -> BTreeSet<DistrictCode> {
        let is_in_scope = |(code, district): &(&DistrictCode, &KnownDistrict)| {
            scope.districts().is_none_or(|named| named.contains(*code))
                && scope.peer_group().is_none_or(|group| group == district.peer_group)
        };
        self.districts.iter().filter(is_in_scope).map(|(code, _)| code.clone()).collect()
    }

    /// The names of some districts as one list.
    pub(super) fn names_of(&self, codes: &BTreeSet<DistrictCode>) -> LocalizedText {
        list_of_names(codes.iter().map(|code| {
            self.district_name(code.as_str())
                .cloned()
                .unwrap_or_else(|| LocalizedText::new(code.as_str(), code.as_str()))
        }))
    }
}

/// Names as one list, of which only the first few are written out.
pub(super) fn list_of_names(names: impl IntoIterator<Item = LocalizedText>) -> LocalizedText {
    let names: Vec<_> = names.into_iter().collect();
    let listed = &names[..names.len().min(LISTED_NAMES)];
    let join = |form: fn(&LocalizedText) -> &str, separator: &str| {
        listed.iter().map(form).collect::<Vec<_>>().join(separator)
    };
    let (zh, en) = (join(|name| &name.zh, "、"), join(|name| &name.en, ", "));
    match names.len() - listed.len() {
        0 => LocalizedText::new(zh, en),
        rest => {
            LocalizedText::new(format!("{zh}等{}个", names.len()), format!("{en} and {rest} more"))
        }
    }
}
