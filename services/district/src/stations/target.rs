//! What a QR code leads to.

use std::sync::Arc;

use async_graphql::Union;
use subgraph_server::Result;

use super::model::{QrCode, Station};
use crate::{
    deputies::model::Deputy, listing::ListError, places::model::Grid, request::RequestContext,
};

/// What a QR code leads to.
#[derive(Union)]
pub enum QrTarget {
    /// One deputy.
    Deputy(Arc<Deputy>),
    /// One station.
    Station(Arc<Station>),
    /// The group of one grid.
    Grid(Arc<Grid>),
}

impl QrTarget {
    /// The target of a code. The table lets a code have exactly one.
    ///
    /// # Errors
    /// The failure of the database.
    pub async fn of(code: &QrCode, request: &RequestContext) -> Result<Self> {
        match (&code.deputy_id, &code.station_id, &code.grid_id) {
            (Some(id), None, None) => {
                request.deputies.deputies.by_id.load_referred(id).await.map(Self::Deputy)
            }
            (None, Some(id), None) => {
                request.stations.stations.by_id.load_referred(id).await.map(Self::Station)
            }
            (None, None, Some(id)) => {
                request.places.grids.by_id.load_referred(id).await.map(Self::Grid)
            }
            _ => Err(ListError::Dangling(code.id.clone()).into()),
        }
    }
}
