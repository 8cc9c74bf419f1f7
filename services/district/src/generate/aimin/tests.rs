//! Holds the dataset against the article: every number of its table, with qualifier and window.

use std::collections::{BTreeMap, BTreeSet};

use super::{dataset, id};
use crate::{
    brands::{
        kinds::{HighlightKind, MechanismKind, Qualifier},
        model::ReportedFigure,
    },
    dataset::{Record, RecordKind},
    duty::kinds::{ActivityKind, CadenceAct, Period, RegisterKind},
    petitions::{
        kinds::{Outcome, PetitionStatus, RatingScore},
        model::Petition,
    },
    places::kinds::GridRole,
    stations::kinds::{StationHostKind, StationLevel, StationType},
};

const TIEBEI: &str = "231004:delegation:003";
const DAQING: &str = "231004:delegation:005";
const XIANGYANG: &str = "231004:delegation:001";
const HUANGHUA: &str = "231004:delegation:002";

fn records() -> Vec<Record> {
    dataset().expect("the facts are readable").records
}

/// The rows of one kind.
macro_rules! rows {
    ($records:expr, $kind:ident) => {
        $records.iter().filter_map(|record| match record {
            Record::$kind(row) => Some(row),
            _ => None,
        })
    };
}

/// The number table of the article: delegation, figure, value, qualifier, unit, window.
const NUMBERS: &[(&str, &str, f64, Qualifier, &str, &str)] = &[
    ("", "delegations", 8.0, Qualifier::Exact, "个", "现场会时"),
    ("003", "central-stations", 1.0, Qualifier::Exact, "个", "现场会时"),
    ("003", "sub-stations", 2.0, Qualifier::Exact, "个", "现场会时"),
    ("003", "deputies", 20.0, Qualifier::Exact, "名", "现场会时"),
    ("003", "working-groups", 4.0, Qualifier::Exact, "个", "现场会时"),
    ("003", "petition-classes", 4.0, Qualifier::Exact, "类", "“代表在线”推广使用一年来"),
    ("003", "petitions", 90.0, Qualifier::Exact, "个", "“代表在线”推广使用一年来"),
    ("003", "resolved", 85.0, Qualifier::Exact, "个", "“代表在线”推广使用一年来"),
    ("003", "escalated", 5.0, Qualifier::Exact, "件", "“代表在线”推广使用一年来"),
    ("003", "reply-rate", 100.0, Qualifier::Exact, "%", "“代表在线”推广使用一年来"),
    ("003", "satisfaction-rate", 98.0, Qualifier::Rounded, "%", "“代表在线”推广使用一年来"),
    ("003", "grids", 38.0, Qualifier::Exact, "个", "现场会时"),
    ("003", "difficulties", 3.0, Qualifier::Exact, "项", "未说明"),
    ("003", "roles", 3.0, Qualifier::Exact, "员", "未说明"),
    ("005", "homes", 1.0, Qualifier::Exact, "家", "现场会时"),
    ("005", "stations", 4.0, Qualifier::Exact, "站", "现场会时"),
    ("005", "weekly-receptions", 1.0, Qualifier::Exact, "次/周", "持续"),
    ("005", "monthly-visits", 1.0, Qualifier::Exact, "次/月", "持续"),
    ("005", "quarterly-suggestions", 1.0, Qualifier::Exact, "条/季", "持续"),
    ("005", "yearly-duty-reports", 1.0, Qualifier::Exact, "次/年", "持续"),
    ("005", "items-supervised", 20.0, Qualifier::MoreThan, "项", "至今"),
    ("005", "supervision-opinions", 15.0, Qualifier::Exact, "条", "至今"),
    ("005", "theory-talks", 10.0, Qualifier::Exact, "次", "2022年至今"),
    ("005", "volunteer-activities", 15.0, Qualifier::Exact, "次", "2022年至今"),
    ("005", "suggestions", 9.0, Qualifier::Exact, "份", "2022年至今"),
    ("005", "difficulties-solved", 30.0, Qualifier::MoreThan, "次", "2022年至今"),
    ("005", "reception-day", 10.0, Qualifier::Exact, "日", "持续"),
    ("005", "person-times-received", 50.0, Qualifier::MoreThan, "人次", "截至目前"),
    ("005", "opinions-received", 30.0, Qualifier::Exact, "条", "截至目前"),
    ("005", "opinions-accepted", 30.0, Qualifier::Exact, "条", "截至目前"),
    ("005", "livelihood-matters", 26.0, Qualifier::Exact, "件", "累计"),
    ("001", "deputies", 27.0, Qualifier::Exact, "名", "现场会时"),
    ("001", "working-groups", 5.0, Qualifier::Exact, "个", "现场会时"),
    ("001", "homes", 1.0, Qualifier::Exact, "个", "现场会时"),
    ("001", "liaison-stations", 4.0, Qualifier::Exact, "个", "现场会时"),
    ("001", "communities", 4.0, Qualifier::Exact, "个", "现场会时"),
    ("001", "grids", 27.0, Qualifier::Exact, "个", "现场会时"),
    ("001", "deputies-in-grids", 27.0, Qualifier::Exact, "名", "现场会时"),
    ("002", "deputies", 24.0, Qualifier::Exact, "名", "现场会时"),
    ("002", "action-groups", 5.0, Qualifier::Exact, "个", "现场会时"),
    ("002", "communities", 5.0, Qualifier::Exact, "个", "现场会时"),
];

#[test]
fn every_number_of_the_article_is_reported_as_it_stands_there() {
    let records = records();
    let figures: BTreeMap<&str, &ReportedFigure> =
        rows!(records, ReportedFigure).map(|figure| (figure.id.as_str(), figure)).collect();
    for (delegation, figure, value, qualifier, unit, window) in NUMBERS {
        let separator = if delegation.is_empty() { "" } else { "-" };
        let id = id("reported-figure", format_args!("{delegation}{separator}{figure}"));
        let row = figures.get(id.as_str()).unwrap_or_else(|| panic!("{id} is missing"));
        let found = (row.value, row.qualifier, row.unit_zh.as_str(), row.window_zh.as_str());
        assert_eq!(found, (*value, *qualifier, *unit, *window), "{id}");
        assert!(!row.synthetic, "{id} is a fact");
    }
    assert_eq!(figures.len(), NUMBERS.len(), "no other figure is reported");
}

#[test]
fn only_figures_since_2022_have_a_day_on_which_they_begin() {
    let records = records();
    for figure in rows!(records, ReportedFigure) {
        let begins = figure.window_from.map(|day| day.to_string());
        let expected = (figure.window_zh == "2022年至今").then(|| "2022-01-01".to_owned());
        assert_eq!(begins, expected, "{}", figure.id);
    }
}

#[test]
fn eight_delegations_have_one_lead_brand_each() {
    let records = records();
    let brands: BTreeMap<&str, &str> = rows!(records, Brand)
        .filter(|brand| brand.lead)
        .map(|brand| (brand.delegation_id.as_str(), brand.name_zh.as_str()))
        .collect();
    let names: Vec<_> = brands.into_values().collect();
    assert_eq!(
        names,
        [
            "向阳有约·代表行",
            "一米暖阳",
            "一码、多站、大网格",
            "探索新型民主模式、唱响代表履职“好声音”",
            "一家四站",
            "“三心”代表之家",
            "“三型”代表之家",
            "“兴农富民”代表之家",
        ]
    );
    assert_eq!(rows!(records, Brand).count(), 8);
    assert_eq!(rows!(records, Delegation).count(), 8);
    assert_eq!(rows!(records, Division).count(), 8);
}

#[test]
fn deputies_groups_and_grids_are_as_many_as_the_article_counts() {
    let records = records();
    let of = |delegation: &str| {
        let deputies = rows!(records, Membership).filter(|row| row.delegation_id == delegation);
        let groups = rows!(records, WorkingGroup).filter(|row| row.delegation_id == delegation);
        let grids = rows!(records, Grid).filter(|row| row.delegation_id == delegation);
        (deputies.count(), groups.count(), grids.count())
    };
    assert_eq!(of(TIEBEI), (20, 4, 38));
    assert_eq!(of(XIANGYANG), (27, 5, 27));
    assert_eq!(of(HUANGHUA), (24, 5, 0));
    assert_eq!(of(DAQING), (0, 0, 0), "the article does not count them");
    assert_eq!(rows!(records, Deputy).count(), 20 + 27 + 24);
    assert_eq!(rows!(records, GroupMember).count(), 20 + 27 + 24, "every deputy has one group");
}

#[test]
fn every_grid_has_a_deputy_and_every_deputy_of_tiebei_and_xiangyang_a_grid() {
    let records = records();
    let held = |prefix: &str, role| -> (BTreeSet<&str>, BTreeSet<&str>) {
        rows!(records, GridAssignment)
            .filter(|row| row.role == role && row.grid_id.starts_with(prefix))
            .map(|row| (row.grid_id.as_str(), row.deputy_id.as_deref().unwrap_or_default()))
            .unzip()
    };
    let (grids, deputies) = held("231004:grid:003-", GridRole::BigGridChief);
    assert_eq!((grids.len(), deputies.len()), (38, 20));
    let (grids, deputies) = held("231004:grid:001-", GridRole::GridDeputy);
    assert_eq!((grids.len(), deputies.len()), (27, 27));
    let communities: BTreeSet<_> = rows!(records, Grid)
        .filter(|grid| grid.delegation_id == XIANGYANG)
        .map(|grid| grid.community_id.clone())
        .collect();
    assert_eq!(communities.len(), 4);
}

#[test]
fn tiebei_in_2023_reads_90_85_5_90_and_88() {
    let records = records();
    let petitions: Vec<&Petition> =
        rows!(records, Petition).filter(|row| row.delegation_id == TIEBEI).collect();
    let count = |holds: &dyn Fn(&Petition) -> bool| petitions.iter().filter(|p| holds(p)).count();
    let in_2023 = |at: Option<chrono::NaiveDateTime>| {
        at.is_some_and(|at| {
            crate::generate::calendar::local_day(at).format("%Y").to_string() == "2023"
        })
    };
    assert_eq!(count(&|p| in_2023(p.accepted_at)), 90);
    assert_eq!(count(&|p| in_2023(p.rated_at)), 90);
    assert_eq!(count(&|p| p.final_replied_at.is_some()), 90);
    assert_eq!(count(&|p| p.outcome == Some(Outcome::Resolved)), 85);
    assert_eq!(count(&|p| p.outcome == Some(Outcome::Escalated)), 5);
    let satisfied = [Some(RatingScore::VerySatisfied), Some(RatingScore::Satisfied)];
    assert_eq!(count(&|p| satisfied.contains(&p.rating)), 88);
    let classes: BTreeSet<_> = petitions.iter().map(|p| p.local_category_zh.clone()).collect();
    assert_eq!(classes.len(), 4);
    let escalated = rows!(records, Escalation).filter(|row| row.delegation_id == TIEBEI);
    let congresses: BTreeSet<_> = escalated.clone().map(|row| row.congress_id.as_str()).collect();
    assert_eq!(escalated.count(), 5);
    assert_eq!(congresses.len(), 2, "they went to the city's and the district's congress");
}

#[test]
fn daqing_counts_what_the_article_counts() {
    let records = records();
    let activities = |kind| {
        rows!(records, Activity).filter(move |row| row.delegation_id == DAQING && row.kind == kind)
    };
    assert_eq!(activities(ActivityKind::TheoryTalk).count(), 10);
    assert_eq!(activities(ActivityKind::Volunteer).count(), 15);
    assert_eq!(activities(ActivityKind::PracticalDeed).count(), 31, "more than 30");
    let visitors: i32 = activities(ActivityKind::Reception).filter_map(|row| row.visitors).sum();
    assert_eq!(visitors, 51, "more than 50");
    let petitions: Vec<_> =
        rows!(records, Petition).filter(|row| row.delegation_id == DAQING).collect();
    assert_eq!(petitions.len(), 30);
    assert!(petitions.iter().all(|row| row.status == PetitionStatus::Accepted));
    assert_eq!(rows!(records, RegisterEntry).count(), 26);
    assert_eq!(rows!(records, Supervision).count(), 21, "more than 20");
    assert_eq!(rows!(records, SupervisionOpinion).count(), 15);
    let suggestions = rows!(records, Escalation).filter(|row| row.delegation_id == DAQING);
    assert_eq!(suggestions.count(), 9);
    assert_eq!(rows!(records, QrCode).count(), 4, "one code for each station");
}

#[test]
fn daqing_has_the_four_ones_the_reception_day_and_the_five_registers_with_the_file() {
    let records = records();
    let rules: Vec<_> = rows!(records, CadenceRule)
        .filter(|row| row.delegation_id == DAQING)
        .map(|row| (row.act, row.every, row.times, row.day_of_month, row.unit))
        .collect();
    assert_eq!(
        rules,
        [
            (CadenceAct::Reception, Period::Week, 1, None, None),
            (CadenceAct::Visit, Period::Month, 1, None, None),
            (CadenceAct::Suggestion, Period::Quarter, 1, None, None),
            (CadenceAct::DutyReport, Period::Year, 1, None, None),
            (CadenceAct::ReceptionDay, Period::Month, 1, Some(10), None),
        ]
    );
    let registers: Vec<_> = rows!(records, Register)
        .filter(|row| row.delegation_id == DAQING)
        .map(|row| row.kind)
        .collect();
    assert_eq!(
        registers,
        [
            RegisterKind::Attendance,
            RegisterKind::ActivityRecord,
            RegisterKind::VoterReception,
            RegisterKind::GoodDeeds,
            RegisterKind::DutyReportAppraisal,
            RegisterKind::PerformanceFile,
        ]
    );
}

#[test]
fn stations_are_where_the_article_puts_them() {
    let records = records();
    let mut found: BTreeMap<(&str, StationType, Option<StationLevel>), usize> = BTreeMap::new();
    for station in rows!(records, Station) {
        let key = (&station.delegation_id[18..], station.station_type, station.level);
        *found.entry(key).or_default() += 1;
    }
    let (subdistrict, community, workplace) = (
        Some(StationLevel::Subdistrict),
        Some(StationLevel::Community),
        Some(StationLevel::Workplace),
    );
    let expected = BTreeMap::from([
        (("001", StationType::Home, subdistrict), 1),
        (("001", StationType::LiaisonStation, community), 4),
        (("001", StationType::ContactPoint, workplace), 3),
        (("002", StationType::Home, community), 5),
        (("003", StationType::CentralStation, community), 1),
        (("003", StationType::SubStation, community), 1),
        (("003", StationType::SubStation, workplace), 1),
        (("005", StationType::Home, subdistrict), 1),
        (("005", StationType::LiaisonStation, None), 4),
        (("005", StationType::ReceptionWindow, subdistrict), 1),
        (("006", StationType::Home, None), 1),
        (("007", StationType::Home, None), 1),
        (("100", StationType::Home, None), 1),
    ]);
    assert_eq!(found, expected);
    let enterprise = rows!(records, Station)
        .find(|station| {
            station.host_kind == Some(StationHostKind::Enterprise) && !station.synthetic
        })
        .expect("Tiebei has a sub-station in an enterprise");
    assert_eq!(enterprise.host_zh.as_deref(), Some("林海石油打捞器具有限公司"));
}

/// The mechanisms of the article by delegation, under their Chinese names.
const MECHANISMS: &[(&str, &[&str])] = &[
    (
        "003",
        &[
            "三难",
            "代表进家(站)",
            "代表常在线",
            "代表入网格",
            "分类处置",
            "线上收集社情民意、线下及时解决反馈",
            "大网格长",
            "三员",
            "政策宣讲员",
            "工作监督员",
            "人民勤务员",
            "街道数字人大",
        ],
    ),
    (
        "005",
        &[
            "双联系",
            "四个一",
            "选民意见直通车",
            "民呼我应",
            "一人一码、一站一码",
            "三问一评",
            "“面对面”交办",
            "“点对点”督办",
            "五簿一档案",
            "千米社区",
            "代表接待选民日",
        ],
    ),
    (
        "001",
        &[
            "微课堂",
            "每月一主题",
            "履职档案",
            "积分制",
            "人大代表履职积分管理办法",
            "积分评价、晾晒清单",
            "“1+4+N”“家站点”履职平台体系",
            "代表进网格",
            "网格—团组—反馈",
        ],
    ),
    (
        "002",
        &[
            "代表流动联络机制",
            "“一米暖阳”行动纪实",
            "学习打卡",
            "季初征集",
            "诉求台账",
            "问题认领与交办机制",
            "五新",
            "小事组内解决,大事协调帮办",
        ],
    ),
    ("004", &["新型民主模式"]),
    ("006", &["“三心”代表之家"]),
    ("007", &["“三型”代表之家"]),
    ("100", &["“兴农富民”代表之家"]),
];

#[test]
fn every_mechanism_has_its_name_and_meaning() {
    let records = records();
    for (delegation, names) in MECHANISMS {
        let brand = id("brand", delegation);
        for name in *names {
            let mechanism = rows!(records, Mechanism)
                .find(|row| row.brand_id == brand && row.name_zh == *name)
                .unwrap_or_else(|| panic!("{brand} lacks {name}"));
            assert!(mechanism.meaning_zh.is_some() && mechanism.meaning_en.is_some(), "{name}");
            assert!(!mechanism.synthetic, "{name} is a fact");
        }
    }
    let rural = rows!(records, Mechanism).filter(|row| row.kind == MechanismKind::RuralDevelopment);
    assert_eq!(rural.map(|row| row.brand_id.as_str()).collect::<Vec<_>>(), ["231004:brand:100"]);
}

#[test]
fn the_cases_of_the_article_are_highlights() {
    let records = records();
    let cases: Vec<_> = rows!(records, Highlight)
        .filter(|row| row.kind == HighlightKind::Case)
        .map(|row| row.title_zh.as_str())
        .collect();
    assert_eq!(
        cases,
        ["麻花沟村居民吃水问题", "建材小区管道年久失修问题", "“暖阳热线”反映水管漏水问题",]
    );
}

#[test]
fn the_district_says_who_chairs_and_what_was_meant() {
    let records = records();
    let profile = rows!(records, District).next().expect("the district is there");
    assert_eq!(profile.chair_zh.as_deref(), Some("赵秀红"));
    let facts: Vec<_> = rows!(records, DistrictFact).map(|fact| fact.title_zh.as_str()).collect();
    assert!(facts.contains(&"一团一品一亮点"), "the principle is there");
    assert!(facts.iter().any(|fact| fact.contains("现场观摩推进会")), "the meeting is there");
}

#[test]
fn people_and_what_they_did_are_marked_synthetic_and_facts_are_not() {
    let invented = [
        RecordKind::Deputy,
        RecordKind::Mandate,
        RecordKind::Membership,
        RecordKind::Grid,
        RecordKind::Petition,
        RecordKind::PetitionEvent,
        RecordKind::Activity,
        RecordKind::Supervision,
        RecordKind::Escalation,
    ];
    let stated = [
        RecordKind::District,
        RecordKind::DistrictFact,
        RecordKind::Delegation,
        RecordKind::Brand,
        RecordKind::Mechanism,
        RecordKind::Highlight,
        RecordKind::ReportedFigure,
        RecordKind::Channel,
        RecordKind::CadenceRule,
        RecordKind::Register,
    ];
    for record in records() {
        let row = serde_json::to_value(&record).expect("a record is plain data");
        let synthetic = row.get("synthetic").and_then(serde_json::Value::as_bool);
        if invented.contains(&record.kind()) {
            assert_eq!(synthetic, Some(true), "{row}");
        }
        if stated.contains(&record.kind()) {
            assert_eq!(synthetic, Some(false), "{row}");
        }
    }
}

#[test]
fn the_file_in_the_repository_is_what_is_generated() {
    let mut generated = Vec::new();
    dataset().expect("the facts are readable").write(&mut generated).expect("memory is writable");
    let file = include_str!("../../../data/aimin.jsonl");
    let generated = String::from_utf8(generated).expect("JSON is UTF-8");
    let differs = file.lines().zip(generated.lines()).position(|(old, new)| old != new);
    assert!(
        file == generated,
        "services/district/data/aimin.jsonl is stale (first difference at line {:?}); run \
         `district generate --district 231004 --out services/district/data/aimin.jsonl`",
        differs.map(|line| line + 1),
    );
}
