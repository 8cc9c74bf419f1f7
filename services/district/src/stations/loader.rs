//! What one request looks up of stations and what hangs on them, in batches.

use storage::Database;

use crate::{
    delegations::model::WorkingGroup,
    listing::{Children, Lists, Relation},
    stations::model::{Channel, QrCode, Station},
};

/// The lookups of one request.
pub struct StationLoaders {
    /// Stations.
    pub stations: Lists<Station>,
    /// Channels.
    pub channels: Lists<Channel>,
    /// QR codes.
    pub qr_codes: Lists<QrCode>,
    /// Sub stations.
    pub sub_stations: Children<Station>,
    /// Channels of station.
    pub channels_of_station: Children<Channel>,
    /// Groups of station.
    pub groups_of_station: Children<WorkingGroup>,
    /// Codes of station.
    pub codes_of_station: Children<QrCode>,
}

impl StationLoaders {
    /// Lookups in a database.
    #[must_use]
    pub fn new(database: &Database) -> Self {
        Self {
            stations: Lists::new(database),
            channels: Lists::new(database),
            qr_codes: Lists::new(database),
            sub_stations: Children::new(
                database,
                Relation::Column("parent_id"),
                "stations.name_sort, stations.id",
            ),
            channels_of_station: Children::new(
                database,
                Relation::Column("station_id"),
                "channels.name_sort, channels.id",
            ),
            groups_of_station: Children::new(
                database,
                Relation::Column("station_id"),
                "working_groups.name_sort, working_groups.id",
            ),
            codes_of_station: Children::new(
                database,
                Relation::Column("station_id"),
                "qr_codes.id",
            ),
        }
    }
}
