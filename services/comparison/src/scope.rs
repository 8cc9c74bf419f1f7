//! Which districts a question is about. The gateway reads the same arguments by their `@route`
//! and asks the districts that they choose.

use std::{collections::BTreeSet, fmt};

use async_graphql::InputObject;
use subgraph_server::graphql::{DistrictCode, RouteBy, route};
use thiserror::Error;

use crate::PeerGroup;

/// The most districts that one question may name.
const MAX_DISTRICTS: usize = 200;

/// Which districts to compare: `districts`, `peerGroup`, both (the named ones of the group), or
/// `all: true`.
#[derive(InputObject, Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeInput {
    /// These districts, by their codes.
    #[graphql(directive = route::apply(RouteBy::Key, None))]
    pub districts: Option<Vec<DistrictCode>>,
    /// The districts of this group.
    #[graphql(directive = route::apply(RouteBy::Label, Some("peerGroup".to_owned())))]
    pub peer_group: Option<PeerGroup>,
    /// Every district of the city. Saying so keeps a forgotten scope from meaning everything.
    pub all: Option<bool>,
}

/// The districts of a question; all of them when neither names nor a group narrow them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    districts: Option<BTreeSet<DistrictCode>>,
    peer_group: Option<PeerGroup>,
}

/// Why a scope is not one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScopeError {
    /// Nothing says which districts.
    #[error("`scope` says no districts; give `districts`, `peerGroup` or `all: true`")]
    Absent,
    /// All, and some.
    #[error("`scope` takes either `all: true` or `districts` and `peerGroup`, not both")]
    AllAndSome,
    /// A list without a code.
    #[error("`scope.districts` is empty; name a district or leave the list out")]
    NoDistricts,
    /// A list that is too long.
    #[error("`scope.districts` names {0} districts; at most {MAX_DISTRICTS} are taken")]
    TooManyDistricts(usize),
}

impl Scope {
    /// Every district.
    #[must_use]
    pub fn all() -> Self {
        Self { districts: None, peer_group: None }
    }

    /// The named districts, those of a group, or, with neither, all.
    ///
    /// # Errors
    /// [`ScopeError::NoDistricts`], or [`ScopeError::TooManyDistricts`].
    pub fn new(
        districts: Option<Vec<DistrictCode>>,
        peer_group: Option<PeerGroup>,
    ) -> Result<Self, ScopeError> {
        match districts.as_ref().map(Vec::len) {
            Some(0) => Err(ScopeError::NoDistricts),
            Some(count) if count > MAX_DISTRICTS => Err(ScopeError::TooManyDistricts(count)),
            _ => Ok(Self { districts: districts.map(BTreeSet::from_iter), peer_group }),
        }
    }

    /// The districts that are named, if any are.
    #[must_use]
    pub fn districts(&self) -> Option<&BTreeSet<DistrictCode>> {
        self.districts.as_ref()
    }

    /// The group that the districts belong to, if one is asked for.
    #[must_use]
    pub fn peer_group(&self) -> Option<PeerGroup> {
        self.peer_group
    }
}

impl TryFrom<ScopeInput> for Scope {
    type Error = ScopeError;

    fn try_from(input: ScopeInput) -> Result<Self, ScopeError> {
        let is_narrowed = input.districts.is_some() || input.peer_group.is_some();
        match (input.all.unwrap_or_default(), is_narrowed) {
            (true, true) => Err(ScopeError::AllAndSome),
            (true, false) => Ok(Self::all()),
            (false, true) => Self::new(input.districts, input.peer_group),
            (false, false) => Err(ScopeError::Absent),
        }
    }
}

/// The part of the question's text, empty for all districts:
/// `;districts=231002,231004;peerGroup=URBAN_DISTRICT`.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(districts) = &self.districts {
            let mut separator = ";districts=";
            for district in districts {
                write!(f, "{separator}{district}")?;
                separator = ",";
            }
        }
        match self.peer_group {
            Some(group) => write!(f, ";peerGroup={group}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(codes: &[&str]) -> Option<Vec<DistrictCode>> {
        Some(codes.iter().map(|code| code.parse().expect("a district code")).collect())
    }

    #[test]
    fn names_and_group_narrow_each_other() {
        let input = ScopeInput {
            districts: codes(&["231004", "231002", "231004"]),
            peer_group: Some(PeerGroup::UrbanDistrict),
            all: Some(false),
        };
        let scope = Scope::try_from(input).expect("a scope");
        assert_eq!(scope.to_string(), ";districts=231002,231004;peerGroup=URBAN_DISTRICT");
    }

    #[test]
    fn all_districts_must_be_asked_for() {
        let all = ScopeInput { all: Some(true), ..ScopeInput::default() };
        assert_eq!(Scope::try_from(all), Ok(Scope::all()));
        assert_eq!(Scope::try_from(ScopeInput::default()), Err(ScopeError::Absent));
    }

    #[test]
    fn contradictions_and_empty_lists_are_refused() {
        let both = ScopeInput {
            peer_group: Some(PeerGroup::County),
            all: Some(true),
            ..ScopeInput::default()
        };
        assert_eq!(Scope::try_from(both), Err(ScopeError::AllAndSome));
        assert_eq!(Scope::new(codes(&[]), None), Err(ScopeError::NoDistricts));
        let many = codes(&["231004"; 201]);
        assert_eq!(Scope::new(many, None), Err(ScopeError::TooManyDistricts(201)));
    }
}
