//! Deputies who are only counted: neutral names with a number, a seat in the district's congress
//! and a place in the delegation.

use chrono::NaiveDate;

use crate::{
    dataset::Record,
    delegations::model::WorkingGroupMember,
    deputies::{
        kinds::{DelegationRole, Sector},
        model::{DelegationMembership, Deputy, Mandate},
    },
};

/// A delegation whose deputies are generated.
#[derive(Debug, Clone)]
pub struct Roll<'a> {
    /// The code of the district.
    pub district: &'a str,
    /// The tail of the delegation's id.
    pub delegation: &'a str,
    /// What the names start with, in Chinese, in English and as sort key.
    pub prefix: [&'a str; 3],
    /// From when on they serve.
    pub since: NaiveDate,
}

impl Roll<'_> {
    /// The id of the deputy with this number, from 1.
    pub fn id(&self, number: u32) -> String {
        self.deputy_part("deputy", number)
    }

    /// The deputy with this number, with seat and place.
    pub fn deputy(&self, number: u32, sector: Option<Sector>, role: DelegationRole) -> Vec<Record> {
        let [zh, en, sort] = self.prefix;
        vec![
            Record::from(Deputy {
                id: self.id(number),
                name_zh: format!("{zh}代表{number:02}"),
                name_en: format!("{en} Deputy {number:02}"),
                name_sort: format!("{sort} daibiao {number:02}"),
                sector,
                published_contact: None,
                contact_published_on: None,
                synthetic: true,
            }),
            self.mandate(number, "district"),
            Record::from(DelegationMembership {
                id: self.deputy_part("membership", number),
                deputy_id: self.id(number),
                delegation_id: format!("{}:delegation:{}", self.district, self.delegation),
                role,
                valid_from: self.since,
                valid_to: None,
                synthetic: true,
            }),
        ]
    }

    /// A seat of the deputy in the congress whose id has this tail.
    pub fn mandate(&self, number: u32, congress: &str) -> Record {
        Record::from(Mandate {
            id: format!("{}-{congress}", self.deputy_part("mandate", number)),
            deputy_id: self.id(number),
            congress_id: format!("{}:congress:{congress}", self.district),
            constituency_zh: None,
            constituency_en: None,
            valid_from: self.since,
            valid_to: None,
            synthetic: true,
        })
    }

    /// The deputy's place in a working group.
    pub fn group_member(&self, number: u32, working_group_id: &str) -> Record {
        Record::from(WorkingGroupMember {
            id: self.deputy_part("group-member", number),
            working_group_id: working_group_id.to_owned(),
            deputy_id: self.id(number),
            valid_from: self.since,
            valid_to: None,
            synthetic: true,
        })
    }

    fn deputy_part(&self, kind: &str, number: u32) -> String {
        format!("{}:{kind}:{}-{number:03}", self.district, self.delegation)
    }
}
