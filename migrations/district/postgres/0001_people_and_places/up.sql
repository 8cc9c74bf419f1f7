-- People and places: the district, its divisions, delegations, deputies, stations, grids and channels.
-- An id is `<district code>:<type>:<tail>`; ids, codes and sort keys compare as bytes.

CREATE TABLE districts (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    congress_zh TEXT,
    congress_en TEXT,
    committee_zh TEXT,
    committee_en TEXT,
    chair_zh TEXT,
    chair_en TEXT,
    synthetic BOOLEAN NOT NULL
);

CREATE TABLE district_facts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    district_code TEXT COLLATE "C" NOT NULL REFERENCES districts (code),
    kind TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    detail_zh TEXT,
    detail_en TEXT,
    occurred_zh TEXT,
    occurred_en TEXT,
    source_zh TEXT,
    source_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX district_facts_by_district_code_position ON district_facts (district_code, position);

CREATE TABLE congresses (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    level TEXT COLLATE "C" NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    term INTEGER,
    valid_from DATE,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);

CREATE TABLE divisions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    synthetic BOOLEAN NOT NULL,
    UNIQUE (code)
);
CREATE INDEX divisions_by_name_sort ON divisions (name_sort, id);

CREATE TABLE communities (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C",
    provisional BOOLEAN NOT NULL,
    division_id TEXT COLLATE "C" NOT NULL REFERENCES divisions (id),
    kind TEXT COLLATE "C" NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX communities_by_name_sort ON communities (name_sort, id);
CREATE INDEX communities_by_division_name_sort ON communities (division_id, name_sort, id);

CREATE TABLE delegations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    division_id TEXT COLLATE "C" NOT NULL REFERENCES divisions (id),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    headline_zh TEXT,
    headline_en TEXT,
    summary_zh TEXT,
    summary_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX delegations_by_name_sort ON delegations (name_sort, id);
CREATE INDEX delegations_by_division ON delegations (division_id);

CREATE TABLE deputies (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    sector TEXT COLLATE "C",
    published_contact TEXT,
    contact_published_on DATE,
    synthetic BOOLEAN NOT NULL,
    CHECK ((published_contact IS NULL) = (contact_published_on IS NULL))
);
CREATE INDEX deputies_by_name_sort ON deputies (name_sort, id);

CREATE TABLE mandates (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    deputy_id TEXT COLLATE "C" NOT NULL REFERENCES deputies (id),
    congress_id TEXT COLLATE "C" NOT NULL REFERENCES congresses (id),
    constituency_zh TEXT,
    constituency_en TEXT,
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX mandates_by_deputy_valid_from ON mandates (deputy_id, valid_from, id);
CREATE INDEX mandates_by_congress ON mandates (congress_id);

CREATE TABLE delegation_memberships (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    deputy_id TEXT COLLATE "C" NOT NULL REFERENCES deputies (id),
    delegation_id TEXT COLLATE "C" NOT NULL REFERENCES delegations (id),
    role TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX delegation_memberships_by_deputy_valid_from ON delegation_memberships (deputy_id, valid_from, id);
CREATE INDEX delegation_memberships_by_delegation_deputy ON delegation_memberships (delegation_id, deputy_id);

CREATE TABLE stations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    delegation_id TEXT COLLATE "C" NOT NULL REFERENCES delegations (id),
    station_type TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C",
    host_kind TEXT COLLATE "C",
    community_id TEXT COLLATE "C" REFERENCES communities (id),
    parent_id TEXT COLLATE "C" REFERENCES stations (id) DEFERRABLE INITIALLY DEFERRED,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    host_zh TEXT,
    host_en TEXT,
    opening_zh TEXT,
    opening_en TEXT,
    detail_zh TEXT,
    detail_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX stations_by_name_sort ON stations (name_sort, id);
CREATE INDEX stations_by_delegation_name_sort ON stations (delegation_id, name_sort, id);
CREATE INDEX stations_by_parent ON stations (parent_id);
CREATE INDEX stations_by_community ON stations (community_id);

CREATE TABLE working_groups (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    delegation_id TEXT COLLATE "C" NOT NULL REFERENCES delegations (id),
    community_id TEXT COLLATE "C" REFERENCES communities (id),
    station_id TEXT COLLATE "C" REFERENCES stations (id),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    detail_zh TEXT,
    detail_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX working_groups_by_name_sort ON working_groups (name_sort, id);
CREATE INDEX working_groups_by_delegation_name_sort ON working_groups (delegation_id, name_sort, id);

CREATE TABLE working_group_topics (
    working_group_id TEXT COLLATE "C" NOT NULL REFERENCES working_groups (id),
    category TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (working_group_id, category)
);

CREATE TABLE working_group_members (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    working_group_id TEXT COLLATE "C" NOT NULL REFERENCES working_groups (id),
    deputy_id TEXT COLLATE "C" NOT NULL REFERENCES deputies (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX working_group_members_by_working_group_deputy ON working_group_members (working_group_id, deputy_id);
CREATE INDEX working_group_members_by_deputy_working_group ON working_group_members (deputy_id, working_group_id);

CREATE TABLE grids (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    delegation_id TEXT COLLATE "C" NOT NULL REFERENCES delegations (id),
    community_id TEXT COLLATE "C" REFERENCES communities (id),
    kind TEXT COLLATE "C" NOT NULL,
    parent_id TEXT COLLATE "C" REFERENCES grids (id) DEFERRABLE INITIALLY DEFERRED,
    successor_of_id TEXT COLLATE "C" REFERENCES grids (id) DEFERRABLE INITIALLY DEFERRED,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    households INTEGER,
    residents INTEGER,
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX grids_by_name_sort ON grids (name_sort, id);
CREATE INDEX grids_by_delegation_name_sort ON grids (delegation_id, name_sort, id);
CREATE INDEX grids_by_community_name_sort ON grids (community_id, name_sort, id);
CREATE INDEX grids_by_parent ON grids (parent_id);

CREATE TABLE grid_chief_assignments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    grid_id TEXT COLLATE "C" NOT NULL REFERENCES grids (id),
    role TEXT COLLATE "C" NOT NULL,
    deputy_id TEXT COLLATE "C" REFERENCES deputies (id),
    valid_from DATE NOT NULL,
    valid_to DATE,
    synthetic BOOLEAN NOT NULL,
    CHECK (deputy_id IS NOT NULL OR role IN ('GRID_CHIEF', 'GRID_WORKER'))
);
CREATE INDEX grid_chief_assignments_by_grid_role_valid_from ON grid_chief_assignments (grid_id, role, valid_from);
CREATE INDEX grid_chief_assignments_by_deputy_role_valid_from ON grid_chief_assignments (deputy_id, role, valid_from);

CREATE TABLE channels (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    delegation_id TEXT COLLATE "C" NOT NULL REFERENCES delegations (id),
    kind TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT COLLATE "C" NOT NULL,
    detail_zh TEXT,
    detail_en TEXT,
    keeper_zh TEXT,
    keeper_en TEXT,
    station_id TEXT COLLATE "C" REFERENCES stations (id),
    deputy_id TEXT COLLATE "C" REFERENCES deputies (id),
    grid_id TEXT COLLATE "C" REFERENCES grids (id),
    opened_on DATE,
    closed_on DATE,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX channels_by_name_sort ON channels (name_sort, id);
CREATE INDEX channels_by_delegation_name_sort ON channels (delegation_id, name_sort, id);

CREATE TABLE qr_codes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    token TEXT NOT NULL,
    channel_id TEXT COLLATE "C" REFERENCES channels (id),
    deputy_id TEXT COLLATE "C" REFERENCES deputies (id),
    station_id TEXT COLLATE "C" REFERENCES stations (id),
    grid_id TEXT COLLATE "C" REFERENCES grids (id),
    active BOOLEAN NOT NULL,
    activated_on DATE NOT NULL,
    rotated_on DATE,
    scans BIGINT NOT NULL,
    synthetic BOOLEAN NOT NULL,
    UNIQUE (token),
    CHECK ((deputy_id IS NOT NULL AND station_id IS NULL AND grid_id IS NULL) OR (deputy_id IS NULL AND station_id IS NOT NULL AND grid_id IS NULL) OR (deputy_id IS NULL AND station_id IS NULL AND grid_id IS NOT NULL))
);
CREATE INDEX qr_codes_by_scans ON qr_codes (scans, id);
CREATE INDEX qr_codes_by_activated_on ON qr_codes (activated_on, id);
CREATE INDEX qr_codes_by_deputy ON qr_codes (deputy_id);
CREATE INDEX qr_codes_by_station ON qr_codes (station_id);
CREATE INDEX qr_codes_by_grid ON qr_codes (grid_id);
