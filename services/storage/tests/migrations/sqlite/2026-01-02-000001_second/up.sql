CREATE INDEX item_by_name ON item (sort_name, opened_day DESC, id);
