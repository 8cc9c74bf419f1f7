-- Brands: what a delegation makes of its work, and what is reported about it.

CREATE TABLE brand_initiatives (
    id TEXT NOT NULL PRIMARY KEY,
    delegation_id TEXT NOT NULL REFERENCES delegations (id),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    slogan_zh TEXT,
    slogan_en TEXT,
    kind TEXT,
    problem_zh TEXT,
    problem_en TEXT,
    detail_zh TEXT,
    detail_en TEXT,
    started_on DATE,
    status TEXT NOT NULL,
    lead BOOLEAN NOT NULL,
    source_zh TEXT,
    source_en TEXT,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX brand_initiatives_by_name_sort ON brand_initiatives (name_sort, id);
CREATE INDEX brand_initiatives_by_delegation_name_sort ON brand_initiatives (delegation_id, name_sort, id);

CREATE TABLE mechanisms (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brand_initiatives (id),
    parent_id TEXT REFERENCES mechanisms (id) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    meaning_zh TEXT,
    meaning_en TEXT,
    position INTEGER NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX mechanisms_by_brand_position ON mechanisms (brand_id, position, id);
CREATE INDEX mechanisms_by_kind_brand ON mechanisms (kind, brand_id);
CREATE INDEX mechanisms_by_parent ON mechanisms (parent_id);

CREATE TABLE highlights (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT NOT NULL REFERENCES brand_initiatives (id),
    kind TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    evidence_zh TEXT,
    evidence_en TEXT,
    lead BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX highlights_by_brand_position ON highlights (brand_id, position, id);

CREATE TABLE reported_figures (
    id TEXT NOT NULL PRIMARY KEY,
    brand_id TEXT REFERENCES brand_initiatives (id),
    delegation_id TEXT REFERENCES delegations (id),
    metric_label_zh TEXT NOT NULL,
    metric_label_en TEXT NOT NULL,
    value DOUBLE NOT NULL,
    qualifier TEXT NOT NULL,
    unit_zh TEXT NOT NULL,
    unit_en TEXT NOT NULL,
    window_zh TEXT NOT NULL,
    window_en TEXT NOT NULL,
    window_from DATE,
    window_to DATE,
    source_zh TEXT NOT NULL,
    source_en TEXT NOT NULL,
    quoted_on DATE,
    position INTEGER NOT NULL,
    synthetic BOOLEAN NOT NULL
);
CREATE INDEX reported_figures_by_brand_position ON reported_figures (brand_id, position, id);
CREATE INDEX reported_figures_by_delegation_position ON reported_figures (delegation_id, position, id);

CREATE TABLE brand_channels (
    brand_id TEXT NOT NULL REFERENCES brand_initiatives (id),
    channel_id TEXT NOT NULL REFERENCES channels (id),
    PRIMARY KEY (brand_id, channel_id)
);
CREATE INDEX brand_channels_by_channel_brand ON brand_channels (channel_id, brand_id);

CREATE TABLE brand_stations (
    brand_id TEXT NOT NULL REFERENCES brand_initiatives (id),
    station_id TEXT NOT NULL REFERENCES stations (id),
    PRIMARY KEY (brand_id, station_id)
);
CREATE INDEX brand_stations_by_station_brand ON brand_stations (station_id, brand_id);

CREATE TABLE brand_working_groups (
    brand_id TEXT NOT NULL REFERENCES brand_initiatives (id),
    working_group_id TEXT NOT NULL REFERENCES working_groups (id),
    PRIMARY KEY (brand_id, working_group_id)
);
CREATE INDEX brand_working_groups_by_working_group_brand ON brand_working_groups (working_group_id, brand_id);
