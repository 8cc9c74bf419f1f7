//! The closed lists of activities, registers, points and cadence. They are stored, imported and served under the same names.

use async_graphql::Enum;
use storage::text_enum;

text_enum! {
    /// What deputies did.
    #[derive(Enum)]
    pub enum ActivityKind {
        /// A talk on theory or policy.
        TheoryTalk = "THEORY_TALK",
        /// Volunteer work.
        Volunteer = "VOLUNTEER",
        /// Study.
        Study = "STUDY",
        /// Receiving callers.
        Reception = "RECEPTION",
        /// Visiting voters.
        Visit = "VISIT",
        /// 述职: reporting on duty to voters.
        DutyReport = "DUTY_REPORT",
        /// Gathering problems at the start of a quarter.
        QuarterlySweep = "QUARTERLY_SWEEP",
        /// Doing something practical for voters.
        PracticalDeed = "PRACTICAL_DEED",
    }
}

text_enum! {
    /// Whether a deputy took part.
    #[derive(Enum)]
    pub enum AttendanceStatus {
        /// Took part.
        Present = "PRESENT",
        /// Was excused.
        Excused = "EXCUSED",
        /// Did not take part.
        Absent = "ABSENT",
    }
}

text_enum! {
    /// Which book it is.
    #[derive(Enum)]
    pub enum RegisterKind {
        /// Attendance at activities.
        Attendance = "ATTENDANCE",
        /// What was done at activities.
        ActivityRecord = "ACTIVITY_RECORD",
        /// Receptions of voters.
        VoterReception = "VOTER_RECEPTION",
        /// Good and practical deeds for voters.
        GoodDeeds = "GOOD_DEEDS",
        /// Reports on duty and their appraisal.
        DutyReportAppraisal = "DUTY_REPORT_APPRAISAL",
        /// The file: the assessment of a deputy's performance.
        PerformanceFile = "PERFORMANCE_FILE",
        /// A book that is none of these.
        Other = "OTHER",
    }
}

text_enum! {
    /// How a period of duty was judged.
    #[derive(Enum)]
    pub enum Appraisal {
        /// Excellent.
        Excellent = "EXCELLENT",
        /// Competent.
        Competent = "COMPETENT",
        /// Basically competent.
        BasicallyCompetent = "BASICALLY_COMPETENT",
        /// Not competent.
        NotCompetent = "NOT_COMPETENT",
    }
}

text_enum! {
    /// An act that earns points.
    #[derive(Enum)]
    pub enum PointsAct {
        /// Taking part in an activity.
        Attendance = "ATTENDANCE",
        /// Receiving callers.
        Reception = "RECEPTION",
        /// Visiting voters.
        Visit = "VISIT",
        /// Making a suggestion.
        Suggestion = "SUGGESTION",
        /// Solving a petition.
        PetitionResolved = "PETITION_RESOLVED",
        /// Reporting on duty.
        DutyReport = "DUTY_REPORT",
        /// Studying.
        Study = "STUDY",
        /// Volunteer work.
        Volunteer = "VOLUNTEER",
        /// Taking part in a supervision.
        Supervision = "SUPERVISION",
        /// Something that costs points.
        Deduction = "DEDUCTION",
    }
}

text_enum! {
    /// A period of the calendar, in local time.
    #[derive(Enum)]
    pub enum Period {
        /// An ISO week.
        Week = "WEEK",
        /// A month.
        Month = "MONTH",
        /// A quarter.
        Quarter = "QUARTER",
        /// A year.
        Year = "YEAR",
    }
}

text_enum! {
    /// A duty that falls due again and again.
    #[derive(Enum)]
    pub enum CadenceAct {
        /// Receiving callers.
        Reception = "RECEPTION",
        /// Visiting voters.
        Visit = "VISIT",
        /// Making a suggestion.
        Suggestion = "SUGGESTION",
        /// Reporting on duty to voters.
        DutyReport = "DUTY_REPORT",
        /// Studying.
        Study = "STUDY",
        /// Holding the reception day.
        ReceptionDay = "RECEPTION_DAY",
        /// Gathering problems at the start of a quarter.
        QuarterlySweep = "QUARTERLY_SWEEP",
    }
}

text_enum! {
    /// For whom a duty falls due.
    #[derive(Enum)]
    pub enum CadenceUnit {
        /// Every deputy.
        Deputy = "DEPUTY",
        /// Every station.
        Station = "STATION",
        /// The delegation as a whole.
        Delegation = "DELEGATION",
    }
}

text_enum! {
    /// Why a deputy is excused.
    #[derive(Enum)]
    pub enum ExcuseReason {
        /// Illness.
        Illness = "ILLNESS",
        /// Leave.
        Leave = "LEAVE",
        /// Other official duty.
        OfficialDuty = "OFFICIAL_DUTY",
    }
}
