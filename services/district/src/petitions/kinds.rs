//! The closed lists of petitions, their events and escalations. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// A class of petitions in the city's list. The city says what each is called and what it is part of.
    #[derive(Enum)]
    pub enum CategoryCode {
        /// Questions about policy.
        PolicyConsultation = "POLICY_CONSULTATION",
        /// Questions of law.
        LegalService = "LEGAL_SERVICE",
        /// Healthcare.
        Health = "HEALTH",
        /// Education.
        Education = "EDUCATION",
        /// Everyday life, where no class below it fits.
        Livelihood = "LIVELIHOOD",
        /// Business and work.
        Economy = "ECONOMY",
        /// Farming and the countryside.
        Rural = "RURAL",
        /// Something else.
        Other = "OTHER",
        /// Water supply.
        WaterSupply = "WATER_SUPPLY",
        /// Drains and sewers.
        Drainage = "DRAINAGE",
        /// Heating.
        Heating = "HEATING",
        /// Property management.
        PropertyManagement = "PROPERTY_MANAGEMENT",
        /// Housing.
        Housing = "HOUSING",
        /// Roads and street lighting.
        RoadsLighting = "ROADS_LIGHTING",
        /// Environment and cleanliness.
        Environment = "ENVIRONMENT",
        /// Disputes between neighbours.
        NeighbourDispute = "NEIGHBOUR_DISPUTE",
        /// Social security.
        SocialSecurity = "SOCIAL_SECURITY",
        /// Care for the elderly.
        ElderlyCare = "ELDERLY_CARE",
        /// Public safety.
        PublicSafety = "PUBLIC_SAFETY",
    }
}

text_enum! {
    /// How soon a petition must be dealt with.
    #[derive(Enum)]
    pub enum Urgency {
        /// In the ordinary time.
        Routine = "ROUTINE",
        /// Before others.
        Priority = "PRIORITY",
        /// At once.
        Emergency = "EMERGENCY",
    }
}

text_enum! {
    /// Whether a group can solve it alone.
    #[derive(Enum)]
    pub enum Complexity {
        /// Solved inside a group.
        Small = "SMALL",
        /// Needs coordination with others.
        Large = "LARGE",
    }
}

text_enum! {
    /// Where a petition stands.
    #[derive(Enum)]
    pub enum PetitionStatus {
        /// Handed in.
        Submitted = "SUBMITTED",
        /// Waiting for the petitioner.
        NeedsInfo = "NEEDS_INFO",
        /// 受理: taken on.
        Accepted = "ACCEPTED",
        /// 交办: given to somebody.
        Assigned = "ASSIGNED",
        /// 认领: taken by somebody.
        Claimed = "CLAIMED",
        /// Being worked on.
        InProgress = "IN_PROGRESS",
        /// Work is paused.
        OnHold = "ON_HOLD",
        /// 办结: work has ended, with an outcome.
        Concluded = "CONCLUDED",
        /// 答复: the outcome was explained to the petitioner.
        Replied = "REPLIED",
        /// The petitioner has judged it.
        Rated = "RATED",
        /// Closed.
        Closed = "CLOSED",
        /// Turned down.
        Rejected = "REJECTED",
        /// Withdrawn by the petitioner.
        Withdrawn = "WITHDRAWN",
        /// Joined to another petition.
        Merged = "MERGED",
        /// Handed to another body.
        Transferred = "TRANSFERRED",
    }
}

text_enum! {
    /// What came of a petition. Replied, concluded and resolved are different facts.
    #[derive(Enum)]
    pub enum Outcome {
        /// Solved.
        Resolved = "RESOLVED",
        /// Solved in part.
        PartlyResolved = "PARTLY_RESOLVED",
        /// It will be solved.
        Planned = "PLANNED",
        /// It cannot be solved, and that was explained.
        ExplainedNotFeasible = "EXPLAINED_NOT_FEASIBLE",
        /// A congress has it.
        Escalated = "ESCALATED",
        /// Another body has it.
        Referred = "REFERRED",
        /// Nothing had to be done.
        NoActionNeeded = "NO_ACTION_NEEDED",
    }
}

text_enum! {
    /// How somebody judged the handling.
    #[derive(Enum)]
    pub enum RatingScore {
        /// Very satisfied.
        VerySatisfied = "VERY_SATISFIED",
        /// Satisfied.
        Satisfied = "SATISFIED",
        /// Basically satisfied.
        BasicallySatisfied = "BASICALLY_SATISFIED",
        /// Dissatisfied.
        Dissatisfied = "DISSATISFIED",
    }
}

text_enum! {
    /// How a rating was obtained.
    #[derive(Enum)]
    pub enum RatingSource {
        /// The petitioner gave it unasked.
        #[graphql(name = "SELF")]
        Unasked = "SELF",
        /// The petitioner was asked.
        Callback = "CALLBACK",
    }
}

text_enum! {
    /// Why a petition was turned down.
    #[derive(Enum)]
    pub enum RejectReason {
        /// Not a matter for deputies.
        OutOfScope = "OUT_OF_SCOPE",
        /// It says nothing.
        NoContent = "NO_CONTENT",
        /// It was handed in before.
        Duplicate = "DUPLICATE",
        /// A court has it.
        InLitigation = "IN_LITIGATION",
        /// 信访: it belongs to letters and visits.
        StatutoryLettersAndVisits = "STATUTORY_LETTERS_AND_VISITS",
        /// It belongs to another area.
        NotInArea = "NOT_IN_AREA",
        /// It is abusive.
        Abusive = "ABUSIVE",
    }
}

text_enum! {
    /// Why work on a petition is paused.
    #[derive(Enum)]
    pub enum HoldReason {
        /// The petitioner has to do something.
        AwaitingPetitioner = "AWAITING_PETITIONER",
        /// Money is not there yet.
        Budget = "BUDGET",
        /// The ground is frozen, or the season forbids it.
        Season = "SEASON",
        /// Another authority has to act first.
        OtherAuthority = "OTHER_AUTHORITY",
    }
}

text_enum! {
    /// The body that a petition was handed to.
    #[derive(Enum)]
    pub enum TransferTarget {
        /// 信访: letters and visits.
        LettersAndVisits = "LETTERS_AND_VISITS",
        /// The city's hotline.
        #[graphql(name = "HOTLINE_12345")]
        Hotline12345 = "HOTLINE_12345",
        /// A court.
        Court = "COURT",
        /// Another district.
        OtherDistrict = "OTHER_DISTRICT",
    }
}

text_enum! {
    /// A transition of a petition.
    #[derive(Enum)]
    pub enum PetitionEventKind {
        /// It was handed in.
        Submit = "SUBMIT",
        /// Something was asked of the petitioner.
        NeedInfo = "NEED_INFO",
        /// The petitioner answered.
        GiveInfo = "GIVE_INFO",
        /// 受理: it was taken on.
        Accept = "ACCEPT",
        /// It was turned down.
        Reject = "REJECT",
        /// It was joined to another.
        Merge = "MERGE",
        /// It was handed to another body.
        Transfer = "TRANSFER",
        /// 交办: it was given to an assignee.
        Dispatch = "DISPATCH",
        /// 认领: an assignee took it.
        Claim = "CLAIM",
        /// Work began.
        Start = "START",
        /// Work was paused.
        Hold = "HOLD",
        /// Work went on.
        Resume = "RESUME",
        /// Another assignee got it.
        Reassign = "REASSIGN",
        /// 办结: work ended, with an outcome.
        Conclude = "CONCLUDE",
        /// 答复: the petitioner was answered.
        Reply = "REPLY",
        /// The petitioner judged it.
        Rate = "RATE",
        /// It was opened again.
        Reopen = "REOPEN",
        /// A deputy took it to a congress.
        Escalate = "ESCALATE",
        /// The petitioner withdrew it.
        Withdraw = "WITHDRAW",
        /// It was closed.
        Close = "CLOSE",
    }
}

text_enum! {
    /// Who caused a transition, by role.
    #[derive(Enum)]
    pub enum ActorRole {
        /// The petitioner.
        Petitioner = "PETITIONER",
        /// A grid worker.
        GridWorker = "GRID_WORKER",
        /// The keeper of a station or platform.
        Keeper = "KEEPER",
        /// The office of the delegation.
        DelegationOffice = "DELEGATION_OFFICE",
        /// A deputy.
        Deputy = "DEPUTY",
        /// A working group.
        WorkingGroup = "WORKING_GROUP",
        /// An agency.
        Agency = "AGENCY",
        /// A timer.
        System = "SYSTEM",
    }
}

text_enum! {
    /// How an assignee came by a petition.
    #[derive(Enum)]
    pub enum AssignmentKind {
        /// 交办: it was given.
        Dispatched = "DISPATCHED",
        /// 认领: it was taken.
        Claimed = "CLAIMED",
    }
}

text_enum! {
    /// How a reply was given.
    #[derive(Enum)]
    pub enum ReplyMode {
        /// In person.
        FaceToFace = "FACE_TO_FACE",
        /// By telephone.
        Phone = "PHONE",
        /// By WeChat.
        Wechat = "WECHAT",
        /// In writing.
        Written = "WRITTEN",
    }
}

text_enum! {
    /// The instrument by which a matter goes to a congress.
    #[derive(Enum)]
    pub enum EscalationInstrument {
        /// 建议、批评和意见: one deputy is enough, at any time.
        Suggestion = "SUGGESTION",
        /// 议案: needs co-signers, and is filed for a session.
        Motion = "MOTION",
    }
}

text_enum! {
    /// The class of an answer to a suggestion.
    #[derive(Enum)]
    pub enum SuggestionReplyClass {
        /// Solved.
        ASolved = "A_SOLVED",
        /// Under way or planned.
        BUnderwayOrPlanned = "B_UNDERWAY_OR_PLANNED",
        /// Not possible now.
        CNotNow = "C_NOT_NOW",
        /// Kept for reference.
        DForReference = "D_FOR_REFERENCE",
    }
}
