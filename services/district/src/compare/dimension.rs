//! What a row of a comparison stands for, in SQL.

use comparison::Dimension;

/// Where rows come from and how petitions belong to them.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// `FROM …`, up to where the conditions on petitions follow. Delegations and districts are
    /// joined from outside, so that one without a case still has a row.
    pub source: &'static str,
    /// What leads from those conditions to the condition on districts.
    pub and_of: &'static str,
    /// The id whose prefix is the district.
    pub district_of: &'static str,
    /// The key of the row.
    pub key: &'static str,
    /// The names in Chinese and English, where the city does not know them.
    pub names: Option<(&'static str, &'static str)>,
}

/// The rows of a dimension.
#[must_use]
pub fn rows(by: Dimension) -> Rows {
    match by {
        Dimension::District => Rows {
            source: "FROM districts LEFT JOIN petitions \
                     ON substr(petitions.id, 1, 6) = districts.code AND ",
            and_of: " WHERE ",
            district_of: "districts.code",
            key: "districts.code",
            names: None,
        },
        Dimension::Delegation => Rows {
            source: "FROM delegations LEFT JOIN petitions \
                     ON petitions.delegation_id = delegations.id AND ",
            and_of: " WHERE ",
            district_of: "delegations.id",
            key: "delegations.id",
            names: Some(("delegations.name_zh", "delegations.name_en")),
        },
        Dimension::Category => Rows {
            source: "FROM petitions WHERE ",
            and_of: " AND ",
            district_of: "petitions.id",
            key: "petitions.category",
            names: None,
        },
    }
}
