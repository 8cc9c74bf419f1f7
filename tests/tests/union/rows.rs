//! Random splits of rows: the rows of a generated district, each given to a random few of the
//! partitions under their own codes. The same row in two partitions has the same name and times,
//! and names and times are made coarser, so that sort keys tie within and between partitions.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hasher as _},
};

use district::generate::{Spec, generate};
use rand::Rng;
use serde_json::{Map, Value};

/// The rows of one partition, as a dataset that `district import` takes.
#[derive(Clone)]
pub struct Rows {
    pub code: String,
    pub dataset: String,
    /// The ids of its rows by kind.
    pub ids: BTreeMap<String, Vec<String>>,
}

type Record = Map<String, Value>;

/// The kinds of rows that are drawn; others come with the rows that they name.
const DRAWN: [&str; 13] = [
    "division",
    "community",
    "station",
    "channel",
    "working-group",
    "deputy",
    "grid",
    "qr-code",
    "petition",
    "activity",
    "supervision",
    "brand",
    "escalation",
];

/// What a row may name and need not: without its row the field is left out, not the record.
const OPTIONAL: [(&str, &str); 17] = [
    ("petition", "gridId"),
    ("petition", "channelId"),
    ("petition", "qrCodeId"),
    ("petition", "stationId"),
    ("petition-event", "actorDeputyId"),
    ("reply", "deputyId"),
    ("station", "communityId"),
    ("station", "parentId"),
    ("grid", "communityId"),
    ("grid", "parentId"),
    ("grid", "successorOfId"),
    ("channel", "stationId"),
    ("channel", "deputyId"),
    ("channel", "gridId"),
    ("working-group", "stationId"),
    ("activity", "stationId"),
    ("activity", "workingGroupId"),
];

/// How coarse times are.
#[derive(Clone, Copy)]
enum Times {
    Exact,
    Days,
    Months,
}

/// Splits rows over partitions of these codes. One of several partitions may have no rows.
pub fn split(random: &mut impl Rng, codes: &[&str]) -> Vec<Rows> {
    let pool = Pool::draw(random);
    let empty = (codes.len() > 2).then(|| random.random_range(0..codes.len()));
    let shares = |random: &mut _, is_empty: bool| Shares::draw(random, is_empty);
    codes
        .iter()
        .enumerate()
        .map(|(place, code)| pool.share(&shares(random, Some(place) == empty), code))
        .collect()
}

/// The rows that partitions draw from.
struct Pool {
    code: String,
    records: Vec<Record>,
    times: Times,
}

/// How many rows of each kind a partition gets.
struct Shares {
    salt: u64,
    wanted: BTreeMap<&'static str, usize>,
}

impl Shares {
    fn draw(random: &mut impl Rng, is_empty: bool) -> Self {
        let mut wanted = |kind: &'static str| {
            let most = if kind == "division" { 8 } else { 14 };
            (kind, if is_empty { 0 } else { random.random_range(0..=most) })
        };
        let wanted = DRAWN.into_iter().map(&mut wanted).collect();
        Self { salt: random.random(), wanted }
    }
}

impl Pool {
    fn draw(random: &mut impl Rng) -> Self {
        let code = ["231004", "231004", "231002", "231081"][random.random_range(0..4)];
        let spec = Spec { district: code.to_owned(), seed: random.random(), scale: 0.05 };
        let mut text = Vec::new();
        let dataset = generate(&spec).expect("a district that is known");
        dataset.write(&mut text).expect("memory takes it");
        let lines = String::from_utf8(text).expect("datasets are UTF-8");
        let records = lines.lines().skip(1).map(|line| serde_json::from_str(line).expect("JSON"));
        let times = [Times::Exact, Times::Days, Times::Months][random.random_range(0..3)];
        Self { code: code.to_owned(), records: records.collect(), times }
    }

    /// The rows of a partition, parents before their children as they are in the pool.
    fn share(&self, shares: &Shares, code: &str) -> Rows {
        let mut refused = BTreeSet::new();
        let kept = loop {
            let kept = self.keep(shares, &refused);
            let more = half_filed(&kept, &self.records);
            if more.is_subset(&refused) {
                break kept;
            }
            refused.extend(more);
        };
        let header = format!(
            r#"{{"record":"dataset","format":1,"district":"{code}","titleZh":"抽样","titleEn":"A sample"}}"#
        );
        let mut rows = Rows { code: code.to_owned(), dataset: header, ids: BTreeMap::new() };
        for mut record in kept {
            self.move_to(&mut record, code);
            let kind = text(&record, "record").to_owned();
            if let Some(Value::String(id)) = record.get("id") {
                rows.ids.entry(kind).or_default().push(id.clone());
            }
            rows.dataset.push('\n');
            rows.dataset.push_str(&Value::Object(record).to_string());
        }
        rows
    }

    fn keep(&self, shares: &Shares, refused: &BTreeSet<String>) -> Vec<Record> {
        let mut known: BTreeSet<&str> = BTreeSet::from([self.code.as_str()]);
        let mut kept = Vec::new();
        for record in &self.records {
            let (kind, id) = (text(record, "record"), text(record, "id"));
            let is_drawn = shares.wanted.get(kind).is_none_or(|wanted| {
                let all = self.records.iter().filter(|other| text(other, "record") == kind).count();
                usize::try_from(hash(&(shares.salt, id)) % all as u64).is_ok_and(|it| it < *wanted)
            });
            if !is_drawn || refused.contains(id) {
                continue;
            }
            let mut record_kept = record.clone();
            record_kept.retain(|field, value| {
                !OPTIONAL.contains(&(kind, field)) || self.is_known(value, &known)
            });
            let names = record_kept.iter().filter(|(field, _)| field.ends_with("Id"));
            if names.into_iter().all(|(_, value)| self.is_known(value, &known)) {
                known.insert(id);
                kept.push(record_kept);
            }
        }
        kept
    }

    fn is_known(&self, value: &Value, known: &BTreeSet<&str>) -> bool {
        value.as_str().is_none_or(|id| !id.starts_with(&self.code) || known.contains(id))
    }

    /// Gives a record to a partition, and makes what orders it coarser.
    fn move_to(&self, record: &mut Record, code: &str) {
        let is_coarse = !hash(&text(record, "id")).is_multiple_of(3);
        for (field, value) in record.iter_mut() {
            let Value::String(text) = value else { continue };
            if let Some(rest) = text.strip_prefix(self.code.as_str()) {
                *text = format!("{code}{rest}");
            } else if field == "token" {
                text.insert_str(0, code);
            } else if field == "nameSort" && is_coarse {
                *text = text.chars().take(4).collect::<String>().trim().to_owned();
            } else {
                coarsen(text, self.times);
            }
        }
    }
}

fn coarsen(text: &mut String, times: Times) {
    let looks_like_a_day = |text: &str| {
        text.len() >= 10
            && text.bytes().take(10).enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    let is_time = text.len() == 19 && text.as_bytes()[10] == b'T';
    if !looks_like_a_day(text) || !(is_time || text.len() == 10) {
        return;
    }
    match times {
        Times::Exact => {}
        Times::Days if is_time => text.replace_range(10.., "T00:00:00"),
        Times::Days => {}
        Times::Months if is_time => text.replace_range(7.., "-01T00:00:00"),
        Times::Months => text.replace_range(7.., "-01"),
    }
}

/// The escalations that lost one of those who filed them: what they are worth hangs on all.
fn half_filed(kept: &[Record], all: &[Record]) -> BTreeSet<String> {
    let filers = |records: &[Record]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for record in records.iter().filter(|it| text(it, "record") == "escalation-filer") {
            *counts.entry(text(record, "escalationId").to_owned()).or_default() += 1;
        }
        counts
    };
    let (kept, all) = (filers(kept), filers(all));
    all.into_iter()
        .filter(|(escalation, count)| kept.get(escalation).copied().unwrap_or(0) < *count)
        .map(|(escalation, _)| escalation)
        .collect()
}

fn text<'a>(record: &'a Record, field: &str) -> &'a str {
    record.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn hash(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
