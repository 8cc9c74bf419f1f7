//! The row types of this domain as lists see them.

use super::model::{Congress, DistrictFact, DistrictProfile};
use crate::listing::rows;

rows! {
    DistrictProfile, districts by code;
    DistrictFact, district_facts by id;
    Congress, congresses by id;
}
