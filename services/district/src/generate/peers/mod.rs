//! The nine peers of Aimin: believable districts with seasons, habits and weaknesses of their own,
//! from the beginning of 2022 to the end of 2023. All rows are invented and say so. Each part of a
//! dataset draws from a stream of its own, so that one part can change without the others.

mod area;
mod brands;
mod duty;
mod fate;
mod petitions;
mod places;
mod points;
mod profile;
mod season;
mod stations;
mod suggestions;
mod supervision;

use chrono::NaiveDate;

use self::{
    area::areas,
    profile::{PROFILES, Profile},
    stations::Network,
};
use super::{Dataset, GenerateError, Spec, draw::Draw};
use crate::dataset::{FORMAT, Header, Record};

/// The first day of the generated rows.
pub const SINCE: NaiveDate = NaiveDate::from_ymd_opt(2022, 1, 1).expect("the first of January");

/// The day up to which things have happened.
pub const UNTIL: NaiveDate = NaiveDate::from_ymd_opt(2023, 12, 31).expect("the last of December");

/// How many months lie between them.
pub const MONTHS: u32 = 24;

/// The codes of the peers.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|profile| profile.code)
}

/// The dataset of a peer, `None` when the district is no peer.
pub fn dataset(spec: &Spec) -> Option<Result<Dataset, GenerateError>> {
    let profile = PROFILES.iter().find(|profile| profile.code == spec.district)?;
    let header = Header {
        format: FORMAT,
        district: spec.district.clone(),
        title_zh: format!("{}(虚构数据)", profile.name[0]),
        title_en: format!("{} (invented data)", profile.name[1]),
        seed: Some(spec.seed),
        scale: Some(spec.scale),
    };
    Some(records(profile, spec).map(|records| Dataset { header, records }))
}

/// The parts of a dataset, parents before their children.
fn records(profile: &'static Profile, spec: &Spec) -> Result<Vec<Record>, GenerateError> {
    // Peers differ even when they share a seed.
    let seed = spec.seed ^ profile.code.bytes().fold(0, |sum, digit| sum * 10 + u64::from(digit));
    let areas = areas(profile, &mut Draw::new(seed, 1));
    let networks: Vec<_> = areas.iter().map(|area| Network::plan(profile, area)).collect();
    let mut draw = Draw::new(seed, 2);
    let petitions = petitions::tell(profile, &areas, &networks, spec.scale, &mut draw)?;

    let acts = duty::plan(profile, &areas, &mut Draw::new(seed, 5));
    let points = points::rows(profile, &areas, &acts);

    let mut records = places::rows(profile, &areas, &mut Draw::new(seed, 3));
    records.extend(networks.iter().zip(&areas).flat_map(|(network, area)| network.rows(area)));
    records.extend(stations::codes(&networks, &petitions.scans, &mut Draw::new(seed, 4)));
    records.extend(petitions.records);
    records.extend(acts.into_iter().flat_map(|act| act.records));
    records.extend(points);
    records.extend(supervision::rows(&areas, &mut Draw::new(seed, 6)));
    records.extend(brands::rows(profile, &areas, &networks, &mut Draw::new(seed, 7)));
    Ok(records)
}
