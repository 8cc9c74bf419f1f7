//! The deputies of the three delegations whose number the article gives, their working groups and
//! their grids. Groups are filled evenly, since the article does not say who is in which.

use super::{DISTRICT, SINCE, id};
use crate::{
    dataset::Record,
    deputies::kinds::DelegationRole,
    generate::people::Roll,
    places::{
        kinds::{GridKind, GridRole},
        model::{Grid, GridChiefAssignment},
    },
};

/// Tiebei has 20 deputies in four groups, and 38 area grids with Big Grid Chiefs.
pub const TIEBEI: Roll<'static> = Roll {
    district: DISTRICT,
    delegation: "003",
    prefix: ["铁北", "Tiebei", "tiebei"],
    since: SINCE,
};

/// The deputies of Tiebei.
pub const TIEBEI_DEPUTIES: u32 = 20;

/// The groups of Tiebei, as the article orders them.
pub const TIEBEI_GROUPS: [&str; 4] = ["policy", "legal", "health-education", "livelihood"];

/// The area grids of Tiebei.
pub const TIEBEI_GRIDS: u32 = 38;

/// Those deputies of Tiebei who sit in the city's congress too. The article implies that there
/// are some: matters went to the city's congress as well.
pub const TIEBEI_CITY_DEPUTIES: [u32; 2] = [1, 2];

const XIANGYANG: Roll<'static> =
    Roll { delegation: "001", prefix: ["向阳", "Xiangyang", "xiangyang"], ..TIEBEI };

const HUANGHUA: Roll<'static> =
    Roll { delegation: "002", prefix: ["黄花", "Huanghua", "huanghua"], ..TIEBEI };

/// The members of Tiebei.
pub fn tiebei() -> Vec<Record> {
    let mut records = deputies(&TIEBEI, TIEBEI_DEPUTIES, &TIEBEI_GROUPS);
    records.extend(TIEBEI_CITY_DEPUTIES.map(|number| TIEBEI.mandate(number, "city")));
    for number in 1..=TIEBEI_GRIDS {
        records.push(grid(
            &TIEBEI,
            number,
            GridKind::Big,
            ["区域网格", "Area Grid", "quyu wangge"],
            None,
        ));
        let chief = (number - 1) % TIEBEI_DEPUTIES + 1;
        records.push(chief_of(&TIEBEI, number, GridRole::BigGridChief, chief));
    }
    records
}

/// The members of Xiangyang: 27 deputies in five groups, each in one of 27 grids of 4 communities.
pub fn xiangyang() -> Vec<Record> {
    let groups = ["economy", "health", "livelihood", "education", "law"];
    let mut records = deputies(&XIANGYANG, 27, &groups);
    for number in 1..=27 {
        let community = id("community", format_args!("001-community-{}", (number - 1) % 4 + 1));
        let name = ["网格", "Grid", "wangge"];
        records.push(grid(&XIANGYANG, number, GridKind::Base, name, Some(community)));
        records.push(chief_of(&XIANGYANG, number, GridRole::GridDeputy, number));
    }
    records
}

/// The members of Huanghua: 24 deputies in five Warm Sun Action Groups.
pub fn huanghua() -> Vec<Record> {
    deputies(&HUANGHUA, 24, &["action-1", "action-2", "action-3", "action-4", "action-5"])
}

/// The id of the group that a deputy is in.
pub fn group_of(roll: &Roll<'_>, number: u32, groups: &[&str]) -> String {
    let group = groups[(number as usize - 1) % groups.len()];
    id("working-group", format_args!("{}-{group}", roll.delegation))
}

fn deputies(roll: &Roll<'_>, count: u32, groups: &[&str]) -> Vec<Record> {
    let members = |number| {
        let mut records = roll.deputy(number, None, DelegationRole::Member);
        records.push(roll.group_member(number, &group_of(roll, number, groups)));
        records
    };
    (1..=count).flat_map(members).collect()
}

fn grid(
    roll: &Roll<'_>,
    number: u32,
    kind: GridKind,
    name: [&str; 3],
    community_id: Option<String>,
) -> Record {
    let [zh, en, sort] = roll.prefix;
    Record::from(Grid {
        id: id("grid", format_args!("{}-{number:03}", roll.delegation)),
        delegation_id: id("delegation", roll.delegation),
        community_id,
        kind,
        parent_id: None,
        successor_of_id: None,
        name_zh: format!("{zh}{}{number:02}", name[0]),
        name_en: format!("{en} {} {number:02}", name[1]),
        name_sort: format!("{sort} {} {number:02}", name[2]),
        households: None,
        residents: None,
        valid_from: roll.since,
        valid_to: None,
        synthetic: true,
    })
}

fn chief_of(roll: &Roll<'_>, grid: u32, role: GridRole, deputy: u32) -> Record {
    Record::from(GridChiefAssignment {
        id: id("grid-assignment", format_args!("{}-{grid:03}", roll.delegation)),
        grid_id: id("grid", format_args!("{}-{grid:03}", roll.delegation)),
        role,
        deputy_id: Some(roll.id(deputy)),
        valid_from: roll.since,
        valid_to: None,
        synthetic: true,
    })
}
