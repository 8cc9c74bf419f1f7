-- Reference data of the city: what every district refers to and none of them owns.
-- Codes compare as bytes. `position` is the order in which the city lists things.

CREATE TABLE cities (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL
);

CREATE TABLE districts (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    city_code TEXT COLLATE "C" NOT NULL REFERENCES cities (code),
    position INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    pinyin TEXT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    peer_group TEXT COLLATE "C" NOT NULL
);
CREATE INDEX districts_by_city_position ON districts (city_code, position, code);

CREATE TABLE former_district_codes (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    district_code TEXT COLLATE "C" NOT NULL REFERENCES districts (code)
);
CREATE INDEX former_district_codes_by_district ON former_district_codes (district_code, code);

CREATE TABLE population_figures (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    district_code TEXT COLLATE "C" NOT NULL REFERENCES districts (code),
    division_code TEXT COLLATE "C",
    division_name_zh TEXT,
    division_name_en TEXT,
    year INTEGER,
    basis TEXT COLLATE "C" NOT NULL,
    value BIGINT NOT NULL CHECK (value >= 0),
    qualifier TEXT COLLATE "C" NOT NULL,
    source_zh TEXT NOT NULL,
    source_en TEXT NOT NULL,
    verified BOOLEAN NOT NULL
);
CREATE INDEX population_figures_by_district ON population_figures (district_code, id);

CREATE TABLE categories (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    parent_code TEXT COLLATE "C" REFERENCES categories (code),
    position INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX categories_by_parent_position ON categories (parent_code, position, code);

CREATE TABLE agencies (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    synthetic BOOLEAN NOT NULL
);

CREATE TABLE agency_categories (
    agency_code TEXT COLLATE "C" NOT NULL REFERENCES agencies (code),
    category_code TEXT COLLATE "C" NOT NULL REFERENCES categories (code),
    PRIMARY KEY (agency_code, category_code)
);
CREATE INDEX agency_categories_by_category ON agency_categories (category_code, agency_code);
