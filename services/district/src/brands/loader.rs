//! What one request looks up of brands, their mechanisms, highlights and reported figures and what hangs on them, in batches.

use storage::Database;

use crate::{
    brands::model::{BrandInitiative, Highlight, Mechanism, ReportedFigure},
    delegations::model::WorkingGroup,
    listing::{Children, Lists, Relation},
    stations::model::{Channel, Station},
};

/// The lookups of one request.
pub struct BrandLoaders {
    /// Brands.
    pub brands: Lists<BrandInitiative>,
    /// Mechanisms of brand.
    pub mechanisms_of_brand: Children<Mechanism>,
    /// Parts of mechanism.
    pub parts_of_mechanism: Children<Mechanism>,
    /// Channels of brand.
    pub channels_of_brand: Children<Channel>,
    /// Stations of brand.
    pub stations_of_brand: Children<Station>,
    /// Groups of brand.
    pub groups_of_brand: Children<WorkingGroup>,
    /// Highlights of brand.
    pub highlights_of_brand: Children<Highlight>,
    /// Figures of brand.
    pub figures_of_brand: Children<ReportedFigure>,
    /// Figures of delegation.
    pub figures_of_delegation: Children<ReportedFigure>,
}

impl BrandLoaders {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            brands: Lists::new(database),
            mechanisms_of_brand: Children::new(
                database,
                Relation::Column("brand_id"),
                "mechanisms.position, mechanisms.id",
            ),
            parts_of_mechanism: Children::new(
                database,
                Relation::Column("parent_id"),
                "mechanisms.position, mechanisms.id",
            ),
            channels_of_brand: Children::new(
                database,
                Relation::link("brand_channels", "brand_id", "channel_id"),
                "channels.name_sort, channels.id",
            ),
            stations_of_brand: Children::new(
                database,
                Relation::link("brand_stations", "brand_id", "station_id"),
                "stations.name_sort, stations.id",
            ),
            groups_of_brand: Children::new(
                database,
                Relation::link("brand_working_groups", "brand_id", "working_group_id"),
                "working_groups.name_sort, working_groups.id",
            ),
            highlights_of_brand: Children::new(
                database,
                Relation::Column("brand_id"),
                "highlights.position, highlights.id",
            ),
            figures_of_brand: Children::new(
                database,
                Relation::Column("brand_id"),
                "reported_figures.position, reported_figures.id",
            ),
            figures_of_delegation: Children::new(
                database,
                Relation::Column("delegation_id"),
                "reported_figures.position, reported_figures.id",
            ),
        }
    }
}
