//! The row types of this domain as lists see them.

use super::filter::BrandFilter;
use super::model::{
    BrandChannel, BrandInitiative, BrandStation, BrandWorkingGroup, Highlight, Mechanism,
    ReportedFigure,
};
use super::order::BrandOrder;
use crate::listing::{Listed, Lists, rows};
use crate::request::RequestContext;

rows! {
    BrandInitiative, brand_initiatives by id;
    Mechanism, mechanisms by id;
    Highlight, highlights by id;
    ReportedFigure, reported_figures by id;
    BrandChannel, brand_channels;
    BrandStation, brand_stations;
    BrandWorkingGroup, brand_working_groups;
}

impl Listed for BrandInitiative {
    const CONNECTION: &'static str = "BrandConnection";
    const EDGE: &'static str = "BrandEdge";
    type Filter = BrandFilter;
    type Order = BrandOrder;

    fn lists(request: &RequestContext) -> &Lists<Self> {
        &request.brands.brands
    }
}
