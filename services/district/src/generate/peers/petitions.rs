//! The petitions of a peer: when they come and what they are about; what becomes of them is told
//! in `fate.rs`. What would happen after the last generated day has not happened, so that recent
//! ones are still open.

use std::collections::HashMap;

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime};

use super::{
    SINCE, UNTIL, area::Area, fate::Teller, profile::Profile, season, stations::Network,
    suggestions::suggestion,
};
use crate::{
    dataset::Record,
    generate::{
        GenerateError,
        calendar::{local, working_day_from},
        draw::Draw,
        subject::Subject,
    },
    petitions::kinds::{ActorRole, CategoryCode, Complexity, Urgency},
    stations::kinds::ChannelKind,
};

/// All petitions with their escalations, and how often each code was used.
#[derive(Debug)]
pub struct Petitions {
    /// The rows.
    pub records: Vec<Record>,
    /// Petitions by code.
    pub scans: HashMap<String, u32>,
}

/// Tells the petitions of both years.
pub fn tell(
    profile: &Profile,
    areas: &[Area],
    networks: &[Network],
    scale: f64,
    draw: &mut Draw,
) -> Result<Petitions, GenerateError> {
    let mut told = Petitions { records: Vec::new(), scans: HashMap::new() };
    let mut suggestions = Vec::new();
    let mut earlier: HashMap<String, String> = HashMap::new();
    for (number, submitted) in (1..).zip(days(profile, scale, draw)) {
        let Some((area, network)) = place(areas, networks, draw) else { break };
        let subject = subject(profile, area, network, number, submitted, draw);
        if let Some(code) = &subject.row.qr_code_id {
            *told.scans.entry(code.clone()).or_default() += 1;
        }
        let mut teller = Teller::new(profile, area, draw, earlier.get(&area.tail).cloned());
        let mut story = teller.story(subject);
        let escalated = teller.into_escalated();
        for (count, (at, deputy)) in (1..).zip(escalated).filter(|(_, (at, _))| *at <= end()) {
            let tail = format!("{number:06}-{count}");
            suggestions.extend(suggestion(area, &tail, story.id(), at, &deputy, draw));
        }
        story.until(end());
        if !story.is_turned_away() {
            earlier.insert(area.tail.clone(), story.id().to_owned());
        }
        told.records.extend(story.finish()?);
    }
    told.records.extend(suggestions);
    Ok(told)
}

/// The last moment that anybody knows of.
pub fn end() -> NaiveDateTime {
    local(UNTIL, 24 * 60 - 1)
}

/// The days on which petitions come, in order: more in the months in which the district's classes
/// have their season.
fn days(profile: &Profile, scale: f64, draw: &mut Draw) -> Vec<NaiveDate> {
    let second_year = profile.petitions * (100 + profile.growth) / 100;
    let mut days = Vec::new();
    for (first_month, petitions) in [(0, profile.petitions), (12, second_year)] {
        let months: Vec<(NaiveDate, u32)> = (first_month..first_month + 12)
            .map(|month| SINCE + Months::new(month))
            .map(|month| (month, demand(profile, month)))
            .collect();
        let count = (f64::from(petitions) * scale).round().max(1.0) as u32;
        for _ in 0..count {
            let month = draw.weighted(&months).unwrap_or(SINCE);
            let last = u32::from(month.num_days_in_month()) - 1;
            days.push(month + Days::new(u64::from(draw.between(0, last))));
        }
    }
    days.sort_unstable();
    days
}

/// How much a month brings, over all classes of the district.
fn demand(profile: &Profile, month: NaiveDate) -> u32 {
    let middle = month + Days::new(14);
    let classes = profile.categories.iter();
    classes.map(|(category, weight)| weight * season::demand(*category, middle)).sum()
}

fn place<'a>(
    areas: &'a [Area],
    networks: &'a [Network],
    draw: &mut Draw,
) -> Option<(&'a Area, &'a Network)> {
    let weights: Vec<(usize, u32)> = areas.iter().map(|area| area.weight).enumerate().collect();
    let index = draw.weighted(&weights)?;
    areas.get(index).zip(networks.get(index))
}

fn subject(
    profile: &Profile,
    area: &Area,
    network: &Network,
    number: u32,
    day: NaiveDate,
    draw: &mut Draw,
) -> Subject {
    let arrival = network.arrival(day, draw);
    let submitted = hour(arrival.kind, day, draw);
    let reference = format!("{}-{}-{number:06}", area.district, area.tail);
    let petition = area.id("petition", draw.token());
    let mut subject = Subject::blank(petition, reference, area.delegation(), submitted);
    let weights: Vec<(CategoryCode, u32)> = profile
        .categories
        .iter()
        .map(|(category, weight)| (*category, weight * season::demand(*category, day)))
        .collect();
    subject.by = match arrival.kind {
        Some(ChannelKind::GridReport) => ActorRole::GridWorker,
        Some(ChannelKind::HomeVisit | ChannelKind::QuarterlySweep) => ActorRole::Deputy,
        _ => ActorRole::Petitioner,
    };
    let row = &mut subject.row;
    row.category = draw.weighted(&weights).unwrap_or(CategoryCode::Other);
    row.grid_id = arrival.grid.or_else(|| Some(area.grid(draw.between(1, area.grids))));
    row.channel_id = arrival.channel;
    row.qr_code_id = arrival.code;
    row.station_id = arrival.station;
    let urgencies = [(Urgency::Routine, 85), (Urgency::Priority, 12), (Urgency::Emergency, 3)];
    row.urgency = draw.weighted(&urgencies).unwrap_or(Urgency::Routine);
    let hard = season::difficulty(row.category) >= 12 && draw.percent(40);
    row.complexity = if hard { Complexity::Large } else { Complexity::Small };
    subject
}

/// Codes are scanned when people are at home; offices receive in office hours.
fn hour(kind: Option<ChannelKind>, day: NaiveDate, draw: &mut Draw) -> NaiveDateTime {
    match kind {
        Some(
            ChannelKind::QrDeputy
            | ChannelKind::QrStation
            | ChannelKind::QrGrid
            | ChannelKind::WechatGroup
            | ChannelKind::WechatPlatform
            | ChannelKind::SmartPlatform,
        ) => local(day, draw.between(7 * 60, 22 * 60)),
        _ => draw.office_hour(working_day_from(day).min(UNTIL)),
    }
}
