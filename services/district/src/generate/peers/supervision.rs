//! What the deputies of a peer look into, and the opinions they give.

use chrono::{Days, NaiveDate};

use super::{SINCE, UNTIL, area::Area};
use crate::{
    dataset::Record,
    generate::{calendar::working_day_from, draw::Draw},
    supervision::{
        kinds::SupervisionForm,
        model::{SupervisionActivity, SupervisionOpinion, SupervisionParticipant},
    },
};

const FORMS: &[(SupervisionForm, u32)] = &[
    (SupervisionForm::Inspection, 35),
    (SupervisionForm::Research, 25),
    (SupervisionForm::DeputySupervision, 20),
    (SupervisionForm::WorkAppraisal, 12),
    (SupervisionForm::SpecialInquiry, 8),
];

const SUBJECTS: [[&str; 2]; 6] = [
    ["供热准备", "Readiness for the heating season"],
    ["道路维修", "Repair of roads"],
    ["老旧小区改造", "Renewal of old estates"],
    ["校园周边安全", "Safety around schools"],
    ["环境卫生", "Cleanliness"],
    ["养老服务", "Care for the elderly"],
];

/// The supervision of all areas.
pub fn rows(areas: &[Area], draw: &mut Draw) -> Vec<Record> {
    let mut records = Vec::new();
    for area in areas {
        for number in 1..=draw.between(3, 9) {
            records.extend(one(area, number, draw));
        }
    }
    records
}

fn one(area: &Area, number: u32, draw: &mut Draw) -> Vec<Record> {
    let id = area.id("supervision", format_args!("{number:02}"));
    let day = working_day_from(SINCE + Days::new(u64::from(draw.between(0, 715)))).min(UNTIL);
    let [zh, en] = draw.pick(&SUBJECTS).copied().unwrap_or(SUBJECTS[0]);
    let mut records = vec![Record::from(SupervisionActivity {
        id: id.clone(),
        delegation_id: area.delegation(),
        form: draw.weighted(FORMS).unwrap_or(SupervisionForm::Inspection),
        subject_zh: zh.to_owned(),
        subject_en: en.to_owned(),
        agency_code: None,
        occurred_on: day,
        synthetic: true,
    })];
    let first = draw.between(1, area.deputies);
    let deputies = (0..draw.between(2, 4).min(area.deputies))
        .map(|turn| (first + turn * 3 - 1) % area.deputies + 1)
        .collect::<std::collections::BTreeSet<_>>();
    records.extend(deputies.into_iter().map(|deputy| {
        Record::from(SupervisionParticipant {
            supervision_activity_id: id.clone(),
            deputy_id: area.roll().id(deputy),
        })
    }));
    for position in 1..=draw.between(0, 3) {
        records.push(opinion(area, &id, number, position, day, draw));
    }
    records
}

fn opinion(
    area: &Area,
    supervision: &str,
    number: u32,
    position: u32,
    day: NaiveDate,
    draw: &mut Draw,
) -> Record {
    let answered = day + Days::new(u64::from(draw.between(10, 90)));
    Record::from(SupervisionOpinion {
        id: area.id("supervision-opinion", format_args!("{number:02}-{position}")),
        supervision_activity_id: supervision.to_owned(),
        position: i32::try_from(position).unwrap_or(i32::MAX),
        detail_zh: format!("意见{position}"),
        detail_en: format!("Opinion {position}"),
        given_on: day,
        answered_on: Some(answered).filter(|on| *on <= UNTIL && draw.percent(80)),
        synthetic: true,
    })
}
