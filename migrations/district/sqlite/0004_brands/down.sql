DROP TABLE brand_working_groups;
DROP TABLE brand_stations;
DROP TABLE brand_channels;
DROP TABLE reported_figures;
DROP TABLE highlights;
DROP TABLE mechanisms;
DROP TABLE brand_initiatives;
