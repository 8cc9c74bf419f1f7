-- Duty and supervision: activities, registers, points, cadence, supervision of the authorities.

CREATE TABLE activities (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    kind TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    place_zh TEXT,
    place_en TEXT,
    station_id TEXT REFERENCES stations (id),
    working_group_id TEXT REFERENCES working_groups (id),
    visitors INTEGER,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX activities_by_occurred_at ON activities (occurred_at, id);
CREATE INDEX activities_by_delegation_occurred_at ON activities (delegation_id, occurred_at, id);
CREATE INDEX activities_by_station_occurred_at ON activities (station_id, occurred_at);

CREATE TABLE attendances (
    id TEXT NOT NULL PRIMARY KEY,
    activity_id TEXT NOT NULL REFERENCES activities (id),
    deputy_id TEXT NOT NULL REFERENCES deputies (id),
    status TEXT NOT NULL,
    synthetic BOOLEAN NOT NULL,
    UNIQUE (activity_id, deputy_id)
);
CREATE INDEX attendances_by_deputy_activity ON attendances (deputy_id, activity_id);

CREATE TABLE registers (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX registers_by_delegation_position ON registers (delegation_id, position, id);

CREATE TABLE register_entries (
    id TEXT NOT NULL PRIMARY KEY,
    register_id TEXT NOT NULL REFERENCES registers (id),
    recorded_at TIMESTAMP NOT NULL,
    deputy_id TEXT REFERENCES deputies (id),
    activity_id TEXT REFERENCES activities (id),
    petition_id TEXT REFERENCES petitions (id),
    corrects_id TEXT REFERENCES register_entries (id) DEFERRABLE INITIALLY DEFERRED,
    summary_zh TEXT,
    summary_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX register_entries_by_recorded_at ON register_entries (recorded_at, id);
CREATE INDEX register_entries_by_register_recorded_at ON register_entries (register_id, recorded_at, id);
CREATE INDEX register_entries_by_deputy_recorded_at ON register_entries (deputy_id, recorded_at, id);
CREATE INDEX register_entries_by_activity ON register_entries (activity_id);
CREATE INDEX register_entries_by_petition ON register_entries (petition_id);

CREATE TABLE performance_files (
    id TEXT NOT NULL PRIMARY KEY,
    deputy_id TEXT NOT NULL REFERENCES deputies (id),
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    appraisal TEXT,
    summary_zh TEXT,
    summary_en TEXT,
    synthetic BOOLEAN NOT NULL,
    UNIQUE (deputy_id, period_from)
);

CREATE TABLE points_rules (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    rule_version INTEGER NOT NULL,
    act TEXT NOT NULL,
    points INTEGER NOT NULL,
    cap INTEGER,
    cap_period TEXT,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX points_rules_by_delegation_act_rule_version ON points_rules (delegation_id, act, rule_version);

CREATE TABLE points_entries (
    id TEXT NOT NULL PRIMARY KEY,
    deputy_id TEXT NOT NULL REFERENCES deputies (id),
    points_rule_id TEXT NOT NULL REFERENCES points_rules (id),
    points INTEGER NOT NULL,
    earned_at TIMESTAMP NOT NULL,
    activity_id TEXT REFERENCES activities (id),
    petition_id TEXT REFERENCES petitions (id),
    reversal_of_id TEXT REFERENCES points_entries (id) DEFERRABLE INITIALLY DEFERRED,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX points_entries_by_deputy_earned_at ON points_entries (deputy_id, earned_at, id);
CREATE INDEX points_entries_by_points_rule ON points_entries (points_rule_id);

CREATE TABLE cadence_rules (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    act TEXT NOT NULL,
    every TEXT NOT NULL,
    times INTEGER NOT NULL,
    unit TEXT,
    day_of_month INTEGER,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    valid_from DATE,
    valid_to DATE,
    position INTEGER NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX cadence_rules_by_delegation_position ON cadence_rules (delegation_id, position, id);

CREATE TABLE cadence_excuses (
    id TEXT NOT NULL PRIMARY KEY,
    deputy_id TEXT NOT NULL REFERENCES deputies (id),
    reason TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX cadence_excuses_by_deputy_valid_from ON cadence_excuses (deputy_id, valid_from);

CREATE TABLE supervision_activities (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    form TEXT NOT NULL,
    subject_zh TEXT NOT NULL,
    subject_en TEXT NOT NULL,
    agency_code TEXT,
    occurred_on DATE NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX supervision_activities_by_occurred_on ON supervision_activities (occurred_on, id);
CREATE INDEX supervision_activities_by_delegation_occurred_on ON supervision_activities (delegation_id, occurred_on, id);

CREATE TABLE supervision_participants (
    supervision_activity_id TEXT NOT NULL REFERENCES supervision_activities (id),
    deputy_id TEXT NOT NULL REFERENCES deputies (id),
    PRIMARY KEY (supervision_activity_id, deputy_id)
);
CREATE INDEX supervision_participants_by_deputy_supervision_activity ON supervision_participants (deputy_id, supervision_activity_id);

CREATE TABLE supervision_opinions (
    id TEXT NOT NULL PRIMARY KEY,
    supervision_activity_id TEXT NOT NULL REFERENCES supervision_activities (id),
    position INTEGER NOT NULL,
    detail_zh TEXT NOT NULL,
    detail_en TEXT NOT NULL,
    given_on DATE NOT NULL,
    answered_on DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX supervision_opinions_by_supervision_activity_position ON supervision_opinions (supervision_activity_id, position, id);
