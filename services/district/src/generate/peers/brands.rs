//! Invented brands under neutral names, so that there is something to lay beside Aimin's. Not every
//! delegation has one.

use chrono::Months;

use super::{SINCE, area::Area, profile::Profile, stations::Network};
use crate::{
    brands::{
        kinds::{BrandKind, BrandStatus, HighlightKind, MechanismKind},
        model::{BrandChannel, BrandInitiative, BrandStation, Highlight, Mechanism},
    },
    dataset::Record,
    generate::draw::Draw,
};

/// What a brand may be: its name in Chinese, in English and as sort key, its kind and its ways.
struct Idea {
    name: [&'static str; 3],
    kind: BrandKind,
    mechanisms: &'static [MechanismKind],
}

const IDEAS: [Idea; 9] = [
    Idea {
        name: ["扫码提事", "Raise by Code", "sao ma ti shi"],
        kind: BrandKind::Channel,
        mechanisms: &[MechanismKind::DigitalChannel, MechanismKind::GridIntegration],
    },
    Idea {
        name: ["热线连线", "On the Line", "rexian lianxian"],
        kind: BrandKind::Channel,
        mechanisms: &[MechanismKind::DigitalChannel, MechanismKind::ClaimAndAssign],
    },
    Idea {
        name: ["定点接待", "Fixed Reception", "dingdian jiedai"],
        kind: BrandKind::StationNetwork,
        mechanisms: &[MechanismKind::LiaisonNetwork, MechanismKind::DutyCadence],
    },
    Idea {
        name: ["网格巡访", "Rounds of the Grids", "wangge xunfang"],
        kind: BrandKind::Method,
        mechanisms: &[MechanismKind::GridIntegration, MechanismKind::MobileLiaison],
    },
    Idea {
        name: ["小组认领", "Groups Claim", "xiaozu renling"],
        kind: BrandKind::Method,
        mechanisms: &[MechanismKind::GroupBySkill, MechanismKind::ClaimAndAssign],
    },
    Idea {
        name: ["履职积分", "Points for Duty", "lvzhi jifen"],
        kind: BrandKind::Method,
        mechanisms: &[MechanismKind::Points, MechanismKind::Records, MechanismKind::Study],
    },
    Idea {
        name: ["监督清单", "The Supervision List", "jiandu qingdan"],
        kind: BrandKind::Method,
        mechanisms: &[MechanismKind::Supervision, MechanismKind::Records],
    },
    Idea {
        name: ["田间站点", "Stations in the Fields", "tianjian zhandian"],
        kind: BrandKind::StationNetwork,
        mechanisms: &[MechanismKind::RuralDevelopment, MechanismKind::MobileLiaison],
    },
    Idea {
        name: ["邻里议事", "Neighbours Deliberate", "linli yishi"],
        kind: BrandKind::Home,
        mechanisms: &[MechanismKind::Deliberation, MechanismKind::LiaisonNetwork],
    },
];

/// The brands of all areas.
pub fn rows(
    profile: &Profile,
    areas: &[Area],
    networks: &[Network],
    draw: &mut Draw,
) -> Vec<Record> {
    let mut records = Vec::new();
    for (area, network) in areas.iter().zip(networks) {
        if draw.percent(profile.branded)
            && let Some(idea) = draw.pick(&IDEAS)
        {
            records.extend(brand(area, network, idea, draw));
        }
    }
    records
}

fn brand(area: &Area, network: &Network, idea: &Idea, draw: &mut Draw) -> Vec<Record> {
    let id = format!("{}:brand:{}", area.district, area.tail);
    let [name_zh, name_en, name_sort] = area.named(idea.name);
    let started_on = SINCE + Months::new(draw.between(2, 18));
    let mut records = vec![Record::from(BrandInitiative {
        id: id.clone(),
        delegation_id: area.delegation(),
        name_zh,
        name_en,
        name_sort,
        slogan_zh: None,
        slogan_en: None,
        kind: Some(idea.kind),
        problem_zh: None,
        problem_en: None,
        detail_zh: Some("虚构示例。".to_owned()),
        detail_en: Some("An invented example.".to_owned()),
        started_on: Some(started_on),
        status: BrandStatus::Active,
        lead: true,
        source_zh: None,
        source_en: None,
        synthetic: true,
    })];
    let mechanisms = (1..).zip(idea.mechanisms);
    records.extend(mechanisms.map(|(position, kind)| mechanism(area, &id, position, *kind)));
    records.push(highlight(area, &id, idea));
    records.extend(network.channel_ids().map(|channel| {
        Record::from(BrandChannel { brand_id: id.clone(), channel_id: channel.to_owned() })
    }));
    records.extend(network.station_ids().map(|station| {
        Record::from(BrandStation { brand_id: id.clone(), station_id: station.to_owned() })
    }));
    records
}

fn mechanism(area: &Area, brand: &str, position: i32, kind: MechanismKind) -> Record {
    let [zh, en] = name_of(kind);
    Record::from(Mechanism {
        id: area.id("mechanism", position),
        brand_id: brand.to_owned(),
        parent_id: None,
        kind,
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        meaning_zh: None,
        meaning_en: None,
        position,
        synthetic: true,
    })
}

fn highlight(area: &Area, brand: &str, idea: &Idea) -> Record {
    let [zh, en, _] = idea.name;
    Record::from(Highlight {
        id: area.id("highlight", 1),
        brand_id: brand.to_owned(),
        kind: HighlightKind::Method,
        title_zh: format!("{zh}(虚构)"),
        title_en: format!("{en} (invented)"),
        evidence_zh: None,
        evidence_en: None,
        lead: true,
        position: 1,
        synthetic: true,
    })
}

fn name_of(kind: MechanismKind) -> [&'static str; 2] {
    match kind {
        MechanismKind::LiaisonNetwork => ["站点网络", "Network of stations"],
        MechanismKind::DigitalChannel => ["线上渠道", "Online channel"],
        MechanismKind::GridIntegration => ["代表进网格", "Deputies in the grids"],
        MechanismKind::GroupBySkill => ["专长小组", "Groups by skill"],
        MechanismKind::DutyCadence => ["定期履职", "Duties at fixed times"],
        MechanismKind::Supervision => ["监督", "Supervision"],
        MechanismKind::Records => ["台账", "Records"],
        MechanismKind::Points => ["积分", "Points"],
        MechanismKind::Study => ["学习", "Study"],
        MechanismKind::ClaimAndAssign => ["认领交办", "Claim and assign"],
        MechanismKind::MobileLiaison => ["流动联络", "Mobile liaison"],
        MechanismKind::RuralDevelopment => ["兴农", "Rural development"],
        MechanismKind::Deliberation => ["议事", "Deliberation"],
    }
}
