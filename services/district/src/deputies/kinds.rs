//! The closed lists of deputies, their mandates and memberships. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// Where a deputy works.
    #[derive(Enum)]
    pub enum Sector {
        /// A public office.
        Government = "GOVERNMENT",
        /// A residential community or village.
        Community = "COMMUNITY",
        /// A school or university.
        Education = "EDUCATION",
        /// A hospital or clinic.
        Health = "HEALTH",
        /// Law and justice.
        Law = "LAW",
        /// An enterprise.
        Enterprise = "ENTERPRISE",
        /// Farming and forestry.
        Agriculture = "AGRICULTURE",
        /// Own account.
        SelfEmployed = "SELF_EMPLOYED",
        /// Retired.
        Retired = "RETIRED",
        /// Something else.
        Other = "OTHER",
    }
}

text_enum! {
    /// What a deputy does in a delegation.
    #[derive(Enum)]
    pub enum DelegationRole {
        /// Leads the delegation.
        Head = "HEAD",
        /// Stands in for the head.
        DeputyHead = "DEPUTY_HEAD",
        /// Is a member.
        Member = "MEMBER",
        /// Keeps contact.
        Liaison = "LIAISON",
    }
}
