//! The row types of all domains under one roof, for the lists that name every kind of record.

pub use crate::{
    brands::model::{
        BrandChannel, BrandInitiative, BrandStation, BrandWorkingGroup, Highlight, Mechanism,
        ReportedFigure,
    },
    delegations::model::{Delegation, WorkingGroup, WorkingGroupMember, WorkingGroupTopic},
    deputies::model::{DelegationMembership, Deputy, Mandate},
    district::model::{Congress, DistrictFact, DistrictProfile},
    duty::model::{
        Activity, Attendance, CadenceExcuse, CadenceRule, PerformanceFile, PointsEntry, PointsRule,
        Register, RegisterEntry,
    },
    petitions::model::{
        Assignment, Escalation, EscalationFiler, EscalationPetition, Petition, PetitionEvent,
        Rating, Reply,
    },
    places::model::{Community, Division, Grid, GridChiefAssignment},
    stations::model::{Channel, QrCode, Station},
    supervision::model::{SupervisionActivity, SupervisionOpinion, SupervisionParticipant},
};
