CREATE TABLE item (
    id TEXT NOT NULL PRIMARY KEY,
    sort_name TEXT NOT NULL,
    opened_day BIGINT NOT NULL,
    status TEXT NOT NULL
);
