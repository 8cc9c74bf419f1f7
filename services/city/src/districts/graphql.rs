//! Districts in GraphQL.

use async_graphql::{Context, Object};
use comparison::PeerGroup;
use storage::Database;
use subgraph_server::{
    Failure, Result,
    graphql::{DistrictCode, LocalizedText},
};

use super::{
    model::{District, DistrictError, DistrictType},
    queries,
};
use crate::{
    loaders::Loaders,
    loading::load,
    population::{PopulationFigure, figures_of},
};

/// A county-level division of the city: a district, a county-level city or a county.
#[Object]
impl District {
    /// The code by GB/T 2260.
    async fn code(&self) -> &DistrictCode {
        &self.code
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText::new(&self.name_zh, &self.name_en)
    }

    /// The name in pinyin, with tone marks.
    async fn pinyin(&self) -> &str {
        &self.pinyin
    }

    /// What the division is by law.
    #[graphql(name = "type")]
    async fn kind(&self) -> DistrictType {
        self.kind
    }

    /// The districts that it is fair to compare with.
    async fn peer_group(&self) -> PeerGroup {
        self.peer_group
    }

    /// Codes that the district had before, which older records still use.
    async fn former_codes(&self, ctx: &Context<'_>) -> Result<Vec<DistrictCode>> {
        let loaders: &Loaders = ctx.data_unchecked();
        let rows = load(&loaders.former_codes, self.code.to_string()).await?;
        rows.iter().map(|row| row.code.parse().map_err(Failure::from)).collect()
    }

    /// How many people live here, by several counts. Empty when no figure is known.
    async fn population_figures(&self, ctx: &Context<'_>) -> Result<Vec<PopulationFigure>> {
        figures_of(ctx.data_unchecked(), &self.code).await
    }
}

/// The root fields.
#[derive(Default)]
pub struct DistrictQuery;

#[Object]
impl DistrictQuery {
    /// The districts of the city, in the order in which it lists them.
    async fn districts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the districts of these codes.")] codes: Option<Vec<DistrictCode>>,
        #[graphql(desc = "Only the districts of this group.")] peer_group: Option<PeerGroup>,
    ) -> Result<Vec<District>> {
        let mut districts = all(ctx.data_unchecked()).await?;
        if let Some(codes) = codes {
            check_known(&codes, &districts)?;
            districts.retain(|district| codes.contains(&district.code));
        }
        districts.retain(|district| peer_group.is_none_or(|group| district.peer_group == group));
        Ok(districts)
    }

    /// The district of a code; null when the city has none.
    async fn district(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code by GB/T 2260.")] code: DistrictCode,
    ) -> Result<Option<District>> {
        let loaders: &Loaders = ctx.data_unchecked();
        load(&loaders.districts, code).await
    }

    #[graphql(entity)]
    async fn find_district_by_code(
        &self,
        ctx: &Context<'_>,
        code: DistrictCode,
    ) -> Result<Option<District>> {
        let loaders: &Loaders = ctx.data_unchecked();
        load(&loaders.districts, code).await
    }
}

/// Every district. There are as many as a city has, so that choosing among them needs no query.
pub(crate) async fn all(database: &Database) -> Result<Vec<District>> {
    let rows = queries::all(&mut database.connection().await?).await?;
    rows.into_iter().map(|row| District::try_from(row).map_err(Failure::from)).collect()
}

fn check_known(codes: &[DistrictCode], districts: &[District]) -> Result<()> {
    let is_known = |code: &DistrictCode| districts.iter().any(|district| district.code == *code);
    match codes.iter().find(|code| !is_known(code)) {
        None => Ok(()),
        Some(unknown) => {
            let known = districts.iter().map(|district| district.code.to_string()).collect();
            Err(DistrictError::Unknown { code: unknown.clone(), known }.into())
        }
    }
}
