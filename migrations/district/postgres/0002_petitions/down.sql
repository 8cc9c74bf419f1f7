DROP TABLE escalation_filers;
DROP TABLE escalation_petitions;
DROP TABLE escalations;
DROP TABLE ratings;
DROP TABLE replies;
DROP TABLE assignments;
DROP TABLE petition_events;
DROP TABLE petitions;
