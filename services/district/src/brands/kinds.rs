//! The closed lists of brands and what is reported about them. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// What a brand is, above all.
    #[derive(Enum)]
    pub enum BrandKind {
        /// A channel.
        Channel = "CHANNEL",
        /// A network of stations.
        StationNetwork = "STATION_NETWORK",
        /// A deputies' home.
        Home = "HOME",
        /// A way of working.
        Method = "METHOD",
    }
}

text_enum! {
    /// Where a brand stands.
    #[derive(Enum)]
    pub enum BrandStatus {
        /// Proposed.
        Proposed = "PROPOSED",
        /// In use.
        Active = "ACTIVE",
        /// Replaced by a revised form.
        Revised = "REVISED",
        /// No longer in use.
        Retired = "RETIRED",
    }
}

text_enum! {
    /// What sort of way of working it is.
    #[derive(Enum)]
    pub enum MechanismKind {
        /// A network of homes, stations and points.
        LiaisonNetwork = "LIAISON_NETWORK",
        /// A channel on line.
        DigitalChannel = "DIGITAL_CHANNEL",
        /// Deputies in the grids.
        GridIntegration = "GRID_INTEGRATION",
        /// Groups by skill.
        GroupBySkill = "GROUP_BY_SKILL",
        /// Duties that fall due again and again.
        DutyCadence = "DUTY_CADENCE",
        /// Supervision.
        Supervision = "SUPERVISION",
        /// Registers and files.
        Records = "RECORDS",
        /// Points for duties done.
        Points = "POINTS",
        /// Study.
        Study = "STUDY",
        /// Claiming and assigning of petitions.
        ClaimAndAssign = "CLAIM_AND_ASSIGN",
        /// Liaison that moves about.
        MobileLiaison = "MOBILE_LIAISON",
        /// Development of the countryside.
        RuralDevelopment = "RURAL_DEVELOPMENT",
        /// Deliberation.
        Deliberation = "DELIBERATION",
    }
}

text_enum! {
    /// What sort of highlight it is.
    #[derive(Enum)]
    pub enum HighlightKind {
        /// A case.
        Case = "CASE",
        /// A way of working.
        Method = "METHOD",
        /// A result.
        Result = "RESULT",
        /// A place.
        Venue = "VENUE",
    }
}

text_enum! {
    /// How exact the words around a number are.
    #[derive(Enum)]
    pub enum Qualifier {
        /// The number itself.
        Exact = "EXACT",
        /// More than the number: 余.
        MoreThan = "MORE_THAN",
        /// About the number.
        About = "ABOUT",
        /// Rounded.
        Rounded = "ROUNDED",
    }
}
