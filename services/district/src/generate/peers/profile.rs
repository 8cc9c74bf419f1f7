//! What makes the nine peers different from each other. Codes, names and the number of divisions
//! are real; everything else is invented, so that a comparison has something to show.

use crate::{
    duty::kinds::{CadenceAct, CadenceUnit, Period},
    petitions::kinds::CategoryCode as Category,
    stations::kinds::ChannelKind as Channel,
};

/// One peer.
#[derive(Debug)]
pub struct Profile {
    /// The GB/T 2260 code.
    pub code: &'static str,
    /// The name in Chinese, in English and as sort key.
    pub name: [&'static str; 3],
    /// Subdistricts, towns, townships, ethnic townships.
    pub divisions: [u32; 4],
    /// Deputies in a delegation, from and to.
    pub deputies: (u32, u32),
    /// Grids in a delegation's area, from and to.
    pub grids: (u32, u32),
    /// Of a hundred grids, how many have a deputy.
    pub grid_coverage: u32,
    /// Petitions in 2022 at scale 1.
    pub petitions: u32,
    /// How many more in 2023, in percent.
    pub growth: u32,
    /// What petitions are about, by weight.
    pub categories: &'static [(Category, u32)],
    /// How they come: weight at the beginning of 2022 and at the end of 2023.
    pub channels: &'static [(Channel, u32, u32)],
    /// Of a hundred concluded petitions, how many are resolved in an easy class.
    pub resolved: u32,
    /// Of a hundred concluded petitions, how many get a final reply.
    pub replied: u32,
    /// Of a hundred that got one, how many are judged.
    pub rated: u32,
    /// Of a hundred judgements of resolved petitions, how many are good.
    pub satisfied: u32,
    /// Working days that work usually takes.
    pub pace: u32,
    /// Of a hundred petitions, how many are claimed rather than dispatched.
    pub claimed: u32,
    /// Of a hundred delegations, how many have a brand.
    pub branded: u32,
    /// Duties that fall due, and for whom.
    pub cadence: &'static [(CadenceAct, Period, CadenceUnit)],
    /// Whether deputies earn points.
    pub points: bool,
}

/// The mix of an urban district.
const URBAN: &[(Category, u32)] = &[
    (Category::Heating, 24),
    (Category::PropertyManagement, 22),
    (Category::WaterSupply, 9),
    (Category::Drainage, 8),
    (Category::RoadsLighting, 9),
    (Category::NeighbourDispute, 7),
    (Category::PolicyConsultation, 6),
    (Category::SocialSecurity, 5),
    (Category::LegalService, 4),
    (Category::Education, 3),
    (Category::Health, 3),
];

/// An urban district whose estates are old.
const OLD_ESTATES: &[(Category, u32)] = &[
    (Category::Drainage, 20),
    (Category::WaterSupply, 18),
    (Category::Heating, 26),
    (Category::Housing, 12),
    (Category::ElderlyCare, 8),
    (Category::PropertyManagement, 8),
    (Category::SocialSecurity, 5),
    (Category::PolicyConsultation, 3),
];

/// A district where many questions can be answered on the spot.
const CONSULTING: &[(Category, u32)] = &[
    (Category::PolicyConsultation, 30),
    (Category::LegalService, 18),
    (Category::SocialSecurity, 16),
    (Category::Education, 10),
    (Category::Health, 8),
    (Category::Heating, 10),
    (Category::PropertyManagement, 8),
];

/// Towns and the land around them.
const TOWNS: &[(Category, u32)] = &[
    (Category::Rural, 30),
    (Category::RoadsLighting, 18),
    (Category::WaterSupply, 12),
    (Category::Environment, 10),
    (Category::SocialSecurity, 9),
    (Category::PolicyConsultation, 8),
    (Category::NeighbourDispute, 7),
    (Category::Health, 6),
];

/// A town on the border that lives of trade.
const TRADE: &[(Category, u32)] = &[
    (Category::Economy, 30),
    (Category::PolicyConsultation, 18),
    (Category::LegalService, 14),
    (Category::RoadsLighting, 10),
    (Category::Heating, 12),
    (Category::Housing, 8),
    (Category::PublicSafety, 8),
];

/// Forests, and communities of their workers.
const FOREST: &[(Category, u32)] = &[
    (Category::SocialSecurity, 22),
    (Category::Rural, 18),
    (Category::Heating, 16),
    (Category::ElderlyCare, 12),
    (Category::RoadsLighting, 12),
    (Category::WaterSupply, 10),
    (Category::Environment, 10),
];

const WEEKLY_RECEPTION: (CadenceAct, Period, CadenceUnit) =
    (CadenceAct::Reception, Period::Week, CadenceUnit::Station);
const MONTHLY_RECEPTION: (CadenceAct, Period, CadenceUnit) =
    (CadenceAct::ReceptionDay, Period::Month, CadenceUnit::Delegation);
const MONTHLY_VISIT: (CadenceAct, Period, CadenceUnit) =
    (CadenceAct::Visit, Period::Month, CadenceUnit::Deputy);
const QUARTERLY_STUDY: (CadenceAct, Period, CadenceUnit) =
    (CadenceAct::Study, Period::Quarter, CadenceUnit::Deputy);
const YEARLY_REPORT: (CadenceAct, Period, CadenceUnit) =
    (CadenceAct::DutyReport, Period::Year, CadenceUnit::Deputy);

/// The nine, by code.
pub const PROFILES: [Profile; 9] = [
    Profile {
        code: "231002",
        name: ["东安区", "Dong'an District", "dongan qu"],
        divisions: [6, 1, 0, 0],
        deputies: (18, 30),
        grids: (22, 36),
        grid_coverage: 96,
        petitions: 300,
        growth: 25,
        categories: URBAN,
        channels: &[
            (Channel::QrGrid, 5, 55),
            (Channel::WechatGroup, 25, 20),
            (Channel::Hotline, 40, 15),
            (Channel::ReceptionDay, 30, 10),
        ],
        resolved: 88,
        replied: 98,
        rated: 62,
        satisfied: 92,
        pace: 9,
        claimed: 30,
        branded: 100,
        cadence: &[WEEKLY_RECEPTION, MONTHLY_VISIT, YEARLY_REPORT],
        points: true,
    },
    Profile {
        code: "231003",
        name: ["阳明区", "Yangming District", "yangming qu"],
        divisions: [4, 4, 0, 0],
        deputies: (14, 24),
        grids: (16, 28),
        grid_coverage: 82,
        petitions: 260,
        growth: 10,
        categories: OLD_ESTATES,
        channels: &[
            (Channel::Hotline, 45, 40),
            (Channel::GridReport, 30, 30),
            (Channel::StationVisit, 25, 20),
            (Channel::QrStation, 0, 10),
        ],
        resolved: 86,
        replied: 94,
        rated: 48,
        satisfied: 85,
        pace: 15,
        claimed: 10,
        branded: 75,
        cadence: &[MONTHLY_RECEPTION, YEARLY_REPORT],
        points: false,
    },
    Profile {
        code: "231005",
        name: ["西安区", "Xi'an District", "xian qu"],
        divisions: [6, 1, 0, 1],
        deputies: (16, 28),
        grids: (20, 34),
        grid_coverage: 90,
        petitions: 340,
        growth: 18,
        categories: CONSULTING,
        channels: &[
            (Channel::SmartPlatform, 15, 50),
            (Channel::QrDeputy, 10, 25),
            (Channel::ReceptionWindow, 45, 15),
            (Channel::HomeVisit, 30, 10),
        ],
        resolved: 91,
        replied: 97,
        rated: 55,
        satisfied: 90,
        pace: 6,
        claimed: 60,
        branded: 88,
        cadence: &[WEEKLY_RECEPTION, QUARTERLY_STUDY, YEARLY_REPORT],
        points: true,
    },
    Profile {
        code: "231025",
        name: ["林口县", "Linkou County", "linkou xian"],
        divisions: [0, 11, 0, 0],
        deputies: (10, 18),
        grids: (12, 22),
        grid_coverage: 70,
        petitions: 210,
        growth: 5,
        categories: TOWNS,
        channels: &[
            (Channel::HomeVisit, 45, 40),
            (Channel::GridReport, 30, 30),
            (Channel::ReceptionDay, 25, 20),
            (Channel::WechatGroup, 0, 10),
        ],
        resolved: 80,
        replied: 90,
        rated: 35,
        satisfied: 88,
        pace: 18,
        claimed: 5,
        branded: 55,
        cadence: &[MONTHLY_VISIT],
        points: false,
    },
    Profile {
        code: "231081",
        name: ["绥芬河市", "Suifenhe City", "suifenhe shi"],
        divisions: [0, 2, 0, 0],
        deputies: (26, 40),
        grids: (30, 44),
        grid_coverage: 100,
        petitions: 180,
        growth: 40,
        categories: TRADE,
        channels: &[
            (Channel::SmartPlatform, 30, 60),
            (Channel::WechatPlatform, 30, 25),
            (Channel::ReceptionWindow, 40, 15),
        ],
        resolved: 84,
        replied: 99,
        rated: 70,
        satisfied: 87,
        pace: 7,
        claimed: 45,
        branded: 100,
        cadence: &[MONTHLY_RECEPTION, QUARTERLY_STUDY],
        points: true,
    },
    Profile {
        code: "231083",
        name: ["海林市", "Hailin City", "hailin shi"],
        divisions: [0, 8, 0, 0],
        deputies: (12, 22),
        grids: (14, 26),
        grid_coverage: 76,
        petitions: 240,
        growth: 12,
        categories: FOREST,
        channels: &[
            (Channel::StationVisit, 40, 30),
            (Channel::PhoneCard, 30, 30),
            (Channel::GridReport, 30, 25),
            (Channel::QrGrid, 0, 15),
        ],
        resolved: 83,
        replied: 95,
        rated: 42,
        satisfied: 89,
        pace: 13,
        claimed: 20,
        branded: 62,
        cadence: &[MONTHLY_VISIT, YEARLY_REPORT],
        points: false,
    },
    Profile {
        code: "231084",
        name: ["宁安市", "Ning'an City", "ningan shi"],
        divisions: [1, 8, 2, 2],
        deputies: (10, 20),
        grids: (12, 24),
        grid_coverage: 88,
        petitions: 270,
        growth: 20,
        categories: TOWNS,
        channels: &[
            (Channel::QuarterlySweep, 35, 30),
            (Channel::WechatGroup, 20, 35),
            (Channel::HomeVisit, 30, 20),
            (Channel::Hotline, 15, 15),
        ],
        resolved: 87,
        replied: 96,
        rated: 50,
        satisfied: 93,
        pace: 11,
        claimed: 35,
        branded: 70,
        cadence: &[MONTHLY_RECEPTION, MONTHLY_VISIT, QUARTERLY_STUDY],
        points: true,
    },
    Profile {
        code: "231085",
        name: ["穆棱市", "Muling City", "muling shi"],
        divisions: [0, 6, 2, 0],
        deputies: (10, 18),
        grids: (10, 20),
        grid_coverage: 64,
        petitions: 190,
        growth: 0,
        categories: FOREST,
        channels: &[
            (Channel::ReceptionDay, 50, 45),
            (Channel::Hotline, 30, 30),
            (Channel::HomeVisit, 20, 25),
        ],
        resolved: 76,
        replied: 88,
        rated: 30,
        satisfied: 82,
        pace: 21,
        claimed: 0,
        branded: 50,
        cadence: &[YEARLY_REPORT],
        points: false,
    },
    Profile {
        code: "231086",
        name: ["东宁市", "Dongning City", "dongning shi"],
        divisions: [0, 6, 0, 0],
        deputies: (12, 20),
        grids: (12, 24),
        grid_coverage: 80,
        petitions: 200,
        growth: 30,
        categories: TRADE,
        channels: &[
            (Channel::WechatPlatform, 10, 45),
            (Channel::StationVisit, 50, 30),
            (Channel::QrStation, 0, 20),
            (Channel::PhoneCard, 40, 15),
        ],
        resolved: 82,
        replied: 93,
        rated: 45,
        satisfied: 91,
        pace: 10,
        claimed: 50,
        branded: 83,
        cadence: &[WEEKLY_RECEPTION, MONTHLY_RECEPTION],
        points: false,
    },
];
