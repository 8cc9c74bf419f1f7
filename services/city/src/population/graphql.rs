//! Population figures in GraphQL.

use async_graphql::Object;
use subgraph_server::{
    Result,
    graphql::{DistrictCode, LocalizedText},
};

use super::model::{FigureQualifier, PopulationBasis, PopulationFigure};
use crate::{loaders::Loaders, loading::load};

/// The figures of a district, those of its subdistricts and towns included.
pub(crate) async fn figures_of(
    loaders: &Loaders,
    district: &DistrictCode,
) -> Result<Vec<PopulationFigure>> {
    load(&loaders.population, district.to_string()).await
}

/// How many people are said to live in a district, or in one of its subdistricts and towns.
/// Figures of other years, and of other bases, do not compare.
#[Object]
impl PopulationFigure {
    /// The code of the subdistrict or town; null for the district as a whole.
    async fn division_code(&self) -> Option<&str> {
        self.division_code.as_deref()
    }

    /// The name of the subdistrict or town; null for the district as a whole.
    async fn division_name(&self) -> Option<LocalizedText> {
        let (zh, en) = (self.division_name_zh.as_ref()?, self.division_name_en.as_ref()?);
        Some(LocalizedText::new(zh, en))
    }

    /// The year that the figure is of; null when the source does not say.
    async fn year(&self) -> Option<i32> {
        self.year
    }

    /// Who is counted.
    async fn basis(&self) -> PopulationBasis {
        self.basis
    }

    /// How many people.
    async fn value(&self) -> i64 {
        self.value
    }

    /// How exactly the figure was stated.
    async fn qualifier(&self) -> FigureQualifier {
        self.qualifier
    }

    /// Where the figure is from.
    async fn source(&self) -> LocalizedText {
        LocalizedText::new(&self.source_zh, &self.source_en)
    }

    /// Whether the figure was checked against its primary source.
    async fn verified(&self) -> bool {
        self.verified
    }
}
