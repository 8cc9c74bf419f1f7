//! What lives as long as one request: the lookups of every domain, the day that is today, and the
//! districts that this service holds.

use std::sync::Arc;

use async_graphql::Context;
use chrono::NaiveDate;
use contract::{Coded, ErrorCode, GlobalId};
use storage::{Connection, Database};
use subgraph_server::{
    Failure, Result,
    graphql::{Coverage, DistrictCode},
};
use thiserror::Error;

use crate::{
    brands::loader::BrandLoaders, delegations::loader::DelegationLoaders,
    deputies::loader::DeputyLoaders, district::loader::DistrictLoaders, duty::loader::DutyLoaders,
    petitions::loader::PetitionLoaders, places::loader::PlaceLoaders,
    stations::loader::StationLoaders, supervision::loader::SupervisionLoaders,
};

/// The lookups and circumstances of one request.
pub struct RequestContext {
    /// The districts that this service holds.
    pub districts: Arc<Districts>,
    /// The local day.
    pub today: NaiveDate,
    /// The district as a whole.
    pub district: DistrictLoaders,
    /// Deputies.
    pub deputies: DeputyLoaders,
    /// Delegations.
    pub delegations: DelegationLoaders,
    /// Stations, channels and codes.
    pub stations: StationLoaders,
    /// Divisions, communities and grids.
    pub places: PlaceLoaders,
    /// Petitions.
    pub petitions: PetitionLoaders,
    /// Activities, registers, points and cadence.
    pub duty: DutyLoaders,
    /// Supervision.
    pub supervision: SupervisionLoaders,
    /// Brands.
    pub brands: BrandLoaders,
    database: Database,
}

impl RequestContext {
    /// The context of a request that starts today.
    #[must_use]
    pub fn new(database: &Database, districts: &Arc<Districts>, today: NaiveDate) -> Self {
        Self {
            districts: Arc::clone(districts),
            today,
            district: DistrictLoaders::new(database),
            deputies: DeputyLoaders::new(database, today),
            delegations: DelegationLoaders::new(database, today),
            stations: StationLoaders::new(database),
            places: PlaceLoaders::new(database, today),
            petitions: PetitionLoaders::new(database),
            duty: DutyLoaders::new(database),
            supervision: SupervisionLoaders::new(database),
            brands: BrandLoaders::new(database),
            database: database.clone(),
        }
    }

    /// The context of the request that a resolver works for.
    ///
    /// # Errors
    /// A defect, when the server did not add one.
    pub fn of<'a>(ctx: &'a Context<'_>) -> Result<&'a Self> {
        ctx.data_opt::<Self>().ok_or_else(|| Failure::internal(&NoContext))
    }

    /// A connection to the database.
    ///
    /// # Errors
    /// When none is free or can be opened.
    pub async fn connection(&self) -> Result<Connection> {
        Ok(self.database.connection().await?)
    }
}

#[derive(Debug, Error)]
#[error("the request has no context")]
struct NoContext;

/// The districts that this service holds: one as a rule, several in one database if need be.
#[derive(Debug, Clone)]
pub struct Districts(Vec<DistrictCode>);

/// The districts that a field is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    codes: Vec<DistrictCode>,
    is_all: bool,
}

/// None of the named districts is here.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("this service holds none of the districts {asked}; it holds {held}")]
pub struct UnknownDistricts {
    asked: String,
    held: String,
}

impl Coded for UnknownDistricts {
    fn code(&self) -> ErrorCode {
        ErrorCode::PartitionUnknown
    }
}

impl Districts {
    /// These districts, each once, by code.
    #[must_use]
    pub fn new(codes: impl IntoIterator<Item = DistrictCode>) -> Self {
        let mut codes: Vec<_> = codes.into_iter().collect();
        codes.sort();
        codes.dedup();
        Self(codes)
    }

    /// The codes, sorted.
    #[must_use]
    pub fn codes(&self) -> &[DistrictCode] {
        &self.0
    }

    /// Whether a district is here.
    #[must_use]
    pub fn holds(&self, code: &DistrictCode) -> bool {
        self.0.binary_search(code).is_ok()
    }

    /// Those of the named districts that are here; all when none are named. The gateway may name
    /// districts that other services hold.
    ///
    /// # Errors
    /// [`UnknownDistricts`] when districts are named and none of them is here.
    pub fn choose(
        &self,
        named: Option<Vec<DistrictCode>>,
    ) -> std::result::Result<Chosen, UnknownDistricts> {
        let Some(named) = named else {
            return Ok(Chosen { codes: self.0.clone(), is_all: true });
        };
        let codes: Vec<_> = self.0.iter().filter(|code| named.contains(code)).cloned().collect();
        if codes.is_empty() && !named.is_empty() {
            return Err(UnknownDistricts { asked: joined(&named), held: joined(&self.0) });
        }
        let is_all = codes.len() == self.0.len();
        Ok(Chosen { codes, is_all })
    }
}

impl Chosen {
    /// One district.
    #[must_use]
    pub fn one(code: DistrictCode) -> Self {
        Self { codes: vec![code], is_all: false }
    }

    /// The codes to narrow a statement by, unless all districts are chosen.
    #[must_use]
    pub fn to_narrow_by(&self) -> Option<Vec<String>> {
        (!self.is_all).then(|| self.codes.iter().map(ToString::to_string).collect())
    }

    /// The districts as what an answer is made of: they were asked, and they answer.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage {
            asked: self.codes.clone(),
            answered: self.codes.clone(),
            missing: Vec::new(),
            complete: true,
        }
    }
}

/// The district that an id belongs to.
///
/// # Errors
/// `ID_INVALID`.
pub fn district_of(id: &str) -> Result<DistrictCode> {
    Ok(GlobalId::parse(id)?.partition.parse::<DistrictCode>()?)
}

fn joined(codes: &[DistrictCode]) -> String {
    const SHOWN: usize = 20;
    codes.iter().take(SHOWN).map(DistrictCode::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(codes: &[&str]) -> Vec<DistrictCode> {
        codes.iter().map(|code| code.parse().expect("a district code")).collect()
    }

    fn two() -> Districts {
        Districts::new(codes(&["231004", "231002", "231004"]))
    }

    #[test]
    fn all_are_chosen_when_none_are_named() {
        let chosen = two().choose(None).expect("a choice");
        assert_eq!(chosen.to_narrow_by(), None);
        assert_eq!(chosen.coverage().answered, codes(&["231002", "231004"]));
    }

    #[test]
    fn those_that_are_elsewhere_are_left_out() {
        let chosen = two().choose(Some(codes(&["231004", "231005"]))).expect("a choice");
        assert_eq!(chosen.to_narrow_by(), Some(vec!["231004".to_owned()]));
    }

    #[test]
    fn naming_all_narrows_nothing() {
        let chosen = two().choose(Some(codes(&["231004", "231002"]))).expect("a choice");
        assert_eq!(chosen.to_narrow_by(), None);
    }

    #[test]
    fn naming_only_others_is_an_error_that_lists_those_that_are_here() {
        let error = two().choose(Some(codes(&["231005"]))).expect_err("not here");
        assert_eq!(
            error.to_string(),
            "this service holds none of the districts 231005; it holds 231002, 231004"
        );
        assert_eq!(error.code(), ErrorCode::PartitionUnknown);
    }
}
