//! Tiebei's year of Deputies Online: 90 petitions in four classes, all answered, 85 resolved, 5
//! taken to the congresses, 88 of 90 judged satisfactory. The article gives these numbers alone;
//! how they spread over classes, grids and days is made up, all of it within 2023. That the five
//! which went up are the five that stayed unresolved is an assumption, and so is the base of the
//! satisfaction rate.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::{
    SEED, id,
    members::{
        TIEBEI, TIEBEI_CITY_DEPUTIES, TIEBEI_DEPUTIES, TIEBEI_GRIDS, TIEBEI_GROUPS, group_of,
    },
};
use crate::{
    dataset::Record,
    generate::{
        GenerateError,
        calendar::working_day_from,
        draw::Draw,
        story::{Assignee, Story},
        subject::Subject,
    },
    petitions::{
        kinds::{
            ActorRole, CategoryCode, Complexity, EscalationInstrument, Outcome, RatingScore,
            RatingSource, ReplyMode,
        },
        model::{Escalation, EscalationFiler, EscalationPetition},
    },
};

/// A class of petitions, which is the field of one working group.
struct Class {
    group: usize,
    zh: &'static str,
    en: &'static str,
    /// The class in the city's list. Healthcare and education share one class here and cannot be
    /// told apart afterwards, so that no class of the city fits.
    category: CategoryCode,
    petitions: u32,
}

const CLASSES: [Class; 4] = [
    class(0, "政策咨询", "Policy consultation", CategoryCode::PolicyConsultation, 17),
    class(1, "法律服务", "Legal services", CategoryCode::LegalService, 15),
    class(2, "医疗教育", "Healthcare and education", CategoryCode::Other, 18),
    class(3, "生活保障", "Livelihood support", CategoryCode::Livelihood, 40),
];

const fn class(
    group: usize,
    zh: &'static str,
    en: &'static str,
    category: CategoryCode,
    petitions: u32,
) -> Class {
    Class { group, zh, en, category, petitions }
}

/// The petitions of the year.
const PETITIONS: u32 = 90;

/// Every eighteenth petition goes up: five of ninety.
const ESCALATED_EVERY: u32 = 18;

/// How many days of the year pass between the first and the last petition.
const INTAKE_DAYS: u32 = 300;

const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2023, 1, 3).expect("the third of January");

/// The petitions and the escalations.
pub fn records() -> Result<Vec<Record>, GenerateError> {
    let mut draw = Draw::new(SEED, 1);
    let mut records = Vec::new();
    let mut escalated = Vec::new();
    for (number, class) in (1..).zip(shuffled(&mut draw)) {
        let goes_up = number % ESCALATED_EVERY == 0;
        let (story, at) = tell(&mut draw, number, class, goes_up);
        if let Some(at) = at {
            escalated.push((story.id().to_owned(), at));
        }
        records.extend(story.finish()?);
    }
    for (number, (petition, at)) in (1..).zip(escalated) {
        records.extend(escalation(number, petition, at));
    }
    Ok(records)
}

/// The class of every petition, in an order that mixes them.
fn shuffled(draw: &mut Draw) -> Vec<&'static Class> {
    let mut left: Vec<(usize, u32)> =
        CLASSES.iter().map(|class| class.petitions).enumerate().collect();
    let mut order = Vec::new();
    while let Some(next) = draw.weighted(&left).filter(|_| order.len() < PETITIONS as usize) {
        left[next].1 -= 1;
        order.push(&CLASSES[next]);
    }
    order
}

/// One petition, and when it was taken to a congress.
fn tell(
    draw: &mut Draw,
    number: u32,
    class: &Class,
    goes_up: bool,
) -> (Story, Option<NaiveDateTime>) {
    let day = FIRST_DAY + Days::new(u64::from(number * INTAKE_DAYS / PETITIONS));
    let submitted = draw.office_hour(working_day_from(day));
    let mut story = Story::submit(subject(draw, number, class, goes_up, submitted));

    let accepted = draw.later(submitted, number % 2);
    story.accept(accepted);
    let dispatched = draw.later(accepted, 1);
    let deputy = deputy_of(draw, class);
    story.dispatch(dispatched, Assignee::Group(&group_of(&TIEBEI, deputy, &TIEBEI_GROUPS)));
    let started = draw.later(dispatched, draw_days(number, 2));
    story.start(started);

    let wait = if goes_up { 12 } else { 2 + draw_days(number, 9) };
    let mut at = draw.later(started, wait);
    let went_up = goes_up.then_some(at);
    let outcome = if goes_up { Outcome::Escalated } else { Outcome::Resolved };
    if goes_up {
        story.escalate(at, &TIEBEI.id(filer(number / ESCALATED_EVERY)));
        at = draw.later(at, 0);
    }
    story.conclude(at, outcome);
    at = draw.later(at, 1);
    let modes = [(ReplyMode::Wechat, 6), (ReplyMode::FaceToFace, 3), (ReplyMode::Phone, 1)];
    let mode = draw.weighted(&modes).unwrap_or(ReplyMode::Wechat);
    story.reply_finally(at, mode, Some(&TIEBEI.id(deputy)), Some(outcome));
    at = draw.later(at, 2);
    story.rate(at, score(draw, number), RatingSource::Callback);
    (story, went_up)
}

fn subject(
    draw: &mut Draw,
    number: u32,
    class: &Class,
    goes_up: bool,
    submitted: NaiveDateTime,
) -> Subject {
    let reference = format!("{}-003-2023-{number:05}", TIEBEI.district);
    let petition = id("petition", format_args!("003-{}", draw.token()));
    let mut subject = Subject::blank(petition, reference, id("delegation", "003"), submitted);
    let grid = draw.between(1, TIEBEI_GRIDS);
    subject.by = ActorRole::Petitioner;
    subject.row.grid_id = Some(id("grid", format_args!("003-{grid:03}")));
    subject.row.channel_id = Some(id("channel", "003-online"));
    subject.row.category = class.category;
    subject.row.local_category_zh = Some(class.zh.to_owned());
    subject.row.local_category_en = Some(class.en.to_owned());
    subject.row.mapping_version = Some(1);
    subject.row.complexity = if goes_up { Complexity::Large } else { Complexity::Small };
    subject
}

/// A deputy of the group that takes on the class.
fn deputy_of(draw: &mut Draw, class: &Class) -> u32 {
    let groups = TIEBEI_GROUPS.len() as u32;
    let place = draw.between(0, TIEBEI_DEPUTIES / groups - 1);
    place * groups + class.group as u32 + 1
}

/// A wait of up to `most` days that differs from petition to petition.
fn draw_days(number: u32, most: u32) -> u32 {
    number * 7 % (most + 1)
}

/// Two of ninety are not satisfied: two of those whose matter went up.
fn score(draw: &mut Draw, number: u32) -> RatingScore {
    if number == ESCALATED_EVERY {
        RatingScore::Dissatisfied
    } else if number == 2 * ESCALATED_EVERY {
        RatingScore::BasicallySatisfied
    } else if draw.percent(60) {
        RatingScore::VerySatisfied
    } else {
        RatingScore::Satisfied
    }
}

/// Who files: for the city's congress those who sit in it, else others in turn.
fn filer(escalation: u32) -> u32 {
    match TIEBEI_CITY_DEPUTIES.get(escalation as usize - 1) {
        Some(deputy) => *deputy,
        None => escalation * 4 % TIEBEI_DEPUTIES + 1,
    }
}

/// The article says "motions and suggestions" without telling them apart. Suggestions are the
/// smaller assumption: a motion would need ten co-signers.
fn escalation(number: u32, petition: String, filed_at: NaiveDateTime) -> Vec<Record> {
    let escalation_id = id("escalation", format_args!("003-{number:02}"));
    let to_city = number as usize <= TIEBEI_CITY_DEPUTIES.len();
    vec![
        Record::from(Escalation {
            id: escalation_id.clone(),
            delegation_id: id("delegation", "003"),
            congress_id: id("congress", if to_city { "city" } else { "district" }),
            instrument: EscalationInstrument::Suggestion,
            title_zh: format!("铁北代表建议{number:02}"),
            title_en: format!("Tiebei Deputies' Suggestion {number:02}"),
            filed_at,
            due_at: filed_at.checked_add_months(chrono::Months::new(3)),
            agency_code: None,
            answered_at: None,
            reply_class: None,
            deputy_satisfaction: None,
            version: 1,
            synthetic: true,
        }),
        Record::from(EscalationPetition {
            escalation_id: escalation_id.clone(),
            petition_id: petition,
        }),
        Record::from(EscalationFiler { escalation_id, deputy_id: TIEBEI.id(filer(number)) }),
    ]
}
