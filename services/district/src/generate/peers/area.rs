//! A peer's areas: each township-level division with its delegation, communities, grids, groups,
//! stations and channels. The plan is drawn here; `rows.rs` writes it down.

use super::profile::Profile;
use crate::{
    generate::{draw::Draw, peers::SINCE, people::Roll},
    petitions::kinds::CategoryCode as Category,
    places::kinds::DivisionKind,
};

/// Numerals for neutral names, in Chinese and as sort key.
const NUMERALS: [(&str, &str); 11] = [
    ("一", "yi"),
    ("二", "er"),
    ("三", "san"),
    ("四", "si"),
    ("五", "wu"),
    ("六", "liu"),
    ("七", "qi"),
    ("八", "ba"),
    ("九", "jiu"),
    ("十", "shi"),
    ("十一", "shi yi"),
];

/// The kinds of divisions: what they are called, and where their numbers start.
const KINDS: [(DivisionKind, [&str; 3], u32); 4] = [
    (DivisionKind::Subdistrict, ["街道", "Subdistrict", "jiedao"], 1),
    (DivisionKind::Town, ["镇", "Town", "zhen"], 100),
    (DivisionKind::Township, ["乡", "Township", "xiang"], 200),
    (DivisionKind::EthnicTownship, ["民族乡", "Ethnic Township", "minzu xiang"], 250),
];

/// Fields in which deputies form groups.
pub const FIELDS: [Field; 4] = [
    Field {
        tail: "law",
        name: ["政策法律组", "Policy and Law Group", "zhengce falv zu"],
        topics: &[Category::PolicyConsultation, Category::LegalService, Category::PublicSafety],
    },
    Field {
        tail: "care",
        name: ["医教保障组", "Health, Education and Care Group", "yijiao baozhang zu"],
        topics: &[
            Category::Health,
            Category::Education,
            Category::SocialSecurity,
            Category::ElderlyCare,
        ],
    },
    Field {
        tail: "home",
        name: ["居住民生组", "Housing and Livelihood Group", "juzhu minsheng zu"],
        topics: &[
            Category::Livelihood,
            Category::WaterSupply,
            Category::Drainage,
            Category::Heating,
            Category::PropertyManagement,
            Category::Housing,
            Category::NeighbourDispute,
        ],
    },
    Field {
        tail: "growth",
        name: ["发展建设组", "Development Group", "fazhan jianshe zu"],
        topics: &[
            Category::Economy,
            Category::Rural,
            Category::RoadsLighting,
            Category::Environment,
            Category::Other,
        ],
    },
];

/// A field in which some deputies form a group.
#[derive(Debug)]
pub struct Field {
    /// The tail of the group's id.
    pub tail: &'static str,
    /// The name in Chinese, in English and as sort key.
    pub name: [&'static str; 3],
    /// The classes that the group takes on.
    pub topics: &'static [Category],
}

/// One division and its delegation.
#[derive(Debug)]
pub struct Area {
    /// The code of the district.
    pub district: &'static str,
    /// The last three digits of the division's code, the tail of its ids.
    pub tail: String,
    /// The kind of the division.
    pub kind: DivisionKind,
    /// The name of the division in Chinese, in English and as sort key.
    pub name: [String; 3],
    /// What names of the division's people and places start with.
    prefix: [String; 3],
    /// Its deputies.
    pub deputies: u32,
    /// Its communities or villages.
    pub communities: u32,
    /// Its grids.
    pub grids: u32,
    /// How much of the district's petitions come from here, by weight.
    pub weight: u32,
}

/// Draws the areas of a peer.
pub fn areas(profile: &'static Profile, draw: &mut Draw) -> Vec<Area> {
    let counts = KINDS.iter().zip(profile.divisions);
    counts
        .flat_map(|(kind, count)| (0..count).map(move |index| (kind, index)))
        .zip(std::iter::repeat_with(|| Counts::draw(profile, draw)))
        .map(|(((kind, name, first), index), counts)| {
            area(profile, *kind, name, *first, index, &counts)
        })
        .collect()
}

struct Counts {
    deputies: u32,
    communities: u32,
    grids: u32,
    weight: u32,
}

impl Counts {
    fn draw(profile: &Profile, draw: &mut Draw) -> Self {
        Self {
            deputies: draw.between(profile.deputies.0, profile.deputies.1),
            communities: draw.between(3, 6),
            grids: draw.between(profile.grids.0, profile.grids.1),
            weight: draw.between(60, 160),
        }
    }
}

fn area(
    profile: &'static Profile,
    kind: DivisionKind,
    noun: &[&str; 3],
    first: u32,
    index: u32,
    counts: &Counts,
) -> Area {
    let (zh, sort) = NUMERALS[index as usize % NUMERALS.len()];
    let name = [
        format!("第{zh}{}", noun[0]),
        format!("{} {}", noun[1], index + 1),
        format!("di {sort} {}", noun[2]),
    ];
    // The district's name without its kind: 东安, Dong'an, dongan.
    let [district_zh, district_en, district_sort] = profile.name;
    let prefix = [
        format!("{}{}", district_zh.trim_end_matches(['区', '县', '市']), name[0]),
        format!("{} {}", district_en.split(' ').next().unwrap_or_default(), name[1]),
        format!("{} {}", district_sort.split(' ').next().unwrap_or_default(), name[2]),
    ];
    Area {
        district: profile.code,
        tail: format!("{:03}", first + index),
        kind,
        name,
        prefix,
        deputies: counts.deputies,
        communities: counts.communities,
        grids: counts.grids,
        weight: counts.weight,
    }
}

impl Area {
    /// An id of something in the area.
    pub fn id(&self, kind: &str, tail: impl std::fmt::Display) -> String {
        format!("{}:{kind}:{}-{tail}", self.district, self.tail)
    }

    /// The id of the delegation.
    pub fn delegation(&self) -> String {
        format!("{}:delegation:{}", self.district, self.tail)
    }

    /// The id of a community, by number from 1.
    pub fn community(&self, number: u32) -> String {
        self.id("community", number)
    }

    /// The id of a grid, by number from 1.
    pub fn grid(&self, number: u32) -> String {
        self.id("grid", format_args!("{number:03}"))
    }

    /// The id of the group that takes on a class.
    pub fn group_for(&self, category: Category) -> String {
        let field = FIELDS.iter().find(|field| field.topics.contains(&category));
        self.id("working-group", field.map_or("growth", |field| field.tail))
    }

    /// A name that starts with the area's, in Chinese, in English and as sort key.
    pub fn named(&self, rest: [&str; 3]) -> [String; 3] {
        let [zh, en, sort] = &self.prefix;
        [format!("{zh}{}", rest[0]), format!("{en} {}", rest[1]), format!("{sort} {}", rest[2])]
    }

    /// The deputies of the area.
    pub fn roll(&self) -> Roll<'_> {
        let [zh, en, sort] = &self.prefix;
        Roll {
            district: self.district,
            delegation: &self.tail,
            prefix: [zh, en, sort],
            since: SINCE,
        }
    }
}
