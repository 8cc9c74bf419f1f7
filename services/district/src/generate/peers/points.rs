//! Points for duties done, in those peers that count them. Rules differ between delegations, which
//! is why points under different rules do not compare.

use super::{SINCE, area::Area, duty::Act, profile::Profile};
use crate::{
    dataset::Record,
    duty::{
        kinds::{ActivityKind, Period, PointsAct},
        model::{PointsEntry, PointsRule},
    },
};

/// What earns points: the act, points, the cap in a quarter, names.
const RULES: [(PointsAct, i32, Option<i32>, [&str; 2]); 5] = [
    (PointsAct::Reception, 3, Some(9), ["接待", "Reception"]),
    (PointsAct::Visit, 2, Some(8), ["走访", "Visit"]),
    (PointsAct::Study, 1, None, ["学习", "Study"]),
    (PointsAct::Volunteer, 4, None, ["志愿服务", "Volunteer work"]),
    (PointsAct::DutyReport, 10, None, ["述职", "Report on duty"]),
];

/// The rules and entries of a peer, none when it does not count points.
pub fn rows(profile: &Profile, areas: &[Area], acts: &[Act]) -> Vec<Record> {
    if !profile.points {
        return Vec::new();
    }
    let mut records: Vec<Record> =
        (0..).zip(areas).flat_map(|(number, area)| rules(area, number)).collect();
    for (number, area) in (0..).zip(areas) {
        let own = format!("{}:activity:{}-", area.district, area.tail);
        let own_acts = acts.iter().filter(|act| act.id.starts_with(&own));
        records.extend(own_acts.flat_map(|act| entries(area, number, act)));
    }
    records
}

fn rules(area: &Area, number: i32) -> Vec<Record> {
    let rules = RULES.iter().map(|(act, _, cap, [zh, en])| {
        Record::from(PointsRule {
            id: rule_id(area, *act),
            delegation_id: area.delegation(),
            rule_version: 1,
            act: *act,
            points: points_of(*act, number),
            cap: *cap,
            cap_period: cap.map(|_| Period::Quarter),
            name_zh: (*zh).to_owned(),
            name_en: (*en).to_owned(),
            valid_from: SINCE,
            valid_to: None,
            synthetic: true,
        })
    });
    rules.collect()
}

fn entries(area: &Area, number: i32, act: &Act) -> Vec<Record> {
    let Some(earns) = earned_by(act.kind) else { return Vec::new() };
    let tail = act.id.rsplit(':').next().unwrap_or_default();
    let entries = act.present.iter().map(|deputy| {
        let deputy_tail = deputy.rsplit('-').next().unwrap_or_default();
        Record::from(PointsEntry {
            id: format!("{}:points-entry:{tail}-{deputy_tail}", area.district),
            deputy_id: deputy.clone(),
            points_rule_id: rule_id(area, earns),
            points: points_of(earns, number),
            earned_at: act.at,
            activity_id: Some(act.id.clone()),
            petition_id: None,
            reversal_of_id: None,
            synthetic: true,
        })
    });
    entries.collect()
}

fn rule_id(area: &Area, act: PointsAct) -> String {
    area.id("points-rule", format_args!("{}-v1", act.as_str().to_lowercase().replace('_', "-")))
}

/// Every third delegation values an act one point higher than the others.
fn points_of(act: PointsAct, delegation: i32) -> i32 {
    let usual = RULES.iter().find(|(rule, ..)| *rule == act).map_or(0, |(_, points, ..)| *points);
    usual + i32::from(delegation % 3 == 0)
}

fn earned_by(kind: ActivityKind) -> Option<PointsAct> {
    match kind {
        ActivityKind::Reception => Some(PointsAct::Reception),
        ActivityKind::Visit => Some(PointsAct::Visit),
        ActivityKind::Study => Some(PointsAct::Study),
        ActivityKind::Volunteer => Some(PointsAct::Volunteer),
        ActivityKind::DutyReport => Some(PointsAct::DutyReport),
        ActivityKind::TheoryTalk | ActivityKind::QuarterlySweep | ActivityKind::PracticalDeed => {
            None
        }
    }
}
