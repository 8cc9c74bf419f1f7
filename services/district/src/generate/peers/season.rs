//! What the time of the year and the class of a petition do to it: how many come, how hard they
//! are, and whether frozen ground holds the work up.

use chrono::{Datelike as _, NaiveDate};

use crate::{generate::calendar::is_heating_season, petitions::kinds::CategoryCode as Category};

/// How many petitions of a class come on a day, in percent of what comes on average.
pub fn demand(category: Category, day: NaiveDate) -> u32 {
    let month = day.month();
    match category {
        // Most come when the heating starts, and in the coldest weeks.
        Category::Heating if matches!(month, 10 | 11) => 260,
        Category::Heating if matches!(month, 12 | 1 | 2) => 180,
        Category::Heating if is_heating_season(day) => 90,
        Category::Heating => 8,
        Category::Drainage if matches!(month, 6..=8) => 200,
        Category::WaterSupply if matches!(month, 12 | 1 | 2) => 160,
        Category::Rural if matches!(month, 4..=10) => 140,
        Category::Rural => 40,
        Category::Environment if matches!(month, 5..=9) => 150,
        Category::Education if matches!(month, 7 | 8) => 250,
        _ => 100,
    }
}

/// By how much fewer are resolved than in an easy class, in percentage points.
pub fn difficulty(category: Category) -> u32 {
    match category {
        Category::PolicyConsultation | Category::LegalService => 0,
        Category::Health | Category::Education | Category::SocialSecurity => 4,
        Category::NeighbourDispute | Category::Economy | Category::Environment => 10,
        Category::WaterSupply | Category::RoadsLighting | Category::Rural => 12,
        Category::Heating | Category::PropertyManagement => 15,
        Category::Drainage | Category::Housing => 24,
        _ => 8,
    }
}

/// How long work takes, in percent of the district's pace.
pub fn duration(category: Category) -> u32 {
    match category {
        Category::PolicyConsultation => 25,
        Category::LegalService | Category::Health => 50,
        Category::Heating => 60,
        Category::WaterSupply => 90,
        Category::Drainage | Category::Rural | Category::RoadsLighting => 170,
        Category::Housing => 220,
        _ => 100,
    }
}

/// Whether the ground is frozen, so that nothing can be dug up.
pub fn is_ground_frozen(day: NaiveDate) -> bool {
    matches!(day.month(), 11 | 12 | 1..=3)
}

/// Whether work on a class means digging.
pub fn needs_digging(category: Category) -> bool {
    matches!(category, Category::WaterSupply | Category::Drainage | Category::RoadsLighting)
}
