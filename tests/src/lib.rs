//! End-to-end tests of the city.
