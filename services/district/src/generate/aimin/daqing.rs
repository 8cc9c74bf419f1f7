//! What the article counts in Daqing: four stations with a code each, reception days, 30 opinions
//! that were all accepted, 10 talks, 15 volunteer activities, 9 suggestions, more than 20 items
//! supervised with 15 opinions, more than 30 times help was given, 26 livelihood matters. A bound
//! ("more than 20") is filled with the next number. The counts overlap and come from different
//! books, so that none of the rows refers to another; Daqing's deputies are not counted, so that
//! there are none.
//!
//! Of the 30 opinions the article says that they were accepted and no more, so nothing more
//! happens to them here. They lie in 2022, which keeps rows without a told outcome apart from the
//! year that Tiebei's rates are about.

use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime};

use super::{DISTRICT, SEED, SINCE, id};
use crate::{
    dataset::Record,
    duty::{
        kinds::ActivityKind,
        model::{Activity, RegisterEntry},
    },
    generate::{
        GenerateError,
        calendar::{local_day, working_day_from},
        draw::Draw,
        story::Story,
        subject::Subject,
    },
    petitions::{
        kinds::{ActorRole, EscalationInstrument},
        model::Escalation,
    },
    stations::model::QrCode,
    supervision::{
        kinds::SupervisionForm,
        model::{SupervisionActivity, SupervisionOpinion},
    },
};

/// From 2022 to the end of 2023.
const MONTHS: u32 = 24;

const RECEPTION_DAY_OF_MONTH: u64 = 10;
const STATIONS: u32 = 4;
const PERSON_TIMES_RECEIVED: u32 = 51;
const OPINIONS: u32 = 30;
const OPINION_MONTHS: u32 = 12;
const TALKS: u32 = 10;
const VOLUNTEER_ACTIVITIES: u32 = 15;
const TIMES_HELPED: u32 = 31;
const LIVELIHOOD_MATTERS: u32 = 26;
const SUGGESTIONS: u32 = 9;
const ITEMS_SUPERVISED: u32 = 21;
const SUPERVISION_OPINIONS: u32 = 15;

/// All rows of Daqing that are counted only.
pub fn records() -> Result<Vec<Record>, GenerateError> {
    let mut draw = Draw::new(SEED, 2);
    let mut records: Vec<Record> = (1..=STATIONS).map(|station| code(&mut draw, station)).collect();
    let receptions: Vec<_> = (0..MONTHS).map(|month| reception_time(&mut draw, month)).collect();
    for number in 1..=OPINIONS {
        let month = spread(number, OPINIONS, OPINION_MONTHS);
        records.extend(opinion(&mut draw, number, receptions[month as usize])?);
    }
    records.extend((1..=MONTHS).zip(&receptions).map(|(number, at)| reception(number, *at)));
    let kinds = [
        (ActivityKind::TheoryTalk, TALKS, "理论宣讲", "Theory Talk"),
        (ActivityKind::Volunteer, VOLUNTEER_ACTIVITIES, "志愿服务", "Volunteer Activity"),
        (ActivityKind::PracticalDeed, TIMES_HELPED, "为群众解决困难", "Difficulty Solved"),
    ];
    for (kind, count, zh, en) in kinds {
        let times = times(&mut draw, count);
        records.extend((1..).zip(times).map(|(number, at)| activity(kind, number, at, zh, en)));
    }
    let deeds = times(&mut draw, LIVELIHOOD_MATTERS);
    records.extend((1..).zip(deeds).map(|(number, at)| good_deed(number, at)));
    let suggestions = times(&mut draw, SUGGESTIONS);
    records.extend((1..).zip(suggestions).map(|(number, at)| suggestion(number, at)));
    let items = times(&mut draw, ITEMS_SUPERVISED);
    records.extend((1..).zip(&items).map(|(number, at)| supervision(number, local_day(*at))));
    let opinions = (1..=SUPERVISION_OPINIONS).zip(&items);
    records.extend(opinions.map(|(number, at)| supervision_opinion(number, local_day(*at))));
    Ok(records)
}

/// Which of `parts` the item `number` of `count` falls into, from 0, evenly.
fn spread(number: u32, count: u32, parts: u32) -> u32 {
    (number - 1) * parts / count
}

/// So many moments in office hours, evenly over the two years.
fn times(draw: &mut Draw, count: u32) -> Vec<NaiveDateTime> {
    let days = MONTHS * 30;
    (1..=count)
        .map(|number| {
            let day = SINCE + Days::new(u64::from(spread(number, count, days) + days / count / 2));
            draw.office_hour(working_day_from(day))
        })
        .collect()
}

/// The reception day of a month, from 0: the 10th, or the next working day.
fn reception_time(draw: &mut Draw, month: u32) -> NaiveDateTime {
    let first = SINCE + Months::new(month);
    draw.office_hour(working_day_from(first + Days::new(RECEPTION_DAY_OF_MONTH - 1)))
}

fn reception(number: u32, at: NaiveDateTime) -> Record {
    let day = local_day(at);
    let visitors = (1..=PERSON_TIMES_RECEIVED)
        .filter(|visitor| spread(*visitor, PERSON_TIMES_RECEIVED, MONTHS) + 1 == number)
        .count();
    let title_zh = format!("{}年{}月代表接待选民日", day.year(), day.month());
    let title_en = format!("Deputies' Reception Day, {}", day.format("%B %Y"));
    let mut row = blank_activity(ActivityKind::Reception, number, at, title_zh, title_en);
    row.visitors = i32::try_from(visitors).ok();
    Record::from(row)
}

fn activity(kind: ActivityKind, number: u32, at: NaiveDateTime, zh: &str, en: &str) -> Record {
    let (title_zh, title_en) = (format!("{zh}{number:02}"), format!("{en} {number:02}"));
    Record::from(blank_activity(kind, number, at, title_zh, title_en))
}

fn blank_activity(
    kind: ActivityKind,
    number: u32,
    occurred_at: NaiveDateTime,
    title_zh: String,
    title_en: String,
) -> Activity {
    let tail = kind.as_str().to_lowercase().replace('_', "-");
    Activity {
        id: id("activity", format_args!("005-{tail}-{number:02}")),
        delegation_id: id("delegation", "005"),
        kind,
        title_zh,
        title_en,
        occurred_at,
        place_zh: None,
        place_en: None,
        station_id: None,
        working_group_id: None,
        visitors: None,
        synthetic: true,
    }
}

/// 一站一码: a code for each of the four stations.
fn code(draw: &mut Draw, station: u32) -> Record {
    Record::from(QrCode {
        id: id("qr-code", format_args!("005-station-{station}")),
        token: draw.token(),
        channel_id: Some(id("channel", "005-codes-station")),
        deputy_id: None,
        station_id: Some(id("station", format_args!("005-station-{station}"))),
        grid_id: None,
        active: true,
        activated_on: SINCE,
        rotated_on: None,
        scans: 0,
        synthetic: true,
    })
}

/// An opinion that a voter gave at a reception, and that was accepted then and there.
fn opinion(
    draw: &mut Draw,
    number: u32,
    reception: NaiveDateTime,
) -> Result<Vec<Record>, GenerateError> {
    let year = local_day(reception).year();
    let reference = format!("{DISTRICT}-005-{year}-{number:05}");
    let petition = id("petition", format_args!("005-{}", draw.token()));
    let mut subject = Subject::blank(petition, reference, id("delegation", "005"), reception);
    subject.by = ActorRole::Petitioner;
    subject.row.channel_id = Some(id("channel", "005-reception-day"));
    let mut story = Story::submit(subject);
    story.accept(draw.later(reception, 0));
    story.finish()
}

fn good_deed(number: u32, recorded_at: NaiveDateTime) -> Record {
    Record::from(RegisterEntry {
        id: id("register-entry", format_args!("005-good-deeds-{number:02}")),
        register_id: id("register", "005-good-deeds"),
        recorded_at,
        deputy_id: None,
        activity_id: None,
        petition_id: None,
        corrects_id: None,
        summary_zh: Some(format!("民生实事{number:02}")),
        summary_en: Some(format!("Livelihood matter {number:02}")),
        synthetic: true,
    })
}

/// To which congress the suggestions were handed in is not said; a district's delegation stands
/// nearest to its own.
fn suggestion(number: u32, filed_at: NaiveDateTime) -> Record {
    Record::from(Escalation {
        id: id("escalation", format_args!("005-{number:02}")),
        delegation_id: id("delegation", "005"),
        congress_id: id("congress", "district"),
        instrument: EscalationInstrument::Suggestion,
        title_zh: format!("大庆代表建议{number:02}"),
        title_en: format!("Daqing Deputies' Suggestion {number:02}"),
        filed_at,
        due_at: None,
        agency_code: None,
        answered_at: None,
        reply_class: None,
        deputy_satisfaction: None,
        version: 1,
        synthetic: true,
    })
}

fn supervision(number: u32, occurred_on: NaiveDate) -> Record {
    let forms = [
        SupervisionForm::Research,
        SupervisionForm::DeputySupervision,
        SupervisionForm::SpecialInquiry,
        SupervisionForm::WorkAppraisal,
    ];
    Record::from(SupervisionActivity {
        id: id("supervision", format_args!("005-{number:02}")),
        delegation_id: id("delegation", "005"),
        form: forms[number as usize % forms.len()],
        subject_zh: format!("监督工作{number:02}"),
        subject_en: format!("Work Item {number:02}"),
        agency_code: None,
        occurred_on,
        synthetic: true,
    })
}

fn supervision_opinion(number: u32, given_on: NaiveDate) -> Record {
    Record::from(SupervisionOpinion {
        id: id("supervision-opinion", format_args!("005-{number:02}")),
        supervision_activity_id: id("supervision", format_args!("005-{number:02}")),
        position: 1,
        detail_zh: format!("监督意见{number:02}"),
        detail_en: format!("Supervision Opinion {number:02}"),
        given_on,
        answered_on: None,
        synthetic: true,
    })
}
