//! The closed list of record kinds. A record is a row of a table with its kind beside it; the kind
//! is also the type in the row's id.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::rows::*;

/// Calls a macro with every kind: its row, the kind's text, the table, and the column that starts
/// with the district's code. Parents stand before their children.
macro_rules! for_each_kind {
    ($callback:ident) => {
        $callback! {
            District(DistrictProfile) = "district", districts.code;
            DistrictFact(DistrictFact) = "district-fact", district_facts.id;
            Congress(Congress) = "congress", congresses.id;
            Division(Division) = "division", divisions.id;
            Community(Community) = "community", communities.id;
            Delegation(Delegation) = "delegation", delegations.id;
            Deputy(Deputy) = "deputy", deputies.id;
            Mandate(Mandate) = "mandate", mandates.id;
            Membership(DelegationMembership) = "membership", delegation_memberships.id;
            Station(Station) = "station", stations.id;
            WorkingGroup(WorkingGroup) = "working-group", working_groups.id;
            WorkingGroupTopic(WorkingGroupTopic) = "working-group-topic", working_group_topics.working_group_id;
            GroupMember(WorkingGroupMember) = "group-member", working_group_members.id;
            Grid(Grid) = "grid", grids.id;
            GridAssignment(GridChiefAssignment) = "grid-assignment", grid_chief_assignments.id;
            Channel(Channel) = "channel", channels.id;
            QrCode(QrCode) = "qr-code", qr_codes.id;
            Petition(Petition) = "petition", petitions.id;
            PetitionEvent(PetitionEvent) = "petition-event", petition_events.id;
            Assignment(Assignment) = "assignment", assignments.id;
            Reply(Reply) = "reply", replies.id;
            Rating(Rating) = "rating", ratings.id;
            Escalation(Escalation) = "escalation", escalations.id;
            EscalationPetition(EscalationPetition) = "escalation-petition", escalation_petitions.escalation_id;
            EscalationFiler(EscalationFiler) = "escalation-filer", escalation_filers.escalation_id;
            Activity(Activity) = "activity", activities.id;
            Attendance(Attendance) = "attendance", attendances.id;
            Register(Register) = "register", registers.id;
            RegisterEntry(RegisterEntry) = "register-entry", register_entries.id;
            PerformanceFile(PerformanceFile) = "performance-file", performance_files.id;
            PointsRule(PointsRule) = "points-rule", points_rules.id;
            PointsEntry(PointsEntry) = "points-entry", points_entries.id;
            CadenceRule(CadenceRule) = "cadence-rule", cadence_rules.id;
            CadenceExcuse(CadenceExcuse) = "cadence-excuse", cadence_excuses.id;
            Supervision(SupervisionActivity) = "supervision", supervision_activities.id;
            SupervisionParticipant(SupervisionParticipant) = "supervision-participant", supervision_participants.supervision_activity_id;
            SupervisionOpinion(SupervisionOpinion) = "supervision-opinion", supervision_opinions.id;
            Brand(BrandInitiative) = "brand", brand_initiatives.id;
            Mechanism(Mechanism) = "mechanism", mechanisms.id;
            Highlight(Highlight) = "highlight", highlights.id;
            ReportedFigure(ReportedFigure) = "reported-figure", reported_figures.id;
            BrandChannel(BrandChannel) = "brand-channel", brand_channels.brand_id;
            BrandStation(BrandStation) = "brand-station", brand_stations.brand_id;
            BrandWorkingGroup(BrandWorkingGroup) = "brand-working-group", brand_working_groups.brand_id;
        }
    };
}
pub(super) use for_each_kind;

macro_rules! declare_records {
    ($($kind:ident($row:ident) = $text:literal, $table:ident.$column:ident;)+) => {
        /// The kind of a record, parents before their children.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum RecordKind { $(#[doc = concat!("`", $text, "`: a row of `", stringify!($table), "`.")] $kind,)+ }

        impl RecordKind {
            /// Every kind, in the order of the format.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The kind as a dataset writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $text,)+ }
            }

            /// The kind of this text, if there is one.
            #[must_use]
            pub fn from_text(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$kind),)+
                    _ => None,
                }
            }
        }

        /// A record of a dataset: a row with its kind.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "record")]
        pub enum Record { $(#[doc = concat!("A row of `", stringify!($table), "`.")] #[serde(rename = $text)] $kind($row),)+ }

        impl Record {
            /// The kind of the record.
            #[must_use]
            pub fn kind(&self) -> RecordKind {
                match self { $(Self::$kind(_) => RecordKind::$kind,)+ }
            }

            /// Reads the fields of a record whose kind is known.
            pub(super) fn read(kind: RecordKind, fields: Map<String, Value>) -> Result<Self, FieldError> {
                match kind { $(RecordKind::$kind => row(fields).map(Self::$kind),)+ }
            }
        }

        $(impl From<$row> for Record {
            fn from(row: $row) -> Self {
                Self::$kind(row)
            }
        })+
    };
}
for_each_kind!(declare_records);

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where in a record reading failed, and why.
pub(super) type FieldError = serde_path_to_error::Error<serde_json::Error>;

fn row<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, FieldError> {
    serde_path_to_error::deserialize(Value::Object(fields))
}
