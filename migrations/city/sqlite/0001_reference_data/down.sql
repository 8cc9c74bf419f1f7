DROP TABLE agency_categories;
DROP TABLE agencies;
DROP TABLE categories;
DROP TABLE population_figures;
DROP TABLE former_district_codes;
DROP TABLE districts;
DROP TABLE cities;
