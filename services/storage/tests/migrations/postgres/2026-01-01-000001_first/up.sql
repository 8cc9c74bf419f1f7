CREATE TABLE item (
    id TEXT COLLATE "C" PRIMARY KEY,
    sort_name TEXT COLLATE "C" NOT NULL,
    opened_day BIGINT NOT NULL,
    status TEXT NOT NULL
);
