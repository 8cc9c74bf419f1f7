//! What the deputies of a peer do regularly: receptions, visits, study, talks, volunteer work and
//! reports on duty, with who came, the registers that record it, and the rules it follows.

use chrono::{Days, Months, NaiveDateTime};

use super::{MONTHS, SINCE, area::Area, profile::Profile};
use crate::{
    dataset::Record,
    duty::{
        kinds::{ActivityKind, AttendanceStatus, CadenceAct, RegisterKind},
        model::{Activity, Attendance, CadenceRule, Register, RegisterEntry},
    },
    generate::{calendar::working_day_from, draw::Draw},
};

/// One activity with what belongs to it.
#[derive(Debug)]
pub struct Act {
    /// What was done.
    pub kind: ActivityKind,
    /// The id of the activity.
    pub id: String,
    /// When it was.
    pub at: NaiveDateTime,
    /// Who came.
    pub present: Vec<String>,
    /// The rows.
    pub records: Vec<Record>,
}

/// How often what happens: kind, every so many months, the month it starts in, names.
const HABITS: [(ActivityKind, u32, u32, [&str; 2]); 6] = [
    (ActivityKind::Reception, 1, 0, ["接待选民", "Reception of Voters"]),
    (ActivityKind::Visit, 2, 1, ["走访选民", "Visit to Voters"]),
    (ActivityKind::Study, 3, 1, ["学习", "Study"]),
    (ActivityKind::Volunteer, 6, 4, ["志愿服务", "Volunteer Work"]),
    (ActivityKind::TheoryTalk, 6, 2, ["宣讲", "Talk"]),
    (ActivityKind::DutyReport, 12, 11, ["述职", "Report on Duty"]),
];

/// The activities of all areas. The rules and registers come with the first act of each area.
pub fn plan(profile: &Profile, areas: &[Area], draw: &mut Draw) -> Vec<Act> {
    let mut acts = Vec::new();
    for area in areas {
        let first = acts.len();
        // Some delegations are more diligent than others.
        let diligence = draw.between(65, 99);
        for (kind, every, start, name) in HABITS {
            let months = (start..MONTHS).step_by(every as usize);
            for month in months {
                if draw.percent(diligence) {
                    acts.push(act(area, kind, month, name, draw));
                }
            }
        }
        if let Some(act) = acts.get_mut(first) {
            let mut records = rules(profile, area);
            records.append(&mut act.records);
            act.records = records;
        }
    }
    acts
}

fn act(area: &Area, kind: ActivityKind, month: u32, name: [&str; 2], draw: &mut Draw) -> Act {
    let day = SINCE + Months::new(month) + Days::new(u64::from(draw.between(0, 24)));
    let at = draw.office_hour(working_day_from(day));
    let tail = format!("{}-{:02}", kind.as_str().to_lowercase().replace('_', "-"), month + 1);
    let id = area.id("activity", &tail);
    let receives = kind == ActivityKind::Reception;
    let visitors = receives.then(|| draw.between(0, 14));
    let mut records = vec![Record::from(Activity {
        id: id.clone(),
        delegation_id: area.delegation(),
        kind,
        title_zh: name[0].to_owned(),
        title_en: name[1].to_owned(),
        occurred_at: at,
        place_zh: None,
        place_en: None,
        station_id: receives.then(|| area.id("station", "home")),
        working_group_id: None,
        visitors: visitors.and_then(|visitors| i32::try_from(visitors).ok()),
        synthetic: true,
    })];
    let (attendances, present) = attendances(area, &tail, &id, draw);
    records.extend(attendances);
    records.push(entry(area, kind, &tail, &id, at));
    Act { kind, id, at, present, records }
}

/// About a third of the deputies are expected, and most of them come.
fn attendances(
    area: &Area,
    tail: &str,
    activity: &str,
    draw: &mut Draw,
) -> (Vec<Record>, Vec<String>) {
    let statuses = [
        (AttendanceStatus::Present, 86),
        (AttendanceStatus::Excused, 9),
        (AttendanceStatus::Absent, 5),
    ];
    let turn = draw.between(0, 2);
    let mut records = Vec::new();
    let mut present = Vec::new();
    for number in (1..=area.deputies).filter(|number| number % 3 == turn) {
        let deputy_id = area.roll().id(number);
        let status = draw.weighted(&statuses).unwrap_or(AttendanceStatus::Present);
        if status == AttendanceStatus::Present {
            present.push(deputy_id.clone());
        }
        records.push(Record::from(Attendance {
            id: area.id("attendance", format_args!("{tail}-{number:03}")),
            activity_id: activity.to_owned(),
            deputy_id,
            status,
            synthetic: true,
        }));
    }
    (records, present)
}

fn entry(area: &Area, kind: ActivityKind, tail: &str, activity: &str, at: NaiveDateTime) -> Record {
    let register = match kind {
        ActivityKind::Reception => RegisterKind::VoterReception,
        ActivityKind::DutyReport => RegisterKind::DutyReportAppraisal,
        _ => RegisterKind::ActivityRecord,
    };
    Record::from(RegisterEntry {
        id: area.id("register-entry", tail),
        register_id: area.id("register", register.as_str().to_lowercase().replace('_', "-")),
        recorded_at: at,
        deputy_id: None,
        activity_id: Some(activity.to_owned()),
        petition_id: None,
        corrects_id: None,
        summary_zh: None,
        summary_en: None,
        synthetic: true,
    })
}

/// The registers and the duties of an area.
fn rules(profile: &Profile, area: &Area) -> Vec<Record> {
    let registers = [
        (RegisterKind::VoterReception, ["接待登记簿", "Reception Register"]),
        (RegisterKind::ActivityRecord, ["活动记录簿", "Activity Record"]),
        (RegisterKind::DutyReportAppraisal, ["述职登记簿", "Duty-report Register"]),
    ];
    let registers = (1..).zip(registers).map(|(position, (kind, [zh, en]))| {
        Record::from(Register {
            id: area.id("register", kind.as_str().to_lowercase().replace('_', "-")),
            delegation_id: area.delegation(),
            kind,
            position,
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            synthetic: true,
        })
    });
    let duties = (1..).zip(profile.cadence).map(|(position, (act, every, unit))| {
        let [zh, en] = duty_name(*act);
        Record::from(CadenceRule {
            id: area.id("cadence-rule", position),
            delegation_id: area.delegation(),
            act: *act,
            every: *every,
            times: 1,
            unit: Some(*unit),
            day_of_month: (*act == CadenceAct::ReceptionDay).then_some(15),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            valid_from: Some(SINCE),
            valid_to: None,
            position,
            synthetic: true,
        })
    });
    registers.chain(duties).collect()
}

fn duty_name(act: CadenceAct) -> [&'static str; 2] {
    match act {
        CadenceAct::Reception => ["每周接待", "Receive every week"],
        CadenceAct::Visit => ["每月走访", "Visit every month"],
        CadenceAct::Suggestion => ["每季建议", "Suggest every quarter"],
        CadenceAct::DutyReport => ["每年述职", "Report every year"],
        CadenceAct::Study => ["每季学习", "Study every quarter"],
        CadenceAct::ReceptionDay => ["每月接待日", "Reception day every month"],
        CadenceAct::QuarterlySweep => ["每季征集", "Gather every quarter"],
    }
}
