//! For whom the labels of progressive overrides hold.

use gateway_supergraph::{LabelShares, Share};

use super::reader::Section;

/// Reads the table `override_labels`: by label, true, false, or a percentage of all requests.
pub(super) fn read(section: Section<'_>) -> LabelShares {
    section.all("true, false or a percentage from 0 to 100", |value| {
        let share = match value.as_bool() {
            Some(true) => Some(Share::EVERYBODY),
            Some(false) => Some(Share::NOBODY),
            None => None,
        };
        let number = value.as_integer().map(|number| number.as_str());
        let number = number.or_else(|| value.as_float().map(|number| number.as_str()));
        share.or_else(|| number?.parse().ok().and_then(Share::percent))
    })
}
