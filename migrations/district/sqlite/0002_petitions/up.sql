-- Petitions: their events, and what those are projected to.
-- Times are UTC; `…_day` is the number of the local day (UTC+8, without summer time) since 1970-01-01.

CREATE TABLE petitions (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    grid_id TEXT REFERENCES grids (id),
    channel_id TEXT REFERENCES channels (id),
    qr_code_id TEXT REFERENCES qr_codes (id),
    station_id TEXT REFERENCES stations (id),
    category TEXT NOT NULL,
    local_category_zh TEXT,
    local_category_en TEXT,
    mapping_version INTEGER,
    summary_zh TEXT,
    summary_en TEXT,
    urgency TEXT NOT NULL,
    complexity TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT,
    round INTEGER NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    accepted_at TIMESTAMP,
    started_at TIMESTAMP,
    concluded_at TIMESTAMP,
    resolved_at TIMESTAMP,
    first_replied_at TIMESTAMP,
    final_replied_at TIMESTAMP,
    rating TEXT,
    rated_at TIMESTAMP,
    closed_at TIMESTAMP,
    rejected_at TIMESTAMP,
    reject_reason TEXT,
    withdrawn_at TIMESTAMP,
    merged_at TIMESTAMP,
    merged_into_id TEXT REFERENCES petitions (id) DEFERRABLE INITIALLY DEFERRED,
    transferred_at TIMESTAMP,
    transferred_to TEXT,
    reply_due_at TIMESTAMP,
    due_at TIMESTAMP,
    version BIGINT NOT NULL,
    synthetic BOOLEAN NOT NULL,
    accepted_order TIMESTAMP NOT NULL GENERATED ALWAYS AS (COALESCE(accepted_at, submitted_at)) STORED,
    due_order TIMESTAMP NOT NULL GENERATED ALWAYS AS (COALESCE(due_at, '9999-12-31 00:00:00')) STORED,
    submitted_day INTEGER NOT NULL GENERATED ALWAYS AS (CAST(julianday(date(submitted_at, '+8 hours')) - 2440587.5 AS INTEGER)) STORED,
    accepted_day INTEGER GENERATED ALWAYS AS (CAST(julianday(date(accepted_at, '+8 hours')) - 2440587.5 AS INTEGER)) STORED,
    resolved_day INTEGER GENERATED ALWAYS AS (CAST(julianday(date(resolved_at, '+8 hours')) - 2440587.5 AS INTEGER)) STORED,
    rated_day INTEGER GENERATED ALWAYS AS (CAST(julianday(date(rated_at, '+8 hours')) - 2440587.5 AS INTEGER)) STORED,
    UNIQUE (reference)
);
CREATE INDEX petitions_by_accepted_order ON petitions (accepted_order, id);
CREATE INDEX petitions_by_submitted_at ON petitions (submitted_at, id);
CREATE INDEX petitions_by_due_order ON petitions (due_order, id);
CREATE INDEX petitions_by_grid_accepted_order ON petitions (grid_id, accepted_order, id);
CREATE INDEX petitions_by_delegation_accepted_order ON petitions (delegation_id, accepted_order, id);
CREATE INDEX petitions_by_channel_accepted_order ON petitions (channel_id, accepted_order, id);
CREATE INDEX petitions_by_qr_code ON petitions (qr_code_id);
CREATE INDEX petitions_by_station_accepted_order ON petitions (station_id, accepted_order, id);
CREATE INDEX petitions_by_accepted_day ON petitions (accepted_day);
CREATE INDEX petitions_by_rated_day ON petitions (rated_day);
CREATE INDEX petitions_by_merged_into ON petitions (merged_into_id);

CREATE TABLE petition_events (
    id TEXT NOT NULL PRIMARY KEY,
    petition_id TEXT NOT NULL REFERENCES petitions (id),
    sequence INTEGER NOT NULL,
    kind TEXT NOT NULL,
    occurred_at TIMESTAMP NOT NULL,
    actor_role TEXT NOT NULL,
    actor_deputy_id TEXT REFERENCES deputies (id),
    category TEXT,
    outcome TEXT,
    final_reply BOOLEAN,
    rating TEXT,
    reject_reason TEXT,
    hold_reason TEXT,
    merged_into_id TEXT REFERENCES petitions (id),
    transferred_to TEXT,
    cause_zh TEXT,
    cause_en TEXT,
    synthetic BOOLEAN NOT NULL,
    UNIQUE (petition_id, sequence)
);

CREATE TABLE assignments (
    id TEXT NOT NULL PRIMARY KEY,
    petition_id TEXT NOT NULL REFERENCES petitions (id),
    kind TEXT NOT NULL,
    working_group_id TEXT REFERENCES working_groups (id),
    deputy_id TEXT REFERENCES deputies (id),
    agency_code TEXT,
    assigned_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP,
    ended_at TIMESTAMP,
    end_reason_zh TEXT,
    end_reason_en TEXT,
    synthetic BOOLEAN NOT NULL,
    CHECK ((working_group_id IS NOT NULL AND deputy_id IS NULL AND agency_code IS NULL) OR (working_group_id IS NULL AND deputy_id IS NOT NULL AND agency_code IS NULL) OR (working_group_id IS NULL AND deputy_id IS NULL AND agency_code IS NOT NULL))
);
CREATE INDEX assignments_by_petition_assigned_at ON assignments (petition_id, assigned_at, id);
CREATE INDEX assignments_by_working_group ON assignments (working_group_id);
CREATE INDEX assignments_by_deputy ON assignments (deputy_id);

CREATE TABLE replies (
    id TEXT NOT NULL PRIMARY KEY,
    petition_id TEXT NOT NULL REFERENCES petitions (id),
    round INTEGER NOT NULL,
    replied_at TIMESTAMP NOT NULL,
    mode TEXT NOT NULL,
    deputy_id TEXT REFERENCES deputies (id),
    outcome TEXT,
    final_reply BOOLEAN NOT NULL,
    summary_zh TEXT,
    summary_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX replies_by_petition_replied_at ON replies (petition_id, replied_at, id);

CREATE TABLE ratings (
    id TEXT NOT NULL PRIMARY KEY,
    petition_id TEXT NOT NULL REFERENCES petitions (id),
    round INTEGER NOT NULL,
    score TEXT NOT NULL,
    source TEXT NOT NULL,
    rated_at TIMESTAMP NOT NULL,
    synthetic BOOLEAN NOT NULL,
    UNIQUE (petition_id, round)
);

CREATE TABLE escalations (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    congress_id TEXT NOT NULL REFERENCES congresses (id),
    instrument TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    filed_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP,
    agency_code TEXT,
    answered_at TIMESTAMP,
    reply_class TEXT,
    deputy_satisfaction TEXT,
    version BIGINT NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX escalations_by_filed_at ON escalations (filed_at, id);
CREATE INDEX escalations_by_delegation_filed_at ON escalations (delegation_id, filed_at, id);
CREATE INDEX escalations_by_congress ON escalations (congress_id);

CREATE TABLE escalation_petitions (
    escalation_id TEXT NOT NULL REFERENCES escalations (id),
    petition_id TEXT NOT NULL REFERENCES petitions (id),
    PRIMARY KEY (escalation_id, petition_id)
);
CREATE INDEX escalation_petitions_by_petition_escalation ON escalation_petitions (petition_id, escalation_id);

CREATE TABLE escalation_filers (
    escalation_id TEXT NOT NULL REFERENCES escalations (id),
    deputy_id TEXT NOT NULL REFERENCES deputies (id),
    PRIMARY KEY (escalation_id, deputy_id)
);
CREATE INDEX escalation_filers_by_deputy_escalation ON escalation_filers (deputy_id, escalation_id);
