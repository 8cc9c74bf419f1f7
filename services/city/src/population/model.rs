//! The rows of population figures.

use async_graphql::Enum;
use diesel::prelude::*;
use serde::Deserialize;
use storage::text_enum;

use crate::tables::population_figures;

text_enum! {
    /// Who is counted.
    #[derive(Enum)]
    pub enum PopulationBasis {
        /// Everyone at the day of a census.
        Census = "CENSUS",
        /// Those who are registered as residents, wherever they live.
        Registered = "REGISTERED",
        /// Those who live here, by an estimate.
        ResidentEstimate = "RESIDENT_ESTIMATE",
    }
}

text_enum! {
    /// How exactly a figure was stated.
    #[derive(Enum)]
    pub enum FigureQualifier {
        /// To the last digit.
        Exact = "EXACT",
        /// Rounded, or called approximate.
        About = "ABOUT",
    }
}

/// How many people live in a district, or in one of its subdistricts and towns.
#[derive(
    Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset, Deserialize,
)]
#[diesel(
    table_name = population_figures,
    treat_none_as_default_value = false,
    treat_none_as_null = true,
)]
#[serde(deny_unknown_fields)]
pub struct PopulationFigure {
    /// What tells the figure from others.
    pub id: String,
    /// The district.
    pub district_code: String,
    /// The code of the subdistrict or town; absent for the district as a whole.
    pub division_code: Option<String>,
    /// Its name in Chinese.
    pub division_name_zh: Option<String>,
    /// Its name in English.
    pub division_name_en: Option<String>,
    /// The year that the figure is of; absent when the source does not say.
    pub year: Option<i32>,
    /// Who is counted.
    pub basis: PopulationBasis,
    /// How many people.
    pub value: i64,
    /// How exactly it was stated.
    pub qualifier: FigureQualifier,
    /// Where the figure is from, in Chinese.
    pub source_zh: String,
    /// Where the figure is from, in English.
    pub source_en: String,
    /// Whether the figure was checked against its primary source.
    pub verified: bool,
}
