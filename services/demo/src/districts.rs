//! The ten districts of the demo. Aimin holds what the article says; its peers are invented, and
//! every row of theirs says so.

/// A district of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoDistrict {
    /// Its GB/T 2260 code, which is the key of its partition.
    pub code: &'static str,
    /// Its name, for people.
    pub name: &'static str,
    /// The label that `scope: {peerGroup: …}` chooses by.
    pub peer_group: &'static str,
}

const fn district(
    code: &'static str,
    name: &'static str,
    peer_group: &'static str,
) -> DemoDistrict {
    DemoDistrict { code, name, peer_group }
}

/// All districts of Mudanjiang, by code.
pub const DISTRICTS: [DemoDistrict; 10] = [
    district("231002", "Dong'an District", "URBAN_DISTRICT"),
    district("231003", "Yangming District", "URBAN_DISTRICT"),
    district("231004", "Aimin District", "URBAN_DISTRICT"),
    district("231005", "Xi'an District", "URBAN_DISTRICT"),
    district("231025", "Linkou County", "COUNTY"),
    district("231081", "Suifenhe City", "COUNTY_LEVEL_CITY"),
    district("231083", "Hailin City", "COUNTY_LEVEL_CITY"),
    district("231084", "Ning'an City", "COUNTY_LEVEL_CITY"),
    district("231085", "Muling City", "COUNTY_LEVEL_CITY"),
    district("231086", "Dongning City", "COUNTY_LEVEL_CITY"),
];
