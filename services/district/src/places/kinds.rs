//! The closed lists of divisions, communities, grids and who answers for them. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// What sort of township-level division it is.
    #[derive(Enum)]
    pub enum DivisionKind {
        /// 街道: an urban subdistrict; it has no congress of its own.
        Subdistrict = "SUBDISTRICT",
        /// 镇: a town.
        Town = "TOWN",
        /// 乡: a township.
        Township = "TOWNSHIP",
        /// 民族乡: an ethnic township.
        EthnicTownship = "ETHNIC_TOWNSHIP",
        /// A forestry bureau or farm that stands in for a division in statistics.
        StatisticalUnit = "STATISTICAL_UNIT",
    }
}

text_enum! {
    /// Whether it is a community or a village.
    #[derive(Enum)]
    pub enum CommunityKind {
        /// 社区: a residential community.
        ResidentialCommunity = "RESIDENTIAL_COMMUNITY",
        /// 村: a village.
        Village = "VILLAGE",
    }
}

text_enum! {
    /// What sort of grid it is.
    #[derive(Enum)]
    pub enum GridKind {
        /// An ordinary grid.
        Base = "BASE",
        /// 大网格: a big grid, which a deputy answers for.
        Big = "BIG",
    }
}

text_enum! {
    /// What somebody's charge over a grid is.
    #[derive(Enum)]
    pub enum GridRole {
        /// 大网格长: a deputy who takes responsibility for a big grid.
        BigGridChief = "BIG_GRID_CHIEF",
        /// 网格长: the chief from the community.
        GridChief = "GRID_CHIEF",
        /// 网格员: the full-time worker.
        GridWorker = "GRID_WORKER",
        /// A deputy placed in the grid.
        GridDeputy = "GRID_DEPUTY",
    }
}
