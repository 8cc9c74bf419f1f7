//! The closed lists of the district as a whole. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// What sort of statement about the district it is.
    #[derive(Enum)]
    pub enum DistrictFactKind {
        /// A meeting that was held.
        Meeting = "MEETING",
        /// A policy that the work follows.
        Policy = "POLICY",
        /// A principle by which things were chosen.
        Principle = "PRINCIPLE",
        /// What is to be reached.
        Goal = "GOAL",
        /// What was reached.
        Result = "RESULT",
        /// What an office-holder said.
        Statement = "STATEMENT",
    }
}

text_enum! {
    /// The level of a people's congress.
    #[derive(Enum)]
    pub enum CongressLevel {
        /// The National People's Congress.
        National = "NATIONAL",
        /// A provincial people's congress.
        Provincial = "PROVINCIAL",
        /// The people's congress of the city.
        City = "CITY",
        /// The people's congress of a district, county or county-level city.
        District = "DISTRICT",
        /// The people's congress of a town or township.
        Town = "TOWN",
    }
}
