DROP INDEX item_by_name;
