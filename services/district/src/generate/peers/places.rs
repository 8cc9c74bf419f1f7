//! The rows of a peer's district, congress, divisions, communities, delegations, deputies, groups
//! and grids.

use super::{
    SINCE,
    area::{Area, FIELDS},
    profile::Profile,
};
use crate::{
    dataset::Record,
    delegations::model::{Delegation, WorkingGroup, WorkingGroupTopic},
    deputies::kinds::{DelegationRole, Sector},
    district::{
        kinds::CongressLevel,
        model::{Congress, DistrictProfile},
    },
    generate::draw::Draw,
    places::{
        kinds::{CommunityKind, DivisionKind, GridKind, GridRole},
        model::{Community, Division, Grid, GridChiefAssignment},
    },
};

/// What deputies work as, by weight.
const SECTORS: &[(Sector, u32)] = &[
    (Sector::Community, 20),
    (Sector::Enterprise, 20),
    (Sector::Government, 15),
    (Sector::Education, 12),
    (Sector::Health, 10),
    (Sector::Agriculture, 8),
    (Sector::Law, 6),
    (Sector::SelfEmployed, 5),
    (Sector::Retired, 4),
];

/// All of them, parents before their children.
pub fn rows(profile: &Profile, areas: &[Area], draw: &mut Draw) -> Vec<Record> {
    let mut records = vec![district(profile), congress(profile)];
    for area in areas {
        records.push(division(area));
        records.extend((1..=area.communities).map(|number| community(area, number)));
        records.push(delegation(area));
        for number in 1..=area.deputies {
            let role = role(number, area.deputies);
            records.extend(area.roll().deputy(number, draw.weighted(SECTORS), role));
        }
        records.extend(groups(area));
        for number in 1..=area.grids {
            records.push(grid(area, number, draw));
            if draw.percent(profile.grid_coverage) {
                records.push(grid_deputy(area, number, draw.between(1, area.deputies)));
            }
        }
    }
    records
}

fn district(profile: &Profile) -> Record {
    let [zh, en, sort] = profile.name;
    Record::from(DistrictProfile {
        code: profile.code.to_owned(),
        name_zh: zh.to_owned(),
        name_en: en.to_owned(),
        name_sort: sort.to_owned(),
        congress_zh: Some(format!("{zh}人民代表大会")),
        congress_en: Some(format!("{en} People's Congress")),
        committee_zh: Some(format!("{zh}人大常委会")),
        committee_en: Some(format!("Standing Committee of the {en} People's Congress")),
        chair_zh: None,
        chair_en: None,
        synthetic: true,
    })
}

fn congress(profile: &Profile) -> Record {
    let [zh, en, sort] = profile.name;
    Record::from(Congress {
        id: format!("{}:congress:district", profile.code),
        level: CongressLevel::District,
        name_zh: format!("{zh}人民代表大会"),
        name_en: format!("{en} People's Congress"),
        name_sort: format!("{sort} renmin daibiao dahui"),
        term: None,
        valid_from: None,
        valid_to: None,
        synthetic: true,
    })
}

fn division(area: &Area) -> Record {
    let [name_zh, name_en, name_sort] = area.name.clone();
    Record::from(Division {
        id: format!("{}:division:{}", area.district, area.tail),
        code: format!("{}{}", area.district, area.tail),
        kind: area.kind,
        name_zh,
        name_en,
        name_sort,
        synthetic: true,
    })
}

fn community(area: &Area, number: u32) -> Record {
    let (kind, noun) = if area.kind == DivisionKind::Subdistrict {
        (CommunityKind::ResidentialCommunity, ["社区", "Community", "shequ"])
    } else {
        (CommunityKind::Village, ["村", "Village", "cun"])
    };
    let [zh, en, sort] = area.named(noun);
    Record::from(Community {
        id: area.community(number),
        code: None,
        provisional: true,
        division_id: format!("{}:division:{}", area.district, area.tail),
        kind,
        name_zh: format!("{zh}{number}"),
        name_en: format!("{en} {number}"),
        name_sort: format!("{sort} {number}"),
        synthetic: true,
    })
}

fn delegation(area: &Area) -> Record {
    let [zh, en, sort] = &area.name;
    Record::from(Delegation {
        id: area.delegation(),
        division_id: format!("{}:division:{}", area.district, area.tail),
        name_zh: format!("{zh}代表团"),
        name_en: format!("{en} Delegation"),
        name_sort: format!("{sort} daibiaotuan"),
        headline_zh: None,
        headline_en: None,
        summary_zh: None,
        summary_en: None,
        synthetic: true,
    })
}

fn role(number: u32, deputies: u32) -> DelegationRole {
    match number {
        1 => DelegationRole::Head,
        2 => DelegationRole::DeputyHead,
        number if number == deputies => DelegationRole::Liaison,
        _ => DelegationRole::Member,
    }
}

/// The groups, what they take on, and their members in turn.
fn groups(area: &Area) -> Vec<Record> {
    let mut records = Vec::new();
    for field in &FIELDS {
        let id = area.id("working-group", field.tail);
        let [name_zh, name_en, name_sort] = area.named(field.name);
        records.push(Record::from(WorkingGroup {
            id: id.clone(),
            delegation_id: area.delegation(),
            community_id: None,
            station_id: None,
            name_zh,
            name_en,
            name_sort,
            detail_zh: None,
            detail_en: None,
            synthetic: true,
        }));
        records.extend(field.topics.iter().map(|category| {
            Record::from(WorkingGroupTopic { working_group_id: id.clone(), category: *category })
        }));
    }
    let fields = FIELDS.iter().cycle();
    records.extend((1..=area.deputies).zip(fields).map(|(number, field)| {
        area.roll().group_member(number, &area.id("working-group", field.tail))
    }));
    records
}

fn grid(area: &Area, number: u32, draw: &mut Draw) -> Record {
    let [zh, en, sort] = area.named(["网格", "Grid", "wangge"]);
    let households = draw.between(180, 420);
    Record::from(Grid {
        id: area.grid(number),
        delegation_id: area.delegation(),
        community_id: Some(area.community((number - 1) % area.communities + 1)),
        kind: GridKind::Base,
        parent_id: None,
        successor_of_id: None,
        name_zh: format!("{zh}{number:02}"),
        name_en: format!("{en} {number:02}"),
        name_sort: format!("{sort} {number:02}"),
        households: i32::try_from(households).ok(),
        residents: i32::try_from(households * draw.between(20, 26) / 10).ok(),
        valid_from: SINCE,
        valid_to: None,
        synthetic: true,
    })
}

fn grid_deputy(area: &Area, grid: u32, deputy: u32) -> Record {
    Record::from(GridChiefAssignment {
        id: area.id("grid-assignment", format_args!("{grid:03}")),
        grid_id: area.grid(grid),
        role: GridRole::GridDeputy,
        deputy_id: Some(area.roll().id(deputy)),
        valid_from: SINCE,
        valid_to: None,
        synthetic: true,
    })
}
